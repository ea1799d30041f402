// What pipelines promise beyond the oracle: words, indexes, scalar answers, invalid numbers.
#include "callsieve/rules/pipeline.hpp"

#include <array>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"
#include "callsieve/rules/static_pipeline.hpp"

#include "memory_list.hpp"
#include "support/catch.hpp"
#include "support/days.hpp"

using namespace callsieve;
using namespace callsieve_test;
using test::on;

namespace {

constexpr std::uint64_t us_number = 12'025'550'123;

list_facts facts_of(std::string name, list_kind kind) {
  list_facts facts{.name = std::move(name), .kind = kind};
  facts.covers.emplace_back("", on("2026-11-01"));
  return facts;
}

/// What a predicate saw of one number on 2026-11-24.
template <class Predicate>
std::string seen(const Predicate& p, std::uint64_t digits = us_number) {
  const phone_number numbers[] = {phone_number::from_digits_unchecked(digits)};
  const plan_entry entry = classify(numbers[0]);
  const std::uint8_t repeats[] = {1};
  return p.explain(as_of{on("2026-11-24"), {}},
                   batch{numbers, std::span(&entry.region, 1), std::span(&entry.type, 1), repeats}, 0);
}

}  // namespace

TEST_CASE("A policy composed at compile time answers for one number, as the dialer asks") {
  list_facts black = facts_of("blacklist", list_kind::set);
  black.records[us_number] = {0, record_state::listed};
  const auto rules = policy(block("objection", listed(memory_list(black))).whole_row(), otherwise_allow("clear"));
  const as_of today{on("2026-11-24"), {}};

  const decision objected = rules.decide(phone_number::from_digits_unchecked(us_number), today);
  CHECK(objected.outcome == verdict::block);
  CHECK(rules.reason(objected.rule) == "objection");
  CHECK(rules.rule(objected.rule).scope == rule_scope::row);

  const decision clear = rules.decide(parse("+1 202 555 0124", region_id::none), today);
  CHECK(clear.outcome == verdict::allow);
  CHECK(rules.reason(clear.rule) == "clear");
}

TEST_CASE("What is not a valid number is blocked and no rule is asked") {
  const auto fixed = policy(allow("everybody", always()), otherwise_allow("clear"));
  const pipeline read(
      {{{.outcome = verdict::allow, .reason = "everybody"}, any_predicate(always()), "{ always = true }"}},
      verdict::allow, "clear");
  const as_of today{on("2026-11-24"), {}};
  for (const parsed_number& bad : {parse("", region_id::none), parse("+1 202 555", region_id::none), parsed_number{}}) {
    for (const decision& d : {fixed.decide(bad, today), read.decide(bad, today)}) {
      CHECK(d.outcome == verdict::block);
      CHECK(fixed.reason(d.rule) == "invalid");
      CHECK(read.reason(d.rule) == "invalid");
    }
  }
  CHECK(fixed.decide(phone_number(), today).outcome == verdict::block);
  CHECK(read.decide(phone_number(), today).outcome == verdict::block);
}

TEST_CASE("A pipeline of no rules does what happens otherwise; one that was never made blocks") {
  const as_of today{on("2026-11-24"), {}};
  const phone_number number = phone_number::from_digits_unchecked(us_number);
  const auto nothing = policy(otherwise_allow("clear"));
  CHECK(nothing.size() == 0);
  CHECK(nothing.reason(nothing.decide(number, today).rule) == "clear");
  const pipeline unmade;
  CHECK(unmade.decide(number, today).outcome == verdict::block);
  CHECK(unmade.reason(unmade.decide(number, today).rule) == "no-policy");
}

