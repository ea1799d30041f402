// A store and input files in a folder of their own, gone at the end of the test.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "callsieve/lists/import.hpp"

#include "support/catch.hpp"
#include "support/days.hpp"

namespace callsieve::test {

class import_world {
 public:
  import_world() {
    std::string pattern = (std::filesystem::temp_directory_path() / "callsieve-import-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    std::filesystem::create_directories(folder_ / "in");
  }
  ~import_world() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  import_world(const import_world&) = delete;
  import_world& operator=(const import_world&) = delete;

  [[nodiscard]] std::filesystem::path in(std::string_view name) const { return folder_ / "in" / name; }
  [[nodiscard]] std::filesystem::path store_folder() const { return folder_ / "store"; }

  [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view content) const {
    std::ofstream(in(name), std::ios::binary) << content;
    return in(name);
  }
  [[nodiscard]] store opened() const {
    auto made = store::open_or_create(store_folder());
    if (!made.ok()) throw std::runtime_error(message_of(made.status()));
    return std::move(*made);
  }

  /// Options for US numbers taken on 2026-11-19 and imported a day later.
  [[nodiscard]] static import_options options(std::string list_name, std::vector<std::filesystem::path> files) {
    import_options made;
    made.list_name = std::move(list_name);
    made.files = std::move(files);
    made.region = find_region("US");
    made.obtained = on("2026-11-19");
    made.today = on("2026-11-20");
    return made;
  }
  [[nodiscard]] absl::StatusOr<import_report> import(const import_options& how) const {
    store into = opened();
    return import_list(into, how);
  }
  /// An import that must succeed.
  [[nodiscard]] import_report imported(const import_options& how) const {
    auto report = import(how);
    if (!report.ok()) throw std::runtime_error(message_of(report.status()));
    return std::move(*report);
  }
  /// The message of an import that must fail.
  [[nodiscard]] std::string refused(const import_options& how) const {
    const auto report = import(how);
    if (report.ok()) throw std::runtime_error("the import was not refused");
    return message_of(report.status());
  }
  [[nodiscard]] list loaded(std::string_view name) const {
    auto found = opened().load(name);
    if (!found.ok()) throw std::runtime_error(message_of(found.status()));
    return std::move(*found);
  }

  /// Every byte under lists/; lock files hold none.
  [[nodiscard]] std::map<std::string, std::string> bytes_of_lists() const {
    std::map<std::string, std::string> bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(store_folder() / "lists")) {
      if (entry.is_regular_file() && entry.file_size() > 0) bytes[entry.path().string()] = read(entry.path());
    }
    return bytes;
  }
  [[nodiscard]] static std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

 private:
  std::filesystem::path folder_;
};

/// The folder of real files from others; nothing, and one line that says so, where there is none.
inline std::optional<std::filesystem::path> real_data(std::string_view what) {
  if (const char* folder = std::getenv("CALLSIEVE_REAL_DATA")) return std::filesystem::path(folder);
  std::fprintf(stderr, "not tested: %.*s (CALLSIEVE_REAL_DATA is not set)\n", static_cast<int>(what.size()),
               what.data());
  return std::nullopt;
}

inline list_record record_of(const list& from, std::uint64_t digits) {
  const phone_number number = phone_number::from_digits_unchecked(digits);
  list_record record;
  from.find({&number, 1}, {&record, 1});
  return record;
}

inline bool holds(const list& from, std::uint64_t digits) {
  return record_of(from, digits).state != record_state::absent;
}

inline bool any_holds(const std::vector<std::string>& texts, std::string_view part) {
  for (const std::string& text : texts) {
    if (text.find(part) != std::string::npos) return true;
  }
  return false;
}

/// Options of readers alone: no list, no files.
inline import_options us() { return import_world::options("any", {}); }

}  // namespace callsieve::test
