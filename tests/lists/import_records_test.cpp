// Call logs as lists of attempts, more records for a list that has some, and what copies are called.
#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "import_fixture.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::any_holds;
using test::holds;
using test::import_world;
using test::on;
using test::record_of;

import_options calls_of(const import_world& world, std::string_view name, std::string_view content,
                        bool changes = false) {
  import_options options = world.options("calls", {world.write(name, content)});
  options.kind = list_kind::attempts;
  options.changes = changes;
  return options;
}

std::vector<std::string> days_of(const list& calls, std::uint64_t digits) {
  const phone_number number = phone_number::from_digits_unchecked(digits);
  attempt_days found;
  calls.find_attempts({&number, 1}, {&found, 1});
  std::vector<std::string> days;
  for (const std::int32_t when : found) {
    if (when != no_attempt) days.push_back(to_string(day_from_number(when)));
  }
  return days;
}

TEST_CASE("A call log becomes a list of attempts: a row a call, times read over, the latest eight of a number") {
  const import_world world;
  std::string log =
      "called_number,call_date,agent\n(202) 555-0101,2026-11-01 10:00:00,7\n2025550102,2026-11-19T08:30Z,7\n";
  for (int i = 10; i < 20; ++i) log += "2025550101,2026-11-" + std::to_string(i) + ",8\n";
  const import_report report = world.imported(calls_of(world, "log.csv", log));
  CHECK(report.kind == list_kind::attempts);
  CHECK(report.lines == 12);
  CHECK(report.count == 2);
  CHECK(any_holds(report.notes, "numbers from column 1 'called_number', days from column 2 'call_date'"));
  const list calls = world.loaded("calls");
  CHECK(days_of(calls, 12025550101) == std::vector<std::string>{"2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16",
                                                                "2026-11-15", "2026-11-14", "2026-11-13",
                                                                "2026-11-12"});
  CHECK(days_of(calls, 12025550102) == std::vector<std::string>{"2026-11-19"});
  CHECK(days_of(calls, 12025550103).empty());
}

TEST_CASE("Without a header a call log's columns are told by what they hold, or named") {
  const import_world world;
  (void)world.imported(calls_of(world, "log.csv", "9,2026-11-18 09:00,2025550101\n9,2026-11-19 09:00,2025550101\n"));
  CHECK(days_of(world.loaded("calls"), 12025550101).size() == 2);
  import_options named = calls_of(world, "named.csv", "18/11/2026 9:00;2025550101;19/11/2026\n");
  CHECK(world.refused(named).find("name it with --") != std::string::npos);
  named.phone_column = "2";
  named.day_column = "3";
  named.date_format = "%d/%m/%Y";
  (void)world.imported(named);
  CHECK(days_of(world.loaded("calls"), 12025550101) == std::vector<std::string>{"2026-11-19", "2026-11-18"});
}

TEST_CASE("A call without a day, or after the copy, is a bad line") {
  const import_world world;
  const std::string error = world.refused(calls_of(
      world, "log.csv", "phone,date\n2025550101,2026-11-20\n2025550102,2026-11-21\n2025550103,\n2025550104,soon\n"));
  CHECK(error.find("3 lines cannot be read") != std::string::npos);
  CHECK(error.find("log.csv:3: call of 2026-11-21 is later than the copy, obtained 2026-11-19") != std::string::npos);
  CHECK(error.find("log.csv:4: no day of the call") != std::string::npos);
  CHECK(error.find("log.csv:5: day of the call: 'soon'") != std::string::npos);
  CHECK_FALSE(world.opened().has("calls").value());
}

TEST_CASE("The calls of another day are added to those that are there; a whole log forgets none of whom it tells") {
  const import_world world;
  (void)world.imported(calls_of(world, "a.csv", "phone,date\n2025550101,2026-11-17\n2025550102,2026-11-17\n"));
  import_options more = calls_of(world, "b.csv", "phone,date\n2025550101,2026-11-18\n2025550103,2026-11-18\n", true);
  more.obtained = on("2026-11-20");
  const import_report report = world.imported(more);
  CHECK(report.added == 1);
  CHECK(report.removed == 0);
  CHECK(report.unchanged == 2);
  CHECK(report.count == 3);
  const list calls = world.loaded("calls");
  CHECK(days_of(calls, 12025550101) == std::vector<std::string>{"2026-11-18", "2026-11-17"});
  CHECK(days_of(calls, 12025550102) == std::vector<std::string>{"2026-11-17"});
  CHECK(days_of(calls, 12025550103) == std::vector<std::string>{"2026-11-18"});
  CHECK(calls.speaks_for().oldest() == on("2026-11-20"));

  more.obtained = on("2026-11-19");
  CHECK(world.refused(more).find("newer than these changes") != std::string::npos);
  CHECK(days_of(world.loaded("calls"), 12025550103).size() == 1);
  import_options whole = calls_of(world, "c.csv",
                                  "phone,date\n2025550101,2026-11-19\n2025550101,2026-11-18\n2025550102,2026-11-19\n"
                                  "2025550104,2026-11-19\n");
  CHECK(world.refused(whole).find("holds a newer copy") != std::string::npos);
  whole.allow_older = true;  // takes nothing away
  (void)world.imported(whole);
  const std::vector<std::string> three_days{"2026-11-19", "2026-11-18", "2026-11-17"};
  CHECK(days_of(world.loaded("calls"), 12025550101) == three_days);
  CHECK(days_of(world.loaded("calls"), 12025550103).size() == 1);
  CHECK(world.loaded("calls").speaks_for().oldest() == on("2026-11-20"));
  whole.allow_older = false;
  whole.obtained = on("2026-11-20");
  CHECK(world.refused(whole).find("would lose 1 of 4 numbers") != std::string::npos);
  whole.allow_shrink = true;
  (void)world.imported(whole);
  CHECK(days_of(world.loaded("calls"), 12025550101) == three_days);
  CHECK(days_of(world.loaded("calls"), 12025550103).empty());
}

