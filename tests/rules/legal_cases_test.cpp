// One row a legal situation: what section 3 of the design says of days, coverage and age.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/rules/predicates.hpp"

#include "memory_list.hpp"
#include "support/catch.hpp"
#include "support/days.hpp"

using namespace callsieve;
using namespace callsieve_test;
using test::on;

namespace {

constexpr std::uint64_t number = 12'025'550'123;

template <class Predicate>
truth say(const Predicate& p, std::string_view today) {
  const phone_number numbers[] = {phone_number::from_digits_unchecked(number)};
  truth out[] = {truth::no};
  ask(p, as_of{on(today), {}}, batch{numbers, {}, {}, {}}, out);
  return out[0];
}

memory_list world_list(list_kind kind, record_state state, std::string_view date) {
  list_facts facts{.name = "list", .kind = kind};
  facts.covers.emplace_back("", on("2024-01-01"));
  const std::int32_t when = date == "open" ? open_contract : date.empty() ? 0 : day_number(on(date));
  if (state != record_state::absent) facts.records[number] = {when, state};
  return memory_list(facts);
}

period lasting(std::string_view text) { return parse_period(text).value(); }

}  // namespace

TEST_CASE("A customer is a customer until the same day of the month, years later, and no longer") {
  struct situation {
    const char* name;
    record_state state;
    const char* date;
    const char* within;
    const char* today;
    truth expected;
  };
  const std::vector<situation> situations{
      {"the day of the purchase", record_state::purchase, "2024-03-01", "3 years", "2024-03-01", truth::yes},
      {"the last day of three years", record_state::purchase, "2024-03-01", "3 years", "2027-02-28", truth::yes},
      {"the day after three years", record_state::purchase, "2024-03-01", "3 years", "2027-03-01", truth::no},
      {"a purchase dated later than as-of", record_state::purchase, "2024-03-02", "3 years", "2024-03-01", truth::no},
      {"bought on 29 February, last day", record_state::purchase, "2024-02-29", "3 years", "2027-02-27", truth::yes},
      {"bought on 29 February, becomes 28", record_state::purchase, "2024-02-29", "3 years", "2027-02-28", truth::no},
      {"bought on 29 February, four years", record_state::purchase, "2024-02-29", "4 years", "2028-02-28", truth::yes},
      {"29 February again", record_state::purchase, "2024-02-29", "4 years", "2028-02-29", truth::no},
      {"bought on 28 February before a leap year", record_state::purchase, "2023-02-28", "1 year", "2024-02-28",
       truth::no},
      {"18 months from the 31st, clamped", record_state::purchase, "2024-08-31", "18 months", "2026-02-27", truth::yes},
      {"18 months from the 31st, reached", record_state::purchase, "2024-08-31", "18 months", "2026-02-28", truth::no},
      {"one month from 31 January, last day", record_state::purchase, "2025-01-31", "1 month", "2025-02-27",
       truth::yes},
      {"one month from 31 January, reached", record_state::purchase, "2025-01-31", "1 month", "2025-02-28", truth::no},
      {"one month from 28 February at the end of March", record_state::purchase, "2025-02-28", "1 month", "2025-03-30",
       truth::no},
      {"one month from 1 March at the end of March", record_state::purchase, "2025-03-01", "1 month", "2025-03-31",
       truth::yes},
      {"31 days, last", record_state::purchase, "2025-01-01", "31 days", "2025-01-31", truth::yes},
      {"31 days, over", record_state::purchase, "2025-01-01", "31 days", "2025-02-01", truth::no},
      {"two weeks, last", record_state::purchase, "2025-01-01", "2 weeks", "2025-01-14", truth::yes},
      {"two weeks, over", record_state::purchase, "2025-01-01", "2 weeks", "2025-01-15", truth::no},
      {"a contract that runs", record_state::contract_end, "open", "1 day", "2025-01-15", truth::yes},
      {"a contract that ends later", record_state::contract_end, "2026-01-01", "1 day", "2025-01-15", truth::yes},
      {"a contract that ends today", record_state::contract_end, "2025-01-15", "1 day", "2025-01-15", truth::yes},
      {"a contract that ended yesterday, within a day", record_state::contract_end, "2025-01-14", "1 day", "2025-01-15",
       truth::no},
      {"a contract that ended, three years ago less a day", record_state::contract_end, "2022-01-16", "3 years",
       "2025-01-15", truth::yes},
      {"a contract that ended three years ago", record_state::contract_end, "2022-01-15", "3 years", "2025-01-15",
       truth::no},
      {"not a customer", record_state::absent, "", "3 years", "2025-01-15", truth::no},
  };
  for (const situation& s : situations) {
    INFO(s.name);
    const memory_list list = world_list(list_kind::dated, s.state, s.date);
    CHECK(to_string(say(related_within(list, lasting(s.within)), s.today)) == to_string(s.expected));
  }
}

