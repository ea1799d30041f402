// Policies that extend others, and files of public holidays.
#include <algorithm>
#include <cstdio>

#include "policy_words.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace callsieve {
namespace {

using namespace detail;

words reasons_of(const std::vector<rule_document>& rules) {
  words reasons;
  for (const rule_document& rule : rules) {
    if (!contains(reasons, rule.reason)) reasons.push_back(rule.reason);
  }
  return reasons;
}

/// The inherited rules, and an extension's rules taking their places among them.
class merger {
 public:
  merger(const policy_document& extension, const policy_document& base)
      : extension_(extension), inherited_(base.rules) {}

  absl::Status merge() {
    for (const auto& [reason, at] : extension_.extends->without) {
      if (absl::Status s = known(reason, at); !s.ok()) return s;
      dropped_.push_back(reason);
    }
    for (const rule_document& rule : extension_.rules) {
      if (!rule.place) continue;
      if (absl::Status s = known(rule.place->reason, rule.place->at); !s.ok()) return s;
      const bool instead = rule.place->where == rule_place::where::instead;
      if (!instead && contains(dropped_, rule.place->reason)) {
        return bad_place(extension_.file, rule.place->at,
                         "'" + rule.place->reason + "' is left out by 'without': no rule can go before or after it");
      }
      if (instead) replaced_.push_back(rule.place->reason);
    }
    return absl::OkStatus();
  }

  [[nodiscard]] std::vector<rule_document> rules() const {
    std::vector<rule_document> all;
    add_placed(all, std::nullopt, {});
    for (std::size_t i = 0; i < inherited_.size(); ++i) {
      const std::string& reason = inherited_[i].reason;
      const auto alike = [&reason](const rule_document& rule) { return rule.reason == reason; };
      const auto begin = inherited_.begin();
      const auto at = begin + static_cast<std::ptrdiff_t>(i);
      const bool first = std::none_of(begin, at, alike);
      const bool last = std::none_of(at + 1, inherited_.end(), alike);
      if (first) add_placed(all, rule_place::where::before, reason);
      if (first) add_placed(all, rule_place::where::instead, reason);
      if (!contains(replaced_, reason) && !contains(dropped_, reason)) all.push_back(inherited_[i]);
      if (last) add_placed(all, rule_place::where::after, reason);
    }
    return all;
  }

 private:
  [[nodiscard]] absl::Status known(const std::string& reason, source_place at) const {
    const words reasons = reasons_of(inherited_);
    if (contains(reasons, reason)) return absl::OkStatus();
    return bad_place(extension_.file, at,
                     "no rule of '" + shown(extension_.extends->policy) + "' has the reason '" + shown(reason) + "'" +
                         suggestion(reason, reasons));
  }
  void add_placed(std::vector<rule_document>& all, std::optional<enum rule_place::where> where,
                  const std::string& reason) const {
    for (const rule_document& rule : extension_.rules) {
      const bool here = where ? rule.place && rule.place->where == *where && rule.place->reason == reason : !rule.place;
      if (!here) continue;
      all.push_back(rule);
      all.back().place.reset();
    }
  }

  const policy_document& extension_;
  const std::vector<rule_document>& inherited_;
  words dropped_, replaced_;
};

}  // namespace

absl::StatusOr<policy_document> extend_policy(policy_document extension, const policy_document& base) {
  const extends_document& extends = *extension.extends;
  if (extends.states_otherwise && base.otherwise == verdict::block && extension.otherwise == verdict::allow) {
    return bad_place(extension.file, extends.at,
                     "'" + shown(extends.policy) + "' calls nobody who has not said yes (otherwise = { block = \"" +
                         base.otherwise_reason +
                         "\" }), and this extension calls everybody else: these contradict; leave "
                         "'otherwise' out, or write a policy of its own");
  }
  merger merged(extension, base);
  if (absl::Status status = merged.merge(); !status.ok()) return status;
  extension.rules = merged.rules();
  if (extension.rules.size() > max_rules) {
    return bad_place(extension.file, extends.at,
                     "more than " + std::to_string(max_rules) + " rules, inherited ones counted");
  }
  if (!extends.states_region) extension.region = base.region;
  if (!extends.states_time_zone) extension.time_zone = base.time_zone;
  if (!extends.states_otherwise) {
    extension.otherwise = base.otherwise;
    extension.otherwise_reason = base.otherwise_reason;
  }
  for (const hours_document& hours : base.hours) {
    const bool own = std::any_of(extension.hours.begin(), extension.hours.end(),
                                 [&hours](const hours_document& h) { return h.table.name == hours.table.name; });
    if (!own) extension.hours.push_back(hours);
  }
  extension.extended.push_back(base.file);
  extension.extended.insert(extension.extended.end(), base.extended.begin(), base.extended.end());
  extension.hash = detail::hash_of(extension.hash + base.hash);
  extension.extends.reset();
  if (absl::Status status = check_hours(extension); !status.ok()) return status;
  return extension;
}

absl::StatusOr<std::vector<day>> read_holidays(std::string_view text, std::string_view file_name) {
  std::vector<day> days;
  std::uint32_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (line.empty() || line.front() == '#') continue;
    const auto date = parse_day(line.substr(0, 10));
    const bool ended = line.size() <= 10 || line[10] == ' ' || line[10] == '\t' || line[10] == ',';
    if (!date || !ended) {
      return bad_place(
          file_name, {line_number, 1},
          "'" + shown(line, 30) + "' does not begin with a day; write a line such as 2026-12-25 Christmas");
    }
    const auto place = std::lower_bound(days.begin(), days.end(), *date);
    if (place != days.end() && *place == *date)
      return bad_place(file_name, {line_number, 1}, to_string(*date) + " stands twice");
    days.insert(place, *date);
  }
  if (days.empty())
    return bad_place(file_name, {1, 1}, "no holidays in this file; write a line such as 2026-12-25 Christmas");
  return days;
}

std::string detail::hash_of(std::string_view bytes) {
  char hash[17];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(XXH3_64bits(bytes.data(), bytes.size())));
  return hash;
}

}  // namespace callsieve
