// Live changes: numbers added to and removed from a list one by one, durable when the call returns.
#include <algorithm>
#include <iterator>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "list_folder.hpp"

namespace callsieve {
namespace {

std::vector<phone_number> sorted_once(std::span<const phone_number> numbers) {
  std::vector<phone_number> sorted(numbers.begin(), numbers.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

std::vector<phone_number> either(const std::vector<phone_number>& a, const std::vector<phone_number>& b) {
  std::vector<phone_number> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

std::vector<phone_number> without(const std::vector<phone_number>& a, const std::vector<phone_number>& b) {
  std::vector<phone_number> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

absl::Status check_changes(std::string_view list_name, list_kind kind, const std::vector<phone_number>& numbers) {
  if (kind != list_kind::set) {
    return bad_input("list " + std::string(list_name) + " is of kind " + std::string(to_string(kind)) +
                     "; numbers are added to and removed from sets only: import a file into it");
  }
  const bool readable = std::all_of(numbers.begin(), numbers.end(), [](phone_number number) {
    return phone_number::from_digits(number.value()).has_value();
  });
  return readable ? absl::OkStatus() : bad_input("one of the numbers is none");
}

/// Of ascending numbers: which the snapshot holds, and which of these for good and for every category.
struct held_numbers {
  std::vector<phone_number> any, for_good;
};

held_numbers held_by(const snapshot_view& view, const std::vector<phone_number>& numbers) {
  std::vector<list_record> records(numbers.size());
  std::vector<std::uint32_t> flags(numbers.size());
  view.find(numbers, records);
  view.find_flags(numbers, flags);
  held_numbers held;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (records[i].state == record_state::absent) continue;
    held.any.push_back(numbers[i]);
    if (records[i].day_number == 0 && flags[i] == 0) held.for_good.push_back(numbers[i]);
  }
  return held;
}

}  // namespace

absl::StatusOr<store::change_counts> store::add(std::string_view list_name, std::span<const phone_number> numbers,
                                                bool create, day today) {
  const std::vector<phone_number> wanted = sorted_once(numbers);
  const auto there = has(list_name);
  if (!there.ok()) return there.status();
  if (!*there) {
    if (!create) {
      const absl::Status status = not_found(list_name);
      if (list_name == settings_.blacklist) return status;
      return absl::Status(status.code(), av(message_of(status) + " Or make an empty one with --create."));
    }
    const auto stated = settings_.lists.find(std::string(list_name));
    const list_kind kind =
        stated == settings_.lists.end() ? list_kind::set : stated->second.kind.value_or(list_kind::set);
    if (absl::Status status = check_changes(list_name, kind, wanted); !status.ok()) return status;
    snapshot_info info;
    info.covers = coverage({{number_prefix{}, today}});
    const absl::Status made = make_list(list_name, *entries_of(snapshot_view()), info, wanted, list_operation::add);
    if (made.ok()) return change_counts{.changed = wanted.size()};
    if (!absl::IsAlreadyExists(made)) return made;  // else another writer was faster
  }
  const list_folder folder = folder_of(list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::head_only);
  if (!contents.ok()) return contents.status();
  list_head& head = contents->head;
  if (absl::Status status = check_changes(list_name, head.kind, wanted); !status.ok()) return status;
  const held_numbers held = held_by(contents->view, wanted);
  const std::vector<phone_number> listed = either(without(held.any, head.removed), head.added);
  const std::vector<phone_number> for_good = either(without(held.for_good, head.removed), head.added);
  change_counts counts;
  counts.changed = without(wanted, listed).size();
  counts.strengthened = without(wanted, for_good).size() - counts.changed;
  counts.unchanged = wanted.size() - counts.changed - counts.strengthened;
  // Also what an import brought: from now on it is ours, and stays when a later import leaves it out.
  std::vector<phone_number> added = either(head.added, wanted);
  if (added.size() == head.added.size()) {
    if (absl::Status status = folder.sync(); !status.ok()) return status;
  } else {
    head.removed = without(head.removed, wanted);
    head.added = std::move(added);
    absl::Status status =
        folder.commit(head, contents->view, list_operation::add, counts.changed + counts.strengthened);
    if (!status.ok()) return status;
  }
  folder.tidy(head);
  return counts;
}

absl::StatusOr<store::change_counts> store::remove(std::string_view list_name, std::span<const phone_number> numbers) {
  const auto there = has(list_name);
  if (!there.ok()) return there.status();
  if (!*there) return not_found(list_name);
  const std::vector<phone_number> unwanted = sorted_once(numbers);
  const list_folder folder = folder_of(list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::head_only);
  if (!contents.ok()) return contents.status();
  list_head& head = contents->head;
  if (absl::Status status = check_changes(list_name, head.kind, unwanted); !status.ok()) return status;
  const std::vector<phone_number> held = held_by(contents->view, unwanted).any;
  if (held.size() != unwanted.size()) {
    // That a number is not on the list may be the word of damaged bytes: it would stay on it, and nobody told.
    if (const auto whole = folder.read(checking::all); !whole.ok()) return whole.status();
  }
  const std::vector<phone_number> listed = either(without(held, head.removed), head.added);
  change_counts counts;
  counts.unchanged = without(unwanted, listed).size();
  counts.changed = unwanted.size() - counts.unchanged;
  if (counts.changed == 0) {
    if (absl::Status status = folder.sync(); !status.ok()) return status;
  } else {
    head.added = without(head.added, unwanted);
    head.removed = either(head.removed, held);
    absl::Status status = folder.commit(head, contents->view, list_operation::remove, counts.changed);
    if (!status.ok()) return status;
  }
  folder.tidy(head);
  return counts;
}

}  // namespace callsieve
