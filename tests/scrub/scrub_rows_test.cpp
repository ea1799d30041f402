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

TEST_CASE("Who objected is found in a cell of several numbers, or of a number and words, and the row is rejected") {
  const std::string header = "phone,mobile\n";
  for (const char* cell :
       {"+12025550101 / +12025550110", "home 202-555-0110 cell 202-555-0101", "2025550101 do not call",
        "2025550110; 2025550101", "2025550110 & 2025550101", "\"2025550110, 2025550101\"", "\"2025550110\n2025550101\"",
        "2025550110 2025550101", "2025550110|2025550101", "555-0101 only", "b\xfcro 2025550101",
        "1-202-555-0101 ask Jo", "202:555:0101 ask Jo", "tel=202_555_0101 Jo", "0012025550101 / 2025550110",
        "\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92-555-0101 / 2025550110"}) {
    INFO(cell);
    for (const cell_mode mode : {cell_mode::blank, cell_mode::keep}) {
      const auto how = [mode](scrub_options& o) {
        o.cells = mode;
        o.delimiter = ',';
      };
      const scrubbed got = scrub_text(header + cell + ",2025550113\n2025550114," + cell + "\n", how);
      CHECK(got.kept == header);
      CHECK(holds(got.rejected, ",block,objection,in column phone: "));
      CHECK(holds(got.rejected, ",block,objection,in column mobile: "));
      CHECK(got.report.reasons == std::map<std::string, std::uint64_t>{{"objection", 2}});
      CHECK(got.report.numbers.read == 4);
      CHECK(got.report.numbers.blocked == 2);  // the cells that are none
    }
  }
  const scrubbed unsure = scrub_text(header + "2025550110 / 2025550102,2025550113\n");
  CHECK(holds(unsure.rejected,
              "2025550110 / 2025550102,2025550113,unknown,objection,stale; in column phone: several_numbers"));
  CHECK(unsure.report.reasons == std::map<std::string, std::uint64_t>{{"objection: stale", 1}});
}

TEST_CASE("Nothing leaves in a phone cell that was not asked, also where numbers that may not be called are kept") {
  const std::string note = "2025550110 / 2025550111";  // no phone cell: it stays as it came
  const std::string text = "phone,mobile,note\n" + note + ",2025550113," + note +
                           "\n2025550107,2025550114,x\ncall me,2025550115,\n  ,2025550100,\n";
  const std::string rest = ",2025550115,\n  ,2025550100,\n";
  CHECK(scrub_text(text).kept == "phone,mobile,note\n,2025550113," + note + "\n,2025550114,x\n" + rest);
  CHECK(scrub_text(text, [](scrub_options& o) { o.cells = cell_mode::keep; }).kept ==
        "phone,mobile,note\n,2025550113," + note + "\n2025550107,2025550114,x\n" + rest);
}

TEST_CASE("Only rules on whole rows are asked of what is inside a cell, as they stand on that day") {
  std::vector<pipeline_rule> rules;
  const auto add = [&](rule_header header, any_predicate when) {
    rules.push_back({std::move(header), std::move(when), "t"});
  };
  add({.outcome = verdict::block, .reason = "cell"}, any_predicate(by_ending({{21, truth::yes}})));
  add({.outcome = verdict::block, .reason = "later", .scope = rule_scope::row, .from = parse_day("2027-01-01")},
      any_predicate(by_ending({{22, truth::yes}})));
  add({.outcome = verdict::block, .reason = "passes", .scope = rule_scope::row, .pass_unknown = true},
      any_predicate(by_ending({{23, truth::stale}, {24, truth::yes}})));
  add({.outcome = verdict::block, .reason = "florida", .scope = rule_scope::row},
      any_predicate(all_of(by_ending({{25, truth::yes}}), column_equals("state", {"FL"}))));
  add({.outcome = verdict::block, .reason = "mobiles", .scope = rule_scope::row},
      any_predicate(all_of(by_ending({{26, truth::yes}}), of_type{number_type::mobile})));
  bound_policy policy;
  policy.document.region = find_region("US");
  policy.rules = pipeline(std::move(rules), verdict::allow, "clear");
  const auto verdict_on = [&](const std::string& cell, const std::string& state) {
    scrub_folder world;
    world.add("a.csv", "phone,mobile,state\n" + cell + ",2025550113," + state + "\n");
    const scrubbed got = world.run(policy);
    REQUIRE(got.error.empty());
    if (got.report.rows.allowed == 1) return std::string("allow");
    return got.rejected.substr(got.rejected.find(state + ',', got.rejected.find('\n')) + state.size() + 1);
  };
  CHECK(verdict_on("2025550121 or so", "NY") == "allow");
  CHECK(verdict_on("2025550122 or so", "NY") == "allow");
  CHECK(verdict_on("2025550123 or so", "NY") == "allow");
  CHECK(verdict_on("2025550124 or so", "NY") == "block,passes,in column phone: not_a_number\n");
  CHECK(verdict_on("2025550125 or so", "NY") == "allow");
  CHECK(verdict_on("2025550125 or so", "FL") == "block,florida,in column phone: not_a_number\n");
  CHECK(verdict_on("2025550126 or so", "NY") == "unknown,mobiles,no finer type; in column phone: not_a_number\n");
}

