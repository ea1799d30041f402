// What a review finds in policies, and that it never calls a rule dead that decides.
#include "callsieve/policy/review.hpp"

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/policy/explain.hpp"

#include "rules/oracle.hpp"
#include "rules/random_world.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"
#include "world.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

const day today = *parse_day("2026-11-24");

policy_document document(const std::string& toml) {
  auto policy = read_policy(toml, "p.toml");
  REQUIRE(message_of(policy.status()) == "");
  return *std::move(policy);
}

/// All findings, a line each.
std::string found(const std::string& toml) {
  std::string text;
  for (const policy_finding& finding : review_policy(document(toml), "blacklist", today))
    text += to_string(finding) + '\n';
  return text;
}

std::string block(const std::string& when, const std::string& more = "") {
  return "[[rule]]\nblock = \"b\"\nwhen = " + when + '\n' + more;
}
std::string allow(const std::string& when, const std::string& more = "") {
  return "[[rule]]\nallow = \"a\"\nwhen = " + when + '\n' + more;
}

const std::string opt_in = "otherwise = { block = \"no\" }\n";
const std::string blacklist = block("{ listed = \"blacklist\" }");
const std::string never = "can never decide";

}  // namespace

TEST_CASE("A rule that the rules before it leave nothing to decide is found") {
  struct shadowed {
    std::string first, second;
    bool dead;
  };
  const std::vector<shadowed> cases{
      {allow("{ always = true }"), block("{ listed = \"r\" }"), true},
      {block("{ listed = \"r\" }"), block("{ listed = \"r\" }"), true},
      {allow("{ listed = \"r\" }"), block("{ listed = \"r\" }"), false},  // the unknown is left
      {block("{ listed = \"r\" }"), block("{ listed = \"s\" }"), false},
      {block("{ listed = \"r\", max_age = \"31 days\" }"), block("{ listed = \"r\", max_age = \"5 days\" }"), false},
      {block("{ listed = \"r\" }"), block("{ listed = \"r\", category = 3 }"), true},
      {block("{ listed = \"r\", category = 3 }"), block("{ listed = \"r\" }"), false},
      {allow("{ related = \"c\", within = \"3 years\" }"), allow("{ related = \"c\", within = \"18 months\" }"), true},
      {allow("{ related = \"c\", within = \"18 months\" }"), allow("{ related = \"c\", within = \"3 years\" }"), false},
      {allow("{ related = \"c\", within = \"12 months\" }"), allow("{ related = \"c\", within = \"360 days\" }"),
       false},
      {allow("{ related = \"c\", within = \"13 months\" }"), allow("{ related = \"c\", within = \"360 days\" }"), true},
      {block("{ type = [\"mobile\", \"voip\"] }"), allow("{ type = [\"mobile\"] }"), true},
      {block("{ type = [\"mobile\"] }"), allow("{ type = [\"mobile\", \"voip\"] }"), false},
      {block("{ type = [\"mobile\", \"fixed_line\"] }"), allow("{ type = [\"fixed_line_or_mobile\"] }"), true},
      {allow("{ type = [\"mobile\"] }"), block("{ type = [\"fixed_line\", \"mobile\"] }"), false},
      {block("{ type = [\"mobile\"] }"), allow("{ type = [\"mobile\", \"fixed_line\"] }"), false},
      {block("{ prefix = [\"+31\"] }"), allow("{ prefix = [\"+316\"] }"), true},
      {block("{ column = \"state\", equals = [\"FL\", \"OK\"] }"), allow("{ column = \"state\", equals = [\"fl\"] }"),
       true},
      {block("{ column = \"state\", equals = [\"FL\"] }"), allow("{ column = \"state\", equals = [\"OK\"] }"), false},
      {block("{ not = { type = [\"mobile\"] } }"), allow("{ type = [\"fixed_line\"] }"), true},
      {allow("{ consent = \"given\", in = \"c\" }"), block("{ not = { consent = \"given\", in = \"c\" } }"), false},
      {allow("{ attempted = \"a\", at_least = 2, within = \"30 days\" }"),
       allow("{ attempted = \"a\", at_least = 4, within = \"1 day\" }"), true},
      {block("{ any = [{ listed = \"r\" }, { listed = \"s\" }] }"),
       allow("{ all = [{ listed = \"s\" }, { listed = \"t\" }] }"), true},
  };
  for (const shadowed& c : cases) {
    const std::string text = found(opt_in + c.first + c.second);
    INFO(c.first << c.second << text);
    CHECK((text.find(never) != std::string::npos) == c.dead);
  }
}

