#include "callsieve/io/csv.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "callsieve/base/bytes.hpp"

#include "io/csv_row_machine.hpp"

namespace callsieve {
namespace {

constexpr std::size_t step = 64;  ///< bytes looked at together
constexpr std::size_t dialect_sample = std::size_t{64} * 1024;
constexpr std::size_t no_place = static_cast<std::size_t>(-1);
constexpr std::size_t byte_order_mark_size = 3;

/// One bit for each of 64 bytes that is one of four. Plain loops that every compiler turns into vector compares; eight
/// bytes of 0 or 1 become eight bits by one multiplication.
inline std::uint64_t bits_of(const char* bytes, const std::array<char, 4>& wanted) noexcept {
  alignas(step) std::array<std::uint8_t, step> found;
  for (std::size_t i = 0; i < step; ++i) {
    const char c = bytes[i];
    found[i] = static_cast<std::uint8_t>(static_cast<unsigned>(c == wanted[0]) | static_cast<unsigned>(c == wanted[1]) |
                                         static_cast<unsigned>(c == wanted[2]) | static_cast<unsigned>(c == wanted[3]));
  }
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < step; i += 8) {
    bits |= (load_le<std::uint64_t>(&found[i]) * 0x0102040810204080ULL >> 56) << i;
  }
  return bits;
}

}  // namespace

std::string_view to_string(row_state state) noexcept {
  switch (state) {
    case row_state::well_formed: return "";
    case row_state::text_after_quote: return "text after a closing quote";
    case row_state::wrong_field_count: return "wrong number of fields";
    case row_state::too_long: return "row too long";
  }
  return "";
}

/// Where a scan stands within the row at hand. Places are in the buffer.
struct csv_reader::scan {
  std::uint64_t line;  ///< of the byte looked at
  std::size_t field_start;
  std::size_t used;   ///< entries of starts_ in use
  std::size_t first;  ///< of these, the first of the row
  std::size_t quote_closed = no_place;
  std::uint64_t quote_line = 0;
  bool in_quotes = false;
  bool quoted = false;       ///< the field began with a quote
  bool after_quote = false;  ///< some field went on after its closing quote

  void end_field(std::size_t end) noexcept {
    after_quote |= quoted && quote_closed + 1 != end;
    quoted = false;
  }
  void meet_quote(std::size_t at) noexcept {
    if (in_quotes) {
      in_quotes = false;
      quote_closed = at;
    } else if (quoted && quote_closed + 1 == at) {
      in_quotes = true;  // a doubled quote
    } else if (at == field_start) {
      in_quotes = quoted = true;
      quote_line = line;
    }
  }
};

absl::StatusOr<csv_reader> csv_reader::open(byte_source source, const csv_options& options) {
  if (options.delimiter == '"' || options.delimiter == '\n' || options.delimiter == '\r') {
    return bad_input("a quote or a line end cannot be the delimiter");
  }
  csv_reader reader(std::move(source), options);
  const auto sample = reader.source_.peek(dialect_sample);
  if (!sample.ok()) return sample.status();
  reader.dialect_ = find_dialect(*sample, options.delimiter);
  reader.width_ = options.width;
  // A row that fits is never split: what is left of it, a chunk more, and room for the last step's look-ahead.
  reader.buffer_ = std::make_unique<char[]>(options.longest_row + 2 + byte_order_mark_size + options.chunk + step);
  if (reader.dialect_.byte_order_mark) {
    std::array<char, byte_order_mark_size> mark;
    const auto got = reader.source_.read(mark.data(), mark.size());
    if (!got.ok()) return got.status();
    reader.bytes_read_ = *got;
  }
  return reader;
}

std::string_view csv_reader::line_end() const noexcept {
  return dialect_.line_end == '\r' ? "\r" : dialect_.carriage_return ? "\r\n" : "\n";
}

absl::StatusOr<bool> csv_reader::next() {
  rows_.clear();
  for (;;) {
    if (row_start_ < filled_) {
      if (auto status = scan_buffer(); !status.ok()) return status;
      if (!rows_.empty()) return true;
    }
    if (at_end_) return false;
    if (filled_ - row_start_ > options_.longest_row + 2) {
      if (auto status = skip_long_row(); !status.ok()) return status;
      return true;
    }
    if (auto status = refill(row_start_); !status.ok()) return status;
  }
}

absl::Status csv_reader::refill(std::size_t keep_from) {
  char* data = buffer_.get();
  std::memmove(data, data + keep_from, filled_ - keep_from);
  filled_ -= keep_from;
  row_start_ = 0;
  const auto got = source_.read(data + filled_, options_.chunk);
  if (!got.ok()) return got.status();
  at_end_ = *got < options_.chunk;
  filled_ += *got;
  bytes_read_ += *got;
  return absl::OkStatus();
}

absl::Status csv_reader::scan_buffer() {
  const char* data = buffer_.get();
  const char line_end = dialect_.line_end;
  const char delimiter = dialect_.delimiter;
  // In a file of lone carriage returns, a line feed is looked for as well: it would change what a line is.
  const std::array<char, 4> wanted = {delimiter, line_end, '"', '\n'};
  scan state{line_, row_start_, 0, 0};
  for (std::size_t base = row_start_; base < filled_; base += step) {
    if (starts_.size() < state.used + 2 * step) starts_.resize(2 * starts_.size() + 2 * step);
    if (state.used == state.first) starts_[state.used++] = 0;
    std::uint64_t hits = bits_of(data + base, wanted);
    if (filled_ - base < step) hits &= (std::uint64_t{1} << (filled_ - base)) - 1;
    for (; hits != 0; hits &= hits - 1) {
      const std::size_t at = base + static_cast<std::size_t>(std::countr_zero(hits));
      const char c = data[at];
      if (c == '"') {
        state.meet_quote(at);
      } else if (state.in_quotes) {
        state.line += c == line_end;
      } else if (c == delimiter) {
        state.end_field(at);
        state.field_start = at + 1;
        starts_[state.used++] = static_cast<std::uint32_t>(at + 1 - row_start_);
      } else if (c == line_end) {
        end_row(state, at, 1);
        if (rows_.size() == options_.rows_per_block) return absl::OkStatus();
        starts_[state.used++] = 0;
      } else {
        return mixed_line_ends(state.line);
      }
    }
  }
  return at_end_ && row_start_ < filled_ ? finish_last_row(state) : absl::OkStatus();
}

