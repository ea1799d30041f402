// Policies that extend others: what is inherited, where own rules go, and every contradiction by its place.
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "support/catch.hpp"
#include "world.hpp"

using namespace callsieve;
using callsieve_test::open_store;
using callsieve_test::temporary_folder;

namespace {

constexpr std::string_view base = R"(name = "base"
region = "NL"
time_zone = "Europe/Amsterdam"
otherwise = { block = "no-consent" }
[hours.day]
mon-fri = ["09:00-17:00"]
holidays = "days.txt"
[[rule]]
block = "objection"
when = { listed = "blacklist" }
[[rule]]
allow = "consent"
when = { consent = "given", in = "consents" }
[[rule]]
allow = "customer"
when = { related = "customers", within = "3 years" }
[[rule]]
block = "hours"
when = { not = { calling_hours = "day" } }
)";

struct policies {
  temporary_folder folder;
  store in = open_store(folder.path());

  policies() {
    write("base.toml", base);
    write("days.txt", "# made up\n2026-12-25 Christmas\n2026-12-26\n");
  }
  void write(const std::string& name, std::string_view text) { folder.write("policies/" + name, text); }
  /// The reasons of the policy `own`, in order; or the error, from the file's name on.
  std::string reasons_of(std::string_view own) {
    write("own.toml", own);
    const auto found = find_policy("own", in);
    if (!found.ok()) {
      const std::string message = message_of(found.status());
      const std::size_t name = message.find("own.toml:");
      return name == std::string::npos ? message : message.substr(name);
    }
    std::string text;
    for (const rule_document& rule : found->rules) text += (text.empty() ? "" : " ") + rule.reason;
    return text;
  }
};

std::string rule(const std::string& reason, const std::string& place = "") {
  return "[[rule]]\nblock = \"" + reason + "\"\nwhen = { always = true }\n" + place + "\n";
}

}  // namespace

TEST_CASE("An extension inherits what it does not state") {
  policies p;
  p.write("own.toml", "extends = \"base\"\n");
  const auto found = find_policy("own", p.in);
  REQUIRE(message_of(found.status()) == "");
  CHECK(found->name == "own");
  CHECK(region_name(found->region) == "NL");
  CHECK(found->time_zone == "Europe/Amsterdam");
  CHECK(found->otherwise == verdict::block);
  CHECK(found->otherwise_reason == "no-consent");
  CHECK(found->hours_named("day").table.holidays.size() == 2);
  REQUIRE(found->extended.size() == 1);
  const auto plain = find_policy("base", p.in);
  REQUIRE(plain.ok());
  CHECK(found->hash != plain->hash);
  const std::string before = found->hash;
  p.write("days.txt", "2026-12-25\n");
  CHECK(find_policy("own", p.in)->hash != before);  // the holidays are part of the law
}

TEST_CASE("Own rules come first, or before, after or instead of an inherited one") {
  policies p;
  const std::string extends = "extends = \"base\"\n";
  CHECK(p.reasons_of(extends) == "objection consent customer hours");
  CHECK(p.reasons_of(extends + rule("a") + rule("b")) == "a b objection consent customer hours");
  CHECK(p.reasons_of(extends + rule("a", "after = \"objection\"")) == "objection a consent customer hours");
  CHECK(p.reasons_of(extends + rule("a", "before = \"hours\"")) == "objection consent customer a hours");
  CHECK(p.reasons_of(extends + rule("a", "instead = \"customer\"")) == "objection consent a hours");
  CHECK(p.reasons_of(extends + rule("a", "instead = \"customer\"") + rule("b", "instead = \"customer\"")) ==
        "objection consent a b hours");
  CHECK(p.reasons_of(extends + "without = [\"customer\", \"hours\"]\n") == "objection consent");
  p.write("middle.toml", extends + rule("m", "after = \"objection\""));
  CHECK(p.reasons_of("extends = \"middle.toml\"\n" + rule("a", "after = \"m\"")) ==
        "objection m a consent customer hours");
}

