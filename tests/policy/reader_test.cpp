// Policy files: what reads, and where and how every mistake is named.
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "rules/random_world.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;

namespace {

std::string error_of(std::string_view toml) {
  const auto policy = read_policy(toml, "p.toml");
  return policy.ok() ? "no error" : message_of(policy.status());
}

/// A policy whose only rule asks this; the predicate begins at line 3, column 8.
std::string asking(const std::string& predicate) {
  return "otherwise = { block = \"no\" }\n[[rule]]\nwhen = " + predicate + "\nblock = \"yes\"\n";
}

/// A table of hours as a policy file spells it.
std::string spelled_hours(const hours_document& hours) {
  const auto array = [](const std::vector<minute_range>& ranges) {
    std::string text = "[";
    for (const minute_range range : ranges) text += (text.size() > 1 ? ", \"" : "\"") + to_string(range) + '"';
    return text + "]\n";
  };
  std::string text = "[hours." + hours.table.name + "]\n";
  const char* names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (std::size_t d = 0; d < 7; ++d) text += names[d] + (" = " + array(hours.table.weekdays[d]));
  if (hours.table.observes_holidays) text += "holidays = \"days.txt\"\nholiday = " + array(hours.table.on_holidays);
  if (hours.table.on_eves) text += "eve = " + array(*hours.table.on_eves);
  if (!hours.table.zone.empty()) text += "zone = \"" + hours.table.zone + "\"\n";
  if (!hours.table.zone_column.empty()) text += "zone_column = \"" + hours.table.zone_column + "\"\n";
  return text;
}

}  // namespace

TEST_CASE("Only a rule that asks for hours leaves them to the dialer") {
  const std::string head =
      "otherwise = { allow = \"clear\" }\n[hours.day]\nmon-fri = [\"09:00-17:00\"]\n[[rule]]\nblock = \"b\"\n";
  const auto read = [&](const std::string& when) {
    return message_of(read_policy(head + "when = " + when + "\non_no_time = \"pass\"\n", "p.toml").status());
  };
  CHECK(read("{ all = [{ type = [\"mobile\"] }, { not = { calling_hours = \"day\" } }] }") == "");
  CHECK(read("{ type = [\"mobile\"] }") ==
        "p.toml:7:14: 'on_no_time' leaves hours to the dialer: it goes with a rule that asks for calling_hours");
}

TEST_CASE("The grammar's own example reads as it is written") {
  const auto policy = read_policy(R"(
name      = "example"
region    = "nl"
time_zone = "Europe/Amsterdam"
otherwise = { block = "no-consent" }

[[rule]]
block = "objection"
when  = { listed = "blacklist" }

[[rule]]
block = "registry"
when  = { listed = "ftc", max_age = "31 days" }
on_unknown = "pass"
scope = "row"

[[rule]]
allow = "consent"
when  = { all = [{ consent = "given", in = "consents", not_older_than = "2 years" },
                 { not = { any = [{ type = ["mobile", "voip"] }, { region = ["BE", "nl", "001"] }] } }] }
from  = "2026-01-01"

[[rule]]
allow  = "customer"
when   = { related = "customers", within = "18 months" }
until  = 2026-07-01

[[rule]]
block = "duplicate"
when  = { duplicate = true }

[[rule]]
block = "paid"
when.prefix = ["+3190", "+1900"]

[[rule]]
block = "rest"
when  = { always = true }
)",
                                  "folder/p.toml");
  REQUIRE(message_of(policy.status()) == "");
  CHECK(policy->name == "example");
  CHECK(policy->file == "folder/p.toml");
  CHECK(policy->region == find_region("NL"));
  CHECK(policy->time_zone == "Europe/Amsterdam");
  CHECK(policy->otherwise == verdict::block);
  CHECK(policy->otherwise_reason == "no-consent");
  CHECK(policy->hash.size() == 16);
  CHECK(policy->lists() == std::vector<std::string>{"blacklist", "ftc", "consents", "customers"});
  REQUIRE(policy->rules.size() == 7);
  CHECK(to_string(policy->rules[0].when) == R"({ listed = "blacklist" })");
  CHECK_FALSE(policy->rules[0].scope.has_value());
  CHECK(to_string(policy->rules[1].when) == R"({ listed = "ftc", max_age = "31 days" })");
  CHECK(policy->rules[1].pass_unknown);
  CHECK(policy->rules[1].scope == rule_scope::row);
  CHECK(policy->rules[2].outcome == verdict::allow);
  CHECK(policy->rules[2].from == parse_day("2026-01-01"));
  CHECK(to_string(policy->rules[2].when) ==
        R"({ all = [{ consent = "given", in = "consents", not_older_than = "2 years" }, )"
        R"({ not = { any = [{ type = ["mobile", "voip"] }, { region = ["BE", "NL", "001"] }] } }] })");
  CHECK(to_string(policy->rules[3].when) == R"({ related = "customers", within = "18 months" })");
  CHECK(policy->rules[3].until == parse_day("2026-07-01"));
  CHECK(policy->rules[4].reason == "duplicate");
  CHECK(to_string(policy->rules[5].when) == R"({ prefix = ["+3190", "+1900"] })");
  CHECK(to_string(policy->rules[6].when) == "{ always = true }");
}

