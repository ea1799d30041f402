#include "lists/readers/number_cells.hpp"

#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/parse_batch.hpp"

#include "lists/readers/numbers_beside.hpp"
#include "lists/readers/pattern.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/stray_digits.hpp"
#include "number/marks.hpp"

namespace callsieve {
namespace {

constexpr std::size_t fewest_of_two = 16;  ///< digits

/// Whether nothing but a number of the plan stands in the cell: so it is with nearly all.
bool is_plain(std::string_view cell, const parsed_number& number) noexcept {
  return number.valid() && cell.size() <= fewest_of_two && !may_begin_with_count(cell);
}

/// An extension that is a number itself, of somebody else.
bool holds_two(std::string_view cell, const parsed_number& number, region_id region) {
  if (!number.readable() || readers::count_digits(cell) < fewest_of_two) return false;
  return readers::holds_another_number(cell, region, number.number);
}

/// The number of a cell of objections, whatever words stand beside it: they are no reason not to list it.
parsed_number number_of_objection(std::string_view cell, parsed_number number, region_id region) {
  if (number.error == parse_error::marked) number.error = parse_error::none;
  return without_stray_digits(cell, number, region);
}

}  // namespace

std::span<const parsed_number> number_cells::flush() {
  const plus_lost plus = job_.options.plus;
  numbers_.resize(cells_.size());
  if (varies_) {
    for (std::size_t i = 0; i < cells_.size(); ++i) numbers_[i] = parse(cells_[i], lines_[i].region, plus);
  } else {
    parse_batch(cells_, rules_.region, numbers_, plus);
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const origin& from = lines_[i];
    parsed_number& number = numbers_[i];
    number = without_day_or_range(cells_[i], number, from.region);
    if (!is_plain(cells_[i], number)) {
      const bool only_blocks = job_.takes_both(from.values);
      if (number.error == parse_error::marked && !only_blocks) {
        const std::string words = mark_in(cells_[i]);
        job_.bad(from.line, "marked: '" + words + "' stands beside the number, which is no permission", from.text);
        number = {};
        continue;
      }
      if (only_blocks) number = number_of_objection(cells_[i], number, from.region);
      if (holds_two(cells_[i], number, from.region)) number = {.error = parse_error::several_numbers};
    }
    if (number.error == parse_error::ambiguous && job_.takes_both(from.values)) {
      job_.take({from.line, from.text}, parse(cells_[i], from.region, plus_lost::no), from.values);
      job_.count_ambiguous();
      number.error = parse_error::none;
    }
    if (has_wildcards(cells_[i])) {
      take_pattern(from, cells_[i]);
      number = {};
    } else if (!number.readable()) {
      job_.bad(from.line, reader_job::number_reason(number.error), from.text);
    } else if (!is_within(number.number)) {
      job_.bad(from.line, beyond(), from.text);
      number = {};
    } else if (from.values.record.state == record_state::absent) {
      job_.pass();
    } else {
      job_.take_entry(number, from.values);
      if (number.valid()) continue;
      outside_.push_back(number.number);
      outside_places_.push_back(i);
    }
  }
  job_.take_outside_plan(outside_, [this](std::size_t i) {
    const origin& from = lines_[outside_places_[i]];
    return std::pair(entry_line{from.line, from.text}, from.values);
  });
  outside_.clear();
  outside_places_.clear();
  lines_.clear();
  cells_.clear();
  varies_ = false;
  return numbers_;
}

void take_change_cell(reader_job& job, const entry_line& from, std::string_view cell, region_id region,
                      const cell_change& change) {
  if (has_wildcards(cell)) return job.bad(from.line, "a change names one number, no pattern", from.text);
  parsed_number parsed = without_day_or_range(cell, parse(cell, region, job.options.plus), region);
  parsed = number_of_objection(cell, parsed, region);
  if (holds_two(cell, parsed, region)) parsed = {.error = parse_error::several_numbers};
  if (parsed.error == parse_error::ambiguous && change.adds) {
    job.take_change(from, parse(cell, region, plus_lost::no), change.on_day, change.adds);
    job.count_ambiguous();
    parsed.error = parse_error::none;
  }
  if (!parsed.readable()) return job.bad(from.line, reader_job::number_reason(parsed.error), from.text);
  job.take_change(from, parsed, change.on_day, change.adds);
}

void number_cells::take_pattern(const origin& from, std::string_view cell) {
  if (!rules_.wildcards) return job_.bad(from.line, "wildcards have no place in this layout", from.text);
  const pattern_or_reason read = read_pattern(cell, from.region);
  if (!read.reason.empty()) return job_.bad(from.line, read.reason, from.text);
  job_.take_pattern({from.line, from.text}, read.intervals, from.values);
}

bool number_cells::is_within(phone_number number) const noexcept {
  if (rules_.only.length == 0) return true;
  if (!rules_.only.covers(number)) return false;
  if (rules_.digits == 0) return true;
  std::uint64_t above = 1;
  for (int i = 0; i < rules_.digits; ++i) above *= 10;
  return number.value() < above && number.value() >= above / 10;
}

std::string number_cells::beyond() const {
  if (rules_.only == number_prefix{1, 1}) return "not ten digits of +1";
  return "not a number of " + to_string(rules_.only);
}

}  // namespace callsieve
