// A first look at files of a number and one thing beside it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve::readers {

struct text_pair {
  std::string number, other;
};

/// The first lines as pairs, a header left out: by the first `,`, `;`, tab or `|`, else by the last blanks. Empty when
/// any of them has another number of parts.
[[nodiscard]] std::vector<text_pair> first_pairs(const file_look& look);

/// The day that the text names in a form that needs no telling; see day_reader.
[[nodiscard]] std::optional<day> plain_day(std::string_view text, bool days_first) noexcept;

/// Whether the first lines are numbers, each with a day, of which nothing says what it means: several layouts read such
/// a file, and some make its entries expire.
[[nodiscard]] bool are_numbers_with_days(const file_look& look);

}  // namespace callsieve::readers
