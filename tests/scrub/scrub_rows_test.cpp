// What becomes of rows, one feature at a time.
#include "scrub/scrub_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

TEST_CASE("Kept rows are their bytes; rejected rows have a verdict, a reason and a detail beside them") {
  const scrubbed got = scrub_text(
      "\xef\xbb\xbfname,phone\r\nAnn,(202) 555-0100\r\nBob,2025550107\r\nCyd,2025550108\r\nDan,call "
      "me\r\nEve,\r\nFay,1,2\r\nGus,\"+1 202 555 0110\"");
  CHECK(got.kept == "\xef\xbb\xbfname,phone\r\nAnn,(202) 555-0100\r\nGus,\"+1 202 555 0110\"");
  CHECK(got.rejected ==
        "\xef\xbb\xbfname,phone,callsieve_verdict,callsieve_reason,callsieve_detail\r\n"
        "Bob,2025550107,block,registry,\r\n"
        "Cyd,2025550108,unknown,registry,stale\r\n"
        "Dan,call me,block,invalid,not_a_number\r\n"
        "Eve,,block,invalid,empty\r\n"
        "\"Fay,1,2\",,malformed,malformed,\"wrong number of fields: 3, not 2\"\r\n");
  CHECK(got.report.rows.read == 7);
  CHECK(got.report.numbers.read == 5);
  CHECK(got.report.reasons ==
        std::map<std::string, std::uint64_t>{{"clear", 2}, {"registry", 1}, {"registry: stale", 1}, {"invalid", 2}});
  CHECK(got.report.invalid == std::map<std::string, std::uint64_t>{{"not_a_number", 1}});
}

TEST_CASE("A row with several numbers is kept for one of them, and the others are blanked unless they may stay") {
  const std::string text =
      "phone,mobile\n2025550100,2025550107\n\"2025550108\",2025550110\n2025550107,2025550109\n2025550107,2025550105\n,"
      "2025550111\n";
  CHECK(scrub_text(text).kept == "phone,mobile\n2025550100,\n,2025550110\n,2025550111\n");
  CHECK(scrub_text(text, [](scrub_options& o) { o.cells = cell_mode::keep; }).kept ==
        "phone,mobile\n2025550100,2025550107\n\"2025550108\",2025550110\n,2025550111\n");
}

TEST_CASE("An objection against one number rejects the whole row; so does not knowing of one") {
  const scrubbed got =
      scrub_text("phone,mobile\n2025550100,2025550101\n2025550110,2025550102\n2025550102,2025550101\n");
  CHECK(got.kept == "phone,mobile\n");
  CHECK(holds(got.rejected, "2025550100,2025550101,block,objection,\n"));
  CHECK(holds(got.rejected, "2025550110,2025550102,unknown,objection,stale\n"));
  CHECK(holds(got.rejected, "2025550102,2025550101,block,objection,\n"));
}

TEST_CASE("A number met before is a duplicate, whatever its first verdict, also in the same row and the next file") {
  scrub_folder world;
  world.add("a.csv", "phone,mobile\n2025550107,\n2025550107,2025550110\n2025550111,2025550111\n2025550112,");
  world.add("b.csv", "phone,mobile\n2025550110,\n,+1 202 555 0113\n");
  const scrubbed got = world.run();
  CHECK(got.kept == "phone,mobile\n,2025550110\n2025550111,\n2025550112,\n,+1 202 555 0113\n");
  CHECK(holds(got.rejected, "2025550107,,block,registry,\n2025550110,,block,duplicate,\n"));
}

TEST_CASE("Several inputs must agree on header, delimiter and width; the error names both") {
  const auto both = [](std::string_view a, std::string_view b) {
    scrub_folder world;
    world.add("a.csv", a);
    world.add("b.csv", b);
    return world.run().error;
  };
  CHECK(both("name,phone\nx,2025550100\n", "\"name\",phone\r\nx,2025550110\r\n").empty());
  const std::string error = both("name,phone\nx,2025550100\n", "phone,name\n2025550110,x\n");
  CHECK(holds(error, "a.csv and "));
  CHECK(holds(error, "b.csv have different headers"));
  CHECK(holds(both("name,phone\nx,2025550100\n", "name;phone\nx;2025550110\n"), "different delimiters"));
  CHECK(holds(both("x,2025550100\n", "y,2025550110,z\n"), "different numbers of columns"));
  CHECK(holds(both("name,phone\nx,2025550100\n", ""), "b.csv is empty"));
  CHECK(holds(both("2025550100,x\n", "name,phone\nx,2025550110\n"), "a.csv has no header and "));
  CHECK(both("2025550100,x\n", "2025550110,y\n").empty());
}

TEST_CASE("Regions and dial codes are read row by row") {
  const scrubbed by_region =
      scrub_text("country,phone\nGB,020 7946 0111\nUS,(202) 555-0100\n,2025550110\nXX,2025550111\n+44,020 7946 0112\n",
                 [](scrub_options& o) { o.region_column = "country"; });
  CHECK(by_region.kept == "country,phone\nGB,020 7946 0111\nUS,(202) 555-0100\n,2025550110\n");
  CHECK(holds(by_region.rejected, "XX,2025550111,block,invalid,needs_region\n"));

  const scrubbed by_code = scrub_text(
      "phone_code,phone\n1,2025550100\n44,2079460111\n0044,2079460112\n+49,30 "
      "23125176\n,2025550110\n999,2025550111\nabc,2025550113\n",
      [](scrub_options& o) {
        o.code_column = "phone_code";
        o.phone_columns = {"phone"};
      });
  CHECK(by_code.kept ==
        "phone_code,phone\n1,2025550100\n44,2079460111\n0044,2079460112\n+49,30 23125176\n,2025550110\n");
}

