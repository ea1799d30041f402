// How a list of changes changes a list.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "list_folder.hpp"
#include "list_version.hpp"

namespace callsieve {
namespace {

bool holds(const std::vector<phone_number>& ascending, phone_number number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

bool holds(const std::vector<list_entry>& ascending, phone_number number) {
  const auto at = std::lower_bound(ascending.begin(), ascending.end(), number,
                                   [](const list_entry& entry, phone_number n) { return entry.number < n; });
  return at != ascending.end() && at->number == number;
}

/// What the list speaks for once changes are in, and which version it is; nothing may become covered by changes alone.
absl::Status cover(snapshot_info& info, const std::string& list_name, std::vector<coverage_entry> brought, day obtained,
                   const std::string& version) {
  const coverage before = info.covers;
  if (brought.empty()) {
    brought.assign(before.entries().begin(), before.entries().end());
    for (coverage_entry& entry : brought) entry.obtained = obtained;
  }
  for (const coverage_entry& now : brought) {
    const coverage_entry* was = before.entry_for(now.prefix);
    if (was == nullptr) {
      return bad_input("list " + list_name + " does not speak for " + to_string(now.prefix) +
                       " yet, and changes alone are no list: import its full list first");
    }
    if (now.obtained < was->obtained) {
      return bad_input("list " + list_name + " has a copy for " + to_string(now.prefix) + " of " +
                       to_string(was->obtained) + ", newer than these changes of " + to_string(now.obtained));
    }
  }
  info.version = version_after(info.version, before, version, brought);
  info.covers.replace(brought);
  return absl::OkStatus();
}

/// Numbers that stood singly, live changes included, and are deleted.
std::uint64_t number_deleted(const list_changes& changes, const snapshot_view& old, const list_head& was,
                             const list_head& next) {
  return static_cast<std::uint64_t>(
      std::count_if(changes.deleted.begin(), changes.deleted.end(), [&](phone_number number) {
        const bool was_there =
            old.holds_singly(number) ? !holds(was.removed, number) : holds(was.added, number) && !old.contains(number);
        return was_there && !holds(next.added, number);
      }));
}

void count_bad(const list_changes& changes, const snapshot_view& old, snapshot_info& info) {
  info.bad_lines += changes.bad_lines;
  for (const list_entry& entry : changes.added) {
    info.not_in_plan += !old.contains(entry.number) && !classify(entry.number).valid ? 1 : 0;
  }
  for (const phone_number number : changes.deleted) {
    info.not_in_plan -=
        old.contains(number) && !classify(number).valid ? std::min<std::uint64_t>(info.not_in_plan, 1) : 0;
  }
}

/// Locked, read and checked: the list that is to change.
struct list_before {
  file_lock lock;
  list_contents contents;
};
absl::StatusOr<list_before> open_for_change(const list_folder& folder, const std::string& list_name) {
  if (!folder.exists()) {
    return bad_input("list " + list_name + " does not exist yet: import its full list before changes to it");
  }
  auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::all);
  if (!contents.ok()) return contents.status();
  return list_before{*std::move(lock), *std::move(contents)};
}

/// Numbers of a source that today's plan does not call valid.
absl::StatusOr<std::uint64_t> outside_plan(block_source& numbers) {
  std::uint64_t count = 0;
  for (;;) {
    const auto block = numbers.next();
    if (!block.ok()) return block.status();
    if (*block == nullptr) return count;
    for (const std::uint32_t offset : (*block)->offsets) {
      count += classify(number_in_block((*block)->block, offset)).valid ? 0 : 1;
    }
  }
}

}  // namespace

absl::StatusOr<import_counts> store::apply_changes(const list_changes& changes) {
  const list_folder folder(lists_folder() / changes.list_name);
  const auto before_it = open_for_change(folder, changes.list_name);
  if (!before_it.ok()) return before_it.status();
  const list_contents* const old = &before_it->contents;
  if (old->head.kind != list_kind::set) {
    return bad_input("list " + changes.list_name + " is of kind " + std::string(to_string(old->head.kind)) +
                     "; additions and deletions are applied to sets");
  }
  snapshot_info info = old->view.info();
  if (absl::Status status = cover(info, changes.list_name, changes.brought, changes.obtained, changes.version);
      !status.ok()) {
    return status;
  }
  count_bad(changes, old->view, info);
  const bool has_days = info.days != day_meaning::none;
  snapshot_builder added(list_kind::set);
  for (const list_entry& entry : changes.added) {
    added.add(entry.number, {has_days ? entry.record.day_number : 0, record_state::listed});
  }
  snapshot_builder deleted(list_kind::set);
  for (const phone_number number : changes.deleted) deleted.add(number);
  auto added_blocks = added.blocks();
  if (!added_blocks.ok()) return added_blocks.status();
  auto deleted_blocks = deleted.blocks();
  if (!deleted_blocks.ok()) return deleted_blocks.status();

  list_head next = old->head;
  std::erase_if(next.added, [&](phone_number number) { return holds(changes.added, number); });
  std::erase_if(next.removed,
                [&](phone_number number) { return holds(changes.added, number) || holds(changes.deleted, number); });
  import_counts counts;
  const std::uint64_t before = count_of(old->view, old->head);
  counts.entries = changes.added.size();
  counts.removed = number_deleted(changes, old->view, old->head, next);
  counts.unchanged = before - counts.removed;
  if (!changes.allow_shrink && counts.removed > before / 5) {
    return bad_input("list " + changes.list_name + " would lose " + std::to_string(counts.removed) + " of its " +
                     std::to_string(before) +
                     " numbers, more than a fifth; it is as it was. If its source did shrink so, say so with "
                     "--allow-shrink");
  }
  const auto entries = united(without(entries_of(old->view), *std::move(deleted_blocks)), *std::move(added_blocks));
  const auto now = folder.write_snapshot(*entries, info, next);
  if (!now.ok()) return now.status();
  counts.count = count_of(now->view, next);
  counts.added = counts.count - counts.unchanged;
  if (absl::Status status = folder.write_head(next); !status.ok()) return status;
  folder.tidy(next);
  return counts;
}

absl::StatusOr<import_counts> store::add_records(list_import records, day obtained) {
  const list_folder folder(lists_folder() / records.list_name);
  const auto before = open_for_change(folder, records.list_name);
  if (!before.ok()) return before.status();
  const list_contents& old = before->contents;
  if (old.head.kind != records.entries.kind() || old.head.kind == list_kind::set) {
    return bad_input("list " + records.list_name + " is of kind " + std::string(to_string(old.head.kind)) +
                     ", and records of kind " + std::string(to_string(records.entries.kind())) +
                     " cannot be added to it");
  }
  snapshot_info info = old.view.info();
  if (absl::Status status = cover(info, records.list_name, records.brought, obtained, records.version); !status.ok()) {
    return status;
  }
  info.bad_lines += records.bad_lines;
  import_counts counts;
  {
    auto brought = records.entries.blocks();
    if (!brought.ok()) return brought.status();
    const auto invalid = outside_plan(*without(*std::move(brought), entries_of(old.view)));
    if (!invalid.ok()) return invalid.status();
    info.not_in_plan += *invalid;
  }
  auto brought = records.entries.blocks();
  if (!brought.ok()) return brought.status();
  const auto all = united(entries_of(old.view), *std::move(brought));
  const auto was = entries_of(old.view);
  const auto difference = compare(*was, *all);
  if (!difference.ok()) return difference.status();
  if (absl::Status status = all->rewind(); !status.ok()) return status;
  list_head next = old.head;
  const auto now = folder.write_snapshot(*all, info, next);
  if (!now.ok()) return now.status();
  if (absl::Status status = folder.write_head(next); !status.ok()) return status;
  folder.tidy(next);
  counts.added = difference->added;
  counts.unchanged = difference->unchanged + difference->changed;
  counts.count = counts.added + counts.unchanged;
  counts.entries = counts.count;
  return counts;
}

}  // namespace callsieve
