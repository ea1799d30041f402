#include "lists/readers/numbers_beside.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/parse.hpp"

#include "lists/readers/pairs.hpp"
#include "number/kernels/phone_runs_kernel.hpp"
#include "number/written_phones.hpp"

namespace callsieve::readers {
namespace {

using detail::phone_form;
using detail::phone_shape;
using detail::phone_shapes;

bool are_digits(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits as a national number has them, of whatever country.
bool is_as_long_as_numbers(const phone_shape& shape) noexcept { return shape.digits >= 9 && shape.digits <= 12; }

/// Digits alone that no plus sign or prefix makes a phone's; most files have a column of them.
bool is_id(std::string_view bytes) noexcept {
  constexpr std::size_t most_digits = 10;
  return bytes.size() <= most_digits && !bytes.empty() && bytes.front() != '0' && are_digits(bytes);
}

bool is_day(std::string_view text) { return is_written_day(text) || plain_day(text, false).has_value(); }

}  // namespace

bool holds_another_number(std::string_view text, region_id region, phone_number but) {
  phone_shapes shapes(text);
  for (phone_shape shape; shapes.next(shape);) {
    const parsed_number number = parse(shape.text, region);
    const bool is_unplaced = number.error == parse_error::needs_region && is_as_long_as_numbers(shape);
    const bool is_another = is_unplaced || (number.in_plan() && number.number != but);
    if (is_another && !is_day(shape.text)) return true;
  }
  return false;
}

numbers_beside::numbers_beside(std::span<const std::string> header, std::span<const std::size_t> read,
                               std::span<const std::size_t> ignored, region_id region)
    : read_(read.begin(), read.end()), region_(region) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_unwatched = std::find(read.begin(), read.end(), i) != read.end() ||
                              std::find(ignored.begin(), ignored.end(), i) != ignored.end();
    columns_.push_back({.name = header[i], .is_watched = !is_unwatched});
    if (is_unwatched) unwatched_.push_back(i);
  }
  looks_ = unwatched_.size() < columns_.size();
}

void numbers_beside::look_at(std::span<const record> block) {
  text_ = block.front().text().data();
  const std::size_t size = end_of(block.back().text());
  const std::size_t words = size / 64 + 3;  // first_run() reaches behind
  if (runs_capacity_ < words) {
    runs_ = std::make_unique<std::uint64_t[]>(words);
    runs_capacity_ = words;
  }
  detail::kernel_in_use<detail::phone_runs_kernel>().find(text_, size, phone_shapes::fewest_digits, runs_.get());
  // In most rows no other column than those of numbers holds a run.
  for (const record& row : block) {
    std::size_t from = place_of(row.text().data());
    for (const std::size_t cell : unwatched_) {
      if (cell >= row.size()) break;
      const std::string_view field = row.raw(cell);
      look_between(row, from, place_of(field.data()));
      from = end_of(field);
    }
    look_between(row, from, end_of(row.text()));
  }
}

void numbers_beside::look_in_cells(const record& row, std::size_t at, std::size_t to) {
  std::size_t cell = 0;
  for (; at < to; at = first_run(at, to)) {
    while (cell + 1 < row.size() && end_of(row.raw(cell)) <= at) ++cell;
    look_at_cell(row, cell);
    at = std::max(at + 1, end_of(row.raw(cell)));
  }
}

void numbers_beside::look_at_cell(const record& row, std::size_t place) {
  if (place >= columns_.size()) columns_.resize(place + 1, {.name = {}, .is_watched = true});  // of a wide row
  if (!columns_[place].is_watched || is_id(row.raw(place)) || is_written_day(row.raw(place))) return;
  const std::string_view cell = row[place];
  phone_shapes shapes(cell);
  for (phone_shape shape; shapes.next(shape);) {
    if (!is_another(shape, row)) continue;
    column& of = columns_[place];
    if (of.cells++ == 0) of.first_line = row.line();
    return;
  }
}

bool numbers_beside::is_another(const phone_shape& shape, const record& row) const {
  if (is_written_day(shape.text)) return false;
  const parsed_number number = parse(shape.text, region_);
  if (number.error == parse_error::needs_region) {
    return shape.form != phone_form::bare && is_as_long_as_numbers(shape);
  }
  if (!number.in_plan()) return false;
  const bool is_written = shape.form == phone_form::bare
                              ? shape.text.front() == '1' && detail::has_prefix(number, shape.digits)
                              : detail::is_written_as_phone(shape, number, region_);
  return is_written && std::none_of(read_.begin(), read_.end(), [&](std::size_t place) {
           return place < row.size() && parse(row[place], region_).number == number.number;
         });
}

void numbers_beside::end(reader_job& job) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const column& each = columns_[i];
    if (each.cells != 0) job.add_unread({each.name, i + 1, each.cells, each.first_line});
  }
}

std::size_t numbers_beside::first_run(std::size_t from, std::size_t to) const noexcept {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::size_t at_once = 57;  // bits of a word that begins with any bit of its first byte
  const char* const bytes = reinterpret_cast<const char*>(runs_.get());
  for (; from < to; from += at_once) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + from / 8, sizeof word);
    const auto ahead = static_cast<std::size_t>(std::countr_zero(word >> from % 8 | std::uint64_t{1} << at_once));
    if (ahead < at_once) return std::min(from + ahead, to);
  }
  return to;
}

}  // namespace callsieve::readers
