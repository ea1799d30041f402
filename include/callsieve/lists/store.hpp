// The folder that holds lists and their settings: layout, opening, live changes, imports, verification.
//
//   store.toml                            settings; missing or empty means the defaults
//   lists/NAME/head                       which snapshot counts, and the live changes since; replaced in one step
//   lists/NAME/00000001.snapshot          see sets/snapshot_format.hpp; named by generation
//   lists/NAME/lock, lists/.lock          empty: one writer a list, one maker of lists
//
// Every change, an import of millions or the addition of one number, becomes visible and durable with the replacement
// of one `head`. So a reader sees one state or the next, and what a dying writer leaves counts for nothing; the next
// writer tidies it.
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

/// The `[list.NAME]` tables of store.toml.
struct list_settings {
  std::optional<list_kind> kind;
  std::string source, purpose, legal_basis, recipients;
  std::optional<period> retention, max_age, hold;
  /// Names of the categories that the list's entries may have, in the order of their numbers (0 to 31). They never
  /// change places: lists keep the numbers.
  std::vector<std::string> categories;
};

/// store.toml. An empty or missing file means the defaults.
struct store_settings {
  std::string policy = "nl-consumer";
  std::string blacklist = "blacklist";
  std::map<std::string, list_settings> lists;
};

/// Reads store.toml's text. Errors: syntax, unknown key, bad value: file, line, column, and the nearest known word.
[[nodiscard]] absl::StatusOr<store_settings> read_store_settings(std::string_view toml, std::string_view file_name);

struct damage {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::string what;
};

/// What an import puts into a list.
struct list_import {
  std::string list_name;
  snapshot_builder entries;               ///< its kind is the list's
  std::vector<coverage_entry> brought{};  ///< the prefixes that the source speaks for; at least one
  std::uint64_t not_in_plan = 0;          ///< of the entries
  std::uint64_t bad_lines = 0;
  bool allow_shrink = false;
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
  /// The prefixes that the changes are complete for; empty: all that the list speaks for, since the day of `obtained`.
  std::vector<coverage_entry> brought;
  day obtained{};
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
  /// The day of the newest copy that an older one replaced; nothing when no copy was newer than what came.
  std::optional<day> newer_replaced;
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
  /// Opens an existing store. Errors: names the folder and says how to make one (`callsieve import`, `--store`); those
  /// of store.toml.
  [[nodiscard]] static absl::StatusOr<store> open(const std::filesystem::path& folder);
  /// Opens, or makes the folder, `lists/` and a commented store.toml.
  [[nodiscard]] static absl::StatusOr<store> open_or_create(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  [[nodiscard]] const store_settings& settings() const noexcept { return settings_; }
  /// Names of the lists on disk, sorted.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> list_names() const;
  [[nodiscard]] bool has(std::string_view list_name) const;
  /// The kind of a list on disk, also when its snapshot is damaged. Errors: as load, of its head.
  [[nodiscard]] absl::StatusOr<list_kind> kind(std::string_view list_name) const;

  /// Maps the list and checks it before anything else. The blacklist that nobody needed yet is an empty set
  /// that speaks for the world since today. Errors: not found (with the nearest name), damaged (file, offset, mend),
  /// written by a newer version.
  [[nodiscard]] absl::StatusOr<list> load(std::string_view list_name, checking how = checking::all) const;

  struct change_counts {
    std::uint64_t changed = 0, unchanged = 0;
  };
  /// Adds numbers live: durable when it returns, one writer at a time. Only sets. A number that an import brought
  /// already counts as unchanged, and now stays whatever later imports leave out. Makes a missing list, for the world
  /// since `today`, when `create` or when it is the blacklist. Cost: rewrites all live changes, 8 bytes each,
  /// and reads none of the snapshot but its directory and a line a number. Errors: no such list (unless `create`),
  /// another kind.
  absl::StatusOr<change_counts> add(std::string_view list_name, std::span<const phone_number> numbers, bool create,
                                    day today);
  /// Removes numbers live, imported ones and those of ranges included, until an import brings them again. Durable when
  /// it returns. Cost: as add; when a number is not on the list, all of the list is read and checked, because damaged
  /// bytes may say so of a number that is. Errors: no such list, another kind, damage.
  absl::StatusOr<change_counts> remove(std::string_view list_name, std::span<const phone_number> numbers);

  /// Replaces what earlier imports brought inside the prefixes now brought, and nothing else; makes a missing list.
  /// Live additions stay until an import contains them; live removals inside those prefixes end. Waits for other
  /// writers. A list whose snapshot is damaged is mended by an import for the whole world. Cost: one pass over the old
  /// list and two over the entries; the new snapshot on disk; no more memory than the entries have. Errors: another
  /// kind, a shrink of over 20 % inside the brought prefixes, of numbers or of ranges (unless allow_shrink), damage,
  /// disk full; then the list is as it was.
  absl::StatusOr<import_counts> apply_import(list_import import);

  /// Adds what is added and takes out what is deleted, as if an import had brought the whole; the copies of the
  /// prefixes brought count from their new day on. Live additions stay, live removals end where a number is added.
  /// Cost: two passes over the list. Errors: no such list, one that is no set, does not speak for a prefix brought or
  /// has a newer copy of it; more than a fifth of what it covers deleted (unless allow_shrink); damage, disk full; then
  /// the list is as it was.
  absl::StatusOr<import_counts> apply_changes(const list_changes& changes);

  /// Adds records of customers, consents or calls to those that a list holds: of one number the one that supersedes
  /// stays, of calls the latest eight, so the same calls added twice count twice. What is brought may be empty, as in
  /// list_changes. Cost: three passes over the list. Errors: as apply_changes, and a list of another kind, or a set.
  absl::StatusOr<import_counts> add_records(list_import records, day obtained);

  /// Every damage found in every file under lists/, the first per file. Reading damage is not an error of the call.
  [[nodiscard]] absl::StatusOr<std::vector<damage>> verify() const;

 private:
  store() = default;
  [[nodiscard]] std::filesystem::path lists_folder() const { return folder_ / "lists"; }
  [[nodiscard]] absl::Status not_found(std::string_view list_name) const;
  absl::Status make_list(std::string_view list_name, block_source& entries, const snapshot_info& info,
                         std::span<const phone_number> added);
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
