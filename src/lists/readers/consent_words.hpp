// How files say that consent was given or withdrawn.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "callsieve/sets/record.hpp"

#include "lists/readers/words.hpp"

namespace callsieve {

inline constexpr std::array<std::string_view, 12> given_words{"given",   "yes", "y",       "true", "1", "optin",
                                                              "optedin", "in",  "granted", "ja",   "j", "toestemming"};
inline constexpr std::array<std::string_view, 11> withdrawn_words{
    "withdrawn", "no", "n", "false", "0", "optout", "optedout", "out", "revoked", "nee", "ingetrokken"};

/// `given` or `withdrawn`; absent for a word that says neither.
[[nodiscard]] inline record_state read_consent(std::string_view text) {
  const std::string word = plain_word(text);
  if (std::find(given_words.begin(), given_words.end(), word) != given_words.end()) return record_state::given;
  if (std::find(withdrawn_words.begin(), withdrawn_words.end(), word) != withdrawn_words.end()) {
    return record_state::withdrawn;
  }
  return record_state::absent;
}

}  // namespace callsieve
