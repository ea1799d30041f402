#include "lists/readers/number_cells.hpp"

#include "callsieve/number/parse_batch.hpp"

#include "lists/readers/pattern.hpp"

namespace callsieve {

std::span<const parsed_number> number_cells::flush() {
  numbers_.resize(cells_.size());
  if (varies_) {
    for (std::size_t i = 0; i < cells_.size(); ++i) numbers_[i] = parse(cells_[i], lines_[i].region);
  } else {
    parse_batch(cells_, rules_.region, numbers_);
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const origin& from = lines_[i];
    parsed_number& number = numbers_[i];
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
      job_.take({from.line, from.text}, number, from.values);
    }
  }
  lines_.clear();
  cells_.clear();
  varies_ = false;
  return numbers_;
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
