// What stands in a row's phone cells and was not asked as a number: an objection is looked for there, too.
//
// What: a cell that holds several numbers, or a number and words, is no number that may be called; who objected may
// well be among them. Every number that can be read there is asked by the rules on whole rows. Cost: for rows alone
// that would be kept though a phone cell of theirs is no number; numbers_in.hpp has figures.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/rules/pipeline.hpp"

#include "scrub/cells.hpp"
#include "scrub/columns.hpp"
#include "scrub/row_rules.hpp"
#include "scrub/row_texts.hpp"

namespace callsieve::detail {

/// Threads: one at a time; the pipeline may be shared.
class unread_cells {
 public:
  /// The columns must outlive this.
  unread_cells(const pipeline& rules, const as_of& when, const job_columns& columns);

  struct objection {
    decision answer;    ///< block, or unknown
    std::string where;  ///< for people: `in column Phone: several_numbers`
  };
  /// The block by a rule on whole rows of any number that can be read there, else such a rule's unknown; of several the
  /// first rule's. Requires a well-formed row of the cells.
  [[nodiscard]] std::optional<objection> ask(const csv_block& block, std::size_t row, const block_cells& cells);

  /// After ask(): whether the column that may hold something else holds a valid number among other things.
  [[nodiscard]] bool number_in_doubt() const noexcept { return number_in_doubt_; }

 private:
  std::size_t read_joined(const csv_block& block, std::size_t row, const block_cells& cells);
  void read(std::size_t column, parse_error error, std::string_view text, region_id region, bool in_doubt);
  void take(std::size_t column, parse_error error, std::string_view text, region_id region, bool plain, bool in_doubt);
  void flush();
  void ask_rule(std::size_t rule, const batch& numbers);

  row_rules row_rules_;
  const job_columns* columns_;
  row_texts texts_;
  const csv_block* block_ = nullptr;
  std::size_t row_ = 0;
  region_id usual_ = region_id::none;
  bool number_in_doubt_ = false;

  // Numbers found and not asked yet, as columns.
  struct source {
    std::size_t column;
    parse_error error;
    bool plain;
  };
  std::vector<phone_number> numbers_;
  std::vector<region_id> regions_;
  std::vector<number_type> types_;
  std::vector<source> sources_;
  std::vector<truth> said_;

  struct verdict_found {
    decision answer;
    source from;
  };
  std::optional<verdict_found> found_;
  std::string scratch_;
};

}  // namespace callsieve::detail