TEST_CASE("More consents and customers meet those that are there by their days, not by the order of the files") {
  const import_world world;
  import_options consents =
      world.options("consents", {world.write("a.csv",
                                             "phone,consent,date\n2025550101,given,2026-01-01\n2025550102,given,2026-"
                                             "03-01\n2025550103,given,2026-01-01\n")});
  consents.kind = list_kind::consent;
  (void)world.imported(consents);
  consents.changes = true;
  consents.files = {world.write("b.csv",
                                "phone,consent,date\n2025550101,withdrawn,2026-02-01\n2025550102,withdrawn,2026-02-"
                                "01\n2025550104,given,2026-02-01\n")};
  const import_report report = world.imported(consents);
  CHECK(report.added == 1);
  CHECK(report.count == 4);
  const list loaded = world.loaded("consents");
  CHECK(record_of(loaded, 12025550101).state == record_state::withdrawn);
  CHECK(record_of(loaded, 12025550102).state == record_state::given);
  CHECK(record_of(loaded, 12025550103).state == record_state::given);
  CHECK(record_of(loaded, 12025550104).state == record_state::given);
}

TEST_CASE("Records are added only to a list of their kind, that exists and covers them") {
  const import_world world;
  import_options more = calls_of(world, "a.csv", "phone,date\n2025550101,2026-11-17\n", true);
  CHECK(world.refused(more).find("does not exist yet") != std::string::npos);
  more.changes = false;
  more.covers = {*number_prefix::parse("+1202")};
  (void)world.imported(more);
  more.changes = true;
  more.covers = {*number_prefix::parse("+1415")};
  CHECK(world.refused(more).find("does not speak for +1415 yet") != std::string::npos);
}

TEST_CASE("Logs added bit by bit come to what an oracle has, whatever the bits") {
  std::mt19937 random(test::random_seed(20261124));
  for (int round = 0; round < 8; ++round) {
    const import_world world;
    std::map<std::uint64_t, std::vector<std::string>> expected;
    for (int part = 0; part < 4; ++part) {
      std::string log = "phone,date\n";
      for (int i = 0; i < 60; ++i) {
        const std::uint64_t number = 12025550100 + random() % 12;
        const std::string when = to_string(on("2026-10-01") + std::chrono::days(random() % 40));
        log += '+' + std::to_string(number) + ',' + when + '\n';
        expected[number].push_back(when);
      }
      (void)world.imported(calls_of(world, "part.csv", log, part != 0));
    }
    const list calls = world.loaded("calls");
    CHECK(calls.count() == expected.size());
    for (auto& [number, days] : expected) {
      std::sort(days.rbegin(), days.rend());
      if (days.size() > 8) days.resize(8);
      CHECK(days_of(calls, number) == days);
    }
  }
}

TEST_CASE("The version of a copy is the day in the file's name, or what is said") {
  const import_world world;
  import_options ftc = world.options("ftc", {world.write("2026-11-18_202_x.txt", "202,5550101\n")});
  ftc.obtained.reset();
  CHECK(world.imported(ftc).version == "2026-11-18");
  CHECK(world.loaded("ftc").info().version == "2026-11-18");

  import_options nix = world.options("nix", {world.write("nix.txt", "+46701740605\n")});
  nix.covers = {*number_prefix::parse("+46")};
  CHECK(world.imported(nix).version.empty());
  nix.version = "2026-11-01";
  CHECK(world.imported(nix).version == "2026-11-01");
  CHECK(world.loaded("nix").info().version == "2026-11-01");
  nix.version = "week 47";
  CHECK(world.imported(nix).version == "week 47");
  nix.version = "2026-11-21";
  CHECK(world.refused(nix).find("cannot be of version 2026-11-21, which is later") != std::string::npos);
  nix.version = std::string(256, 'v');
  CHECK(world.refused(nix).find("at most 255 bytes") != std::string::npos);
  CHECK(world.loaded("nix").info().version == "week 47");
}