TEST_CASE("Windows and sectors are looked at one by one") {
  CHECK(found(opt_in + allow("{ always = true }", "until = 2027-01-01\n") + block("{ listed = \"r\" }")).find(never) ==
        std::string::npos);
  CHECK(found(opt_in + allow("{ always = true }", "until = 2027-01-01\n") +
              block("{ listed = \"r\" }", "until = 2026-12-01\n"))
            .find(never) != std::string::npos);
  CHECK(found(opt_in + allow("{ always = true }", "sector = [\"charity\"]\n") + allow("{ listed = \"r\" }")) == "");
  CHECK(found(opt_in + allow("{ always = true }", "until = 2026-11-24\n"))
            .find("p.toml:2:1: the allowance 'a' is over since 2026-11-24") != std::string::npos);
  CHECK(found(opt_in + allow("{ listed = \"r\" }", "until = 2027-01-01\n") +
              allow("{ listed = \"s\" }", "from = 2027-01-02\n"))
            .find("begins on 2027-01-02, and the one before it (line 2) ends before 2027-01-01") != std::string::npos);
  CHECK(found(opt_in + allow("{ listed = \"r\" }", "until = 2027-01-01\n") +
              allow("{ listed = \"s\" }", "from = 2027-01-01\n")) == "");
}

TEST_CASE("A policy that allows everybody, or everybody but the blacklist, is found") {
  CHECK(found(opt_out).find("this policy allows every number") != std::string::npos);
  CHECK(found(opt_in + allow("{ always = true }")).find("this policy allows every number") != std::string::npos);
  CHECK(found(opt_out + blacklist).find("allows everybody who is not on the blacklist") != std::string::npos);
  CHECK(found(opt_out + blacklist + block("{ listed = \"r\" }", "until = 2027-01-01\n"))
            .find("allows everybody who is not on the blacklist from 2027-01-01 on") != std::string::npos);
  CHECK(found(opt_out + blacklist + block("{ listed = \"r\" }")) == "");
}

TEST_CASE("A policy that allows nobody is found") {
  const std::string none = "this policy allows no number on any day";
  CHECK(found(opt_in).find(none) != std::string::npos);
  CHECK(found(opt_in + blacklist + allow("{ listed = \"blacklist\" }")).find(none) != std::string::npos);
  CHECK(found(opt_in + allow("{ listed = \"r\" }", "sector = [\"charity\"]\nfrom = 2027-01-01\n")) == "");
}

TEST_CASE("A block before the blacklist hides objections from the row's other numbers") {
  const std::string hides = "p.toml:2:1: the block 'b' stands before the blacklist's rule 'b'";
  const std::string mobile = block("{ type = [\"voip\"] }"), registry = block("{ listed = \"r\" }");
  CHECK(found(opt_out + mobile + blacklist + registry).find(hides) != std::string::npos);
  CHECK(found(opt_out + blacklist + mobile + registry) == "");
  CHECK(found(opt_out + block("{ type = [\"voip\"] }", "scope = \"row\"\n") + blacklist + registry) == "");
  CHECK(found(opt_out + mobile + block("{ listed = \"blacklist\" }", "scope = \"cell\"\n") + registry) == "");
}

TEST_CASE("An allowance behind a rule that blocks only some of those on the blacklist is found") {
  const std::string some = "(line 2), which blocks only some of those on the blacklist, and so may allow the others";
  const std::string allowance = allow("{ listed = \"consents\" }");
  const auto finds = [&](const std::string& rules) { return found(opt_in + rules).find(some) != std::string::npos; };
  for (const char* when :
       {"{ all = [{ listed = \"blacklist\" }, { region = [\"US\"] }] }",
        "{ all = [{ region = [\"US\"] }, { any = [{ listed = \"blacklist\" }, { listed = \"r\" }] }] }",
        "{ not = { listed = \"blacklist\" } }", "{ listed = \"blacklist\", category = 3 }"}) {
    INFO(when);
    CHECK(finds(block(when) + allowance));
    CHECK(finds(block(when) + block("{ listed = \"r\" }") + allowance + blacklist));
    CHECK_FALSE(finds(block(when) + blacklist + allowance));
    CHECK_FALSE(finds(block(when)));
  }
  CHECK(finds(block("{ listed = \"blacklist\" }", "from = 2027-01-01\n") + allowance));
  CHECK(finds(block("{ listed = \"blacklist\" }", "sector = [\"energy\"]\n") + allowance));
  CHECK_FALSE(finds(blacklist + allowance));
  CHECK_FALSE(finds(block("{ any = [{ listed = \"r\" }, { listed = \"blacklist\" }] }") + allowance));
}

