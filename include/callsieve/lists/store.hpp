// The folder that holds lists and their settings: layout, opening, live changes, verification.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
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
};

/// store.toml. An empty or missing file means the defaults.
struct store_settings {
  std::string policy = "nl-consumer";
  std::string blacklist = "blacklist";
  std::map<std::string, list_settings> lists;
};

struct damage {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::string what;
};

class store {
 public:
  /// Opens an existing store. Errors: names the folder and says how to make one (`callsieve import`, `--store`).
  [[nodiscard]] static absl::StatusOr<store> open(const std::filesystem::path& folder);
  /// Opens, or makes the folder, `lists/` and a commented store.toml.
  [[nodiscard]] static absl::StatusOr<store> open_or_create(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const noexcept;
  [[nodiscard]] const store_settings& settings() const noexcept;
  /// Names of the lists on disk, sorted.
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> list_names() const;
  [[nodiscard]] bool has(std::string_view list_name) const;

  /// Maps the list and checks every block before anything else. Errors: not found (with the nearest name), damaged
  /// (file, offset, mend), written by a newer version.
  [[nodiscard]] absl::StatusOr<list> load(std::string_view list_name) const;

  struct change_counts { std::uint64_t changed = 0, unchanged = 0; };
  /// Adds numbers live: durable when it returns, one writer at a time. Only sets. Errors: no such list (unless
  /// `create`), another kind.
  absl::StatusOr<change_counts> add(std::string_view list_name, std::span<const phone_number> numbers, bool create, day today);
  /// Removes numbers live, imported ones included, until an import brings them again.
  absl::StatusOr<change_counts> remove(std::string_view list_name, std::span<const phone_number> numbers);

  /// Every damage found in every file under lists/, the first per file. Reading damage is not an error of the call.
  [[nodiscard]] absl::StatusOr<std::vector<damage>> verify() const;
};

/// The name in `names` nearest to `wanted`, when near enough to be a slip of the finger; empty otherwise.
[[nodiscard]] std::string nearest_name(std::string_view wanted, std::span<const std::string> names);

}  // namespace callsieve