TEST_CASE("Consent counts from its day on, until it is too old; a withdrawal counts on any day") {
  struct situation {
    const char* name;
    record_state state;
    const char* date;
    const char* not_older_than;
    const char* today;
    truth given, withdrawn;
  };
  const std::vector<situation> situations{
      {"given today", record_state::given, "2025-01-15", "", "2025-01-15", truth::yes, truth::no},
      {"given long ago", record_state::given, "1999-01-15", "", "2025-01-15", truth::yes, truth::no},
      {"given later than as-of", record_state::given, "2025-01-16", "", "2025-01-15", truth::no, truth::no},
      {"given two years ago less a day", record_state::given, "2023-01-16", "2 years", "2025-01-15", truth::yes,
       truth::no},
      {"given two years ago", record_state::given, "2023-01-15", "2 years", "2025-01-15", truth::no, truth::no},
      {"withdrawn today", record_state::withdrawn, "2025-01-15", "", "2025-01-15", truth::no, truth::yes},
      {"withdrawn later than as-of", record_state::withdrawn, "2025-06-01", "", "2025-01-15", truth::no, truth::yes},
      {"withdrawn long ago", record_state::withdrawn, "1999-06-01", "2 years", "2025-01-15", truth::no, truth::yes},
      {"never asked", record_state::absent, "", "", "2025-01-15", truth::no, truth::no},
  };
  for (const situation& s : situations) {
    INFO(s.name);
    const memory_list list = world_list(list_kind::consent, s.state, s.date);
    const std::optional<period> age = *s.not_older_than ? std::optional(lasting(s.not_older_than)) : std::nullopt;
    CHECK(to_string(say(consent_given(list, age), s.today)) == to_string(s.given));
    CHECK(to_string(say(consent_withdrawn(list), s.today)) == to_string(s.withdrawn));
  }
}

TEST_CASE("A stale copy is unknown whatever it says; outside coverage only a listed number is known") {
  struct situation {
    const char* name;
    std::vector<std::pair<std::string, const char*>> covers;
    bool held;
    const char* max_age;
    const char* today;
    truth expected;
  };
  const std::vector<situation> situations{
      {"fresh and listed", {{"", "2025-01-01"}}, true, "31 days", "2025-01-20", truth::yes},
      {"fresh and absent", {{"", "2025-01-01"}}, false, "31 days", "2025-01-20", truth::no},
      {"31 days old is the last fresh day", {{"", "2025-01-01"}}, false, "31 days", "2025-02-01", truth::no},
      {"32 days old is stale, absent", {{"", "2025-01-01"}}, false, "31 days", "2025-02-02", truth::stale},
      {"32 days old is stale, listed", {{"", "2025-01-01"}}, true, "31 days", "2025-02-02", truth::stale},
      {"any age without a limit", {{"", "1999-01-01"}}, false, "", "2025-02-02", truth::no},
      {"one month from the 31st is fresh on the 28th", {{"", "2025-01-31"}}, false, "1 month", "2025-02-28", truth::no},
      {"and stale on the 1st", {{"", "2025-01-31"}}, false, "1 month", "2025-03-01", truth::stale},
      {"obtained after as-of", {{"", "2025-03-01"}}, true, "31 days", "2025-01-20", truth::yes},
      {"covered by its prefix", {{"1202", "2025-01-01"}}, false, "31 days", "2025-01-20", truth::no},
      {"covered by its prefix, stale", {{"1202", "2024-11-01"}}, true, "31 days", "2025-01-20", truth::stale},
      {"the longest prefix decides",
       {{"1", "2024-01-01"}, {"1202", "2025-01-01"}},
       false,
       "31 days",
       "2025-01-20",
       truth::no},
      {"also when it is the older copy",
       {{"1", "2025-01-01"}, {"1202", "2024-01-01"}},
       false,
       "31 days",
       "2025-01-20",
       truth::stale},
      {"not covered and absent", {{"1415", "2025-01-01"}}, false, "31 days", "2025-01-20", truth::not_covered},
      {"not covered and absent, no limit", {{"1415", "2025-01-01"}}, false, "", "2025-01-20", truth::not_covered},
      {"not covered but listed", {{"1415", "2025-01-01"}}, true, "31 days", "2025-01-20", truth::yes},
      {"a list that covers nothing, absent", {}, false, "", "2025-01-20", truth::not_covered},
      {"a list that covers nothing, listed", {}, true, "", "2025-01-20", truth::yes},
  };
  for (const situation& s : situations) {
    INFO(s.name);
    list_facts facts{.name = "list"};
    for (const auto& [prefix, obtained] : s.covers) facts.covers.emplace_back(prefix, on(obtained));
    if (s.held) facts.records[number] = {0, record_state::listed};
    const std::optional<period> age = *s.max_age ? std::optional(lasting(s.max_age)) : std::nullopt;
    CHECK(to_string(say(listed(memory_list(facts), age), s.today)) == to_string(s.expected));
  }
}

