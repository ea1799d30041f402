#include "callsieve/number/error_detail.hpp"

#include "marks.hpp"

namespace callsieve {

std::string detail_of(parse_error error, std::string_view text, region_id region) {
  std::string detail(to_string(error));
  if (error == parse_error::marked) detail += ": " + mark_in(text);
  if (error == parse_error::ambiguous) {
    detail += ": " + to_string(parse(text, region, plus_lost::yes).number) + " or " +
              to_string(parse(text, region, plus_lost::no).number);
  }
  return detail;
}

}  // namespace callsieve
