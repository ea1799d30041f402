#include "callsieve/policy/review.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <optional>

#include "policy_words.hpp"
#include "relations.hpp"

#include <boost/container/flat_set.hpp>

namespace callsieve {
namespace {

constexpr std::size_t minutes_of_week = std::size_t{7} * 1'440;

using namespace detail;

enum class answer : std::uint8_t { no, yes, unknown, open };

/// What may be reached, over all combinations of answers.
struct reached {
  std::vector<bool> rules;
  std::vector<bool> keeps_off;  ///< rules that give a verdict other than allow
  bool otherwise = false;
  bool allows = false;  ///< some combination of answers ends with a call
  bool whole = true;    ///< false: too many combinations to see them all
};

/// Takes every combination of answers through the rules that are in force.
class explorer {
 public:
  explorer(const policy_document& policy, reached& out) : policy_(policy), out_(out) {
    for (const rule_document& rule : policy.rules) collect(rule.when);
    answers_.assign(atoms_.size(), answer::open);
  }

  void explore(const std::vector<std::size_t>& in_force) {
    in_force_ = &in_force;
    budget_ = 2'000'000;
    from(0);
  }

 private:
  void collect(const predicate_document& p) {
    bool inner = false;
    std::visit(
        [&](const auto& d) {
          if constexpr (requires { d.parts; }) {
            inner = true;
            for (const predicate_document& part : d.parts) collect(part);
          }
        },
        p.what);
    if (!inner && !find(p)) {
      spelled_.push_back(to_string(p));
      atoms_.push_back(&p);
    }
  }
  [[nodiscard]] std::optional<std::size_t> find(const predicate_document& p) const {
    const auto at = std::find(spelled_.begin(), spelled_.end(), to_string(p));
    if (at == spelled_.end()) return std::nullopt;
    return static_cast<std::size_t>(at - spelled_.begin());
  }

  /// Whether atom `a` may answer so, beside what the others have answered.
  [[nodiscard]] bool possible(std::size_t a, answer said) const {
    const predicate_document& p = *atoms_[a];
    if (said == answer::unknown && always_knows(p)) return false;
    if (said != answer::yes && std::holds_alternative<always_document>(p.what)) return false;
    for (std::size_t b = 0; b < atoms_.size(); ++b) {
      if (b == a || answers_[b] == answer::open) continue;
      const predicate_document& q = *atoms_[b];
      const answer other = answers_[b];
      const bool together = unknown_together(p, q);
      if (together && (said == answer::unknown) != (other == answer::unknown)) return false;
      if (said == answer::yes && other != answer::yes && yes_implies_yes(p, q)) return false;
      if (said != answer::yes && other == answer::yes && yes_implies_yes(q, p)) return false;
      if (said == answer::yes && other == answer::yes && (never_both_yes(p, q) || never_both_yes(q, p))) return false;
    }
    return true;
  }

  /// The first atom of `p` that is still open and matters; nothing when the answer is known, which `out` then is.
  std::optional<std::size_t> ask(const predicate_document& p, answer& out) const {
    if (const auto* d = std::get_if<not_document>(&p.what)) {
      const auto open = ask(d->parts.front(), out);
      if (!open && out != answer::unknown) out = out == answer::yes ? answer::no : answer::yes;
      return open;
    }
    if (const auto* d = std::get_if<all_document>(&p.what)) return ask_all(d->parts, answer::no, answer::yes, out);
    if (const auto* d = std::get_if<any_document>(&p.what)) return ask_all(d->parts, answer::yes, answer::no, out);
    const std::size_t atom = *find(p);
    out = answers_[atom];
    return out == answer::open ? std::optional(atom) : std::nullopt;
  }
  std::optional<std::size_t> ask_all(const std::vector<predicate_document>& parts, answer decisive, answer rest,
                                     answer& out) const {
    answer all = rest;
    for (const predicate_document& part : parts) {
      answer said = answer::open;
      if (const auto open = ask(part, said)) return open;
      if (said == decisive) {
        out = decisive;
        return std::nullopt;
      }
      if (said == answer::unknown) all = answer::unknown;
    }
    out = all;
    return std::nullopt;
  }

