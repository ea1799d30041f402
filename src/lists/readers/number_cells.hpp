// Cells of a block on their way to numbers: the fast kernels, wildcards and bad cells in one place for all readers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/number/parse.hpp"

#include "lists/readers/reader.hpp"

namespace callsieve {

/// How the numbers of a layout are written.
struct cell_rules {
  region_id region = region_id::none;  ///< of numbers without a country code
  bool wildcards = true;               ///< a cell may stand for many numbers (pattern.hpp); else it is a bad one
  number_prefix only{};                ///< numbers beyond it are bad cells; wildcards are not looked at
  std::uint8_t digits = 0;             ///< numbers of other than so many digits are bad cells; 0: any
};

/// Gathers cells, reads them together and hands the job what came of each: an entry, intervals or a bad line.
/// Cost: parse_batch's, and 100 bytes for each cell of a block. Threads: one.
class number_cells {
 public:
  number_cells(reader_job& job, const cell_rules& rules) : job_(job), rules_(rules) {}

  /// `text` is the whole line, for the rejects file. With a record whose state is absent the number is read, but is no
  /// entry. Texts must live until flush(); add at most some thousands before
  /// it. A line that comes here has been counted.
  void add(std::uint64_t line, std::string_view text, std::string_view cell, const entry_values& values = {}) {
    add(line, text, cell, values, rules_.region);
  }
  /// As above, of a row that says of which region a number without a country code is.
  void add(std::uint64_t line, std::string_view text, std::string_view cell, const entry_values& values,
           region_id region) {
    lines_.push_back({line, text, values, region});
    cells_.push_back(cell);
    varies_ |= region != rules_.region;
  }
  /// Reads what was added. The results, in order, stand until the next add(); what was a pattern, or not taken, is
  /// none.
  std::span<const parsed_number> flush();

 private:
  struct origin {
    std::uint64_t line = 0;
    std::string_view text;
    entry_values values;
    region_id region = region_id::none;
  };
  void take_pattern(const origin& from, std::string_view cell);
  [[nodiscard]] bool is_within(phone_number number) const noexcept;
  [[nodiscard]] std::string beyond() const;

  reader_job& job_;
  const cell_rules rules_;
  std::vector<origin> lines_;
  std::vector<std::string_view> cells_;
  std::vector<parsed_number> numbers_;
  std::vector<phone_number> outside_;        ///< of them those outside the plan
  std::vector<std::size_t> outside_places_;  ///< and which cells they are
  bool varies_ = false;                      ///< some cell is of another region than the usual one
};

/// A mark of a list of changes.
struct cell_change {
  std::int32_t on_day = 0;  ///< 0 where the file has no days
  bool adds = true;         ///< else deletes
};
/// Reads the cell of a change, and hands the job the change or a bad line. Digits with two readings are added in both;
/// a deletion of them is a bad line.
void take_change_cell(reader_job& job, const entry_line& from, std::string_view cell, region_id region,
                      const cell_change& change);

}  // namespace callsieve
