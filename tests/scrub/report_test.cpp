#include "callsieve/scrub/report.hpp"

#include "number/region_words.hpp"
#include "scrub/judge.hpp"
#include "scrub/phone_content.hpp"
#include "scrub/scrub_kit.hpp"
#include "scrub/tallies.hpp"

#include <nlohmann/json.hpp>

using namespace callsieve;
using namespace callsieve::test;

TEST_CASE("The JSON report keeps its contract and balances") {
  scrub_folder world;
  world.add("le\xe9.csv", "phone\n2025550100\n2025550107\n2025550108\n2025550106\nx,y\ncall me\n");
  world.options.campaign = "spring";
  const bound_policy policy = ending_policy();
  const auto report = scrub(world.options, policy);
  REQUIRE(report.ok());
  const auto json = nlohmann::json::parse(report_json(*report, world.options, policy));
  CHECK(json["rows"] ==
        nlohmann::json({{"read", 6}, {"allowed", 2}, {"blocked", 2}, {"unknown", 1}, {"malformed", 1}}));
  CHECK(json["numbers"] ==
        nlohmann::json({{"read", 5}, {"allowed", 2}, {"blocked", 2}, {"unknown", 1}, {"malformed", 0}}));
  CHECK(json["reasons"] == nlohmann::json({{"clear", 2}, {"registry", 1}, {"registry: stale", 1}, {"invalid", 1}}));
  CHECK(json["unknown_passed"] == nlohmann::json({{"soft", 1}}));
  CHECK(json["lists"].is_array());
  CHECK(json["policy"] == nlohmann::json({{"name", "endings"}, {"hash", "0123456789abcdef"}}));
  CHECK(json["as_of"] == "2026-11-24");
  CHECK(json["campaign"] == "spring");
  CHECK(json["seconds"].get<double>() >= 0);
  CHECK(json["inputs"].size() == 1);
  CHECK(json["receipt"].is_null());
}

TEST_CASE("The table for people has a line a verdict and a reason, with shares and bars") {
  scrub_report report;
  report.rows = {2'000'000, 1'500'000, 499'999, 0, 1};
  report.by_verdict = {{verdict::allow, "clear", 1'500'000}, {verdict::block, "registry", 499'999}};
  report.columns_note = "numbers in \"phone\"";
  report.invalid = {{"needs_region", 7}};
  report.policy = "p";
  scrub_options options;
  options.when.date = test_day();
  const std::string text = report_text(report, options);
  CHECK(holds(text, "rows read                     2,000,000  100.0 %\n"));
  CHECK(holds(text, "  clear                       1,500,000   75.0 %  #######################\n"));
  CHECK(holds(text, "malformed                             1    0.0 %  #\n"));
  CHECK(holds(text, "numbers in \"phone\"; policy p; as of 2026-11-24\n"));
  CHECK(holds(text, "7 numbers are written without a country code"));
  CHECK_FALSE(holds(text, "otherwise"));
  options.preview = true;
  report.rules = {{"registry", 499'999, 0, 0}, {"clear", 1'500'000, 0, 0}};
  CHECK(holds(report_text(report, options), "otherwise: clear"));
}

TEST_CASE("Timings have a line a stage, and what a row costs") {
  scrub_report report;
  report.rows.read = 1000;
  report.seconds = 0.002;
  report.threads = 2;
  report.stages = {{"scan", 0.001}, {"rules", 0.003}};
  const std::string text = timings_text(report);
  CHECK(holds(text, "  rules                           0.003   75.0 %    3000.00\n"));
  CHECK(holds(text, "0.002 s in all, 2 threads, 0.5 million rows a second\n"));
  const auto measured = scrub_text("phone\n2025550100\n").report;
  CHECK(measured.stages.size() == 11);
  CHECK(measured.threads >= 1);
}

TEST_CASE("Books that do not balance are an error") {
  scrub_report report;
  report.rows = {3, 1, 1, 0, 1};
  report.reasons = {{"clear", 1}, {"registry", 1}};
  report.numbers = {2, 1, 1, 0, 0};
  report.lines = {.read = 15, .rows = 1, .malformed = 2, .headers = 3, .separators = 4, .empty = 5};
  CHECK(detail::check_books(report).ok());
  for (auto* count : {&report.rows.read, &report.rows.unknown, &report.reasons["clear"], &report.numbers.blocked,
                      &report.lines.read, &report.lines.rows, &report.lines.malformed, &report.lines.headers,
                      &report.lines.separators, &report.lines.empty}) {
    ++*count;
    CHECK(absl::IsInternal(detail::check_books(report)));
    --*count;
  }
}

TEST_CASE("Of many rows that span lines and are malformed the first ten are named, and to people five") {
  scrub_folder world;
  std::string text = "phone,note\n";
  for (int i = 0; i < 12; ++i) text += "2025550100,\"x\"\"\n\"y\n2025550110,\n";
  world.add("a.csv", "phone,note\n2025550110,\"\n\"z\n2025550110,\n");
  world.add("b.csv", text);
  const scrubbed got = world.run();
  REQUIRE(got.report.long_malformed.size() == 10);
  CHECK(got.report.long_malformed[0].input == 0);
  CHECK(got.report.long_malformed[9].input == 1);
  CHECK(got.report.long_malformed[9].line == 2 + 8 * 3);
  const std::string said = report_text(got.report, world.options);
  CHECK(holds(said, "these rows are 39 lines, 26 of them malformed"));
  CHECK(holds(said, "a.csv (2): text after a closing quote\n"));
  CHECK(holds(said, "  lines 11 to 12 of " + world.options.inputs[1].string()));
  CHECK_FALSE(holds(said, "  lines 14 to 15"));
  CHECK(holds(said, "  and more\n"));
}

TEST_CASE("Dial codes are read as people write them") {
  const region_id nl = find_region("NL");
  for (const char* text : {"31", "+31", "0031", "00 31", "011 31", "(31)", "'31"})
    CHECK(region_of_dial_code(text) == nl);
  CHECK(region_of_dial_code("1") == find_region("US"));
  for (const char* text : {"", "0", "abc", "999", "31x", "123456789012"}) {
    CHECK(region_of_dial_code(text) == region_id::none);
  }
}

TEST_CASE("Numbers in other scripts, and behind what names a column of phones, are written like phone numbers") {
  for (const char* cell : {"\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x90\xef"
                           "\xbc\x91\xef\xbc\x92\xef\xbc\x93",
                           "Home phone: 202-555-0123", "Telefonnummer 030 1234567", "mobile (202) 555-0123"}) {
    CHECK(detail::written_like_a_phone(cell));
  }
  for (const char* cell : {"Invoice 2025550123", "12 Main Street, Springfield 62701", "Home", "phone 12"}) {
    CHECK_FALSE(detail::written_like_a_phone(cell));
  }
}

TEST_CASE("Dates, postcodes and prices are not written like phone numbers") {
  for (const char* text : {"2024-03-01", "1/3/2024 10:30:00", "01.03.2024", "30301", "12.50", "order no 20241234"}) {
    INFO(text);
    CHECK_FALSE(detail::written_like_a_phone(text));
  }
  for (const char* text : {"2025550100", "(202) 555-0100", "+1 202-555-0100 ext. 3", "202.555.0100", "030/23125176"}) {
    INFO(text);
    CHECK(detail::written_like_a_phone(text));
  }
}
