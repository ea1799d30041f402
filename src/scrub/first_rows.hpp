// What the first rows of a call list say of all others: decided here, for a scrub and for who only looks.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "callsieve/base/status.hpp"
#include "callsieve/io/csv.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "io/csv_pieces.hpp"
#include "scrub/columns.hpp"
#include "scrub/hidden_numbers.hpp"

namespace callsieve::detail {

/// Takes the first rows of an input into the block, without taking them from the pieces. The block's widths count.
/// Errors: those of the pieces; there is no row.
absl::Status read_first_rows(csv_pieces& pieces, csv_piece& beginning, csv_block& block);

/// What a caller wants of the columns.
struct columns_asked {
  const scrub_options& options;
  region_id region;                    ///< the default one
  std::span<const std::string> texts;  ///< the columns that rules read
};
/// Decides what columns there are, and how many fields a row must have (0: as many as the first one). Errors: as
/// find_job_columns, and a quote has made the first row of several; `columns` says what was found until then.
absl::Status decide_columns(const csv_block& block, const csv_pieces& pieces, const columns_asked& asked,
                            job_columns& columns, std::size_t& least_fields);

/// Makes rows malformed that may not be what they seem: those that a quote has made of several, and ragged ones whose
/// numbers may stand in other columns. Cost: nothing where all rows are of one line and one width.
void refuse_doubtful_rows(csv_block& block, const job_columns& columns, region_id region, hidden_numbers& hidden);

}  // namespace callsieve::detail
