// Which columns of a header mean what, in the words that people use.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"

namespace callsieve {

/// The words for one kind of column, folded: lower case without diacritics, spaces or punctuation (`phonenumber`).
struct column_vocabulary {
  std::span<const std::string_view> words;       ///< mean it alone or beside qualifiers: `phone`, `Home phone 2`
  std::span<const std::string_view> qualifiers;  ///< may stand beside a word without changing its meaning: `home`
  std::span<const std::string_view> weak_words;  ///< mean it alone, and only where no column matches `words`: `number`
};

/// Phones in the usual languages; fax never.
[[nodiscard]] const column_vocabulary& phone_words() noexcept;

/// Whether a text that names a column of phones may just as well say of what kind the number beside it is: `mobile`.
[[nodiscard]] bool names_kind_of_phone(std::string_view text);

/// A header's name folded for comparison: `Téléphone (fixe)` and `telephone_fixe` fold alike. Accepts UTF-8 and
/// Latin-1.
[[nodiscard]] std::string fold_column_name(std::string_view name);

/// Its words, folded in the same way: split at what is neither letter nor digit, between a small and a capital letter,
/// and between letters and digits. `Phone1 - Value`: phone, 1, value.
[[nodiscard]] std::vector<std::string> words_of_column_name(std::string_view name);

/// The places (from 0) of the columns that the vocabulary names, ascending; empty when none.
[[nodiscard]] std::vector<std::size_t> find_columns(std::span<const std::string> header,
                                                    const column_vocabulary& vocabulary);

/// The place (from 0) of the column a person named: exactly, else folded, else by its 1-based place.
/// Errors: bad_input listing the columns seen; or saying that two columns fit.
[[nodiscard]] absl::StatusOr<std::size_t> named_column(std::span<const std::string> header, std::string_view wanted);

/// `1 "Name", 2 "Phone", ...`: the columns of a header, for messages. At most 40 are listed.
[[nodiscard]] std::string list_columns(std::span<const std::string> header);

}  // namespace callsieve
