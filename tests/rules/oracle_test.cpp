// Both pipelines against the oracle: random policies over random lists, days and numbers.
#include "oracle.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "callsieve/rules/pipeline.hpp"
#include "callsieve/rules/static_pipeline.hpp"

#include "policy/compose.hpp"
#include "random_batch.hpp"
#include "random_world.hpp"
#include "support/catch.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// A batch's size: often at the edges of what is worked on at once.
std::size_t random_size(random_source& random) {
  static const std::vector<std::size_t> edges{0, 1, 2, 511, 512, 513, 1024, 1025, 2047, 2048};
  return one_in(random, 3) ? pick(random, edges) : below(random, 300);
}

day random_today(random_source& random) {
  static const std::vector<std::string> edges{"2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28",
                                              "2025-03-01", "2024-12-31", "2025-01-01", "2025-03-31",
                                              "2024-03-10", "2024-11-03", "2024-10-27", "2025-04-06"};
  const day edge = *parse_day(pick(random, edges));
  return one_in(random, 2) ? edge : around(random, edge, 200);
}

/// Often at the edges of days and where clocks jump; sometimes without a time.
as_of random_moment(random_source& random) {
  static const std::vector<int> edges{0, 1, 89, 90, 119, 120, 149, 150, 179, 180, 1'439};
  as_of moment{random_today(random), std::nullopt};
  if (one_in(random, 5)) return moment;
  moment.time = std::chrono::minutes{one_in(random, 2) ? pick(random, edges) : static_cast<int>(below(random, 1'440))};
  return moment;
}

/// What a pipeline makes of a batch.
struct outcome {
  std::vector<decision> decisions;
  std::vector<std::uint64_t> passed;
};
template <class Pipeline>
outcome run(const Pipeline& rules, const as_of& now, const columns& batch_columns) {
  outcome out{std::vector<decision>(batch_columns.rows.size()), std::vector<std::uint64_t>(rules.size())};
  rules.decide(now, batch_columns.view(), out.decisions, out.passed);
  return out;
}

/// How many rows differ from the oracle; describes the first.
std::size_t differences(const outcome& got, const oracle& judge, const columns& batch_columns, std::size_t rules,
                        std::string& first) {
  std::size_t wrong = 0;
  std::vector<std::uint64_t> passed(rules);
  for (std::size_t i = 0; i < batch_columns.rows.size(); ++i) {
    const oracle_decision right = judge.decide(batch_columns.rows[i], passed);
    const decision& d = got.decisions[i];
    const std::string cause = d.outcome == verdict::unknown ? std::string(to_string(d.cause)) : std::string();
    const bool same = d.outcome == right.verdict && d.rule == right.rule && cause == right.cause &&
                      (d.outcome == verdict::unknown || d.cause == truth::yes);
    if (!same && wrong++ == 0) {
      first = "row " + std::to_string(i) + " number " + std::to_string(batch_columns.rows[i].number) + ": got " +
              std::string(to_string(d.outcome)) + " by rule " + std::to_string(d.rule) + ' ' + cause + ", right is " +
              std::string(to_string(right.verdict)) + " by rule " + std::to_string(right.rule) + ' ' + right.cause;
    }
  }
  if (got.passed != passed) {
    if (wrong++ == 0) first = "passed counts differ";
  }
  return wrong;
}

std::string spelled(const policy_document& policy) {
  std::string text;
  for (const rule_document& rule : policy.rules) {
    text += std::string(to_string(rule.outcome)) + ' ' + to_string(rule.when) + (rule.pass_unknown ? " pass" : "") +
            (rule.from ? " from " + to_string(*rule.from) : "") +
            (rule.until ? " until " + to_string(*rule.until) : "") + '\n';
  }
  return text + "otherwise " + std::string(to_string(policy.otherwise));
}

/// The same policy twice: as a document for the oracle and the run-time pipeline, and composed at compile time.
struct twin_parts {
  std::map<std::string, list_facts> lists;
  period max_age, within, old;
  day from, until;

  std::map<std::string, memory_list> made{};

  [[nodiscard]] memory_list at(const char* name) { return made.try_emplace(name, lists.at(name)).first->second; }
};

rule_document written(verdict outcome, predicate_document when, bool pass = false) {
  rule_document rule;
  rule.outcome = outcome;
  rule.reason = "r";
  rule.when = std::move(when);
  rule.pass_unknown = pass;
  return rule;
}
predicate_document asked(decltype(predicate_document::what) what) {
  predicate_document d;
  d.what = std::move(what);
  return d;
}

/// Lists of the composer carry default ages; those composed by hand take the age as an argument.
std::map<std::string, list_facts> without_ages(std::map<std::string, list_facts> lists) {
  for (auto& [name, facts] : lists) facts.default_max_age.reset();
  return lists;
}

}  // namespace

TEST_CASE("The run-time pipeline decides as the oracle does, whatever the policy, lists, day and numbers") {
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  random_source random(seed);
  std::size_t rows = 0;
  std::size_t unknowns = 0;
  while (rows < 1'000'000) {
    const as_of now = random_moment(random);
    const day today = now.date;
    const std::map<std::string, list_facts> lists = random_lists(random, today);
    const policy_document policy = random_policy(random, today);
    const pipeline rules = composed(policy, lists);
    const columns numbers(random, random_size(random));
    const outcome got = run(rules, now, numbers);
    std::string first;
    const std::size_t wrong =
        differences(got, oracle(policy, lists, now, numbers.has_columns), numbers, rules.size(), first);
    if (wrong != 0)
      FAIL("on " << to_string(now) << " in " << policy.time_zone << ", " << wrong << " rows: " << first << "\n"
                 << spelled(policy));
    rows += numbers.rows.size();
    for (const decision& d : got.decisions) unknowns += d.outcome == verdict::unknown;
  }
  REQUIRE(unknowns > rows / 100);  // the worlds are not all plain ones
}

TEST_CASE("Asking one rule of every number says what the oracle's predicate says, in force or not") {
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  random_source random(seed);
  for (int round = 0; round < 200; ++round) {
    const as_of now = random_moment(random);
    const day today = now.date;
    const std::map<std::string, list_facts> lists = random_lists(random, today);
    const policy_document policy = random_policy(random, today);
    const pipeline rules = composed(policy, lists);
    const columns numbers(random, one_in(random, 2) ? 100 : 20);  // fewer are asked one by one
    const oracle judge(policy, lists, now, numbers.has_columns);
    for (std::size_t r = 0; r < rules.size(); ++r) {
      std::vector<truth> said(numbers.rows.size());
      rules.ask(r, now, numbers.view(), said);
      for (std::size_t i = 0; i < said.size(); ++i) {
        const oracle_answer right = judge.ask(policy.rules[r].when, numbers.rows[i]);
        const std::string word = right.value == oracle_answer::unknown ? right.cause
                                 : right.value == oracle_answer::yes   ? "yes"
                                                                       : "no";
        if (to_string(said[i]) != word) {
          FAIL(rules.predicate_text(r) << " of " << numbers.rows[i].number << " on " << to_string(now) << ": "
                                       << to_string(said[i]) << ", right is " << word);
        }
        if (rules.saw(r, now, numbers.view(), i).empty()) FAIL("nothing seen by " << rules.predicate_text(r));
      }
    }
  }
}

TEST_CASE("A policy composed at compile time decides as the oracle and the run-time pipeline do") {
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  random_source random(seed);
  std::size_t rows = 0;
  while (rows < 100'000) {
    const as_of now = random_moment(random);
    const day today = now.date;
    twin_parts t{without_ages(random_lists(random, today)),
                 random_period(random),
                 random_period(random),
                 random_period(random),
                 around(random, today, 2),
                 around(random, today, 2)};
    const columns numbers(random, random_size(random));
    const auto check = [&](const auto& fixed, const policy_document& document) {
      const pipeline read = composed(document, t.lists);
      const outcome got = run(fixed, now, numbers);
      std::string first;
      const std::size_t wrong =
          differences(got, oracle(document, t.lists, now, numbers.has_columns), numbers, fixed.size(), first);
      if (wrong != 0) FAIL(wrong << " rows: " << first << "\n" << spelled(document));
      const outcome same = run(read, now, numbers);
      REQUIRE((same.decisions == got.decisions));
      REQUIRE(same.passed == got.passed);
      rows += numbers.rows.size();
    };

    policy_document opt_in;
    opt_in.otherwise = verdict::block;
    opt_in.rules = {written(verdict::block, asked(listed_document{.list = "set0"})),
                    written(verdict::block, asked(duplicate_document{})),
                    written(verdict::block, asked(consent_document{.given = false, .list = "consent0"})),
                    written(verdict::allow, asked(consent_document{.list = "consent0", .not_older_than = t.old})),
                    written(verdict::allow, asked(related_document{"dated0", t.within}))};
    opt_in.rules[4].until = t.until;
    check(policy(block("r", listed(t.at("set0"))), block("r", duplicate()),
                 block("r", consent_withdrawn(t.at("consent0"))), allow("r", consent_given(t.at("consent0"), t.old)),
                 allow("r", related_within(t.at("dated0"), t.within)).until(t.until), otherwise_block("r")),
          opt_in);

    policy_document opt_out;
    opt_out.otherwise = verdict::allow;
    opt_out.rules = {
        written(verdict::block, asked(listed_document{.list = "set0", .max_age = t.max_age})),
        written(verdict::allow, asked(related_document{"dated0", t.within}), true),
        written(
            verdict::block,
            asked(all_document{
                {asked(region_document{{"US"}}), asked(not_document{{asked(type_document{{number_type::mobile}})}}),
                 asked(listed_document{.list = "set1", .max_age = t.max_age, .grace = t.old, .categories = {1, 2}})}})),
        written(verdict::block,
                asked(any_document{{asked(listed_document{.list = "dated1"}),
                                    asked(consent_document{.list = "consent1", .after = "set1"})}}),
                true),
        written(verdict::block, asked(all_document{{asked(column_document{"state", {"FL"}}),
                                                    asked(not_document{{asked(calling_hours_document{"hours0"})}})}})),
        written(verdict::block, asked(attempted_document{"attempts0", 2, t.within})),
        written(verdict::block, asked(prefix_document{{{1202, 4}}})),
        written(verdict::block, asked(always_document{}))};
    opt_out.rules[0].from = t.from;
    opt_out.hours = {random_hours(random, "hours0", today)};
    opt_out.time_zone = pick(random, test_zones());
    check(policy(block("r", listed(t.at("set0"), t.max_age)).from(t.from),
                 allow("r", related_within(t.at("dated0"), t.within)).pass_unknown(),
                 block("r", all_of(in_region{find_region("US")}, not_(of_type{number_type::mobile}),
                                   listed(t.at("set1"),
                                          listed_terms{.max_age = t.max_age, .grace = t.old, .categories = 6}))),
                 block("r", any_of(listed(t.at("dated1")), consent_given_after(t.at("consent1"), t.at("set1"))))
                     .pass_unknown(),
                 block("r", all_of(column_equals("state", {"FL"}),
                                   not_(calling_hours(opt_out.hours[0].table, opt_out.time_zone)))),
                 block("r", attempted(t.at("attempts0"), 2, t.within)),
                 block("r", with_prefix({number_prefix{1202, 4}})), block("r", always()), otherwise_allow("r")),
          opt_out);
  }
}
