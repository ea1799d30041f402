// How an import changes a list.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"

#include "list_folder.hpp"

namespace callsieve {
namespace {

/// Numbers of the new entries compared with the old snapshot at a time.
constexpr std::size_t group_size = 2048;

/// Whether a list shrank so much that its source must be asked first: by more than one in five.
bool is_great_shrink(std::uint64_t before, std::uint64_t after) noexcept { return after < before - before / 5; }

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

bool holds(const snapshot_view& view, phone_number number) {
  list_record record;
  view.find(std::span(&number, 1), std::span(&record, 1));
  return record.state != record_state::absent;
}

/// New entries meet the list as it is. The sets are: old, the snapshot's numbers but for those removed live; inside,
/// those that the import speaks for.
class merge {
 public:
  merge(list_import& import, const list_head& head, const snapshot_view& old)
      : import_(import), head_(head), old_(old), brought_(import.brought) {}

  /// Counts, and says whether the list may change so. Requires settled entries.
  absl::Status compare() {
    std::uint64_t old_count = 0;
    old_.for_each([&](phone_number number, const list_record&, std::string_view) {
      if (holds(head_.removed, number)) return;
      ++old_count;
      if (is_inside(number)) ++old_inside_;
    });
    before_ = old_count;
    lost_ = old_inside_;
    for (const phone_number number : head_.added) {
      const bool is_old = holds(old_, number);  // and not removed: no number is both
      if (!is_old) ++before_;
      if (is_old && is_inside(number) && !import_.entries.contains(number)) --lost_;
    }
    std::vector<phone_number> group;
    group.reserve(group_size);
    import_.entries.for_each([&](phone_number number, const list_record&, std::string_view) {
      if (!is_inside(number)) return;
      ++new_inside_;
      group.push_back(number);
      if (group.size() == group_size) count_found(group);
    });
    count_found(group);
    if (import_.allow_shrink || !is_great_shrink(old_inside_, new_inside_)) return absl::OkStatus();
    return bad_input("list " + import_.list_name + " would shrink from " + std::to_string(old_inside_) + " to " +
                     std::to_string(new_inside_) +
                     " numbers inside what the import speaks for, by more than a fifth; it is as it was. If its source "
                     "did shrink so, say so with --allow-shrink");
  }

  /// Ends the live changes that the import answers. Requires compare().
  void end_live_changes(list_head& head) const {
    std::erase_if(head.added, [&](phone_number number) { return import_.entries.contains(number); });
    std::erase_if(head.removed,
                  [&](phone_number number) { return is_inside(number) || import_.entries.contains(number); });
  }

  /// Adds to the new entries what stays of the old ones.
  absl::Status keep_outside(snapshot_info& info) {
    info.covers = old_.info().covers;
    if (brought_.is_world_only()) return absl::OkStatus();
    info.bad_lines += old_.info().bad_lines;
    if (old_.info().not_in_plan != 0) {
      old_.for_each([&](phone_number number, const list_record&, std::string_view) {
        // A new entry outside what the import speaks for was counted with the import.
        if (is_inside(number) || classify(number).valid || import_.entries.contains(number)) return;
        ++info.not_in_plan;
      });
    }
    old_.for_each([&](phone_number number, const list_record& record, std::string_view reference) {
      if (!is_inside(number)) import_.entries.add(number, record, reference);
    });
    return import_.entries.settle();
  }

  /// Requires all of the above, and the head as it becomes.
  [[nodiscard]] import_counts counts(const list_head& head) const {
    import_counts counts;
    counts.count = import_.entries.size();
    for (const phone_number number : head.added) counts.count += import_.entries.contains(number) ? 0 : 1;
    for (const phone_number number : head.removed) counts.count -= import_.entries.contains(number) ? 1 : 0;
    counts.removed = lost_;
    counts.unchanged = before_ - lost_;
    counts.added = counts.count - counts.unchanged;
    return counts;
  }