TEST_CASE("A policy may leave out its name, region, time zone and rules, not what happens otherwise") {
  const auto policy = read_policy("otherwise = { allow = \"clear\" }", "somewhere/plain.toml");
  REQUIRE(message_of(policy.status()) == "");
  CHECK(policy->name == "plain");
  CHECK(policy->region == region_id::none);
  CHECK(policy->time_zone == "UTC");
  CHECK(policy->otherwise == verdict::allow);
  CHECK(policy->rules.empty());
  CHECK(error_of("name = \"x\"") ==
        "p.toml:1:1: 'otherwise' is missing: say what happens to a number that no rule decides, otherwise = { block = "
        "\"no-consent\" } or otherwise = { allow = \"clear\" }");
}

TEST_CASE("A changed byte changes the hash of a policy, also in a comment") {
  const auto one = read_policy("otherwise = { allow = \"clear\" } # a", "p.toml");
  const auto same = read_policy("otherwise = { allow = \"clear\" } # a", "q.toml");
  const auto other = read_policy("otherwise = { allow = \"clear\" } # b", "p.toml");
  CHECK(one->hash == same->hash);
  CHECK(one->hash != other->hash);
}

TEST_CASE("Every mistake is named with its line and column, and a near miss is suggested") {
  struct mistake {
    std::string toml;
    const char* place;
    const char* words;  ///< in the message
  };
  const std::string fine = "otherwise = { block = \"no\" }\n";
  const std::string rule = fine + "[[rule]]\nblock = \"b\"\nwhen = { always = true }\n";
  const std::vector<mistake> mistakes{
      {"otherwise = {", "1:14", "not TOML"},
      {"a = \"\x01\"", "1:6", "not TOML"},
      {"\xff\xfe", "1:1", "not TOML"},
      {"[=", "1:2", "not TOML"},
      {fine + "name = \"\xef\xb8\x8f\" \xef\xb8\x8f", "2:12", "not TOML"},
      {"a = \"\"\"x\"\xef\xb8\x8f", "1:", "not TOML"},
      {fine + "na\xc3\xafve = 1", "2:3", "not TOML"},
      {"a = \"\"\"x\"\"\"\xc3\xa9", "1:12", "not TOML"},
      {fine + "nam = \"x\"", "2:1", "unknown key 'nam' in a policy; did you mean 'name'?"},
      {fine + "zzzzzzzz = 1", "2:1", "unknown key 'zzzzzzzz' in a policy; known are name, extends, without, region"},
      {fine + "name = 7", "2:8", "'name' must be a text in quotes, not empty"},
      {fine + "name = \"\"", "2:8", "'name' must be a text"},
      {fine + "region = \"XX\"", "2:10", "unknown region 'XX'"},
      {fine + "time_zone = \"Europe/Amsterdm\"", "2:13", "unknown time zone 'Europe/Amsterdm'"},
      {fine + "time_zone = \"localtime\"", "2:13", "unknown time zone"},
      {fine + "time_zone = \"/etc/localtime\"", "2:13", "unknown time zone"},
      {"otherwise = \"block\"", "1:13", "'otherwise' must be { block = \"reason\" }"},
      {"otherwise = { block = \"a\", allow = \"b\" }", "1:13", "'otherwise' must be"},
      {"otherwise = { blok = \"a\" }", "1:15", "unknown key 'blok' in otherwise; did you mean 'block'?"},
      {"otherwise = { block = \"No Consent\" }", "1:23", "a reason is 1 to 32 of a-z, 0-9 and -; 'No Consent' is not"},
      {"otherwise = { block = \"invalid\" }", "1:23", "the reason 'invalid' is reserved; choose another word"},
      {"otherwise = { block = \"duplicate\" }", "1:23", "the reason 'duplicate' is reserved for a block when"},
      {fine + "rule = 1", "2:8", "rules are written as [[rule]]"},
      {fine + "[rule]\nblock = \"b\"", "2:1", "rules are written as [[rule]]"},
      {fine + "rule = [1]", "2:9", "rules are written as [[rule]]"},
      {fine + "[[rule]]\nblok = \"b\"", "3:1", "unknown key 'blok' in a rule; did you mean 'block'?"},
      {fine + "[[rule]]\nwhen = { always = true }", "2:1", "a rule needs a verdict and reason"},
      {fine + "[[rule]]\nblock = \"b\"\nallow = \"a\"", "2:1", "a rule says block or allow, not both"},
      {fine + "[[rule]]\nblock = \"b\"", "2:1", "a rule needs when = { ... }"},
      {fine + "[[rule]]\nblock = \"malformed\"\nwhen = { always = true }", "3:9", "reserved"},
      {fine + "[[rule]]\nblock = \"duplicate\"\nwhen = { always = true }", "3:9", "reserved"},
      {fine + "[[rule]]\nallow = \"duplicate\"\nwhen = { duplicate = true }", "3:9", "reserved"},
      {rule + "scope = \"rwo\"", "5:9", "'scope' must be \"row\" or \"cell\""},
      {fine + "[[rule]]\nallow = \"a\"\nwhen = { always = true }\nscope = \"row\"", "5:9", "only a block"},
      {rule + "on_unknown = \"ignore\"", "5:14", "'on_unknown' can only be \"pass\""},
      {rule + "on_unknown = true", "5:14", "'on_unknown' can only be \"pass\""},
      {rule + "from = \"1 July 2026\"", "5:8", "'from' must be a day of the calendar"},
      {rule + "until = \"2025-02-29\"", "5:9", "'until' must be a day of the calendar"},
      {rule + "until = 2025-02-29", "5:", "not TOML"},
      {rule + "until = 1899-12-31", "5:9", "'until' must be a day of the calendar from 1900 on"},
      {rule + "until = 2026-07-01T00:00:00", "5:9", "'until' must be a day"},
      {rule + "from = 2026-07-01\nuntil = 2026-07-01", "6:9", "never in force"},
      {asking("\"blacklist\""), "3:8", "a predicate is written as { listed = \"NAME\" }"},
      {asking("{ }"), "3:8", "a predicate needs a question: one of listed, related"},
      {asking("{ max_age = \"31 days\" }"), "3:8", "a predicate needs a question"},
      {asking("{ lsted = \"ftc\" }"), "3:10", "unknown key 'lsted' in a predicate; did you mean 'listed'?"},
      {asking("{ listed = \"ftc\", maxage = \"31 days\" }"), "3:26", "did you mean 'max_age'?"},
      {asking("{ listed = \"a\", related = \"b\" }"), "3:", "are two questions; combine them"},
      {asking("{ listed = \"a\", within = \"3 years\" }"), "3:24", "'within' does not go with 'listed'"},
      {asking("{ type = [\"mobile\"], in = \"x\" }"), "3:29", "'in' does not go with 'type'"},
      {asking("{ listed = 7 }"), "3:19", "'listed' must be a text"},
      {asking("{ listed = \"a\", max_age = \"31\" }"), "3:34", "'max_age' must be a period of 1 day to 100 years"},
      {asking("{ listed = \"a\", max_age = 31 }"), "3:34", "'max_age' must be a period"},
      {asking("{ listed = \"a\", max_age = \"101 years\" }"), "3:34", "'max_age' must be a period"},
      {asking("{ related = \"a\" }"), "3:8", "'related' needs within"},
      {asking("{ related = \"a\", within = \"0 years\" }"), "3:34", "'within' must be a period"},
      {asking("{ consent = \"yes\", in = \"a\" }"), "3:20", "'consent' must be \"given\" or \"withdrawn\""},
      {asking("{ consent = \"given\" }"), "3:8", "'consent' needs in"},
      {asking("{ consent = \"withdrawn\", in = \"a\", not_older_than = \"1 year\" }"), "3:60", "does not age"},
      {asking("{ type = \"mobile\" }"), "3:17", "'type' must be an array"},
      {asking("{ type = [] }"), "3:17", "'type' must be an array of texts, not empty"},
      {asking("{ type = [\"mobil\"] }"), "3:18", "unknown type 'mobil'; did you mean 'mobile'?"},
      {asking("{ region = [\"NL\", \"Belgium\"] }"), "3:26", "unknown region 'Belgium'"},
      {asking("{ region = [\"E164\"] }"), "3:20", "unknown region 'E164'"},
      {asking("{ prefix = [\"3190\"] }"), "3:20", "'3190' is no prefix"},
      {asking("{ prefix = [\"+\"] }"), "3:20", "'+' is no prefix"},
      {asking("{ prefix = [\"world\"] }"), "3:20", "'world' is no prefix"},
      {asking("{ prefix = [\"+1234567890123456\"] }"), "3:20", "is no prefix"},
      {asking("{ always = false }"), "3:19", "'always' can only be true"},
      {asking("{ duplicate = 1 }"), "3:22", "'duplicate' can only be true; the opposite is not = { duplicate = true }"},
      {asking("{ all = [] }"), "3:16", "'all' must be an array of predicates, not empty"},
      {asking("{ any = { always = true } }"), "3:16", "'any' must be an array of predicates"},
      {asking("{ any = [{ always = true }, 7] }"), "3:36", "a predicate is written as"},
      {asking("{ not = [{ always = true }] }"), "3:16", "a predicate is written as"},
      {asking("{ all = [{ not = { listd = \"a\" } }] }"), "3:27", "did you mean 'listed'?"},
      {asking("{ calling_hours = \"us-federal\" }"), "3:8", "there are no hours named 'us-federal'"},
      {asking("{ attempted = \"a\", at_least = 9, within = \"1 day\" }"), "3:38",
       "'at_least' must be a number from 1 to 8"},
      {asking("{ attempted = \"a\" }"), "3:8", "'attempted' needs within"},
      {asking("{ column = \"state\" }"), "3:8", "'column' needs equals"},
      {asking("{ listed = \"ftc\", clock = \"version\" }"), "3:34", "state max_age"},
      {asking("{ listed = \"ftc\", clock = \"check\", max_age = \"1 day\" }"), "3:34", "'clock' must be"},
      {asking("{ consent = \"withdrawn\", in = \"c\", after = \"r\" }"), "3:51", "goes with \"given\" only"},
      {asking("{ consent = \"withdrawn\", in = \"c\", person = \"id\" }"), "3:52", "a withdrawal counts for everybody"},
      {asking("{ consent = \"given\", in = \"c\", persn = \"id\" }"), "3:39", "did you mean 'person'?"},
      {asking("{ consent = \"given\", in = \"c\", purpose = \"\" }"), "3:49", "'purpose' must be a text"},
      {asking("{ listed = \"ftc\", category = 32 }"), "3:37",
       "'category' must be the name of a category or its number"},
  };
  for (const mistake& m : mistakes) {
    INFO(m.toml);
    const std::string message = error_of(m.toml);
    INFO(message);
    CHECK(message.rfind("p.toml:" + std::string(m.place), 0) == 0);
    CHECK(message.find(m.words) != std::string::npos);
  }
}