TEST_CASE("A rule tells what it saw in words") {
  list_facts ftc = facts_of("ftc", list_kind::set);
  CHECK(seen(listed(memory_list(ftc))) == "not on ftc; obtained 2026-11-01, 23 days old");
  ftc.records[us_number] = {0, record_state::listed};
  CHECK(seen(listed(memory_list(ftc))) == "on ftc; obtained 2026-11-01, 23 days old");
  ftc.covers = {{"1202", on("2026-11-23")}};
  CHECK(seen(listed(memory_list(ftc))) == "on ftc; obtained 2026-11-23 for +1202, 1 day old");
  CHECK(seen(listed(memory_list(ftc)), 14'155'550'123) == "not on ftc, which does not cover this number");
  ftc.covers = {{"", on("2026-12-23")}};
  CHECK(seen(listed(memory_list(ftc))) == "on ftc; obtained 2026-12-23, after the day asked for");

  list_facts customers = facts_of("customers", list_kind::dated);
  CHECK(seen(related_within(memory_list(customers), years(3))) == "not in customers; obtained 2026-11-01, 23 days old");
  customers.records[us_number] = {day_number(on("2024-03-01")), record_state::purchase};
  CHECK(seen(related_within(memory_list(customers), years(3))) ==
        "purchase 2024-03-01 in customers; obtained 2026-11-01, 23 days old");
  CHECK(seen(related_within(memory_list(customers), years(3), days(31))) ==
        "purchase 2024-03-01 in customers; obtained 2026-11-01, 23 days old");
  customers.records[us_number].state = record_state::contract_end;
  CHECK(seen(related_within(memory_list(customers), years(3))) ==
        "contract ended 2024-03-01 in customers; obtained 2026-11-01, 23 days old");
  customers.records[us_number].day_number = day_number(on("2027-03-01"));
  CHECK(seen(related_within(memory_list(customers), years(3))) ==
        "contract ends 2027-03-01 in customers; obtained 2026-11-01, 23 days old");
  customers.records[us_number].day_number = open_contract;
  CHECK(seen(related_within(memory_list(customers), years(3))) ==
        "contract runs in customers; obtained 2026-11-01, 23 days old");

  list_facts consents = facts_of("consents", list_kind::consent);
  CHECK(seen(consent_given(memory_list(consents))) == "not in consents; obtained 2026-11-01, 23 days old");
  consents.records[us_number] = {day_number(on("2025-01-02")), record_state::withdrawn};
  CHECK(seen(consent_withdrawn(memory_list(consents))) ==
        "withdrawn 2025-01-02 in consents; obtained 2026-11-01, 23 days old");

  CHECK(seen(duplicate()) == "came earlier in the input");
  CHECK(seen(of_type{number_type::mobile}, 61'491'570'156) == "type mobile");
  CHECK(seen(in_region{find_region("NL")}, 61'491'570'156) == "region AU");
  CHECK(seen(with_prefix({{1415, 4}, {1202, 4}})) == "prefix +1202");
  CHECK(seen(all_of(always(), not_(duplicate()))) == "always | came earlier in the input");
}

TEST_CASE("Only predicates that ask for duplicates need the column, however deep they are") {
  const auto needs = [](any_predicate p) {
    return pipeline({{{}, std::move(p), ""}}, verdict::block, "x").asks_for_duplicates();
  };
  CHECK(needs(any_predicate(duplicate())));
  CHECK(needs(any_predicate(not_(any_of(always(), all_of(duplicate()))))));
  CHECK(needs(any_predicate(all_of(std::vector{any_predicate(always()), any_predicate(duplicate())}))));
  CHECK_FALSE(needs(any_predicate(not_(any_of(always(), all_of(always()))))));
}

TEST_CASE("In a batch without the column nothing is a duplicate") {
  const phone_number numbers[] = {phone_number::from_digits_unchecked(us_number)};
  truth out[] = {truth::yes};
  ask(duplicate(), as_of{}, batch{numbers, {}, {}, {}}, out);
  CHECK(out[0] == truth::no);
}

TEST_CASE("A reason is 1 to 32 lower-case letters, digits and dashes") {
  CHECK(is_reason("no-consent"));
  CHECK(is_reason(std::string(32, 'a')));
  CHECK_FALSE(is_reason(""));
  CHECK_FALSE(is_reason(std::string(33, 'a')));
  CHECK_FALSE(is_reason("No"));
  CHECK_FALSE(is_reason("no_consent"));
  CHECK(is_reserved_reason("invalid"));
  CHECK(is_reserved_reason("malformed"));
  CHECK(is_reserved_reason("duplicate"));
}

TEST_CASE("Counting passed unknowns is optional and changes no decision") {
  const auto rules = policy(block("registry", listed(memory_list(list_facts{.name = "ftc"}))).pass_unknown(),
                            otherwise_allow("clear"));
  const phone_number number = phone_number::from_digits_unchecked(us_number);
  const batch one{std::span(&number, 1), {}, {}, {}};
  decision counted, uncounted;
  std::array<std::uint64_t, 1> passed{};
  rules.decide(as_of{}, one, std::span(&counted, 1), passed);
  rules.decide(as_of{}, one, std::span(&uncounted, 1), {});
  CHECK(passed[0] == 1);
  CHECK((counted == uncounted));
  CHECK(counted.outcome == verdict::allow);
}
