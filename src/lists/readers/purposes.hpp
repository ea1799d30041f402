// Consent to one purpose is none to another: of a file that says what each consent is for, a list takes its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"

#include "lists/readers/flags.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {

/// Which lines of a file of consents are for the list's purpose. Purposes are compared as category names: small
/// letters and digits, whatever stands between them.
class purpose_filter {
 public:
  /// `list_purpose` as store.toml has it. Error: none is stated, and the file tells consents apart.
  absl::Status begin(std::string_view list_purpose, const std::string& list_name, const std::string& column) {
    wanted_ = category_name(list_purpose);
    if (!wanted_.empty()) return absl::OkStatus();
    return bad_input(
        "column '" + column + "' says what each consent is for, and store.toml does not say what the list " +
        "is for: write there [list." + list_name + "] purpose = \"...\", and keep a list for each purpose");
  }
  /// Whether the line is for this list. A withdrawal without a purpose is for all.
  [[nodiscard]] bool takes(std::string_view cell, bool withdrawn) {
    if ((withdrawn && trimmed(cell).empty()) || means_all(cell)) return true;
    const bool is_ours = names(cell);
    ++(is_ours ? ours_ : others_);
    if (!is_ours && std::find(seen_.begin(), seen_.end(), category_name(cell)) == seen_.end() && seen_.size() < 5) {
      seen_.push_back(category_name(cell));
    }
    return is_ours;
  }
  [[nodiscard]] std::uint64_t others() const noexcept { return others_; }
  /// Error: lines name purposes, and none of them the list's.
  [[nodiscard]] absl::Status end(const std::string& list_name) const {
    if (ours_ != 0 || others_ == 0) return absl::OkStatus();
    std::string known;
    for (const std::string& one : seen_) known += (known.empty() ? "" : ", ") + (one.empty() ? "none" : one);
    return bad_input("no consent is for the purpose '" + wanted_ + "', which store.toml states for [list." + list_name +
                     "]; the file's purposes: " + known);
  }

 private:
  /// Whether one of the cell's words, between , ; | / and +, is the purpose.
  [[nodiscard]] bool names(std::string_view cell) const {
    while (!cell.empty()) {
      const std::size_t end = cell.find_first_of(",;|/+");
      if (category_name(cell.substr(0, end)) == wanted_) return true;
      cell.remove_prefix(end == std::string_view::npos ? cell.size() : end + 1);
    }
    return false;
  }

  std::string wanted_;
  std::uint64_t ours_ = 0, others_ = 0;
  std::vector<std::string> seen_;  ///< purposes of others, some of them
};

}  // namespace callsieve::readers