/// Takes in the row from row_start_ to `end`, where `line_end_size` bytes end the line, and stands at the next one.
void csv_reader::end_row(scan& state, std::size_t end, std::size_t line_end_size) {
  const std::size_t start = row_start_;
  const std::uint64_t line = line_;
  const char* data = buffer_.get();
  row_start_ = end + line_end_size;
  std::size_t content_end = end;
  if (content_end > start && data[content_end - 1] == '\r') --content_end;
  state.end_field(content_end);
  const std::size_t content = content_end - start;
  line_ = state.line += line_end_size;
  if (content != 0) {
    csv_row& row = rows_.emplace_back();
    row.bytes = {data + start, row_start_ - start};
    row.line = line;
    row.content = static_cast<std::uint32_t>(content);
    row.first_field = static_cast<std::uint32_t>(state.first);
    row.fields = static_cast<std::uint32_t>(state.used - state.first);
    starts_[state.used++] = static_cast<std::uint32_t>(content + 1);
    if (content > options_.longest_row) {
      row.state = row_state::too_long;
      row.bytes = row.bytes.substr(0, options_.longest_row);
      row.content = static_cast<std::uint32_t>(row.bytes.size());
      row.fields = 0;
    } else if (state.after_quote) {
      row.state = row_state::text_after_quote;
    } else if (width_ == 0) {
      width_ = row.fields;
    } else if (row.fields != width_) {
      row.state = row_state::wrong_field_count;
    }
    state.first = state.used;
  } else {
    state.used = state.first;
  }
  state.field_start = row_start_;
  state.after_quote = false;
}

absl::Status csv_reader::finish_last_row(scan& state) {
  if (state.in_quotes) return open_quote(state.quote_line);
  const std::uint64_t line = line_;
  const std::size_t rows_before = rows_.size();
  end_row(state, filled_, 0);
  if (rows_.size() == rows_before) return absl::OkStatus();
  const csv_row& row = rows_.back();
  if (row.state != row_state::too_long && row.fields < width_) {
    return bad_input(name() + ", line " + std::to_string(line) + ": the file is cut in the middle of its last row (" +
                     std::to_string(row.fields) + " of " + std::to_string(width_) +
                     " fields, no line end); get it again in full");
  }
  return absl::OkStatus();
}

/// The buffer holds the beginning of a row that is too long and not its end: keeps the beginning, finds the end.
absl::Status csv_reader::skip_long_row() {
  detail::row_machine machine(dialect_.delimiter, dialect_.line_end);
  csv_row row;
  row.line = line_;
  row.state = row_state::too_long;
  std::uint64_t quote_line = line_;
  std::size_t at = 0;
  bool found = false;
  std::memmove(buffer_.get(), buffer_.get() + row_start_, filled_ - row_start_);
  filled_ -= row_start_;
  row_start_ = 0;
  for (;; at = options_.longest_row) {
    for (; at < filled_ && !found; ++at) {
      const char c = buffer_[at];
      const bool was_in_quotes = machine.in_quotes();
      const auto met = machine.feed(c);
      found = met == detail::row_machine::step::row_end;
      if (met == detail::row_machine::step::quote_opens) quote_line = line_;
      if (c == dialect_.line_end) ++line_;
      if (c == '\n' && dialect_.line_end == '\r' && !was_in_quotes) return mixed_line_ends(line_);
    }
    if (found || at_end_) break;
    // What follows the kept beginning has been seen: the next bytes take its place.
    filled_ = options_.longest_row;
    if (auto status = refill(0); !status.ok()) return status;
  }
  if (!found && machine.in_quotes()) return open_quote(quote_line);
  row.bytes = {buffer_.get(), options_.longest_row};
  row.content = static_cast<std::uint32_t>(row.bytes.size());
  rows_.push_back(row);
  row_start_ = at;
  return absl::OkStatus();
}

absl::Status csv_reader::mixed_line_ends(std::uint64_t line) const {
  return bad_input(name() + ", line " + std::to_string(line) +
                   ": lines end in carriage returns before this one and in line feeds from here; save the file with "
                   "one kind of line end");
}

absl::Status csv_reader::open_quote(std::uint64_t line) const {
  return bad_input(name() + ", line " + std::to_string(line) +
                   ": a quote opens here and is still open at the end of the file; close or double it");
}

std::string_view decode_field(std::string_view field, std::string& scratch) {
  if (field.size() < 2 || field.front() != '"' || field.back() != '"') return field;
  field = field.substr(1, field.size() - 2);
  if (field.find('"') == std::string_view::npos) return field;
  scratch.clear();
  for (std::size_t i = 0; i < field.size(); ++i) {
    scratch += field[i];
    if (field[i] == '"') ++i;
  }
  return scratch;
}

void append_field(std::string& out, std::string_view value, char delimiter) {
  const std::array<char, 4> special = {delimiter, '"', '\n', '\r'};
  if (value.find_first_of(special.data(), 0, special.size()) == std::string_view::npos) {
    out += value;
    return;
  }
  append_quoted(out, value);
}

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace callsieve
