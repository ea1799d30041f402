#include "scrub/column_contents.hpp"

#include <algorithm>
#include <string>

namespace callsieve::detail {

std::vector<phone_content> column_contents(const csv_block& block, std::size_t first_row, row_region regions) {
  std::vector<phone_content> contents(block.width());
  constexpr std::size_t rows_looked_at = 4 * phone_content::cells_wanted;
  std::string scratch;
  valid_by_chance chance;
  for (std::size_t r = first_row; r < std::min(block.size(), first_row + rows_looked_at); ++r) {
    if (!block.is_well_formed(r)) continue;
    const csv_row row = block.row(r);
    const region_id region = regions.of(block, row);
    for (std::size_t c = 0; c < contents.size(); ++c) {
      contents[c].add(decode_field(block.field(row, c), scratch), region, chance);
    }
  }
  return contents;
}

}  // namespace callsieve::detail
