// From verdicts to the bytes that go out: kept rows as they came, rejected rows with the reason beside them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/io/csv.hpp"
#include "callsieve/policy/policy.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "scrub/byte_buffer.hpp"
#include "scrub/judge.hpp"

namespace callsieve::detail {

/// What a piece of input adds to the outputs.
struct gathered_rows {
  byte_buffer kept, rejected;
  std::string_view owed;  ///< the line end that the last kept row lacks, as the last one of a file may
};

/// What a row lacks of its line end: nothing but at the end of a file. Static text.
[[nodiscard]] std::string_view missing_line_end(const csv_row& row, const csv_dialect& dialect) noexcept;
/// The header of the rejected rows: the input's columns and three more.
[[nodiscard]] std::string rejected_header(const csv_row& header, const csv_dialect& dialect);

/// Requires that blocks have 64 readable bytes behind their text, as pieces have.
class row_gatherer {
 public:
  /// `rejects`: whether rejected rows are wanted.
  row_gatherer(const pipeline& rules, const scrub_options& options, const csv_dialect& dialect, bool rejects);

  /// Gathers the rows from `first` on, as judged.
  void gather(const csv_block& block, std::size_t first, const block_cells& cells, const block_judge& judge,
              gathered_rows& to);

 private:
  void keep(const csv_block& block, std::size_t first, const block_cells& cells, const block_judge& judge,
            gathered_rows& to) const;
  void keep_blanked(const csv_block& block, std::size_t r, const block_cells& cells, const block_judge& judge,
                    byte_buffer& to) const;
  [[nodiscard]] std::size_t keep_alternates(const csv_block& block, std::size_t r, const block_cells& cells,
                                            const block_judge& judge, std::size_t cell, std::size_t copied,
                                            byte_buffer& to) const;
  [[nodiscard]] bool keep_joined(std::string_view field, std::size_t r, std::size_t i, std::size_t& further,
                                 const block_judge& judge, std::string& left) const;
  void reject(const csv_block& block, std::size_t first, const block_judge& judge, byte_buffer& to);
  void append_ragged(const csv_block& block, const csv_row& row, byte_buffer& to) const;
  void reject_malformed(const csv_row& row, std::size_t width, byte_buffer& to);
  [[nodiscard]] const std::string& words_for(const block_judge& judge, std::size_t r);
  [[nodiscard]] std::string_view reason_of(const decision& answer) const;
  [[nodiscard]] std::string words(std::string_view verdict, std::string_view reason, std::string_view detail) const;
  void end_row(const csv_row& row, byte_buffer& to) const;

  const pipeline* rules_;
  bool blank_, all_reasons_, rejects_;
  csv_dialect dialect_;
  std::vector<std::string> statuses_;  ///< by rule, and for what happens otherwise; empty: reasons are words
  std::string invalid_status_;
  std::vector<std::string> words_;  ///< the three columns by rule and cause, then by parse error; empty: not made yet
  std::string scratch_;
};

}  // namespace callsieve::detail