TEST_CASE("Customers and consents outside coverage are unknown unless the list holds them") {
  list_facts facts{.name = "customers", .kind = list_kind::dated};
  facts.covers.emplace_back("44", on("2025-01-01"));
  CHECK(say(related_within(memory_list(facts), years(3)), "2025-01-20") == truth::not_covered);
  facts.records[number] = {day_number(on("2024-12-01")), record_state::purchase};
  CHECK(say(related_within(memory_list(facts), years(3)), "2025-01-20") == truth::yes);
  CHECK(say(related_within(memory_list(facts), days(3)), "2025-01-20") == truth::no);

  list_facts consents{.name = "consents", .kind = list_kind::consent};
  consents.covers.emplace_back("44", on("2025-01-01"));
  CHECK(say(consent_given(memory_list(consents)), "2025-01-20") == truth::not_covered);
  CHECK(say(consent_withdrawn(memory_list(consents)), "2025-01-20") == truth::not_covered);
  consents.records[number] = {day_number(on("2024-12-01")), record_state::withdrawn};
  CHECK(say(consent_given(memory_list(consents)), "2025-01-20") == truth::no);
  CHECK(say(consent_withdrawn(memory_list(consents)), "2025-01-20") == truth::yes);
}

TEST_CASE("Days that only a damaged list holds are answered, not computed with") {
  for (const std::int32_t wild : {INT32_MIN, INT32_MIN + 1, -5'000'000, 5'000'000, INT32_MAX - 1}) {
    list_facts facts{.name = "customers", .kind = list_kind::dated};
    facts.covers.emplace_back("", on("2025-01-01"));
    facts.records[number] = {wild, record_state::purchase};
    const related_within customers(memory_list(facts), years(3));
    CHECK(say(customers, "2025-01-20") == truth::no);
    const phone_number numbers[] = {phone_number::from_digits_unchecked(number)};
    CHECK_FALSE(customers.explain(as_of{on("2025-01-20"), {}}, batch{numbers, {}, {}, {}}, 0).empty());
  }
}

TEST_CASE("The first day from which a period reaches a day is found for every day of nine years") {
  const std::vector<period> lengths{days(1),   days(31),  days(36'500), {2, period_unit::weeks},
                                    months(1), months(3), months(18),   months(1'200),
                                    years(1),  years(3),  years(4),     years(100)};
  for (const period length : lengths) {
    day d = add(on("2023-01-01"), period{-length.count, length.unit}) - std::chrono::days{40};
    for (day target = on("2023-01-01"); target < on("2032-01-01"); target += std::chrono::days{1}) {
      while (add(d, length) < target) d += std::chrono::days{1};  // the definition, day by day
      if (first_day_reaching(target, length) != day_number(d)) {
        FAIL(to_string(length) << " to " << to_string(target) << ": " << to_string(d) << " is the first");
      }
    }
  }
  CHECK(first_day_reaching(on("2025-01-01"), years(30'000)) == INT32_MIN);
  CHECK(first_day_reaching(on("2025-01-01"), days(36'500'000)) == INT32_MIN);
}
