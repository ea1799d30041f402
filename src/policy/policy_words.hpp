// What the readers of policies' parts share: the file they read, the first error, words in messages.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "lists/toml.hpp"

namespace callsieve::detail {

using words = std::vector<std::string>;

inline bool contains(const words& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

inline std::string listing(const words& list) {
  std::string text;
  for (const std::string& word : list) text += (text.empty() ? "" : ", ") + word;
  return text;
}

inline std::string suggestion(std::string_view wanted, const words& known) {
  const std::string nearest = nearest_name(wanted, known);
  return nearest.empty() ? "; known are " + listing(known) : "; did you mean '" + nearest + "'?";
}

inline source_place place_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line), static_cast<std::uint32_t>(region.begin.column)};
}
inline source_place place_of(const toml::node& node) { return place_of(node.source()); }

/// Text of a file in a message: short, and without what a terminal would act on.
inline std::string shown(std::string_view text, std::size_t most = 60) {
  std::string out;
  for (const char c : text.substr(0, most)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return text.size() > most ? out + "..." : out;
}

/// `file:line:column: what is wrong`.
inline absl::Status bad_place(std::string_view file, source_place at, const std::string& what) {
  return bad_input(std::string(file) + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + what);
}

/// Reads values; keeps the first error. All functions return false after an error.
class value_reader {
 public:
  explicit value_reader(std::string_view file) : file_(file) {}

  [[nodiscard]] const absl::Status& error() const { return error_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  bool fail(source_place at, const std::string& what) {
    if (error_.ok()) error_ = bad_place(file_, at, what);
    return false;
  }

  bool read_text(const toml::node& node, std::string_view key, std::string& out) {
    const auto* text = node.as_string();
    if (!text || text->get().empty()) {
      return fail(place_of(node), "'" + std::string(key) + "' must be a text in quotes, not empty");
    }
    out = text->get();
    return true;
  }

  bool read_period(const toml::node& node, const std::string& key, std::optional<period>& out) {
    if (const auto* text = node.as_string()) out = parse_period(text->get());
    if (out) return true;
    return fail(place_of(node), "'" + key +
                                    "' must be a period of 1 day to 100 years, such as \"31 days\", \"2 weeks\", "
                                    "\"18 months\", \"3 years\"");
  }

  bool read_zone(const toml::node& node, const std::string& key, std::string& out) {
    if (!read_text(node, key, out)) return false;
    if (is_time_zone(out)) return true;
    return fail(place_of(node),
                "unknown time zone '" + shown(out) + "'; write an IANA name such as \"Europe/Amsterdam\"");
  }

  /// Hands over each text of a non-empty array, with its node for messages.
  template <class Take>
  bool each_text(const toml::node& node, const std::string& key, Take take) {
    const toml::array* items = node.as_array();
    if (!items || items->empty()) return fail(place_of(node), "'" + key + "' must be an array of texts, not empty");
    for (const toml::node& item : *items) {
      std::string text;
      if (!read_text(item, key, text) || !take(text, item)) return false;
    }
    return true;
  }

 private:
  std::string file_;
  absl::Status error_;
};

/// A predicate, `depth` levels deep (the outermost is 1).
bool read_predicate(value_reader& in, const toml::node& node, std::size_t depth, predicate_document& out);

/// The tables of `[hours]`.
bool read_hours(value_reader& in, const toml::node& node, std::vector<hours_document>& out);

/// XXH3 of the bytes as 16 hexadecimal digits.
[[nodiscard]] std::string hash_of(std::string_view bytes);

/// Whether every table of hours that rules ask is there.
absl::Status check_hours(const policy_document& policy);

}  // namespace callsieve::detail
