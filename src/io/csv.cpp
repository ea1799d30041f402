#include "callsieve/io/csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "io/csv_pieces.hpp"

namespace callsieve {

std::string_view to_string(row_state state) noexcept {
  switch (state) {
    case row_state::well_formed: return "";
    case row_state::text_after_quote: return "text after a closing quote";
    case row_state::wrong_field_count: return "wrong number of fields";
    case row_state::too_long: return "row too long";
    case row_state::hides_rows: return "a quoted cell hides rows";
  }
  return "";
}

std::string lines_of(const csv_row& row) {
  if (row.lines == 1) return {};
  return "lines " + std::to_string(row.line) + " to " + std::to_string(row.line + row.lines - 1);
}

std::string_view line_end_of(const csv_dialect& dialect) noexcept {
  return dialect.line_end == '\r' ? "\r" : dialect.carriage_return ? "\r\n" : "\n";
}

struct csv_reader::input {
  std::shared_ptr<byte_source> source;  // the pieces read from it
  detail::csv_pieces pieces;
  detail::csv_piece piece{};
};

csv_reader::csv_reader(std::unique_ptr<input> from) : input_(std::move(from)) {
  block_.set_width(input_->pieces.options().width);
  block_.set_least_fields(input_->pieces.options().least_fields);
}
csv_reader::csv_reader(csv_reader&&) noexcept = default;
csv_reader& csv_reader::operator=(csv_reader&&) noexcept = default;
csv_reader::~csv_reader() = default;

absl::StatusOr<csv_reader> csv_reader::open(byte_source source, const csv_options& options) {
  auto bytes = std::make_shared<byte_source>(std::move(source));
  auto pieces = detail::csv_pieces::open(
      [bytes](char* into, std::size_t capacity) { return bytes->read(into, capacity); }, bytes->name(), options);
  if (!pieces.ok()) return pieces.status();
  return csv_reader(std::make_unique<input>(input{bytes, *std::move(pieces)}));
}

absl::StatusOr<bool> csv_reader::next() {
  while (next_row_ == block_.size()) {
    const auto more = input_->pieces.next(input_->piece);
    if (!more.ok()) return more.status();
    if (!*more) return false;
    if (absl::Status status = block_.take(input_->piece, input_->pieces); !status.ok()) return status;
    next_row_ = 0;
  }
  const std::size_t end = next_row_ + std::min(block_.size() - next_row_, input_->pieces.options().rows_per_block);
  for (shown_.clear(); next_row_ < end; ++next_row_) shown_.push_back(block_.row(next_row_));
  return true;
}

const csv_dialect& csv_reader::dialect() const noexcept { return input_->pieces.dialect(); }
const std::string& csv_reader::name() const noexcept { return input_->pieces.name(); }
std::uint64_t csv_reader::bytes_read() const noexcept { return input_->pieces.bytes_read(); }
std::uint64_t csv_reader::bytes_total() const noexcept { return input_->source->size().value_or(0); }

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
