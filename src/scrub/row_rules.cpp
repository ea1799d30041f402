#include "scrub/row_rules.hpp"

namespace callsieve::detail {

row_rules::row_rules(const pipeline& rules, const as_of& when) : rules_(&rules), when_(when) {
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const rule_header& rule = rules.rule(r);
    const bool of_rows = rule.scope == rule_scope::row && rule.outcome == verdict::block;
    if (of_rows && rule.in_force(when.date)) places_.push_back(r);
  }
}

std::optional<decision> row_rules::answer(std::size_t place, truth said, bool plain) const {
  if (said == truth::no) return std::nullopt;
  const auto index = static_cast<std::uint16_t>(place);
  if (said == truth::yes) return decision{index, verdict::block, truth::yes};
  const rule_header& header = rules_->rule(place);
  const bool passes = header.pass_unknown || (header.pass_no_time && !when_.time && said == truth::no_time);
  if (passes || !plain) return std::nullopt;
  return decision{index, verdict::unknown, said};
}

}  // namespace callsieve::detail