TEST_CASE("A national number in a row whose region cannot be read is looked for in the usual region") {
  const auto rows = [](scrub_options& o) { o.region_column = "country"; };
  const scrubbed got = scrub_text(
      "phone,mobile,country\n2025550101,+12025550113,ZZ\n2025550110,+12025550114,ZZ\n020 7946 0116,+12025550115,ZZ\n",
      rows);
  CHECK(got.kept == "phone,mobile,country\n,+12025550114,ZZ\n,+12025550115,ZZ\n");
  CHECK(holds(got.rejected, "2025550101,+12025550113,ZZ,block,objection,in column phone: needs_region\n"));
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
  CHECK(by_region.kept == "country,phone\nGB,020 7946 0111\nUS,(202) 555-0100\n,2025550110\n+44,020 7946 0112\n");
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

TEST_CASE("A first row that holds a number, in any script and beside any words, is data") {
  for (const char* first :
       {"\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x90\xef\xbc\x91\xef\xbc\x90"
        "\xef\xbc\x91,x",
        "Home phone: 202-555-0101,x", "2025550101 / 2025550110,x", "mobile 2025550101 do not call,x", "+12025550101,x",
        "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5\xd9\xa5\xd9\xa5\xd9\xa0\xd9\xa1\xd9\xa0\xd9\xa1,x", "telephone 555-0101,x"}) {
    INFO(first);
    const scrubbed got = scrub_text(std::string(first) + "\n+12025550113,y\n+12025550114,y\n");
    CHECK(got.error.empty());
    CHECK_FALSE(got.report.has_header);
    CHECK(got.report.rows.read == 3);
    CHECK(got.kept == "+12025550113,y\n+12025550114,y\n");
    CHECK(got.rejected.starts_with(std::string(first) + ",block,"));
  }
}

TEST_CASE("A first row that names columns and holds a number asks which it is") {
  const std::string question =
      "leads.csv, line 1: is this row a header? It names columns, but column 2 of it holds a number; say --header yes "
      "or "
      "--header no";
  const auto with = [](header_mode mode) { return [mode](scrub_options& o) { o.header = mode; }; };
  for (const char* text :
       {"phone,2025550110\n2025550113,2025550111\n2025550114,\n",
        "phone,Mobile 202-555-0110,\n2025550113,2025550111,\n2025550114,,\n",
        "telephone,\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92-555-0110\n2025550113,2025550111\n2025550114,\n"}) {
    INFO(text);
    CHECK(holds(scrub_text(text).error, question));
    CHECK(scrub_text(text, with(header_mode::no)).error.empty());
    const scrubbed named = scrub_text(text, with(header_mode::yes));
    CHECK(named.error.empty());
    CHECK(named.report.has_header);
  }
  // A row of data is no header, whatever anybody says of it.
  for (const char* text : {"2025550101,Jo\n2025550113,Al\n", "Jo,202-555-0101\nAl,2025550113\n"}) {
    CHECK(holds(scrub_text(text, with(header_mode::yes)).error, "of it holds a number; say --header no"));
    CHECK(scrub_text(text, with(header_mode::no)).error.empty());
  }
  // Words above numbers beside an address of mail, or a day, are a row of data.
  for (const char* beside : {"ann@example.com", "1983-04-19T00:20:17"}) {
    const std::string rows = std::string("ask his mother,Ann,") + beside + "\n2025550113,Al,x\n2025550114,Bo,y\n";
    CHECK_FALSE(scrub_text(rows).report.has_header);
  }
  // A layout's header is no person's word for it.
  CHECK(holds(scrub_text("phone_number,vendor_lead_code,phone_code,2025550110\n2025550113,1,1,2\n").error,
              "column 4 of it holds a number"));
  // A date may head a column.
  CHECK(scrub_text("phone,2024-03-01\n2025550113,x\n").report.has_header);
  // Words that say of what kind a number is head no column.
  const scrubbed kinds = scrub_text("Jo,2025550110,mobile\nAl,2025550113,home\n");
  CHECK_FALSE(kinds.report.has_header);
  CHECK(kinds.report.rows.read == 2);
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
