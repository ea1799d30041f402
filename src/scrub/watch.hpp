// All columns that nobody asks: what stands there and reads as a phone number is found, asked for objections, counted.
//
// What: the columns of numbers are chosen from the first rows, and what they say of the rest may be wrong. So every
// cell of every other column is looked at. A valid number is one of a phone where it is written as one (a plus sign,
// groups, a zero or a national prefix before it; phone_shapes.hpp) or stands in a column whose name or content is
// phone-like (columns.hpp). Those are asked for objections (watch_objections.hpp). Digits alone elsewhere, as ids have
// them, are counted and nothing more. Numbers of fewer than seven digits are not looked for: postcodes are as long.
// Cost: 1 ns for 64 bytes of text and some 2 ns a row, and 10 to 100 ns for each cell in which seven bytes of a phone
// number stand together (kernels/phone_runs_kernel.hpp). No allocation once warm. Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/number/parse.hpp"

#include "number/phone_clusters.hpp"
#include "number/phone_shapes.hpp"
#include "scrub/columns.hpp"

namespace callsieve::detail {

/// A number of a phone in a column that nobody asked, readable at least.
struct watched_number {
  std::size_t row, column;
  parsed_number number;
};

/// Valid numbers of one column that nobody asked, and where the first of them stands.
struct watched_count {
  std::uint64_t numbers = 0;
  std::size_t input = 0;  ///< of the first one, from 1; then its line
  std::uint64_t line = 0;

  /// One more; lines of one thread come in any order.
  void add(std::size_t in_input, std::uint64_t on_line) noexcept {
    if (numbers++ != 0 && std::pair(input, line) <= std::pair(in_input, on_line)) return;
    input = in_input;
    line = on_line;
  }
  void add(const watched_count& other) noexcept;
};
struct watched_column {
  void add(const watched_column& other) noexcept;

  watched_count phones, digits;   ///< of phones, and digits alone in columns that are not phone-like
  std::uint64_t digit_cells = 0;  ///< cells of digits alone, numbers or not
};

class column_watch {
 public:
  /// The columns must outlive this. `region` is the usual one.
  column_watch(const job_columns& columns, region_id region);

  /// For each input, before its first piece.
  void begin_input() noexcept { ++input_; }

  /// Looks through the rows from `first` on of a block whose rows stand in `text`, behind which 64 bytes can be read.
  void look(const csv_block& block, std::string_view text, std::size_t first);

  /// Of the last block, in no order: the numbers of phones.
  [[nodiscard]] std::span<const watched_number> found() const noexcept { return found_; }
  /// Of all blocks, by column.
  [[nodiscard]] std::span<const watched_column> counts() const noexcept { return counts_; }

 private:
  struct columns_together {
    std::size_t first, last;
  };
  /// Whoever is marked, or has two readings, is somebody all the same. Whether there are two.
  static bool settle(parsed_number& number) noexcept {
    const bool is_ambiguous = number.error == parse_error::ambiguous;
    if (number.in_plan()) number.error = parse_error::none;
    return is_ambiguous;
  }
  void add_national(std::string_view digits, std::size_t r, std::size_t column, region_id region);
  struct digits_alone {
    std::size_t row, column;
    std::uint64_t line;
  };

  [[nodiscard]] std::size_t next_run(std::size_t from, std::size_t to) const noexcept;
  void forget_runs(std::size_t from, std::size_t to) noexcept;
  void look_at_regular_rows(const csv_block& block, std::size_t first);
  void look_at_row(const csv_block& block, const csv_row& row, std::size_t r, const char* text);
  void look_at_cell(const csv_block& block, const csv_row& row, std::size_t r, std::size_t column);
  /// A cell that holds more than digits.
  struct watched_cell {
    std::size_t row, column;
    std::uint64_t line;
    region_id region;
    std::size_t found_before;  ///< found_ up to here is of other cells
    bool counted = false;
  };
  void take(const phone_shape& shape, watched_cell& cell);
  void take(const phone_part& part, watched_cell& cell);
  void read_digits(const csv_block& block);
  void take_digits(const parsed_number& number, const digits_alone& from, std::size_t digits);
  void count_phone(const parsed_number& number, std::size_t r, std::size_t column, std::uint64_t line);

  const job_columns* columns_;
  row_region regions_;
  bool ten_digits_;  ///< numbers of the usual region have ten
  std::vector<columns_together> watched_;
  std::vector<std::size_t> unwatched_;
  std::size_t input_ = 0;
  std::unique_ptr<std::uint64_t[]> runs_;
  std::size_t runs_capacity_ = 0;
  std::vector<watched_number> found_;
  std::vector<watched_column> counts_;
  std::vector<std::string_view> digits_texts_;  ///< digits alone, read together
  std::vector<digits_alone> digits_from_;
  std::vector<parsed_number> digits_read_;
  std::string scratch_;
};

}  // namespace callsieve::detail
