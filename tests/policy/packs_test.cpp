// The policies that come with the product: one row a legal situation, with its source.
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "policy/compose.hpp"
#include "support/catch.hpp"
#include "world.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// Numbers reserved for fiction, or of the plan's own examples where a country reserves none.
const std::map<std::string, std::uint64_t>& number_of_pack() {
  static const std::map<std::string, std::uint64_t> numbers{
      {"nl-consumer", 31'201'234'567}, {"us-federal", 12'025'550'123}, {"us-federal-autodialer", 12'025'550'123},
      {"us-fl", 12'025'550'123},       {"uk", 442'079'460'123},        {"ca", 14'165'550'123},
      {"fr", 33'123'456'789},          {"be", 3'212'345'678},          {"de", 493'023'125'123},
      {"es", 34'810'123'456},          {"it", 390'212'345'678},        {"au", 61'491'570'156},
      {"sg", 6'561'234'567},           {"se", 46'701'740'605}};
  return numbers;
}

/// `consents given 2025-01-01`, `customers bought 2025-01-01`, `contracts open`, `contracts ended 2025-01-01`, `ftc`
/// (listed), `rpo since 2025-01-01`, `calls 2026-11-01 2026-11-02`, `ftc obtained 2026-10-01`, `nix version
/// 2026-10-01`.
void apply_fact(std::map<std::string, list_facts>& lists, const std::string& fact, std::uint64_t number) {
  std::istringstream words(fact);
  std::string list, word, date;
  words >> list >> word >> date;
  INFO("fact: " << fact);
  REQUIRE(lists.count(list) == 1);
  list_facts& facts = lists.at(list);
  if (word == "obtained") {
    facts.covers = {{"", *parse_day(date)}};
  } else if (word == "version") {
    facts.version = date;
  } else if (word.empty()) {
    facts.records[number] = {0, record_state::listed};
  } else if (word == "open") {
    facts.records[number] = {open_contract, record_state::contract_end};
  } else if (const auto first = parse_day(word)) {
    facts.records[number] = {day_number(*first), record_state::attempted};
    facts.attempts[number].push_back(*first);
    for (; !date.empty(); date.clear(), words >> date) facts.attempts[number].push_back(*parse_day(date));
  } else {
    const std::map<std::string, record_state> states{{"given", record_state::given},
                                                     {"withdrawn", record_state::withdrawn},
                                                     {"bought", record_state::purchase},
                                                     {"ended", record_state::contract_end},
                                                     {"since", record_state::listed}};
    REQUIRE(states.count(word) == 1);
    facts.records[number] = {day_number(*parse_day(date)), states.at(word)};
    if (word == "since") facts.days = day_meaning::registered;
  }
}

struct situation {
  const char* pack;
  const char* when;
  std::vector<std::string> facts;
  const char* expected;  ///< `allow consent`, `block registry`, `unknown registry: stale`
  const char* source;
  const char* sector = nullptr;
  const char* state = "NY";  ///< the column of that name
};

/// What a pack says of its number. Every list that it asks exists, and is fresh unless the facts say otherwise.
std::string say(const situation& s, const store& in) {
  const auto policy = find_policy(s.pack, in);
  REQUIRE(message_of(policy.status()) == "");
  const as_of when = *parse_as_of(s.when);
  const std::uint64_t number = number_of_pack().at(s.pack);
  std::map<std::string, list_facts> lists;
  for (const std::string& name : policy->lists()) {
    lists[name] = {.name = name, .covers = {{"", when.date}}, .version = to_string(when.date)};
  }
  for (auto& [name, facts] : lists) {
    if (name == "consents") facts.kind = list_kind::consent;
    if (name == "customers" || name == "contracts" || name == "inquiries") facts.kind = list_kind::dated;
    if (name == "calls" || name == "refusals") facts.kind = list_kind::attempts;
  }
  for (const std::string& fact : s.facts) apply_fact(lists, fact, number);
  const detail::composer<memory_list> make([&lists](const std::string& name) { return memory_list(lists.at(name)); },
                                           *policy);
  std::vector<pipeline_rule> rules;
  for (const rule_document& rule : policy->rules) {
    rules.push_back(detail::compose_rule(rule, make));
    const std::set<std::string> sectors(rule.sectors.begin(), rule.sectors.end());
    rules.back().header.other_sector = !sectors.empty() && (!s.sector || sectors.count(s.sector) == 0);
  }
  const pipeline made(std::move(rules), policy->otherwise, policy->otherwise_reason);
  const parsed_number parsed = detail::in_plan(phone_number::from_digits_unchecked(number));
  REQUIRE(parsed.valid());
  const std::string_view state[] = {s.state};
  const text_column columns[] = {{"state", state}};
  batch one{{&parsed.number, 1}, {&parsed.region, 1}, {&parsed.type, 1}, {}};
  one.columns = columns;
  decision answer;
  made.decide(when, one, {&answer, 1}, {});
  std::string text = std::string(to_string(answer.outcome)) + ' ' + made.reason(answer.rule);
  if (answer.outcome == verdict::unknown) text += ": " + std::string(to_string(answer.cause));
  return text;
}

const std::vector<situation>& situations() {
  static const std::vector<situation> all{
      // The Netherlands.
      {"nl-consumer", "2026-06-30", {}, "block no-consent", "Tw 11.7: consent or customer relation"},
      {"nl-consumer", "2026-11-24", {"consents given 2024-01-01"}, "allow consent", "Tw 11.7"},
      {"nl-consumer", "2026-11-24", {"consents withdrawn 2024-01-01"}, "block consent-withdrawn", "Tw 11.7"},
      {"nl-consumer",
       "2026-11-24",
       {"consents given 2024-01-01", "blacklist"},
       "block objection",
       "right of objection is absolute"},
      {"nl-consumer",
       "2026-06-30",
       {"customers bought 2024-01-01"},
       "allow customer",
       "Code Telemarketing: three years"},
      {"nl-consumer",
       "2026-06-30",
       {"customers bought 2023-06-30"},
       "block no-consent",
       "Code Telemarketing: three years are over"},
      {"nl-consumer",
       "2026-07-01",
       {"customers bought 2026-01-01"},
       "block no-consent",
       "customer ground ends 1 July 2026"},
      {"nl-consumer", "2026-07-01", {"customers bought 2026-01-01"}, "allow customer", "charities keep it", "charity"},
      {"nl-consumer", "2026-07-01", {"customers bought 2026-01-01"}, "allow customer", "publishers keep it", "press"},
      {"nl-consumer", "2026-07-01", {"customers bought 2026-01-01"}, "block no-consent", "energy does not", "energy"},
      // The United States.
      {"us-federal", "2026-11-24T12:00", {}, "allow clear", "not on the registry"},
      {"us-federal", "2026-11-24T12:00", {"ftc"}, "block registry", "16 CFR 310.4(b)(1)(iii)"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc obtained 2026-10-24"},
       "allow clear",
       "16 CFR 310.4(b)(3)(iv): 31 days old"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc obtained 2026-10-23"},
       "unknown registry: stale",
       "16 CFR 310.4(b)(3)(iv): 32 days old"},
      {"us-federal", "2026-11-24T12:00", {"ftc", "customers bought 2025-05-25"}, "allow customer", "EBR 18 months"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc", "customers bought 2025-05-24"},
       "block registry",
       "EBR 18 months are over"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc", "inquiries bought 2026-08-25"},
       "allow inquiry",
       "EBR 3 months after an inquiry"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc", "inquiries bought 2026-08-24"},
       "block registry",
       "EBR 3 months are over"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc", "consents given 2019-01-01"},
       "allow consent",
       "written permission lifts the registry"},
      {"us-federal",
       "2026-11-24T12:00",
       {"blacklist", "customers bought 2026-11-01"},
       "block objection",
       "47 CFR 64.1200(d): own list overrides the relation"},
      {"us-federal", "2026-11-24T07:59", {}, "block hours", "47 CFR 64.1200(c)(1)"},
      {"us-federal", "2026-11-24T08:00", {}, "allow clear", "47 CFR 64.1200(c)(1)"},
      {"us-federal",
       "2026-11-24T21:00",
       {"customers bought 2026-11-01"},
       "block hours",
       "47 CFR 64.1200(c)(1): customers too"},
      {"us-federal", "2026-11-24", {"ftc"}, "block registry", "without a time hours are left to the dialer"},
      {"us-federal", "2026-11-24T12:00", {"ftc"}, "allow exempt", "surveys are outside the registry", "survey"},
      {"us-federal",
       "2026-11-24T12:00",
       {"ftc", "blacklist"},
       "block objection",
       "an own no counts for them too",
       "survey"},
      {"us-federal-autodialer", "2026-11-24T12:00", {"wireless"}, "block wireless", "47 CFR 64.1200(a)"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless", "customers bought 2026-11-01"},
       "block wireless",
       "EBR is no exemption for wireless"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless", "consents given 2026-01-01"},
       "block reassigned",
       "RND: no answer, no safe harbour"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless", "consents given 2026-01-01", "rnd-no"},
       "allow consent",
       "RND answered no"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless", "consents given 2026-01-01", "rnd-no", "rnd-no obtained 2026-10-01"},
       "unknown reassigned: stale",
       "RND: the most recent version"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless since 2026-11-10"},
       "allow clear",
       "ported 14 days ago: 15 days' safe harbour"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"wireless since 2026-11-09"},
       "block wireless",
       "ported 15 days ago"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"consents withdrawn 2026-01-01"},
       "block consent-withdrawn",
       "revocation"},
      {"us-federal-autodialer",
       "2026-11-24T12:00",
       {"ftc", "customers bought 2026-01-01"},
       "allow customer",
       "a wireline number: as us-federal"},
      {"us-fl", "2026-11-24T20:30", {}, "allow clear", "New York keeps the federal hours"},
      {"us-fl", "2026-11-24T20:30", {}, "block fl-hours", "Florida: until 20:00", nullptr, "FL"},
      {"us-fl", "2026-11-24T12:00", {"fl-dnc"}, "block fl-list", "Florida's own list", nullptr, "FL"},
      {"us-fl", "2026-11-24T12:00", {"fl-dnc"}, "allow clear", "not Florida", nullptr, "NY"},
      {"us-fl",
       "2026-11-24T12:00",
       {"calls 2026-11-24 2026-11-24 2026-11-23"},
       "block fl-attempts",
       "three calls in 24 hours",
       nullptr,
       "fl"},
      {"us-fl",
       "2026-11-24T12:00",
       {"calls 2026-11-24 2026-11-24 2026-11-22"},
       "allow clear",
       "two calls in 24 hours",
       nullptr,
       "FL"},
      {"us-fl", "2026-11-24T12:00", {}, "allow clear", "a state unknown, and nothing against the call", nullptr, ""},
      {"us-fl",
       "2026-11-24T12:00",
       {"fl-dnc"},
       "unknown fl-list: no value",
       "a state unknown, and Florida would matter",
       nullptr,
       ""},
      // The United Kingdom.
      {"uk", "2026-11-24T12:00", {}, "allow clear", "PECR reg. 21: not on the register"},
      {"uk", "2026-11-24T12:00", {"tps"}, "block tps", "PECR reg. 21(1)"},
      {"uk", "2026-11-24T12:00", {"ctps"}, "block ctps", "businesses are on CTPS"},
      {"uk", "2026-11-24T12:00", {"tps since 2026-10-28"}, "allow clear", "PECR reg. 21(3): listed for 27 days"},
      {"uk", "2026-11-24T12:00", {"tps since 2026-10-27"}, "block tps", "PECR reg. 21(3): listed for 28 days"},
      {"uk",
       "2026-11-24T12:00",
       {"tps obtained 2026-10-26"},
       "unknown tps: stale",
       "a copy 29 days old may miss one listed for 28"},
      {"uk",
       "2026-11-24T12:00",
       {"tps", "consents given 2020-01-01"},
       "allow consent",
       "PECR reg. 21(4): survives a later registration"},
      {"uk",
       "2026-11-24T12:00",
       {"tps", "consents withdrawn 2020-01-01"},
       "block consent-withdrawn",
       "PECR reg. 21(5)"},
      {"uk",
       "2026-11-24T12:00",
       {"consents given 2020-01-01", "blacklist"},
       "block objection",
       "own objections beat everything"},
      {"uk", "2026-11-24T12:00", {}, "block consent-needed", "pensions need consent", "pensions"},
      {"uk", "2026-11-28T08:59", {}, "block hours", "code: weekends from 9"},
      {"uk", "2026-11-27T08:00", {}, "allow clear", "code: weekdays from 8"},
      // Canada.
      {"ca", "2026-11-24T12:00", {"dncl"}, "block registry", "national list"},
      {"ca", "2026-11-24T12:00", {"dncl obtained 2026-10-23"}, "unknown registry: stale", "32 days old"},
      {"ca",
       "2026-11-24T12:00",
       {"dncl", "customers ended 2025-05-25"},
       "allow customer",
       "contract ended within 18 months"},
      {"ca", "2026-11-24T12:00", {"dncl", "inquiries bought 2026-05-25"}, "allow inquiry", "inquiry within 6 months"},
      {"ca", "2026-11-24T12:00", {"dncl", "inquiries bought 2026-05-24"}, "block registry", "inquiry 6 months ago"},
      {"ca", "2026-11-24T21:29", {}, "allow clear", "weekdays until 21:30"},
      {"ca", "2026-11-24T21:30", {}, "block hours", "weekdays until 21:30"},
      {"ca", "2026-11-28T18:00", {}, "block hours", "weekends 10-18"},
      {"ca", "2026-11-24T12:00", {"dncl"}, "allow exempt", "newspapers are exempt", "newspaper"},
      // France.
      {"fr", "2026-11-24T10:00", {}, "block no-consent", "Law 2025-594 from 11 August 2026"},
      {"fr", "2026-11-24T10:00", {"consents given 2026-09-01"}, "allow consent", "Law 2025-594"},
      {"fr", "2026-11-24T10:00", {"contracts open"}, "allow contract", "Law 2025-594: contract in force"},
      {"fr",
       "2026-11-24T10:00",
       {"contracts ended 2026-11-23"},
       "block no-consent",
       "Law 2025-594: no longer in force"},
      {"fr", "2026-08-10T10:00", {"bloctel-clear"}, "allow bloctel-clear", "Bloctel until 10 August 2026"},
      {"fr", "2026-08-11T10:00", {"bloctel-clear"}, "block no-consent", "Bloctel until 10 August 2026"},
      {"fr",
       "2026-08-10T10:00",
       {"bloctel-clear", "bloctel-clear obtained 2026-07-10"},
       "block no-consent",
       "monthly at least"},
      {"fr", "2026-11-24T13:00", {"contracts open"}, "block hours", "D.223-9: 10-13 and 14-20, customers too"},
      {"fr", "2026-11-24T14:00", {"contracts open"}, "allow contract", "D.223-9"},
      {"fr", "2026-11-28T12:00", {"contracts open"}, "block hours", "D.223-9: not on Saturdays"},
      {"fr", "2026-11-11T12:00", {"contracts open"}, "block hours", "D.223-9: not on public holidays"},
      {"fr",
       "2026-11-24T12:00",
       {"contracts open", "calls 2026-11-01 2026-11-05 2026-11-10 2026-11-24"},
       "block attempts",
       "D.223-9: four attempts in 30 days"},
      {"fr",
       "2026-11-24T12:00",
       {"contracts open", "calls 2026-10-25 2026-11-05 2026-11-10 2026-11-24"},
       "allow contract",
       "D.223-9: the first is 30 days ago"},
      {"fr",
       "2026-11-24T12:00",
       {"contracts open", "refusals 2026-09-26"},
       "block refused-lately",
       "D.223-9: 60 days after a refusal"},
      {"fr",
       "2026-11-24T12:00",
       {"contracts open", "refusals 2026-09-25"},
       "allow contract",
       "D.223-9: 60 days are over"},
      {"fr",
       "2026-11-24T12:00",
       {"consents given 2026-09-01"},
       "block banned-sector",
       "energy renovation",
       "energy-renovation"},
      {"fr",
       "2026-11-24T12:00",
       {"contracts open"},
       "allow contract",
       "energy renovation, contract in force",
       "energy-renovation"},
      // Belgium.
      {"be", "2026-11-24", {}, "allow clear", "DNCM"},
      {"be", "2026-11-24", {"dncm"}, "block registry", "DNCM: customers and prospects"},
      {"be", "2026-11-24", {"dncm", "consents given 2026-01-01"}, "allow consent", "DNCM: opt-in to this caller"},
      {"be", "2026-11-24", {"dncm obtained 2026-11-19"}, "allow clear", "DNCM: every 5 days"},
      {"be", "2026-11-24", {"dncm obtained 2026-11-18"}, "unknown registry: stale", "DNCM: every 5 days"},
      // Germany.
      {"de", "2026-11-24", {}, "block no-consent", "UWG 7(2)"},
      {"de", "2026-11-24", {"consents given 2022-01-01"}, "allow consent", "UWG 7(2)"},
      {"de",
       "2026-11-24",
       {"consents withdrawn 2022-01-01"},
       "block consent-withdrawn",
       "UWG 7a: withdrawals are documented likewise"},
      // Spain.
      {"es", "2026-11-24T12:00", {}, "block no-consent", "LGT 66.1.b"},
      {"es",
       "2026-11-24T12:00",
       {"consents given 2025-01-01", "robinson"},
       "allow consent",
       "consent goes before exclusion systems"},
      {"es",
       "2026-11-24T12:00",
       {"customers ended 2025-11-25"},
       "allow customer",
       "Circular 1/2023: within the last year"},
      {"es", "2026-11-24T12:00", {"customers ended 2025-11-24"}, "block no-consent", "Circular 1/2023: a year is over"},
      {"es",
       "2026-11-24T12:00",
       {"customers open", "robinson"},
       "block robinson",
       "Circular art. 4: exclusion systems"},
      {"es", "2026-11-24T08:59", {"customers open"}, "block hours", "art. 96.2: from 9"},
      {"es", "2026-11-28T12:00", {"customers open"}, "block hours", "art. 96.2: not at weekends"},
      {"es", "2026-10-12T12:00", {"customers open"}, "block hours", "art. 96.2: not on public holidays"},
      // Italy.
      {"it", "2026-11-24T12:00", {}, "block not-consulted", "DPR 26/2022"},
      {"it", "2026-11-24T12:00", {"rpo-clear"}, "allow clear", "DPR 26/2022"},
      {"it", "2026-11-24T12:00", {"rpo-clear", "rpo-clear obtained 2026-11-08"}, "block not-consulted", "16 days old"},
      {"it", "2026-11-24T12:00", {"rpo"}, "block registry", "registered"},
      {"it",
       "2026-11-24T12:00",
       {"rpo since 2026-01-01", "consents given 2026-02-01"},
       "allow consent",
       "consent after the registration counts"},
      {"it",
       "2026-11-24T12:00",
       {"rpo since 2026-02-01", "consents given 2026-01-01"},
       "block registry",
       "a registration cancels earlier consents"},
      {"it",
       "2026-11-24T12:00",
       {"rpo since 2026-02-01", "consents given 2026-02-01"},
       "block registry",
       "on the same day the registration wins"},
      {"it",
       "2026-11-24T12:00",
       {"rpo since 2026-02-01", "contracts ended 2026-10-26"},
       "allow contract",
       "ended 29 days ago"},
      {"it",
       "2026-11-24T12:00",
       {"rpo since 2026-02-01", "contracts ended 2026-10-25"},
       "block registry",
       "ended 30 days ago"},
      {"it", "2026-12-24T09:30", {"rpo-clear"}, "block hours", "code: eves of holidays 10-19"},
      {"it", "2026-12-24T10:00", {"rpo-clear"}, "allow clear", "code: eves of holidays 10-19"},
      {"it", "2026-11-29T12:00", {"rpo-clear"}, "block hours", "code: never on Sundays"},
      // Australia.
      {"au", "2026-11-24T15:00", {}, "block not-washed", "DNCR Act"},
      {"au", "2026-11-24T15:00", {"dncr-clear"}, "allow clear", "washed"},
      {"au",
       "2026-11-24T15:00",
       {"dncr-clear", "dncr-clear obtained 2026-10-24"},
       "block not-washed",
       "31 days after the wash"},
      {"au", "2026-11-24T15:00", {"dncr"}, "block registry", "registered"},
      {"au",
       "2026-11-24T15:00",
       {"dncr", "consents given 2026-08-25"},
       "allow consent",
       "express consent, three months"},
      {"au", "2026-11-24T15:00", {"dncr", "consents given 2026-08-24"}, "block registry", "three months are over"},
      {"au", "2026-11-24T15:00", {"dncr"}, "allow exempt", "charities are designated callers", "charity"},
      {"au", "2026-11-29T15:00", {"dncr-clear"}, "block hours", "not on Sundays"},
      {"au", "2026-01-26T15:00", {"dncr-clear"}, "block hours", "not on national holidays"},
      // Singapore.
      {"sg", "2026-11-24", {}, "block not-checked", "PDPC: a number refused is not cleared"},
      {"sg", "2026-11-24", {"sg-voice-clear"}, "allow clear", "PDPC"},
      {"sg",
       "2026-11-24",
       {"sg-voice-clear", "sg-voice-clear obtained 2026-11-02"},
       "block not-checked",
       "22 days after receipt"},
      {"sg", "2026-11-24", {"sg-voice"}, "block registry", "PDPC: no relation for voice"},
      {"sg", "2026-11-24", {"sg-voice", "consents given 2025-01-01"}, "allow consent", "clear and unambiguous consent"},
      // Sweden.
      {"se", "2026-11-24", {}, "allow clear", "NIX"},
      {"se", "2026-11-24", {"nix"}, "block registry", "NIX"},
      {"se", "2026-11-24", {"nix", "contracts open"}, "allow customer", "existing customers need no check"},
      {"se", "2026-11-24", {"nix version 2026-09-24"}, "allow clear", "two months from the version's day"},
      {"se", "2026-11-24", {"nix version 2026-09-23"}, "unknown registry: stale", "two months from the version's day"},
      {"se", "2026-11-24", {"nix version v7"}, "unknown registry: no date", "a version that is no day"},
  };
  return all;
}

}  // namespace

TEST_CASE("Each pack decides each legal situation as its source says") {
  const temporary_folder folder;
  const store in = open_store(folder.path());
  std::set<std::string> packs;
  for (const situation& s : situations()) {
    std::string facts;
    for (const std::string& fact : s.facts) facts += ", " + fact;
    INFO(s.pack << " " << s.when << facts << (s.sector ? s.sector : "") << " (" << s.source << ")");
    CHECK(say(s, in) == s.expected);
    packs.insert(s.pack);
  }
  CHECK(packs.size() == number_of_pack().size());
}

TEST_CASE("Every pack binds, says what it is, and asks the blacklist before it allows anything") {
  const temporary_folder folder;
  store in = open_store(folder.path());
  std::size_t packs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CALLSIEVE_SOURCE_POLICIES)) {
    if (entry.path().extension() != ".toml") continue;
    ++packs;
    INFO(entry.path());
    const auto policy = find_policy(entry.path().string(), in);
    REQUIRE(message_of(policy.status()) == "");
    CHECK(policy->name == entry.path().stem().string());
    CHECK(number_of_pack().count(policy->name) == 1);
    CHECK(policy->rules.at(0).reason == "objection");
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(text.find("Not legal advice") != std::string::npos);
    CHECK(text.find("Checked 2026-11-24") != std::string::npos);
    CHECK(text.find("nconfirmed") != std::string::npos);
  }
  CHECK(packs == number_of_pack().size());
}
