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

#include "batch_against_oracle.hpp"
#include "policy/compose.hpp"
#include "random_batch.hpp"
#include "random_world.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

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
  random_source random(test::random_seed());
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
  random_source random(test::random_seed());
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
        if (rules.explain(r, now, numbers.view(), i).empty()) FAIL("nothing seen by " << rules.predicate_text(r));
      }
    }
  }
}

TEST_CASE("A policy composed at compile time decides as the oracle and the run-time pipeline do") {
  random_source random(test::random_seed());
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