TEST_CASE("A rule on mobile numbers alone is found where the plan does not tell them from fixed lines") {
  const std::string spelling =
      "write type = [\"mobile\", \"fixed_line_or_mobile\"] to take in both, or ask a list of "
      "ported numbers";
  const std::string us = "region = \"US\"\n" + opt_out, nl = "region = \"NL\"\n" + opt_out;
  const std::string mobile = block("{ type = [\"mobile\"] }");
  CHECK(found(opt_out + mobile).find(spelling) != std::string::npos);
  CHECK(found(us + mobile)
            .find("p.toml:3:1: type \"mobile\" says nothing of a number that is fixed_line_or_mobile, as "
                  "numbers are in US, which has no finer type") != std::string::npos);
  CHECK(found(us + block("{ not = { type = [\"voip\", \"fixed_line\"] } }"))
            .find("write type = [\"fixed_line\", \"fixed_line_or_mobile\"]") != std::string::npos);
  CHECK(found(nl + mobile).find(spelling) == std::string::npos);
  for (const char* types : {"[\"mobile\", \"fixed_line_or_mobile\"]", "[\"mobile\", \"fixed_line\"]", "[\"voip\"]"}) {
    CHECK(found(us + block(std::string("{ type = ") + types + " }")).find("no finer type") == std::string::npos);
  }
}

TEST_CASE("Hours without a minute in common contradict") {
  const std::string hours = "[hours.am]\nmon-fri = [\"08:00-12:00\"]\n[hours.pm]\nmon-fri = [\"12:00-18:00\"]\n";
  const std::string both =
      block("{ not = { calling_hours = \"am\" } }") + block("{ not = { calling_hours = \"pm\" } }");
  CHECK(found(opt_in + hours + both).find("no minute of the week is left") != std::string::npos);
  CHECK(found(opt_out + hours + block("{ not = { calling_hours = \"am\" } }")) == "");
}

TEST_CASE("A rule that decides some number in some world is never called dead") {
  random_source random(test::random_seed());
  int dead = 0;
  for (int round = 0; round < 150; ++round) {
    policy_document policy = random_policy(random, today);
    for (std::size_t r = 0; r < policy.rules.size(); ++r) policy.rules[r].at.line = static_cast<std::uint32_t>(r);
    std::vector<bool> called_dead(policy.rules.size());
    for (const policy_finding& finding : review_policy(policy, "blacklist", today)) {
      if (finding.text.find(never) == std::string::npos) continue;
      called_dead.at(finding.at.line) = true;
      ++dead;
    }
    for (int world = 0; world < 10; ++world) {
      const as_of now{around(random, today, 3),
                      one_in(random, 3) ? std::nullopt : std::optional(std::chrono::minutes{600})};
      const auto lists = random_lists(random, now.date);
      const oracle judge(policy, lists, now);
      std::vector<std::uint64_t> passed(policy.rules.size());
      for (int i = 0; i < 40; ++i) {
        const oracle_row row{random_number(random),
                             pick(random, test_regions()),
                             static_cast<number_type>(below(random, number_type_count - 1)),  // valid numbers have one
                             one_in(random, 2),
                             pick(random, test_states()),
                             ""};
        const oracle_decision d = judge.decide(row, passed);
        if (d.rule < policy.rules.size() && called_dead[d.rule]) {
          FAIL("rule " << d.rule << ' ' << to_string(policy.rules[d.rule].when) << " decides " << row.number);
        }
      }
    }
  }
  CHECK(dead > 10);  // random policies have dead rules, or this test shows nothing
}

TEST_CASE("The policies that come along have no dead rules") {
  const temporary_folder folder;
  const auto policies = list_policies(folder.path());
  REQUIRE(message_of(policies.status()) == "");
  for (const std::filesystem::path& file : *policies) {
    const auto policy = find_policy(file.string(), folder.path());
    REQUIRE(message_of(policy.status()) == "");
    for (const policy_finding& finding : review_policy(*policy, "blacklist", today)) {
      INFO(to_string(finding));
      CHECK(finding.text.find("is over since") != std::string::npos);
    }
  }
}

