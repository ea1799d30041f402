// The folder that holds lists and their settings: layout, opening, live changes, imports, verification.
//
//   store.toml                            settings
//   lists/NAME/head                       which list this is, which snapshot counts, and the live changes since;
//                                         replaced in one step
//   lists/NAME/00000001.snapshot          see sets/snapshot_format.hpp; named by generation
//   lists/NAME/lock, lists/.lock          empty: one writer a list, one maker of lists
//   revisions/NAME                        which states of the list this store has seen
//
// Every change, an import of millions or the addition of one number, becomes visible and durable with the replacement
// of one `head`. So a reader sees one state or the next, and what a dying writer leaves counts for nothing; the next
// writer tidies it.
//
// A store is made once, with store.toml and its blacklist. From then on nothing comes from nothing: what is missing,
// cannot be looked at, is another list's or an older state put back is an error, never an empty list. Absent is only
// what the system says is not there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"
#include "callsieve/lists/list.hpp"

namespace callsieve {

class list_folder;

/// The `[list.NAME]` tables of store.toml.
struct list_settings {
  std::optional<list_kind> kind;
  std::string source, purpose, legal_basis, recipients;
  std::optional<period> retention, max_age, hold;
  /// Names of the categories that the list's entries may have, in the order of their numbers (0 to 31). They never
  /// change places: lists keep the numbers.
  std::vector<std::string> categories;
};

/// store.toml. What it does not say has the value here.
struct store_settings {
  std::string policy = "nl-consumer";
  std::string blacklist = "blacklist";
  std::map<std::string, list_settings> lists;
};

/// Reads store.toml's text. Errors: nothing but blanks (a store is made with a file that says something); syntax,
/// unknown key, bad value: file, line, column, and the nearest known word.
[[nodiscard]] absl::StatusOr<store_settings> read_store_settings(std::string_view toml, std::string_view file_name);

struct damage {
  std::filesystem::path file;
  std::optional<std::uint64_t> offset;  ///< of the first wrong byte; none where the file itself is, as one that is gone
  std::string what;
};

/// What an import puts into a list.
struct list_import {
  std::string list_name;
  snapshot_builder entries;               ///< its kind is the list's
  std::vector<coverage_entry> brought{};  ///< the prefixes that the source speaks for; at least one
  std::uint64_t not_in_plan = 0;          ///< of the entries
  std::uint64_t bad_lines = 0;
  bool allow_shrink = false;  ///< accept losses
  bool allow_older = false;   ///< accept a copy older than what it replaces
  /// Nothing: for speed where the list takes less than a twentieth of the machine's memory.
  std::optional<list_tuning> tuning{};
  day_meaning days = day_meaning::none;  ///< of a set's entries with days; none: as the list has it
  /// What the source calls this copy, at most 255 bytes: a day where rules are to count from it; empty: nothing.
  std::string version{};
};

/// What a list of changes does to a set.
struct list_changes {
  std::string list_name;
  std::vector<list_entry> added;      ///< ascending, each number once; a day counts where the list has days
  std::vector<phone_number> deleted;  ///< ascending; none of them added
  /// The prefixes that the changes are complete for; empty: those of the list that hold a number of them, since the day
  /// of `obtained`.
  std::vector<coverage_entry> brought;
  day obtained{};
  /// The day of the earliest change, where the source dates them all: changes between the list's copy and that day
  /// would be missing.
  std::optional<day> earliest{};
  std::uint64_t bad_lines = 0;
  bool allow_shrink = false;
  std::string version{};  ///< as list_import has it
};

/// How the list changed: before = removed + unchanged, count = added + unchanged. A number whose record changed is
/// unchanged here.
struct import_counts {
  std::uint64_t added = 0, removed = 0, unchanged = 0, count = 0;
  std::uint64_t entries = 0;           ///< numbers that the import brought
  std::uint64_t outside_coverage = 0;  ///< of these, outside the prefixes it brought
  std::uint64_t weakened = 0;  ///< of a set: entries that from now on block for fewer categories, or on fewer days
  std::uint64_t live = 0;      ///< objections added live that stand beside an entry of the import that blocks less
  std::uint64_t later = 0;     ///< of other kinds: numbers whose later day in the list stands against an earlier one
  /// The day of the newest copy that an older one replaced; nothing when no copy was newer than what came.
  std::optional<day> newer_replaced;
  std::vector<coverage_entry> refreshed{};  ///< by changes: the prefixes whose copies count from their day on
  /// Why changes left the age of the list's copy as it was, for people; empty when they did not.
  std::string not_refreshed{};
};

/// How much of a list is checked when it is opened.
enum class checking {
  /// What decides where everything stands, so that no question leaves the bytes; nothing else is read. For those who
  /// look at what a list says of itself, or change it.
  head_only,
  all,  ///< every byte: before numbers are decided by it
};

/// A store's folder. Threads: const access from any thread; changes lock the list among threads and processes.
class store {
 public:
  /// Opens an existing store. Errors: names the folder and says how to make one (`callsieve init`, `--store`); a
  /// store.toml that is missing, empty or cannot be read; those of its text.
  [[nodiscard]] static absl::StatusOr<store> open(const std::filesystem::path& folder);
  /// Opens, or makes what never was there: the folder, `lists/`, a commented store.toml and the blacklist, an empty set
  /// that speaks for the world since today.
  [[nodiscard]] static absl::StatusOr<store> open_or_create(const std::filesystem::path& folder);
  /// Makes what is missing of a store: as open_or_create, and of a store that stands its store.toml and its blacklist.
  /// Adds to `made` what it made. Errors: a blacklist that was there and is gone.
  [[nodiscard]] static absl::StatusOr<store> init(const std::filesystem::path& folder, std::vector<std::string>& made);

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  [[nodiscard]] const store_settings& settings() const noexcept { return settings_; }
  /// Names of the lists on disk, sorted. Errors: a folder that cannot be read, a list that is gone.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> list_names() const;
  /// Errors: it cannot be looked for; it was there and is gone.
  [[nodiscard]] absl::StatusOr<bool> has(std::string_view list_name) const;
  /// The kind of a list on disk, also when its snapshot is damaged. Errors: as load, of its head.
  [[nodiscard]] absl::StatusOr<list_kind> kind(std::string_view list_name) const;

