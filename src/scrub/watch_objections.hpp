// What the rules on whole rows say of numbers that stand in columns nobody asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "scrub/columns.hpp"
#include "scrub/row_rules.hpp"
#include "scrub/row_texts.hpp"
#include "scrub/watch.hpp"

namespace callsieve::detail {

/// Threads: one at a time; the pipeline may be shared.
class watch_objections {
 public:
  /// Pipeline and columns must outlive this.
  watch_objections(const pipeline& rules, const as_of& when, const job_columns& columns)
      : rules_(rules, when), texts_(columns.texts, rules.columns()) {}

  struct objection {
    std::size_t row, column;
    decision answer;  ///< block, or unknown
  };
  /// Of the rows that are kept (by row from 0 on: not 0) those that must not be, ascending, each once: for a block by a
  /// rule on whole rows of any of their numbers, else such a rule's unknown; of several the first rule's. Cost: that of
  /// the rules. Lifetime: until the next call.
  [[nodiscard]] std::span<const objection> ask(const csv_block& block, std::span<const watched_number> numbers,
                                               std::span<const std::uint8_t> kept);

 private:
  void ask_rule(std::size_t rule, const batch& numbers, std::size_t from);

  row_rules rules_;
  row_texts texts_;
  std::vector<const watched_number*> asked_;
  std::vector<std::size_t> rows_;
  std::vector<phone_number> numbers_;
  std::vector<region_id> regions_;
  std::vector<number_type> types_;
  std::vector<truth> said_;
  std::vector<objection> found_;
};

}  // namespace callsieve::detail
