#include "scrub/watch.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "callsieve/number/parse_batch.hpp"
#include "callsieve/number/renumbering.hpp"

#include "number/kernels/phone_runs_kernel.hpp"
#include "number/written_phones.hpp"

namespace callsieve::detail {
namespace {

constexpr int north_america = 1;
constexpr std::size_t no_run = static_cast<std::size_t>(-1);

bool is_all_digits(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void watched_count::add(const watched_count& other) noexcept {
  if (other.numbers == 0) return;
  if (numbers == 0 || std::pair(other.input, other.line) < std::pair(input, line)) {
    input = other.input;
    line = other.line;
  }
  numbers += other.numbers;
}

void watched_column::add(const watched_column& other) noexcept {
  phones.add(other.phones);
  digits.add(other.digits);
  digit_cells += other.digit_cells;
}

column_watch::column_watch(const job_columns& columns, region_id region)
    : columns_(&columns),
      regions_(region, columns.region, columns.code),
      ten_digits_(!regions_.varies() && calling_code(region) == north_america),
      counts_(columns.looks.size()) {
  for (std::size_t c = 0; c < columns.looks.size(); ++c) {
    if (columns.looks[c].use != column_use::watched) {
      unwatched_.push_back(c);
      continue;
    }
    if (!watched_.empty() && watched_.back().last + 1 == c) {
      watched_.back().last = c;
    } else {
      watched_.push_back({c, c});
    }
  }
}

void column_watch::look(const csv_block& block, std::string_view text, std::size_t first) {
  found_.clear();
  digits_texts_.clear();
  digits_from_.clear();
  if (watched_.empty() || text.empty()) return;
  const std::size_t words = text.size() / 64 + 3;  // forget_runs() reaches behind
  if (runs_capacity_ < words) {
    runs_ = std::make_unique<std::uint64_t[]>(words);
    runs_capacity_ = words;
  }
  // Of ten digits, or of seven and a plus sign.
  const std::size_t least = ten_digits_ ? phone_shapes::fewest_digits + 1 : phone_shapes::fewest_digits;
  kernel_in_use<phone_runs_kernel>().find(text.data(), text.size(), least, runs_.get());
  if (block.ends_of_regular_row(0) != nullptr) {
    look_at_regular_rows(block, first);
  } else {
    for (std::size_t r = first; r < block.size(); ++r) {
      if (block.is_well_formed(r)) look_at_row(block, block.row(r), r, text.data());
    }
  }
  read_digits(block);
}

/// In most rows no watched field holds a run: so the runs of all other fields are taken away, and what is left is few.
void column_watch::look_at_regular_rows(const csv_block& block, std::size_t first) {
  if (first == block.size()) return;
  for (const std::size_t column : unwatched_) {
    for (std::size_t r = first; r < block.size(); ++r) {
      const std::uint32_t* const ends = block.ends_of_regular_row(r) + column;
      forget_runs(ends[0] + 1U, ends[1]);
    }
  }
  const std::size_t width = block.width();
  const std::size_t end = block.ends_of_regular_row(block.size() - 1)[width];
  std::size_t from = block.ends_of_regular_row(first)[0] + 1U;
  for (std::size_t r = first; (from = next_run(from, end)) != no_run;) {
    while (block.ends_of_regular_row(r)[width] <= from) ++r;
    const std::uint32_t* const ends = block.ends_of_regular_row(r);
    const std::size_t column =
        static_cast<std::size_t>(std::find_if(ends + 1, ends + width, [=](auto at) { return at > from; }) - ends) - 1;
    look_at_cell(block, block.row(r), r, column);
    from = ends[column + 1];
  }
}

/// Takes the runs away that begin in [from, to).
void column_watch::forget_runs(std::size_t from, std::size_t to) noexcept {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::size_t at_once = 57;  // bits of a word that begins with any bit of its first byte
  char* const bytes = reinterpret_cast<char*>(runs_.get());
  do {
    const std::size_t count = std::min(to - from, at_once);
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + from / 8, sizeof word);
    word &= ~(((std::uint64_t{1} << count) - 1) << from % 8);
    std::memcpy(bytes + from / 8, &word, sizeof word);
    from += count;
  } while (from != to);
}

/// Where the next run in [from, to) begins, or no_run.
std::size_t column_watch::next_run(std::size_t from, std::size_t to) const noexcept {
  if (from >= to) return no_run;
  std::size_t word = from / 64;
  std::uint64_t bits = runs_[word] & ~std::uint64_t{0} << from % 64;
  while (bits == 0) {
    if (++word * 64 >= to) return no_run;
    bits = runs_[word];
  }
  const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
  return at < to ? at : no_run;
}

void column_watch::look_at_row(const csv_block& block, const csv_row& row, std::size_t r, const char* text) {
  const auto end_of = [&](std::size_t column) {
    const std::string_view field = block.field(row, column);
    return static_cast<std::size_t>(field.data() + field.size() - text);
  };
  for (const columns_together& range : watched_) {
    const std::size_t end = end_of(range.last);
    auto from = static_cast<std::size_t>(block.field(row, range.first).data() - text);
    for (std::size_t c = range.first; (from = next_run(from, end)) != no_run; ++c) {
      while (end_of(c) <= from) ++c;
      look_at_cell(block, row, r, c);
      from = end_of(c);
    }
  }
}

void column_watch::look_at_cell(const csv_block& block, const csv_row& row, std::size_t r, std::size_t column) {
  const std::string_view field = block.field(row, column);
  if (field.size() <= phone_shapes::most_digits && field.front() != '0' && is_all_digits(field)) {
    ++counts_[column].digit_cells;
    constexpr std::size_t ten = 10;
    if (ten_digits_ && field.size() < ten) return;
    digits_texts_.push_back(field);
    digits_from_.push_back({r, column, row.line});
    return;
  }
  region_id region = regions_.of(block, row);
  if (region == region_id::none) region = regions_.usual();
  watched_cell cell{.row = r, .column = column, .line = row.line, .region = region, .found_before = found_.size()};
  const std::string_view text = decode_field(field, scratch_);
  phone_shapes shapes(text);
  for (phone_shape shape; shapes.next(shape);) take(shape, cell);
  if (shapes.is_bank_account()) return;
  phone_clusters parts(text);
  for (phone_part part; parts.next(part);) take(part, cell);
}

void column_watch::take(const phone_shape& shape, watched_cell& cell) {
  parsed_number number = parse(shape.text, cell.region);
  const bool is_ambiguous = settle(number);
  if (!number.readable()) return;
  const std::size_t found_before = found_.size();
  if (shape.form == phone_form::bare && !shape.labelled) {
    take_digits(number, {cell.row, cell.column, cell.line}, shape.text.size());
  } else if (columns_->looks[cell.column].phone_like || shape.form == phone_form::plus ||
             (number.valid() && (shape.labelled || is_written_as_phone(shape, number, cell.region)))) {
    count_phone(number, cell.row, cell.column, cell.line);
  } else if (number.valid()) {
    counts_[cell.column].digits.add(input_, cell.line);
  }
  cell.counted = cell.counted || number.valid();
  if (is_ambiguous && found_.size() != found_before) add_national(shape.text, cell.row, cell.column, cell.region);
}

/// Who objected is looked for in every part; the same number is not counted once more, and of a cell of which nothing
/// was counted one number is.
void column_watch::take(const phone_part& part, watched_cell& cell) {
  const column_look& look = columns_->looks[cell.column];
  if (look.ids && !part.plus) return;
  parsed_number number = parse(part.digits, cell.region);
  settle(number);
  if (!number.valid()) return;
  const auto is_known = [&number](const watched_number& one) { return one.number.number == number.number; };
  constexpr std::size_t latest =
      16;  // asking twice does no harm: a long cell must not be looked through again and again
  const std::size_t of_cell = found_.size() - cell.found_before;
  if (std::any_of(found_.end() - static_cast<std::ptrdiff_t>(std::min(of_cell, latest)), found_.end(), is_known))
    return;
  const bool is_first = !std::exchange(cell.counted, true);
  if (look.phone_like && is_first) return count_phone(number, cell.row, cell.column, cell.line);
  if (is_first) counts_[cell.column].digits.add(input_, cell.line);
  if (look.phone_like || may_be_written_as_phone(part, number)) found_.push_back({cell.row, cell.column, number});
}

/// The other reading of digits that may have lost a plus sign.
void column_watch::add_national(std::string_view digits, std::size_t r, std::size_t column, region_id region) {
  found_.push_back({r, column, parse(digits, region, plus_lost::no)});
}

/// Cells of nothing but digits, together: most files have a column of them.
void column_watch::read_digits(const csv_block& block) {
  if (digits_texts_.empty()) return;
  digits_read_.resize(digits_texts_.size());
  if (!regions_.varies()) {
    parse_batch(digits_texts_, regions_.usual(), digits_read_);
  } else {
    for (std::size_t i = 0; i < digits_texts_.size(); ++i) {
      const region_id region = regions_.of(block, block.row(digits_from_[i].row));
      digits_read_[i] = parse(digits_texts_[i], region == region_id::none ? regions_.usual() : region);
    }
  }
  for (std::size_t i = 0; i < digits_texts_.size(); ++i) {
    const bool is_ambiguous = settle(digits_read_[i]);
    if (!digits_read_[i].readable()) continue;
    const digits_alone& from = digits_from_[i];
    const std::size_t found_before = found_.size();
    take_digits(digits_read_[i], from, digits_texts_[i].size());
    if (!is_ambiguous || found_.size() == found_before) continue;
    const region_id region = regions_.of(block, block.row(from.row));
    add_national(digits_texts_[i], from.row, from.column, region == region_id::none ? regions_.usual() : region);
  }
}

void column_watch::take_digits(const parsed_number& number, const digits_alone& from, std::size_t digits) {
  const column_look& look = columns_->looks[from.column];
  if (look.phone_like || (number.valid() && !look.ids && has_prefix(number, digits))) {
    count_phone(number, from.row, from.column, from.line);
  } else if (number.valid()) {
    counts_[from.column].digits.add(input_, from.line);
    if (look.unknown) found_.push_back({from.row, from.column, number});
  }
}

void column_watch::count_phone(const parsed_number& number, std::size_t r, std::size_t column, std::uint64_t line) {
  found_.push_back({r, column, number});
  if (const phone_number today = number.valid() ? phone_number() : renumbered(number.number)) {
    const plan_entry entry = classify(today);
    found_.push_back({r, column, {today, entry.region, entry.type, parse_error::none}});
  }
  if (number.valid()) counts_[column].phones.add(input_, line);
}

}  // namespace callsieve::detail