  void from(std::size_t place) {
    if (budget_ == 0) {
      out_.whole = false;
      return;
    }
    --budget_;
    if (place == in_force_->size()) {
      out_.otherwise = true;
      out_.allows |= policy_.otherwise == verdict::allow;
      return;
    }
    const std::size_t r = (*in_force_)[place];
    const rule_document& rule = policy_.rules[r];
    answer said = answer::open;
    if (const auto open = ask(rule.when, said)) {
      for (const answer guess : {answer::no, answer::yes, answer::unknown}) {
        if (!possible(*open, guess)) continue;
        answers_[*open] = guess;
        from(place);
        answers_[*open] = answer::open;
      }
      return;
    }
    const bool block = rule.outcome == verdict::block;
    if (said == answer::yes || (said == answer::unknown && block && !rule.pass_unknown)) {
      out_.rules[r] = true;
      if (block) out_.keeps_off[r] = true;
      out_.allows |= !block;
      // A moment without a time of day passes; with one, the unknown decides: both are to be seen.
      if (said == answer::yes || !rule.pass_no_time) return;
    }
    from(place + 1);
  }

  const policy_document& policy_;
  reached& out_;
  std::vector<const predicate_document*> atoms_;
  std::vector<std::string> spelled_;
  std::vector<answer> answers_;
  const std::vector<std::size_t>* in_force_ = nullptr;
  std::size_t budget_ = 0;
};

bool asks_only(const predicate_document& p, const std::string& list) {
  const auto* listed = std::get_if<listed_document>(&p.what);
  return listed && listed->list == list;
}

/// Whether the predicate asks that list somewhere.
bool asks_of(const predicate_document& p, const std::string& list) {
  bool asks = asks_only(p, list);
  std::visit(
      [&](const auto& d) {
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) asks |= asks_of(part, list);
        }
      },
      p.what);
  return asks;
}

bool contains_type(const type_document& types, number_type type) {
  return std::find(types.types.begin(), types.types.end(), type) != types.types.end();
}

/// Whether the region has numbers that may be mobile or fixed for all its plan says; so of no region in particular.
bool may_be_untold(region_id region) {
  if (calling_code(region) == 0) return true;
  const auto code = static_cast<std::uint64_t>(calling_code(region));
  for (std::uint64_t step = 1'000; code * step + step - 1 <= phone_number::max_value; step *= 10) {
    for (std::uint64_t number = code * step; number < (code + 1) * step;) {
      const plan_stretch around = classify_around(phone_number::from_digits_unchecked(number));
      if (around.entry.region == region && around.entry.type == number_type::fixed_line_or_mobile) return true;
      number = around.last.value() + 1;
    }
  }
  return false;
}

class reviewer {
 public:
  reviewer(const policy_document& policy, const std::string& blacklist, day today)
      : policy_(policy), blacklist_(blacklist), today_(today) {}

  std::vector<policy_finding> review() {
    explore_all();
    for (std::size_t r = 0; r < policy_.rules.size(); ++r) review_rule(r);
    if (seen_.whole && !seen_.allows) find("this policy allows no number on any day: no rule that allows can decide");
    review_blacklist();
    review_allowances_behind_part_of_it();
    review_windows();
    review_hours();
    return std::move(findings_);
  }

 private:
  void find(const rule_document& rule, const std::string& text) { findings_.push_back({rule.file, rule.at, text}); }
  void find(const std::string& text) { findings_.push_back({policy_.file, {1, 1}, text}); }
  [[nodiscard]] static std::string named(const rule_document& rule) {
    return (rule.outcome == verdict::block ? "the block '" : "the allowance '") + rule.reason + "'";
  }

  /// The first day of every span in which the same rules are in force.
  [[nodiscard]] std::vector<day> spans() const {
    boost::container::flat_set<day> starts{parse_day("1900-01-01").value()};
    for (const rule_document& rule : policy_.rules) {
      if (rule.from) starts.insert(*rule.from);
      if (rule.until) starts.insert(*rule.until);
    }
    return {starts.begin(), starts.end()};
  }