TEST_CASE("A list of copies of several versions is of the oldest, and of none when one is not told") {
  const import_world world;
  const auto import_one = [&](std::string_view name, std::string_view content, bool says_day) {
    import_options ftc = world.options("ftc", {world.write(name, content)});
    if (says_day) ftc.obtained.reset();
    return world.imported(ftc);
  };
  const auto version = [&] { return world.loaded("ftc").info().version; };
  (void)import_one("2026-11-16_202_x.txt", "202,5550101\n", true);
  (void)import_one("2026-11-18_415_x.txt", "415,5550101\n", true);
  CHECK(version() == "2026-11-16");
  (void)import_one("2026-11-19_202_x.txt", "202,5550101\n", true);
  CHECK(version() == "2026-11-16");  // 202's is newer now, but no one keeps count of it
  (void)import_one("plain.txt", "202,5550101\n415,5550101\n", false);
  CHECK(version().empty());
  import_options both = world.options("ftc", {world.write("2026-11-17_202_x.txt", "202,5550101\n"),
                                              world.write("2026-11-19_415_x.txt", "415,5550101\n")});
  both.obtained.reset();
  both.allow_older = true;
  CHECK(world.imported(both).version == "2026-11-17");
  CHECK(version() == "2026-11-17");
  (void)import_one("other.txt", "312,5550101\n", false);
  CHECK(version().empty());
}

TEST_CASE("Changes bring their version with them") {
  const import_world world;
  import_options ftc = world.options("ftc", {world.write("2026-11-16_202_x.txt", "202,5550101\n")});
  ftc.obtained.reset();
  (void)world.imported(ftc);
  ftc.changes = true;
  ftc.files = {world.write("2026-11-18_202_y.txt", "202,5550102,2026-11-17,A\n")};
  CHECK(world.imported(ftc).version == "2026-11-18");
  CHECK(world.loaded("ftc").info().version == "2026-11-18");
}

TEST_CASE("A day in a column of withdrawals is a withdrawal of that day") {
  for (const char* header : {"withdrawal_date", "Withdrawn", "unsubscribed_at", "opt_out_date", "revoked on",
                             "Widerrufsdatum", "consent_withdrawn"}) {
    CAPTURE(header);
    const test::import_world world;
    import_options options = world.options(
        "consents", {world.write("a.csv", std::string("phone,consent,consent_date,") + header +
                                              "\n2025550101,yes,2026-01-02,2026-03-01\n2025550102,yes,2026-01-02,\n"
                                              "2025550103,yes,2026-03-02,2026-03-01 10:00:00\n"
                                              "2025550104,,,2026-03-01\n2025550105,no,,2026-03-01\n")});
    options.kind = list_kind::consent;
    CHECK(test::any_holds(world.imported(options).notes, "withdrawals from column 4"));
    const list loaded = world.loaded("consents");
    const auto on_first = list_record{day_number(test::on("2026-03-01")), record_state::withdrawn};
    CHECK(test::record_of(loaded, 12025550101) == on_first);
    CHECK(test::record_of(loaded, 12025550102).state == record_state::given);
    CHECK(test::record_of(loaded, 12025550103).state == record_state::given);  // anew
    CHECK(test::record_of(loaded, 12025550104) == on_first);
    CHECK(test::record_of(loaded, 12025550105) == on_first);
  }
}

TEST_CASE("A yes under a name that says no is a withdrawal, and never a consent") {
  for (const char* header : {"opt_out", "unsubscribed", "do not call", "withdrawn", "DNC", "Revoked?"}) {
    CAPTURE(header);
    const test::import_world world;
    import_options options = world.options(
        "consents", {world.write("a.csv", std::string("phone,consent,consent_date,") + header +
                                              "\n2025550101,yes,2026-01-02,1\n2025550102,yes,2026-01-02,0\n")});
    options.kind = list_kind::consent;
    (void)world.imported(options);
    const list loaded = world.loaded("consents");
    CHECK(test::record_of(loaded, 12025550101) ==
          list_record{day_number(test::on("2026-11-19")), record_state::withdrawn});
    CHECK(test::record_of(loaded, 12025550102).state == record_state::given);
    options.state_column = header;
    CHECK(world.refused(options).find("says who has withdrawn") != std::string::npos);
  }
}

TEST_CASE("A withdrawal that cannot be read stops the import") {
  const test::import_world world;
  import_options options = world.options(
      "consents",
      {world.write("a.csv", "phone,consent,consent_date,withdrawal_reason\n2025550101,yes,2026-01-02,moved\n")});
  options.kind = list_kind::consent;
  CHECK(world.refused(options).find("withdrawal: 'moved' is not a day") != std::string::npos);
  options.files = {
      world.write("b.csv", "phone,consent,consent_date,opt_out_date\n2025550101,yes,2026-01-02,2026-12-24\n")};
  CHECK(world.refused(options).find("withdrawal of 2026-12-24 is later than the copy") != std::string::npos);
  // Where to withdraw is no withdrawal.
  options.files = {world.write(
      "c.csv", "phone,consent,consent_date,unsubscribe_link\n2025550101,yes,2026-01-02,https://a.example\n")};
  CHECK(world.imported(options).count == 1);
}

}  // namespace
}  // namespace callsieve
