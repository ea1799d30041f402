// The table of docs/policy.md that says of what each question is unknown, held against what questions say.
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <variant>

#include "random_batch.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// Causes by question.
using table = std::map<std::string, std::set<std::string>>;

std::string without_marks(std::string cell) {
  std::string text;
  for (const char c : cell) text += c == '`' ? std::string() : std::string(1, c);
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

table documented() {
  std::ifstream page(std::string(CALLSIEVE_DOCS) + "/policy.md");
  table found;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| question | cause |")) {
      inside = true;
    } else if (inside && !line.starts_with("|")) {
      break;
    } else if (inside && !line.starts_with("|---")) {
      std::istringstream cells(line.substr(1));
      std::string question, cause;
      std::getline(cells, question, '|');
      std::getline(cells, cause, '|');
      CHECK(found[without_marks(question)].insert(without_marks(cause)).second);
    }
  }
  return found;
}

/// `{ listed = "L" }`: listed.
std::string question_of(const predicate_document& predicate) {
  const std::string text = to_string(predicate);
  return text.substr(2, text.find(' ', 2) - 2);
}

as_of moment(random_source& random) {
  as_of when{*parse_day("2026-03-29"), std::nullopt};
  if (!one_in(random, 5)) when.time = std::chrono::minutes{static_cast<int>(below(random, 1'440))};
  return when;
}

/// What questions without parts say in random worlds: of many rows at once, and of few.
table seen_of_questions() {
  random_source random(test::random_seed(20261130));
  table seen;
  for (int round = 0; round < 20'000; ++round) {
    const as_of now = moment(random);
    const auto lists = random_lists(random, now.date);
    policy_document policy = random_policy(random, now.date);
    policy.rules.resize(1);
    policy.rules[0].when = random_predicate(random, 0);
    policy.rules[0].pass_no_time = false;
    const pipeline rules = composed(policy, lists);
    const columns numbers(random, one_in(random, 2) ? 40 : 8);
    std::vector<truth> said(numbers.rows.size());
    rules.ask(0, now, numbers.view(), said);
    std::set<std::string>& causes = seen[question_of(policy.rules[0].when)];
    for (const truth one : said) {
      if (is_unknown(one)) causes.insert(std::string(to_string(one)));
    }
  }
  return seen;
}

}  // namespace

TEST_CASE("Of what each question is unknown stands in docs/policy.md, and nothing else does") {
  table documentation = documented();
  // Every question of the grammar has its row.
  CHECK(documentation.size() == std::variant_size_v<decltype(predicate_document::what)>);
  for (const char* combined : {"all", "any"}) CHECK(documentation[combined] == std::set<std::string>{"as its parts"});
  CHECK(documentation["not"] == std::set<std::string>{"as its part"});
  for (const char* combined : {"all", "any", "not"}) documentation.erase(combined);

  table seen = seen_of_questions();
  for (auto& [question, causes] : seen) {
    if (causes.empty()) causes.insert("never");
  }
  CHECK(seen == documentation);
}

TEST_CASE("Every cause has words of its own, and a row in docs/policy.md") {
  std::set<std::string> words, causes;
  for (std::size_t t = static_cast<std::size_t>(truth::stale); t < truth_count; ++t) {
    words.insert(std::string(to_string(static_cast<truth>(t))));
  }
  CHECK(words.size() == truth_count - 2);
  CHECK(words.count("unknown") == 0);
  CHECK(to_string(static_cast<truth>(truth_count)) == "unknown");
  for (const auto& [question, of_it] : documented()) causes.insert(of_it.begin(), of_it.end());
  for (const std::string& word : words) CHECK(causes.count(word) == 1);
}

TEST_CASE("A type is known as far as the plan tells it") {
  using enum number_type;
  struct expected {
    std::vector<number_type> asked;
    number_type is;
    truth said;
  };
  const std::vector<expected> cases{
      {{mobile}, mobile, truth::yes},
      {{mobile}, fixed_line, truth::no},
      {{mobile}, fixed_line_or_mobile, truth::no_type},
      {{fixed_line}, fixed_line_or_mobile, truth::no_type},
      {{mobile, voip}, fixed_line_or_mobile, truth::no_type},
      {{mobile, fixed_line_or_mobile}, mobile, truth::yes},
      {{mobile, fixed_line_or_mobile}, fixed_line_or_mobile, truth::yes},
      {{mobile, fixed_line_or_mobile}, fixed_line, truth::no},
      {{fixed_line, fixed_line_or_mobile}, fixed_line_or_mobile, truth::yes},
      {{mobile, fixed_line}, fixed_line_or_mobile, truth::yes},
      {{fixed_line_or_mobile}, fixed_line_or_mobile, truth::yes},
      {{fixed_line_or_mobile}, mobile, truth::no},
      {{voip, toll_free}, fixed_line_or_mobile, truth::no},
      {{voip}, unknown, truth::no_type},
      {{unknown}, unknown, truth::yes},
      {{unknown}, mobile, truth::no},
      {{mobile, unknown}, fixed_line_or_mobile, truth::no_type},
  };
  const phone_number number = phone_number::from_digits_unchecked(12025550123);
  const region_id us = find_region("US");
  for (const expected& one : cases) {
    const of_type asked{std::span<const number_type>(one.asked)};
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}}) {
      const std::vector<phone_number> numbers(size, number);
      const std::vector<region_id> regions(size, us);
      const std::vector<number_type> types(size, one.is);
      const batch rows{numbers, regions, types, {}};
      std::vector<pipeline_rule> rules;
      rules.push_back({{.outcome = verdict::block, .reason = "b"}, any_predicate(asked), ""});
      std::vector<truth> said(size);
      pipeline(std::move(rules), verdict::allow, "clear").ask(0, {}, rows, said);
      CHECK(said == std::vector<truth>(size, one.said));
      const bool names_way_out = asked.explain({}, rows, 0).find("ask a list of ported numbers") != std::string::npos;
      CHECK(names_way_out == (one.said == truth::no_type && one.is == fixed_line_or_mobile));
    }
  }
}