  void explore_all() {
    seen_.rules.resize(policy_.rules.size());
    seen_.keeps_off.resize(policy_.rules.size());
    std::vector<std::optional<std::string>> sectors{std::nullopt, std::string()};  // not said; one that no rule names
    for (const std::string& sector : policy_.sectors()) sectors.emplace_back(sector);
    for (const day start : spans()) {
      reached now;
      now.rules.resize(policy_.rules.size());
      now.keeps_off.resize(policy_.rules.size());
      for (const auto& sector : sectors) {
        std::vector<std::size_t> in_force;
        for (std::size_t r = 0; r < policy_.rules.size(); ++r) {
          const rule_document& rule = policy_.rules[r];
          const bool in_time = (!rule.from || *rule.from <= start) && (!rule.until || start < *rule.until);
          const bool for_sector =
              rule.sectors.empty() || (sector ? contains(rule.sectors, *sector) : rule.outcome == verdict::block);
          if (in_time && for_sector) in_force.push_back(r);
        }
        explorer(policy_, now).explore(in_force);
      }
      take(now, start);
    }
  }

  void take(const reached& now, day start) {
    bool keeps_off = now.otherwise && policy_.otherwise == verdict::block;
    bool more_than_blacklist = keeps_off;
    for (std::size_t r = 0; r < policy_.rules.size(); ++r) {
      if (now.rules[r]) seen_.rules[r] = true;
      if (!now.keeps_off[r]) continue;
      keeps_off = true;
      more_than_blacklist |= !asks_only(policy_.rules[r].when, blacklist_);
    }
    seen_.whole &= now.whole;
    seen_.allows |= now.allows;
    if (!now.whole) return;
    const std::string since =
        start.time_since_epoch() < std::chrono::days{-20'000} ? std::string() : " from " + to_string(start) + " on";
    if (!keeps_off) {
      find("this policy allows every number" + since + ": no rule ever blocks");
    } else if (!more_than_blacklist) {
      find("this policy allows everybody who is not on the blacklist" + since +
           ": no registry and no consent is asked");
    }
  }

  void review_rule(std::size_t r) {
    const rule_document& rule = policy_.rules[r];
    if (rule.until && *rule.until <= today_) {
      find(rule, named(rule) + " is over since " + to_string(*rule.until) + ": it decides for earlier days only");
    }
    review_types(rule, rule.when);
    if (seen_.rules[r]) return;
    if (!seen_.whole) {
      find(rule, "too many combinations of answers to say whether " + named(rule) + " can ever decide");
      return;
    }
    find(rule, named(rule) +
                   " can never decide: the rules before it have decided, whatever the answers; move it up or "
                   "leave it out");
  }

  /// An objection takes the whole row only where its rule decides.
  void review_blacklist() {
    const auto asks = [&](const rule_document& rule) {
      return rule.outcome == verdict::block && asks_only(rule.when, blacklist_);
    };
    const auto at = std::find_if(policy_.rules.begin(), policy_.rules.end(), asks);
    if (at == policy_.rules.end() || at == policy_.rules.begin() || at->scope == rule_scope::cell) return;
    const rule_document& before = policy_.rules.front();
    if (before.scope == rule_scope::row) return;
    find(before, named(before) + " stands before the blacklist's rule '" + at->reason +
                     "': where both apply, the objection does not decide, and the row's other numbers may be called; "
                     "move the blacklist's rule to the top");
  }

  /// A rule that asks the blacklist and more, or not always, blocks some of those who objected: an allowance after it
  /// may let the others be called.
  void review_allowances_behind_part_of_it() {
    const auto all_of_them = std::find_if(policy_.rules.begin(), policy_.rules.end(),
                                          [&](const rule_document& rule) { return blocks_all_on(rule, blacklist_); });
    const rule_document* part = nullptr;
    for (auto rule = policy_.rules.begin(); rule != all_of_them; ++rule) {
      if (rule->outcome == verdict::block) {
        if (!part && asks_of(rule->when, blacklist_)) part = &*rule;
      } else if (part) {
        find(*rule, named(*rule) + " stands behind the block '" + part->reason + "' (line " +
                        std::to_string(part->at.line) +
                        "), which blocks only some of those on the blacklist, and so may allow the others; block "
                        "whoever is on it in a rule of its own, before all others: when = { listed = \"" +
                        blacklist_ + "\" }");
      }
    }
  }

  /// Types that plans do not tell apart.
  void review_types(const rule_document& rule, const predicate_document& p) {
    if (const auto* types = std::get_if<type_document>(&p.what)) {
      if (!names_one_of_fixed_and_mobile(*types) || !may_be_untold(policy_.region)) return;
      const bool mobile = contains_type(*types, number_type::mobile);
      const std::string word(to_string(mobile ? number_type::mobile : number_type::fixed_line));
      const std::string whose = policy_.region == region_id::none
                                    ? "where the region has no finer type (all of North America)"
                                    : "in " + std::string(region_name(policy_.region)) + ", which has no finer type";
      find(rule, "type \"" + word + "\" says nothing of a number that is fixed_line_or_mobile, as numbers are " +
                     whose + ": under a block it is unknown, and an allowance does not allow it; write type = [\"" +
                     word + "\", \"fixed_line_or_mobile\"] to take in both, or ask a list of ported numbers");
      return;
    }
    std::visit(
        [&](const auto& d) {
          if constexpr (requires { d.parts; }) {
            for (const predicate_document& part : d.parts) review_types(rule, part);
          }
        },
        p.what);
  }

  /// Rules of one reason that follow each other with a gap.
  void review_windows() {
    for (const rule_document& before : policy_.rules) {
      if (!before.until) continue;
      const rule_document* next = nullptr;
      bool goes_on = false;
      for (const rule_document& after : policy_.rules) {
        const bool same = after.outcome == before.outcome && after.reason == before.reason && &after != &before;
        if (!same) continue;
        const bool there =
            (!after.from || *after.from <= *before.until) && (!after.until || *before.until < *after.until);
        goes_on |= there;
        if (after.from && *before.until < *after.from && (!next || *after.from < *next->from)) next = &after;
      }
      if (next && !goes_on) {
        find(*next, named(*next) + " begins on " + to_string(*next->from) + ", and the one before it (line " +
                        std::to_string(before.at.line) + ") ends before " + to_string(*before.until) +
                        ": on the days between neither is in force");
      }
    }
  }

  /// Hours that all must hold, without a minute in common.
  void review_hours() {
    std::bitset<minutes_of_week> common;
    common.set();
    const rule_document* last = nullptr;
    for (const rule_document& rule : policy_.rules) {
      const auto* negated = std::get_if<not_document>(&rule.when.what);
      const auto* hours = negated ? std::get_if<calling_hours_document>(&negated->parts.front().what) : nullptr;
      const bool holds_always = rule.outcome == verdict::block && !rule.from && !rule.until && rule.sectors.empty();
      if (!hours || !holds_always) continue;
      common &= minutes_of(policy_.hours_named(hours->hours).table);
      last = &rule;
      if (common.none()) break;
    }
    if (last && common.none())
      find(*last, "with " + named(*last) + " no minute of the week is left: these hours contradict");
  }
  static std::bitset<minutes_of_week> minutes_of(const hours_table& table) {
    std::bitset<minutes_of_week> minutes;
    for (std::size_t d = 0; d < 7; ++d) {
      for (const minute_range range : table.weekdays[d]) {
        for (std::size_t m = range.begin; m < range.end; ++m) minutes.set(d * 1'440 + m);
      }
    }
    return minutes;
  }

  const policy_document& policy_;
  const std::string& blacklist_;
  day today_;
  reached seen_;
  std::vector<policy_finding> findings_;
};

}  // namespace

std::string to_string(const policy_finding& finding) {
  return finding.file + ':' + std::to_string(finding.at.line) + ':' + std::to_string(finding.at.column) + ": " +
         finding.text;
}

std::vector<policy_finding> review_policy(const policy_document& policy, const std::string& blacklist, day today) {
  return reviewer(policy, blacklist, today).review();
}

}  // namespace callsieve
