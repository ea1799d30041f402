#include "io/csv_pieces.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "io/csv_row_machine.hpp"

namespace callsieve::detail {
namespace {

constexpr std::size_t dialect_sample = std::size_t{64} * 1024;
constexpr std::size_t byte_order_mark_size = 3;
constexpr std::size_t longest_line_end = 2;

/// One past the last row end among the bits; 0 when there is none.
std::size_t last_row_end(const std::vector<std::uint64_t>& row_ends) noexcept {
  for (std::size_t w = row_ends.size(); w-- > 0;) {
    if (row_ends[w] != 0) return (w + 1) * word_bytes - static_cast<std::size_t>(std::countl_zero(row_ends[w]));
  }
  return 0;
}

}  // namespace

void csv_piece::reserve(std::size_t bytes) {
  if (bytes_.size() < bytes) bytes_.resize(bytes, boost::container::default_init);
}

absl::StatusOr<csv_pieces> csv_pieces::open(read_function read, std::string name, const csv_options& options) {
  if (options.delimiter == '"' || options.delimiter == '\n' || options.delimiter == '\r') {
    return bad_input("a quote or a line end cannot be the delimiter");
  }
  csv_pieces pieces(std::move(read), std::move(name), options);
  if (absl::Status status = pieces.read_more(); !status.ok()) return status;
  pieces.dialect_ = find_dialect(pieces.carry_, options);
  if (pieces.dialect_.byte_order_mark) pieces.carry_.erase(0, byte_order_mark_size);
  if (const std::size_t said = pieces.dialect_.separator_line.size(); said != 0) {
    pieces.carry_.erase(0, said);
    ++pieces.line_;
  }
  return pieces;
}

/// Appends a sample to the bytes that are read and not taken.
absl::Status csv_pieces::read_more() {
  const std::size_t had = carry_.size();
  carry_.resize(had + dialect_sample);
  const auto got = read_(carry_.data() + had, dialect_sample);
  if (!got.ok()) return got.status();
  at_end_ = *got < dialect_sample;
  bytes_read_ += *got;
  carry_.resize(had + *got);
  return absl::OkStatus();
}

/// Empty lines are no rows: they need not be kept to see the first one.
void csv_pieces::drop_empty_lines() {
  std::size_t empty = 0;
  for (;;) {
    const std::size_t returns = carry_.compare(empty, 1, "\r") == 0 && dialect_.line_end == '\n' ? 1 : 0;
    if (empty + returns >= carry_.size() || carry_[empty + returns] != dialect_.line_end) break;
    empty += returns + 1;
    ++line_;
    ++empty_lines_before_;
  }
  carry_.erase(0, empty);
}

absl::Status csv_pieces::look(csv_piece& into) {
  into.too_long = false;
  for (;;) {
    drop_empty_lines();
    into.first_line = line_;
    into.reserve(carry_.size() + word_bytes);
    std::memcpy(into.bytes_.data(), carry_.data(), carry_.size());
    std::memset(into.bytes_.data() + carry_.size(), 0, word_bytes);
    find_structure(into.text(), carry_.size(), dialect_, into.structure);
    into.size = last_row_end(into.structure.row_ends);
    if (at_end_ && !into.structure.open_quote) into.size = carry_.size();
    if (into.size != 0 || at_end_) return absl::OkStatus();
    if (carry_.size() > options_.longest_row + longest_line_end) {
      into.size = options_.longest_row;
      into.too_long = true;
      into.lines = 1;  // its end has not been seen
      return absl::OkStatus();
    }
    if (absl::Status status = read_more(); !status.ok()) return status;
  }
}

absl::StatusOr<bool> csv_pieces::next(csv_piece& into) {
  csv_structure& structure = into.structure;
  into.first_line = line_;
  into.too_long = false;
  // Of the bytes at hand no more than a chunk is taken, so that a small chunk is one from the first row on.
  std::size_t size = std::min(carry_.size(), options_.chunk);
  into.reserve(size + word_bytes);
  std::memcpy(into.bytes_.data(), carry_.data(), size);
  carry_.erase(0, size);
  for (;;) {
    if (absl::Status status = read_chunk(into, size); !status.ok()) return status;
    std::memset(into.bytes_.data() + size, 0, word_bytes);
    find_structure(into.text(), size, dialect_, structure);
    if (structure.stray_line_feed != csv_structure::none) {
      const auto before = std::count(into.text(), into.text() + structure.stray_line_feed, dialect_.line_end);
      return mixed_line_ends(line_ + static_cast<std::uint64_t>(before));
    }
    const bool nothing_follows = at_end_ && carry_.empty();
    if (nothing_follows && structure.open_quote) return open_quote(into, size);
    const std::size_t whole = nothing_follows ? size : last_row_end(structure.row_ends);
    if (whole != 0 || nothing_follows) {
      const char* const tail = into.text() + whole;
      carry_.insert(0, tail, size - whole);
      into.size = whole;
      line_ +=
          structure.line_ends - static_cast<std::uint64_t>(std::count(tail, into.text() + size, dialect_.line_end));
      if (whole != 0) ends_in_line_ = tail[-1] != dialect_.line_end;
      return whole != 0;
    }
    if (size > options_.longest_row + longest_line_end) {
      if (absl::Status status = skip_long_row(into, size); !status.ok()) return status;
      return true;
    }
  }
}

/// Appends a chunk to the `size` bytes of the piece.
absl::Status csv_pieces::read_chunk(csv_piece& into, std::size_t& size) {
  into.reserve(size + options_.chunk + word_bytes);
  if (!carry_.empty()) {
    const std::size_t taken = std::min(carry_.size(), options_.chunk);
    std::memcpy(into.bytes_.data() + size, carry_.data(), taken);
    carry_.erase(0, taken);
    size += taken;
  } else if (!at_end_) {
    const auto got = read_(into.bytes_.data() + size, options_.chunk);
    if (!got.ok()) return got.status();
    at_end_ = *got < options_.chunk;
    bytes_read_ += *got;
    size += *got;
  }
  return absl::OkStatus();
}

/// The piece holds the beginning of a row that is too long and not its end: keeps the beginning, finds the end.
absl::Status csv_pieces::skip_long_row(csv_piece& into, std::size_t size) {
  row_machine machine(dialect_);
  std::uint64_t quote_line = line_;
  std::size_t at = 0;
  bool found = false;
  for (;; at = options_.longest_row) {
    for (; at < size && !found; ++at) {
      const char c = into.bytes_[at];
      const bool was_in_quotes = machine.in_quotes();
      const auto met = machine.feed(c);
      found = met == row_machine::step::row_end;
      if (met == row_machine::step::quote_opens) quote_line = line_;
      if (c == dialect_.line_end) ++line_;
      if (c == '\n' && dialect_.line_end == '\r' && !was_in_quotes) return mixed_line_ends(line_);
    }
    if (found || (at_end_ && carry_.empty())) break;
    // What follows the kept beginning has been seen: the next bytes take its place.
    size = options_.longest_row;
    if (absl::Status status = read_chunk(into, size); !status.ok()) return status;
  }
  if (!found && machine.in_quotes()) return open_quote(quote_line);
  carry_.insert(0, into.text() + at, size - at);
  ends_in_line_ = !found;
  into.lines = line_ - into.first_line + (found ? 0 : 1);
  into.size = options_.longest_row;
  into.too_long = true;
  return absl::OkStatus();
}

absl::Status csv_pieces::mixed_line_ends(std::uint64_t line) const {
  return bad_input(name_ + ", line " + std::to_string(line) +
                   ": lines end in carriage returns before this one and in line feeds from here; save the file with "
                   "one kind of line end");
}

absl::Status csv_pieces::open_quote(std::uint64_t line) const {
  return bad_input(name_ + ", line " + std::to_string(line) +
                   ": a quote opens here and is still open at the end of the file; close or double it");
}

absl::Status csv_pieces::open_quote(const csv_piece& piece, std::size_t size) const {
  row_machine machine(dialect_);
  std::uint64_t line = piece.first_line;
  std::uint64_t quote_line = line;
  for (std::size_t i = 0; i < size; ++i) {
    if (machine.feed(piece.text()[i]) == row_machine::step::quote_opens) quote_line = line;
    if (piece.text()[i] == dialect_.line_end) ++line;
  }
  return open_quote(quote_line);
}

}  // namespace callsieve::detail
