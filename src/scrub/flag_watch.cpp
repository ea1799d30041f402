#include "scrub/flag_watch.hpp"

#include "callsieve/base/yes_no.hpp"

namespace callsieve::detail {

void flag_watch::look(const csv_block& block, std::size_t first) {
  if (first >= block.size()) return;
  for (std::size_t i = 0; i < flags_.size(); ++i) {
    cells_.resize(block.size() - first);
    block.column(flags_[i].first, first, cells_.data(), 1);
    for (const std::string_view cell : cells_) {
      objections_[i] += read_yes_no(decode_field(cell, scratch_)) == flags_[i].second;
    }
  }
}

}  // namespace callsieve::detail