TEST_CASE("Plus-less E.164 is read where the region says so") {
  CHECK(scrub_text("phone\n12025550100\n442079460111\n", [](scrub_options& o) { o.region = region_id::e164; }).kept ==
        "phone\n12025550100\n442079460111\n");
}

TEST_CASE("Columns are found by the header, else by content, else asked for") {
  const scrubbed by_content =
      scrub_text("7001,Ann,30301,2025550100\n7002,Bob,30302,2025550107\n7003,Cyd,30303,2025550110\n");
  CHECK_FALSE(by_content.report.has_header);
  CHECK(by_content.report.columns == std::vector<std::string>{"4"});
  CHECK(holds(by_content.report.columns_note, "3 of the first 3 cells are phone numbers"));
  CHECK(by_content.kept == "7001,Ann,30301,2025550100\n7003,Cyd,30303,2025550110\n");
  CHECK(by_content.rejected == "7002,Bob,30302,2025550107,block,registry,\n");

  const scrubbed strange_header = scrub_text("wer,wohin\nAnn,2025550100\n");
  CHECK(strange_header.report.has_header);
  CHECK(strange_header.kept == "wer,wohin\nAnn,2025550100\n");

  const scrubbed named = scrub_text("a,b\n2025550100,2025550107\n", [](scrub_options& o) { o.phone_columns = {"2"}; });
  CHECK(named.rejected ==
        "a,b,callsieve_verdict,callsieve_reason,callsieve_detail\n2025550100,2025550107,block,registry,\n");

  const scrubbed overlooked = scrub_text("phone,backup\n2025550100,2025550107\n2025550110,2025550187\n");
  CHECK(holds(overlooked.report.columns_note, "\"backup\" seem to hold phone numbers too"));
  CHECK(scrub_text("phone,fax\n2025550100,2025550107\n").report.columns == std::vector<std::string>{"phone"});
}

TEST_CASE("Running order numbers and dates are not taken for phone numbers") {
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += "20255501" + std::to_string(10 + i) + ",2024-03-" + std::to_string(10 + i % 20) + ",20255501" +
            std::to_string(10 + (i * 37) % 89) + '\n';
  }
  CHECK(scrub_text(text).report.columns == std::vector<std::string>{"3"});
}

TEST_CASE("A row that may hold a number is never taken for a header") {
  const scrubbed got = scrub_text("Ann,mobile,2025550107\nBob,mobile,2025550100\n");
  CHECK_FALSE(got.report.has_header);
  CHECK(got.kept == "Bob,mobile,2025550100\n");
  const scrubbed forced = scrub_text("phone\n2025550107\n", [](scrub_options& o) {
    o.header = header_mode::no;
    o.phone_columns = {"1"};
  });
  CHECK(holds(forced.rejected, "phone,block,invalid,not_a_number\n2025550107,block,registry,\n"));
}

TEST_CASE("All reasons: every rule in force that matched or was unknown, each once") {
  const scrubbed got = scrub_text("phone,mobile\n2025550101,2025550102\n2025550107,2025550107\n2025550108,2025550104\n",
                                  [](scrub_options& o) { o.all_reasons = true; });
  CHECK(holds(got.rejected, "2025550101,2025550102,block,objection,objection; registry; objection: stale\n"));
  CHECK(holds(got.rejected, "2025550107,2025550107,block,registry,registry; duplicate\n"));
  CHECK(got.kept == "phone,mobile\n,2025550104\n");
}

TEST_CASE("A preview counts and writes nothing") {
  scrub_folder world;
  world.add("leads.csv", "phone\n2025550100\n2025550107\n");
  world.options.preview = true;
  const auto report = scrub(world.options, ending_policy());
  REQUIRE(report.ok());
  CHECK(report->rows.allowed == 1);
  CHECK(report->rows.blocked == 1);
  CHECK(files_in(world.folder.path()) == 1);
  CHECK(report->rules.size() == 7);
  CHECK(report->rules[4].decided == 1);
  CHECK(report->rules[6].reason == "clear");
  CHECK(report->rules[6].decided == 1);
}

TEST_CASE("More numbers in a block of rows than a batch holds are all decided") {
  std::string text = "phone,mobile,tel\n";
  for (int i = 0; i < 3000; ++i) text += "2025550107,2025550108,2025550107\n";
  const scrubbed got = scrub_text(text, [](scrub_options& o) { o.rejected.clear(); });
  CHECK(got.report.numbers.read == 9000);
  CHECK(got.report.rows.unknown == 1);
  CHECK(got.report.rows.blocked == 2999);
  CHECK(got.report.reasons.at("duplicate") == 2999);
}

TEST_CASE("Progress is told, and a cancelled job leaves nothing") {
  scrub_folder world;
  std::string text = "phone,note\n";
  while (text.size() < 10'000'000) text += "2025550100,some words to make the file longer than the step of progress\n";
  world.add("leads.csv", text);
  std::vector<std::uint64_t> told;
  world.options.progress = [&](std::uint64_t done, std::uint64_t total, std::uint64_t) {
    CHECK(total == text.size());
    told.push_back(done);
  };
  CHECK(world.run().error.empty());
  REQUIRE(told.size() >= 3);
  CHECK(told.back() == text.size());
  std::filesystem::remove(world.options.output);
  std::filesystem::remove(world.options.rejected);
  int asked = 0;
  world.options.cancelled = [&] { return ++asked == 5; };
  CHECK(holds(world.run().error, "interrupted"));
}
