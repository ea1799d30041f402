// The quoting rules a byte at a time: for the places where clarity goes before speed.
#pragma once

#include <cstdint>

namespace callsieve::detail {

/// Feed it the bytes of a text; it says which of them end a field or a row.
class row_machine {
 public:
  enum class step : std::uint8_t { data, quote_opens, field_end, row_end };

  row_machine(char delimiter, char line_end) : delimiter_(delimiter), line_end_(line_end) {}

  step feed(char byte) noexcept {
    if (state_ == state::quoted) {
      if (byte == '"') state_ = state::closed;
      return step::data;
    }
    if (byte == delimiter_ || byte == line_end_) {
      state_ = state::field_start;
      return byte == delimiter_ ? step::field_end : step::row_end;
    }
    if (byte != '"' || state_ == state::unquoted) {
      state_ = state::unquoted;
      return step::data;
    }
    const bool doubled = state_ == state::closed;
    state_ = state::quoted;
    return doubled ? step::data : step::quote_opens;
  }

  [[nodiscard]] bool in_quotes() const noexcept { return state_ == state::quoted; }

 private:
  enum class state : std::uint8_t { field_start, unquoted, quoted, closed };
  char delimiter_, line_end_;
  state state_ = state::field_start;
};

}  // namespace callsieve::detail
