// Many threads that decide by one pipeline.
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"
#include "callsieve/number/parse_batch.hpp"
#include "callsieve/policy/policy.hpp"

#include "io/temporary_folder.hpp"
#include "policy/opened_lists.hpp"
#include "rules/batch_against_oracle.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"
#include "threads/together.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

bool same(const outcome& a, const outcome& b) { return a.decisions == b.decisions && a.passed == b.passed; }

/// What every rule says and saw of a batch's rows.
std::string traced(const pipeline& rules, const as_of& now, const columns& numbers) {
  std::string text;
  std::vector<truth> said(numbers.rows.size());
  for (std::size_t r = 0; r < rules.size(); ++r) {
    rules.ask(r, now, numbers.view(), said);
    for (std::size_t i = 0; i < std::min<std::size_t>(said.size(), 5); ++i) {
      text += std::string(to_string(said[i])) + ' ' + rules.explain(r, now, numbers.view(), i) + '\n';
    }
  }
  return text;
}

}  // namespace

TEST_CASE("Threads decide by one pipeline as one thread does, whatever the policy and the numbers") {
  random_source random(test::random_seed());
  test::faults wrong;
  for (int world = 0; world < 40; ++world) {
    const as_of now = random_moment(random);
    std::map<std::string, list_facts> facts = random_lists(random, now.date);
    std::map<std::string, list> lists;
    for (auto& [name, f] : facts) lists.emplace(name, in_memory(f, list_tuning::speed));
    const policy_document policy = random_policy(random, now.date);
    const pipeline rules = composed_over(lists, policy);
    std::vector<std::unique_ptr<const columns>> batches;
    std::vector<outcome> right;
    std::vector<std::string> traces;
    for (int i = 0; i < 4; ++i) {
      batches.push_back(std::make_unique<const columns>(random, 20 + below(random, 200)));
      right.push_back(run(rules, now, *batches.back()));
      traces.push_back(traced(rules, now, *batches.back()));
    }
    test::together(test::thread_count, [&](std::size_t thread) {
      const pipeline copy = rules;
      for (std::size_t round = 0; round < 2 * batches.size(); ++round) {
        const std::size_t i = (round + thread) % batches.size();
        wrong.expect(same(run(round % 2 == 0 ? rules : copy, now, *batches[i]), right[i]));
        wrong.expect(traced(rules, now, *batches[i]) == traces[i]);
        wrong.expect(rules.decide(batches[i]->numbers[0], now) == copy.decide(batches[i]->numbers[0], now));
      }
    });
  }
  CHECK(wrong.count() == 0);
}

TEST_CASE("Threads that bind one policy to one store decide alike") {
  const test::temporary_folder folder;
  store lists = store::open_or_create(folder.path()).value();
  const phone_number objector = phone_number::from_digits_unchecked(12'025'550'123);
  REQUIRE(lists.add("blacklist", std::vector{objector}, false, *parse_day("2026-11-24")).ok());
  const auto document = read_policy(R"(
name = "calls"
region = "US"
otherwise = { allow = "clear" }
[[rule]]
block = "objection"
when = { listed = "blacklist" }
)",
                                    "calls.toml");
  REQUIRE(document.ok());
  const as_of now{*parse_day("2026-11-24"), {}};
  test::faults wrong;
  test::together(test::thread_count, [&](std::size_t thread) {
    const auto bound = bind_policy(*document, lists, {.dedupe = thread % 2 == 0});
    wrong.expect(bound.ok());
    if (!bound.ok()) return;
    for (std::uint64_t i = 0; i < 50; ++i) {
      // From texts, so that reading numbers is shared, too.
      const parsed_number number = parse("(202) 555-01" + std::to_string(10 + i), find_region("US"));
      const decision made = bound->rules.decide(number, now);
      wrong.expect(made.outcome == (number.number == objector ? verdict::block : verdict::allow));
    }
  });
  CHECK(wrong.count() == 0);
}
