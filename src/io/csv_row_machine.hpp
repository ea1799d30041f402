// The quoting rules a byte at a time: the definition that the vectorised scan falls back on, and is tested against.
#pragma once

#include <cstdint>

#include "callsieve/io/csv.hpp"

namespace callsieve::detail {

/// Feed it the bytes of a text; it says which of them end a field or a row.
class row_machine {
 public:
  enum class step : std::uint8_t { data, quote_opens, field_end, row_end };
  enum class state : std::uint8_t {
    field_start,
    unquoted,
    quoted,
    closed,           ///< right behind a closing quote, which the next one would double
    closed_returned,  ///< behind a closing quote and a carriage return: a line feed must follow
  };

  explicit row_machine(const csv_syntax& of, state at = state::field_start) : of_(of), state_(at) {}

  step feed(char byte) noexcept {
    const state before = state_;
    text_after_quote_ = false;
    if (before == state::quoted) {
      if (byte == '"') state_ = state::closed;
      return step::data;
    }
    if (byte == of_.line_end) {
      state_ = state::field_start;
      return step::row_end;
    }
    if (byte == of_.delimiter) {
      text_after_quote_ = before == state::closed_returned;
      state_ = state::field_start;
      return step::field_end;
    }
    if (byte == '"' && of_.has_quotes && (before == state::field_start || before == state::closed)) {
      state_ = state::quoted;
      return before == state::closed ? step::data : step::quote_opens;
    }
    if (byte == '\r' && before == state::closed) {
      state_ = state::closed_returned;
      return step::data;
    }
    text_after_quote_ = before == state::closed || before == state::closed_returned;
    state_ = state::unquoted;
    return step::data;
  }

  [[nodiscard]] state at() const noexcept { return state_; }
  [[nodiscard]] bool in_quotes() const noexcept { return state_ == state::quoted; }
  /// Whether the last byte made text of what follows its field's closing quote.
  [[nodiscard]] bool text_after_quote() const noexcept { return text_after_quote_; }

 private:
  csv_syntax of_;
  state state_;
  bool text_after_quote_ = false;
};

}  // namespace callsieve::detail