  /// Maps the list and checks it before anything else. Notes a later state as seen where it may write. Errors: not
  /// found (with the nearest name), damaged (file, offset, mend), written by a newer version; gone, another list's, or
  /// an older state than the store has seen.
  [[nodiscard]] absl::StatusOr<list> load(std::string_view list_name, checking how = checking::all) const;

  struct change_counts {
    std::uint64_t changed = 0;       ///< added, or removed
    std::uint64_t strengthened = 0;  ///< added where the list held less: an end, a day of registration, some categories
    std::uint64_t unchanged = 0;
  };
  /// Adds numbers live, for good and for every category: durable when it returns, also what was so before. One writer
  /// at a time. Only sets. A number that an import brought already counts as unchanged, and now stays whatever later
  /// imports leave out. Makes a missing list, for the world since `today`, when `create`. Cost: rewrites all live
  /// changes, 8 bytes each, and reads none of the snapshot but its directory and a line a number. Errors: no such list
  /// (unless `create`), another kind.
  absl::StatusOr<change_counts> add(std::string_view list_name, std::span<const phone_number> numbers, bool create,
                                    day today);
  /// Removes numbers live, imported ones and those of ranges included, until an import brings them again. Durable when
  /// it returns. Cost: as add; when a number is not on the list, all of the list is read and checked, because damaged
  /// bytes may say so of a number that is. Errors: no such list, another kind, damage.
  absl::StatusOr<change_counts> remove(std::string_view list_name, std::span<const phone_number> numbers);

  /// Replaces what earlier imports brought inside the prefixes now brought, and nothing else; makes a missing list. Of
  /// customers, consents and calls a day never goes back: of a number in both the later one stands, and a copy older
  /// than what the list holds takes nothing away. Live additions stay until an import brings an entry that blocks as
  /// much; live removals inside those prefixes end. Waits for other writers. A list whose snapshot is damaged is mended
  /// by an import for the whole world. Cost: one pass over the old list and two over the entries; the new snapshot on
  /// disk; no more memory than the entries have. Errors: another kind; a loss (unless allow_shrink): inside the brought
  /// prefixes over a fifth of all numbers or ranges, over a fifth of a prefix that held 1,000 or more, or all of a
  /// prefix; a copy older than what it replaces (unless allow_older); damage, disk full; then the list is as it was.
  absl::StatusOr<import_counts> apply_import(list_import import);

  /// Adds what is added and takes out what is deleted. An addition combines with what the list holds of the number; its
  /// day is one of registration where the list keeps those, and else none. The copies of the prefixes brought count
  /// from their new day on, but where changes seem to be missing before them (import_counts::not_refreshed). Live
  /// additions stay, live removals end where a number is added. Cost: two passes over the list. Errors: no such list,
  /// one that is no set, does not speak for a prefix brought or has a newer copy of it; a loss as of apply_import
  /// (unless allow_shrink); damage, disk full; then the list is as it was.
  absl::StatusOr<import_counts> apply_changes(const list_changes& changes);

  /// Adds records of customers, consents or calls to those that a list holds: of one number the later one stays, of
  /// calls the latest eight, so the same calls added twice count twice. What is brought may be empty, as in
  /// list_changes. Cost: three passes over the list. Errors: as apply_changes, and a list of another kind, or a set.
  absl::StatusOr<import_counts> add_records(list_import records, day obtained);

  /// Takes the list as it stands, whatever state of it the store has seen: after a backup was put back, or after its
  /// folder was removed on purpose. Returns whether the list is there. Errors: damage.
  absl::StatusOr<bool> accept(std::string_view list_name);

  /// Every damage found in every file under lists/ and revisions/, the first per file; a blacklist or a list that is
  /// missing; what load() would refuse. Reading damage is not an error of the call.
  [[nodiscard]] absl::StatusOr<std::vector<damage>> verify() const;

 private:
  store() = default;
  [[nodiscard]] std::filesystem::path lists_folder() const { return folder_ / "lists"; }
  [[nodiscard]] list_folder folder_of(std::string_view list_name) const;
  [[nodiscard]] absl::Status not_found(std::string_view list_name) const;
  absl::Status make_list(std::string_view list_name, block_source& entries, const snapshot_info& info,
                         std::span<const phone_number> added, list_operation made_by);
  absl::StatusOr<import_counts> make_from(list_import& import);

  std::filesystem::path folder_;
  store_settings settings_;
};

/// Checks one snapshot or head by itself: nothing when it is whole. Errors: the file cannot be read.
[[nodiscard]] absl::StatusOr<std::optional<damage>> verify_file(const std::filesystem::path& file);

/// Whether a list may be called so: `[a-z0-9][a-z0-9_-]{0,63}`.
[[nodiscard]] bool is_list_name(std::string_view name) noexcept;

/// The name in `names` nearest to `wanted`, when near enough to be a slip of the finger; empty otherwise.
[[nodiscard]] std::string nearest_name(std::string_view wanted, std::span<const std::string> names);

}  // namespace callsieve
