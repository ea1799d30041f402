#include "callsieve/rules/pipeline.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace callsieve {

struct pipeline::parts {
  std::vector<pipeline_rule> rules;
  verdict otherwise;
  std::string otherwise_reason;
  bool asks_for_duplicates;
  std::vector<std::string> columns;
};

pipeline::pipeline() : pipeline({}, verdict::block, "no-policy") {}

pipeline::pipeline(std::vector<pipeline_rule> rules, verdict otherwise, std::string otherwise_reason) {
  assert(rules.size() < invalid_rule);
  const bool duplicates =
      std::any_of(rules.begin(), rules.end(), [](const pipeline_rule& r) { return r.when.asks_for_duplicates(); });
  std::vector<std::string> columns;
  for (const pipeline_rule& rule : rules) {
    std::vector<std::string> names;
    rule.when.add_columns(names);
    for (std::string& name : names) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(std::move(name));
    }
  }
  parts_ = std::make_shared<const parts>(
      parts{std::move(rules), otherwise, std::move(otherwise_reason), duplicates, std::move(columns)});
}

void pipeline::decide(const as_of& when, const batch& numbers, std::span<decision> out,
                      std::span<std::uint64_t> passed) const {
  assert(out.size() == numbers.size());
  detail::write_all({static_cast<std::uint16_t>(size()), parts_->otherwise, truth::yes},
                    out);  // of what no rule decides
  detail::in_parts(when, numbers, [&]<std::size_t Capacity>(const lane_question<Capacity>& asked, std::size_t begin) {
    const std::size_t count = asked.numbers.size();
    detail::undecided<Capacity> open{lane_set<Capacity>(count), out.subspan(begin, count)};
    for (std::size_t r = 0; r < parts_->rules.size(); ++r) {
      const pipeline_rule& rule = parts_->rules[r];
      const std::uint64_t unknowns = open.apply(rule.header, static_cast<std::uint16_t>(r), rule.when, asked);
      if (!passed.empty()) passed[r] += unknowns;
    }
  });
}

decision pipeline::decide(const parsed_number& number, const as_of& when) const {
  return detail::decide_one(*this, number, when);
}

decision pipeline::decide(phone_number number, const as_of& when) const {
  return decide(detail::in_plan(number), when);
}

void pipeline::ask(std::size_t r, const as_of& when, const batch& numbers, std::span<truth> out) const {
  assert(out.size() == numbers.size());
  callsieve::ask(parts_->rules[r].when, when, numbers, out);
}

std::size_t pipeline::size() const noexcept { return parts_->rules.size(); }

const rule_header& pipeline::rule(std::size_t r) const { return parts_->rules[r].header; }

const std::string& pipeline::predicate_text(std::size_t r) const { return parts_->rules[r].text; }

std::string pipeline::explain(std::size_t r, const as_of& when, const batch& numbers, std::size_t lane) const {
  return parts_->rules[r].when.explain(when, numbers, lane);
}

verdict pipeline::otherwise() const noexcept { return parts_->otherwise; }

const std::string& pipeline::reason(std::size_t rule_index) const {
  static const std::string invalid(invalid_reason);
  if (rule_index == invalid_rule) return invalid;
  return rule_index == size() ? parts_->otherwise_reason : parts_->rules[rule_index].header.reason;
}

bool pipeline::asks_for_duplicates() const noexcept { return parts_->asks_for_duplicates; }

const std::vector<std::string>& pipeline::columns() const noexcept { return parts_->columns; }

}  // namespace callsieve