TEST_CASE("A policy explains itself in sentences, and draws itself as a picture") {
  const policy_document policy = document(
      "otherwise = { block = \"no-consent\" }\n[hours.day]\nmon-fri = [\"09:00-17:00\"]\n[[rule]]\nblock = "
      "\"registry\"\n"
      "when = { listed = \"r&d<\", max_age = \"31 days\" }\n[[rule]]\nblock = \"hours\"\nwhen = { not = { "
      "calling_hours = \"day\" } }\n"
      "[[rule]]\nallow = \"customer\"\nwhen = { any = [{ related = \"c\", within = \"3 years\" }, { column = \"vip\", "
      "equals = [\"yes\"] }] }\n"
      "from = 2026-07-01\nsector = [\"press\"]\n");
  const std::string text = explain(policy);
  CHECK(text.find("1. Block as 'registry' when the number is on the list 'r&d<' (a copy obtained more than 31 days ago "
                  "answers nothing).") != std::string::npos);
  CHECK(text.find("2. Block as 'hours' when it is outside the hours 'day'.") != std::string::npos);
  CHECK(text.find(
            "3. Allow as 'customer' (from 2026-07-01, for the sector press) when the number is on the list 'c' with a "
            "purchase less than 3 years ago, or a contract that runs or ended less than that ago, or the row's 'vip' "
            "is 'yes'.") != std::string::npos);
  CHECK(text.find("Otherwise block as 'no-consent'.") != std::string::npos);
  CHECK(text.find("Hours 'day': Mon-Fri 09:00-17:00; Sat-Sun no calls; on the called party's clock") !=
        std::string::npos);
  CHECK(text.find("whole row") == std::string::npos);
  CHECK(explain(policy, "r&d<").find("answers nothing). The whole row goes, with its other numbers.") !=
        std::string::npos);
  const std::string svg = diagram_svg(policy);
  CHECK(svg.find("<svg xmlns=") == 0);
  CHECK(svg.find("r&amp;d&lt;") != std::string::npos);
  CHECK(svg.find("r&d<") == std::string::npos);
  CHECK(svg.find("block: registry") != std::string::npos);
  CHECK(svg.find("allow: customer") != std::string::npos);
  CHECK(svg.find("otherwise block: no-consent") != std::string::npos);
}

TEST_CASE("Every predicate has a sentence, and every random policy a whole picture") {
  random_source random(test::random_seed(7));
  for (int round = 0; round < 100; ++round) {
    policy_document policy = random_policy(random, today);
    policy.name = "random";
    for (const rule_document& rule : policy.rules) CHECK_FALSE(sentence_of(rule.when).empty());
    const std::string svg = diagram_svg(policy);
    CHECK(svg.find("</svg>\n") == svg.size() - 7);
  }
}

TEST_CASE("Without a time of day the rules on hours that pass are said to be the dialer's; with one, none is") {
  const temporary_folder folder;
  store in = open_store(folder.path());
  const std::string hours = "[hours.day]\nmon-fri = [\"09:00-17:00\"]\n";
  const std::string outside = "when = { not = { calling_hours = \"day\" } }\n";
  const std::string passes = "on_no_time = \"pass\"\n";
  const auto bound = bind_policy(document(opt_out + hours + blacklist + "[[rule]]\nblock = \"hours\"\n" + outside +
                                          passes + "[[rule]]\nblock = \"strict\"\n" + outside +
                                          "[[rule]]\nblock = \"later\"\n" + outside + passes + "from = 2027-01-01\n"),
                                 in, {});
  REQUIRE(message_of(bound.status()) == "");
  CHECK(hours_left_to_the_dialer(*bound, *parse_as_of("2026-11-24")) ==
        std::vector<std::string>{
            "the rule 'hours' was not asked: the moment has no time of day, so the dialer must keep the hours; for "
            "calls at a known time: --as-of 2026-11-24T14:30"});
  CHECK(hours_left_to_the_dialer(*bound, *parse_as_of("2026-11-24T14:30")).empty());
  const auto both = hours_left_to_the_dialer(*bound, *parse_as_of("2027-01-01"));
  REQUIRE(both.size() == 2);
  CHECK(both[1].find("the rule 'later' was not asked") == 0);
}

TEST_CASE("A stale list names its age and the command that refreshes it; one of any age is told of") {
  const temporary_folder folder;
  store in = open_store(folder.path());
  put(in, {.name = "ftc", .covers = {{"1202", *parse_day("2026-10-10")}, {"1415", *parse_day("2026-11-20")}}});
  put(in, {.name = "litigators", .covers = {{"", *parse_day("2020-01-01")}}});
  const auto bound = bind_policy(document(opt_out + blacklist + block("{ listed = \"ftc\", max_age = \"31 days\" }") +
                                          block("{ listed = \"litigators\" }")),
                                 in, {});
  REQUIRE(message_of(bound.status()) == "");
  const std::vector<std::string> stale = stale_lists(*bound, today);
  REQUIRE(stale.size() == 1);
  CHECK(stale[0] ==
        "the list 'ftc' is 45 days old in part, of 2026-10-10, and may be 31 days: what is too old answers nothing; "
        "refresh it: callsieve import ftc FILE");
  CHECK(stale_lists(*bound, *parse_day("2026-11-10")).empty());
  const std::vector<std::string> all = review_lists(*bound, today);
  REQUIRE(all.size() == 2);
  CHECK(all[1].find("the list 'litigators' is of 2020-01-01, and a copy of any age answers") == 0);
}