 private:
  [[nodiscard]] bool is_inside(phone_number number) const noexcept { return brought_.obtained_for(number).has_value(); }
  void count_found(std::vector<phone_number>& group) {
    std::vector<list_record> records(group.size());
    old_.find(group, records);
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (records[i].state != record_state::absent && !holds(head_.removed, group[i])) --lost_;
    }
    group.clear();
  }

  list_import& import_;
  const list_head& head_;
  const snapshot_view& old_;
  const coverage brought_;
  std::uint64_t before_ = 0;      ///< old and live
  std::uint64_t old_inside_ = 0;  ///< old and inside
  std::uint64_t new_inside_ = 0;  ///< new and inside
  std::uint64_t lost_ = 0;        ///< old and inside, neither new nor live
};

/// The newest day among the old copies that the import replaces by an older one.
std::optional<day> newest_replaced(const coverage& old, std::span<const coverage_entry> brought) {
  std::optional<day> newest;
  for (const coverage_entry& was : old.entries()) {
    const bool replaced = std::any_of(brought.begin(), brought.end(), [&](const coverage_entry& now) {
      return now.prefix.covers(was.prefix) && now.obtained < was.obtained;
    });
    if (replaced && (!newest || *newest < was.obtained)) newest = was.obtained;
  }
  return newest;
}

absl::Status of_another_kind(const list_import& import, list_kind kind) {
  return bad_input("list " + import.list_name + " is of kind " + std::string(to_string(kind)) + ", not " +
                   std::string(to_string(import.entries.kind())));
}

}  // namespace

absl::StatusOr<import_counts> store::apply_import(list_import import) {
  if (import.brought.empty()) return bad_input("an import must say which numbers it speaks for (--covers)");
  if (absl::Status status = import.entries.settle(); !status.ok()) return status;
  snapshot_info info;
  info.not_in_plan = import.not_in_plan;
  info.bad_lines = import.bad_lines;
  if (!has(import.list_name)) {
    info.covers = coverage(import.brought);
    const std::uint64_t count = import.entries.size();
    const absl::Status made = make_list(import.list_name, import.entries, info, {});
    if (made.ok()) return import_counts{count, 0, 0, count, std::nullopt};
    if (!absl::IsAlreadyExists(made)) return made;  // else another writer was faster
  }

  const list_folder folder(lists_folder() / import.list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto head = folder.read_head();
  if (!head.ok()) return head.status();
  if (head->kind != import.entries.kind()) return of_another_kind(import, head->kind);
  auto old = folder.read();
  std::string nobody;
  snapshot_view old_view;
  if (old.ok()) {
    old_view = std::move(old->view);
  } else if (absl::IsDataLoss(old.status()) && coverage(import.brought).is_world_only()) {
    // Nothing of a damaged snapshot is needed when all of it is replaced; the live changes stand in the head.
    auto bytes = snapshot_builder(head->kind).bytes({});
    if (!bytes.ok()) return bytes.status();
    nobody = *std::move(bytes);
    old_view = std::get<snapshot_view>(open_snapshot(std::as_bytes(std::span(nobody))));
  } else {
    return old.status();
  }

  merge merged(import, *head, old_view);
  if (absl::Status status = merged.compare(); !status.ok()) return status;
  list_head next = *head;
  merged.end_live_changes(next);
  if (absl::Status status = merged.keep_outside(info); !status.ok()) return status;
  const std::optional<day> newer_replaced = newest_replaced(info.covers, import.brought);
  info.covers.replace(import.brought);
  if (absl::Status status = folder.write_snapshot(import.entries, info, next); !status.ok()) return status;
  if (absl::Status status = folder.write_head(next); !status.ok()) return status;
  folder.tidy(next);
  import_counts counts = merged.counts(next);
  counts.newer_replaced = newer_replaced;
  return counts;
}

}  // namespace callsieve