TEST_CASE("What contradicts, goes round in circles or is missing is named by its place") {
  policies p;
  const std::string extends = "extends = \"base\"\n";
  const auto error = [&p](const std::string& text) { return p.reasons_of(text); };
  struct mistake {
    std::string text, at, what;
  };
  const std::vector<mistake> mistakes{
      {"extends = \"bsae\"\n", "own.toml:1:11: ", "did you mean 'base'?"},
      {"extends = \"own\"\n", "own.toml:1:11: ", "extend each other in a circle: own.toml -> own.toml"},
      {extends + "otherwise = { allow = \"clear\" }\n", "own.toml:1:11: ", "these contradict"},
      {extends + "without = [\"custmer\"]\n", "own.toml:2:12: ", "did you mean 'customer'?"},
      {extends + rule("a", "after = \"nothing\""), "own.toml:5:9: ", "known are objection, consent, customer, hours"},
      {extends + rule("a", "after = \"hours\"\nbefore = \"hours\""), "own.toml:", "one of these"},
      {extends + "without = [\"hours\"]\n" + rule("a", "after = \"hours\""), "own.toml:6:9: ", "left out by 'without'"},
      {"without = [\"hours\"]\notherwise = { block = \"b\" }\n", "own.toml:1:11: ", "it goes with 'extends'"},
      {"otherwise = { block = \"b\" }\n" + rule("a", "after = \"b\""), "own.toml:5:9: ", "it goes with 'extends'"},
      {extends + "[[rule]]\nblock = \"h\"\nwhen = { calling_hours = \"dya\" }\n",
       "own.toml:4:8: ", "did you mean 'day'?"},
      {"otherwise = { block = \"b\" }\n[hours.h]\nmon = [\"09:00-17:00\"]\nholidays = \"none.txt\"\n",
       "own.toml:4:12: ", "the file of public holidays 'none.txt' is missing"},
  };
  for (const mistake& m : mistakes) {
    const std::string message = error(m.text);
    INFO(m.text << message);
    CHECK(message.starts_with(m.at));
    CHECK(message.find(m.what) != std::string::npos);
  }
  p.write("one.toml", "extends = \"two\"\n");
  p.write("two.toml", "extends = \"one\"\n");
  const auto circle = find_policy("one", p.in);
  CHECK(message_of(circle.status())
            .find("two.toml:1:11: these policies extend each other in a circle: one.toml -> "
                  "two.toml -> one.toml") != std::string::npos);
}

TEST_CASE("An extension that allows before the inherited blacklist is refused, by its own file's place") {
  policies p;
  p.write("own.toml",
          "extends = \"base\"\nwithout = [\"consent\", \"customer\"]\n[[rule]]\nallow = \"vip\"\nwhen = { always = "
          "true }\n");
  auto found = find_policy("own", p.in);
  REQUIRE(message_of(found.status()) == "");
  const auto bound = bind_policy(*std::move(found), p.in, {});
  REQUIRE_FALSE(bound.ok());
  CHECK(message_of(bound.status()).find("own.toml:3:1: this rule allows 'vip' before the blacklist") !=
        std::string::npos);
}

TEST_CASE("Holidays: a line a day, comments, and every bad line by its place") {
  const auto days = read_holidays("# a\n2026-12-26, Boxing Day\r\n  2026-12-25 Christmas\n\n2027-01-01", "h.txt");
  REQUIRE(days.ok());
  CHECK((*days == std::vector<day>{*parse_day("2026-12-25"), *parse_day("2026-12-26"), *parse_day("2027-01-01")}));
  const auto error = [](std::string_view text) { return message_of(read_holidays(text, "h.txt").status()); };
  CHECK(error("2026-12-25\n25-12-2026\n").starts_with("h.txt:2:1: '25-12-2026' does not begin with a day"));
  CHECK(error("2026-02-29\n").starts_with("h.txt:1:1: "));
  CHECK(error("2026-12-251\n").starts_with("h.txt:1:1: "));
  CHECK(error("2026-12-25\n2026-12-25 again\n").starts_with("h.txt:2:1: 2026-12-25 stands twice"));
  CHECK(error("# nothing\n").starts_with("h.txt:1:1: no holidays"));
}

TEST_CASE("Hours that nobody can mean are refused") {
  const auto error = [](const std::string& table) {
    return message_of(read_policy("otherwise = { block = \"b\" }\n[hours.h]\n" + table, "p.toml").status());
  };
  CHECK(error("mon-fri = [\"08:00-21:00\"]\nsat = [\"09:00-12:00\", \"13:00-24:00\"]\n") == "");
  CHECK(error("mon-fri = [\"21:00-08:00\"]\n").starts_with("p.toml:3:12: '21:00-08:00' ends before it begins"));
  CHECK(error("mon-fri = [\"08:00-12:00\", \"11:00-13:00\"]\n").starts_with("p.toml:3:27: "));
  CHECK(error("mon-fri = [\"8-21\"]\n").find("are no hours") != std::string::npos);
  CHECK(error("mon-fri = [\"08:60-21:00\"]\n").find("are no hours") != std::string::npos);
  CHECK(error("mon-fri = [\"08:00-24:01\"]\n").find("are no hours") != std::string::npos);
  CHECK(error("mon-fri = [\"08:00-21:00\"]\nwed = []\n").find("wed is named twice") != std::string::npos);
  CHECK(error("fri-mon = [\"08:00-21:00\"]\n").find("unknown key 'fri-mon' in hours") != std::string::npos);
  CHECK(error("mon-fri = []\n").find("allow no call on any weekday") != std::string::npos);
  CHECK(error("mon = [\"08:00-21:00\"]\nholiday = [\"10:00-12:00\"]\n").find("need to know the days") !=
        std::string::npos);
  CHECK(error("mon = [\"08:00-21:00\"]\nzone = \"Europe/Amsterdm\"\n").starts_with("p.toml:4:8: unknown time zone"));
  CHECK(error("mon = [\"08:00-21:00\"]\nzone = \"UTC\"\nzone_column = \"tz\"\n").find("state one of them") !=
        std::string::npos);
}
