// Regions and dial codes as files have them beside numbers.
#pragma once

#include <string>
#include <string_view>

#include "callsieve/number/numbering_plan.hpp"

namespace callsieve {

/// The main region of a dial code as people write it: `31`, `+31`, `0031`, `011 31`; none when it is not one.
[[nodiscard]] region_id region_of_dial_code(std::string_view text) noexcept;

/// The region that a cell means: an ISO code of two or three letters, a name in English, in
/// the region's own languages or in those of the packs, a dial code; none for others.
[[nodiscard]] region_id region_of_words(std::string_view text);

/// The region in which a row's national numbers are read, from the cells beside them. Texts met last are remembered:
/// neighbours are often alike. Threads: one.
class region_beside {
 public:
  explicit region_beside(region_id usual) : usual_(usual) {}

  [[nodiscard]] region_id usual() const noexcept { return usual_; }
  /// Texts without blanks around them. An empty one says nothing; one that cannot be read says that the usual region
  /// is not meant.
  [[nodiscard]] region_id of(std::string_view region, std::string_view code);

 private:
  region_id usual_;
  std::string region_text_, code_text_;
  region_id from_region_ = region_id::none, from_code_ = region_id::none;
};

}  // namespace callsieve