TEST_CASE("Accents and emoji may stand in comments and strings of every kind") {
  const std::string sign = "\xc3\xa9\xef\xb8\x8f";
  CHECK(error_of("# " + sign + "\nname = \"a\\\"" + sign + "\\\\\" # \"" + sign + "\notherwise = { block = 'no' } # '" +
                 sign + '\n') == "no error");
  for (const std::string quotes : {"\"\"\"", "'''"}) {
    std::string text = "name = ";
    for (const std::string& part : {quotes, sign, std::string("\n\"'"), sign, std::string("'\n"), sign, quotes})
      text += part;
    text += " # ";
    text += sign;
    CHECK(error_of(text.append("\notherwise = { block = 'no' }")) == "no error");
  }
  CHECK(error_of("name = \"\"\"x\\\n  " + sign + "\"\"\"\notherwise = { block = 'no' }") == "no error");
}

TEST_CASE("Control characters of a file never reach the terminal by way of a message") {
  const std::string message = error_of("otherwise = { block = \"no\" }\n\"\\u001b[31mred\" = 1");
  CHECK(message.find("?[31mred") != std::string::npos);
  CHECK(message.find('\x1b') == std::string::npos);
}

TEST_CASE("Predicates nest 32 deep and no deeper") {
  const auto nested = [](int depth) {
    std::string text = "{ always = true }";
    for (int i = 1; i < depth; ++i) text.insert(0, "{ not = ").append(" }");
    return asking(text);
  };
  CHECK(error_of(nested(32)) == "no error");
  CHECK(error_of(nested(33)).find("predicates nest deeper than 32") != std::string::npos);
  CHECK(error_of(nested(1'000)) != "no error");
  CHECK(error_of(asking(std::string(100'000, '['))) != "no error");
}

TEST_CASE("A policy has at most 1,000 rules") {
  const auto with_rules = [](int count) {
    std::string text = "otherwise = { block = \"no\" }\n";
    for (int i = 0; i < count; ++i) text += "[[rule]]\nblock = \"b\"\nwhen = { always = true }\n";
    return text;
  };
  CHECK(error_of(with_rules(1'000)) == "no error");
  CHECK(error_of(with_rules(1'001)).find("more than 1000 rules") != std::string::npos);
}

TEST_CASE("Any policy reads back as it is spelled") {
  callsieve_test::random_source random(test::random_seed());
  const day today = parse_day("2026-11-24").value();
  for (int round = 0; round < 300; ++round) {
    policy_document written = callsieve_test::random_policy(random, today);
    for (hours_document& hours : written.hours) {
      hours.table.weekdays[0] = {{540, 1'020}};  // a week without calls is refused
    }
    std::string text = "otherwise = { " + std::string(to_string(written.otherwise)) + " = \"otherwise\" }\n";
    for (const hours_document& hours : written.hours) text += spelled_hours(hours);
    for (const rule_document& rule : written.rules) {
      text += "[[rule]]\n" + std::string(to_string(rule.outcome)) + " = \"" + rule.reason + "\"\n";
      text += "when = " + to_string(rule.when) + '\n';
      if (rule.pass_unknown) text += "on_unknown = \"pass\"\n";
      if (rule.pass_no_time) text += "on_no_time = \"pass\"\n";
      if (rule.from) text += "from = " + to_string(*rule.from) + '\n';
      if (rule.until) text += "until = \"" + to_string(*rule.until) + "\"\n";
    }
    INFO(text);
    const auto read = read_policy(text, "p.toml");
    REQUIRE(message_of(read.status()) == "");
    REQUIRE(read->rules.size() == written.rules.size());
    CHECK(read->otherwise == written.otherwise);
    for (const hours_document& hours : written.hours) {
      const hours_table& table = read->hours_named(hours.table.name).table;
      CHECK((table.weekdays == hours.table.weekdays));
      CHECK(table.observes_holidays == hours.table.observes_holidays);
      CHECK((table.on_holidays == hours.table.on_holidays));
      CHECK((table.on_eves == hours.table.on_eves));
      CHECK(table.zone == hours.table.zone);
      CHECK(table.zone_column == hours.table.zone_column);
    }
    for (std::size_t r = 0; r < written.rules.size(); ++r) {
      CHECK(to_string(read->rules[r].when) == to_string(written.rules[r].when));
      CHECK(read->rules[r].outcome == written.rules[r].outcome);
      CHECK(read->rules[r].reason == written.rules[r].reason);
      CHECK(read->rules[r].pass_unknown == written.rules[r].pass_unknown);
      CHECK(read->rules[r].pass_no_time == written.rules[r].pass_no_time);
      CHECK(read->rules[r].from == written.rules[r].from);
      CHECK(read->rules[r].until == written.rules[r].until);
    }
  }
}
