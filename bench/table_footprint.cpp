// How many cache lines of the plan's tables the cells of the number benchmarks touch: the kernels' walk, counted.
#include <cstdint>
#include <iostream>
#include <set>
#include <string>

#include "number/plan_tables_wide.hpp"
#include "number_cells.hpp"

namespace {

namespace plan = callsieve::plan;
constexpr std::size_t line_bytes = 64;

class touched_lines {
 public:
  template <class Entry>
  Entry load(const Entry& entry) {
    lines_.insert(reinterpret_cast<std::uintptr_t>(&entry) / line_bytes);
    return entry;
  }
  [[nodiscard]] std::size_t bytes() const { return lines_.size() * line_bytes; }

 private:
  std::set<std::uintptr_t> lines_;
};

/// Sixteen digits, zeros behind.
std::string digits_of(std::string_view text, std::size_t& count) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += static_cast<char>(c - '0');
  }
  count = digits.size();
  digits.resize(16, 0);
  return digits;
}

std::size_t at(const std::string& digits, std::size_t place) { return static_cast<std::size_t>(digits[place]); }

void read_meaning(std::string_view cell, callsieve::region_id region, touched_lines& lines) {
  std::size_t count = 0;
  const std::string digits = digits_of(cell, count);
  if (count < 3 || count > plan::longest_meaning) return;
  const std::size_t root = cell.find('+') == std::string_view::npos
                               ? lines.load(plan::reading_roots[static_cast<std::size_t>(region)])
                               : plan::e164_reading_root;
  std::size_t to = lines.load(plan::reading_steps[root * 100 + at(digits, 0) * 10 + at(digits, 1)]);
  if (to >= plan::meaning_count) {
    to = lines.load(plan::reading_steps[(to - plan::meaning_count) * 100 + at(digits, 2) * 10 + at(digits, 3)]);
  }
  lines.load(plan::meanings[to * plan::counts_a_row + count % plan::counts_a_row]);
}

void read_label(callsieve::phone_number number, touched_lines& lines) {
  std::size_t count = 0;
  const std::string digits = digits_of(std::to_string(number.value()), count);
  std::size_t to =
      lines.load(plan::steps[at(digits, 0) * 1000 + at(digits, 1) * 100 + at(digits, 2) * 10 + at(digits, 3)]);
  for (std::size_t place = plan::first_digits; to >= plan::leaf_count; ++place) {
    to = lines.load(plan::steps[plan::first_steps + (to - plan::leaf_count) * 10 + at(digits, place)]);
  }
  lines.load(plan::leaf_labels[to * plan::counts_a_row + count]);
}

void report(std::string_view name, const bench::cell_column& column) {
  touched_lines meanings;
  touched_lines labels;
  for (std::size_t i = 0; i < column.cells.size(); ++i) {
    read_meaning(column.cells[i], column.region, meanings);
    if (column.expected[i].number) read_label(column.expected[i].number, labels);
  }
  std::cout << name << ": " << meanings.bytes() << " bytes of meanings, " << labels.bytes() << " bytes of numbers\n";
}

}  // namespace

int main() {
  report("clean", bench::clean_column());
  report("mixed", bench::mixed_column());
}
