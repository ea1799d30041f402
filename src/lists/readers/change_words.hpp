// How files say that a number was added or deleted.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "lists/readers/words.hpp"

namespace callsieve::readers {

inline constexpr std::array<std::string_view, 5> add_words{"a", "add", "added", "+", "insert"};
inline constexpr std::array<std::string_view, 8> delete_words{"d",      "del",     "delete", "deleted",
                                                              "remove", "removed", "x",      "r"};

/// True for an addition, false for a deletion; nothing for a word that says neither.
[[nodiscard]] inline std::optional<bool> read_change(std::string_view text) {
  const std::string word = trimmed(text) == "-" ? "delete" : plain_word(text);
  if (std::find(add_words.begin(), add_words.end(), word) != add_words.end()) return true;
  if (std::find(delete_words.begin(), delete_words.end(), word) != delete_words.end()) return false;
  return std::nullopt;
}

}  // namespace callsieve::readers
