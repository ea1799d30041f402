// The lines of an import that could not be read, kept where a person can mend them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/lists/import.hpp"

namespace callsieve {

/// A CSV file with the columns file, line, reason, text (at most 1,000 bytes of it). It is begun at the first bad line
/// and appears under its name only at keep(). Memory: ten lines and a write buffer, however many are bad.
class rejects {
 public:
  static constexpr std::size_t longest_text = 1000;  ///< bytes of a line that are kept

  explicit rejects(std::filesystem::path where) : where_(std::move(where)) {}

  void add(const std::filesystem::path& file, std::uint64_t line, std::string_view reason, std::string_view text);
  /// So many more are counted, and not written.
  void add_unwritten(std::uint64_t lines) noexcept { count_ += lines; }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] const std::vector<bad_line>& first() const noexcept { return first_; }
  [[nodiscard]] const std::filesystem::path& where() const noexcept { return where_; }

  /// With bad lines: makes the file durable under its name. Without: removes the one of an earlier import.
  /// Errors: system_failure, also of an earlier add().
  absl::Status settle();

 private:
  std::filesystem::path where_;
  std::optional<output_file> file_;
  absl::Status failure_;
  std::vector<bad_line> first_;
  std::uint64_t count_ = 0;
};

}  // namespace callsieve
