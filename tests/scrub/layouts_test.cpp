// Dialers' own call lists: told when plain, named otherwise, and written back as they were.
#include "scrub/scrub_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

/// A lead of ViciDial's pipe layout: 27 fields.
std::string lead(const std::string& code, const std::string& phone, const std::string& alternate,
                 const std::string& many = "") {
  return "V1|S1|101|" + code + '|' + phone + "|Mr|Ann||Example|1 Main St|||Springfield|IL||62701|USA|U||" + alternate +
         "|ann@example.com|||0|NEW|2026-01-01|" + many + '\n';
}

}  // namespace

TEST_CASE("ViciDial leads are told by their pipes; codes, alternates and bytes are kept as they were") {
  const std::string us = lead("1", "2025550100", "");
  const std::string british = lead("44", "2079460111", "");
  const scrubbed got =
      scrub_text(us + british + lead("1", "2025550107", "2025550112") + lead("1", "2025550107", "2025550109"));
  CHECK(got.error.empty());
  CHECK(holds(got.report.columns_note, "layout vicidial"));
  CHECK_FALSE(got.report.has_header);
  CHECK(got.kept == us + british + lead("1", "", "2025550112"));
  CHECK(got.rejected ==
        lead("1", "2025550107", "2025550109").substr(0, lead("1", "2025550107", "2025550109").size() - 1) +
            "|unknown|registry|not covered\n");
}

TEST_CASE("Alternates are numbers of their row: those that may not be called leave their cell") {
  const std::string free = lead("1", "2025550100", "", "2025550110_1_work!2079460111_44!2025550112!!_1_none");
  const scrubbed got = scrub_text(free + lead("1", "2025550115", "", "2025550107_1_work!2025550116_1_home!2025550207") +
                                  lead("1", "2025550307", "", "2025550407!2025550117__a note!2025550118") +
                                  lead("1", "2025550119", "2025550507", "12") +
                                  lead("44", "2079460211", "", "2079460107!2025550120_1_with code"));
  CHECK(got.error.empty());
  CHECK(got.kept == free + lead("1", "2025550115", "", "2025550116_1_home") +
                        lead("1", "", "", "2025550117__a note!2025550118") + lead("1", "2025550119", "", "") +
                        lead("44", "2079460211", "", "2025550120_1_with code"));
  CHECK(got.rejected.empty());
  CHECK(got.report.numbers.read == 18);
  CHECK(got.report.invalid.size() == 1);
  CHECK(holds(got.report.columns_note, "alternates in column 27"));
  CHECK(scrub_text(lead("1", "2025550100", "", "2025550107_1_a!2025550110"), [](scrub_options& o) {
          o.cells = cell_mode::keep;
        }).kept == lead("1", "2025550100", "", "2025550107_1_a!2025550110"));
}

TEST_CASE("One alternate that may be called keeps a row; an objection to one rejects it") {
  const std::string all_blocked = lead("1", "2025550107", "2025550107", "2025550107!2025550107_1_home");
  CHECK(scrub_text(all_blocked).kept.empty());
  CHECK(scrub_text(lead("1", "2025550107", "", "2025550107!2025550110")).kept == lead("1", "", "", "2025550110"));
  const scrubbed objected = scrub_text(lead("1", "2025550100", "", "2025550110!2025550101_1_spouse"));
  CHECK(objected.kept.empty());
  CHECK(holds(objected.rejected, "|block|objection|"));
}

TEST_CASE("Alternates are met in the order of the file: a repeat in a later row is one") {
  const std::string first = lead("1", "2025550110", "", "2025550112!2025550113");
  const scrubbed got = scrub_text(first + lead("1", "2025550113", "", "2025550114!2025550112"));
  CHECK(got.kept == first + lead("1", "", "", "2025550114"));
  // Of 300 rows each has the number of the row before as its alternate: every one is a repeat.
  std::string many, expected;
  for (int i = 0; i < 300; ++i) {
    const std::string before = "20255" + std::to_string(50000 + (i - 1) * 100 + 10);
    const std::string own = "20255" + std::to_string(50000 + i * 100 + 10);
    many += lead("1", own, "", i == 0 ? "" : before + "_1_before");
    expected += lead("1", own, "");
  }
  CHECK(scrub_text(many).kept == expected);
}

TEST_CASE("A cell of many thousand alternates is read to its end") {
  std::string cell, left;
  for (int i = 0; i < 20'000; ++i) {
    const int ending = 3 + i % 7;  // 3 to 9: 5, 7, 8 and 9 may not be called
    const std::string one = "202" + std::to_string(5'000'000 + i * 100 + ending) + "_1_n";
    (cell += cell.empty() ? "" : "!") += one;
    if (ending == 3 || ending == 4 || ending == 6) (left += left.empty() ? "" : "!") += one;
  }
  const scrubbed got = scrub_text(lead("1", "2025550100", "", cell));
  CHECK(got.report.numbers.read == 20'001);
  CHECK(got.kept == lead("1", "2025550100", "", left));
}

TEST_CASE(
    "The third number that ViciDial dials stands in address3: a number there is one of the row, an address is not") {
  const auto with_third = [](const std::string& phone, const std::string& third, const std::string& many) {
    std::string row = lead("1", phone, "", many);
    const std::string place = "1 Main St|||Springfield";
    return row.replace(row.find(place), place.size(), "1 Main St||" + third + "|Springfield");
  };
  for (const std::string& many : {std::string(), std::string("2025550130_1_x")}) {
    const std::string flat = with_third("2025550100", "Flat 7, 62701-1234", many.empty() ? "" : "2025550131");
    const std::string both = with_third("2025550107", "2025550110", many);
    const scrubbed got = scrub_text(
        flat + both + with_third("2025550112", "2025550114", "") + with_third("2025550113", "2025550207", "") +
        with_third("2025550307", "62701-1234", "") + with_third("2025550115", "2025550101", ""));
    CHECK(got.error.empty());
    CHECK(got.kept == flat + with_third("", "2025550110", many) + with_third("2025550112", "2025550114", "") +
                          with_third("2025550113", "", ""));
    CHECK(holds(got.rejected, "|62701-1234|"));
    CHECK(holds(got.rejected, "|block|objection|"));
    CHECK(got.report.invalid.empty());
    CHECK(holds(got.report.columns_note, "in column 12 where it holds one"));
  }
  const std::string head = "lead_id,phone_code,phone_number,address3,alt_phone\n";
  const scrubbed exported =
      scrub_text(head + "1,1,2025550100,2025550107,\n2,1,2025550107,2025550110,\n3,1,2025550112,Flat 3,\n");
  CHECK(exported.kept == head + "1,1,2025550100,,\n2,1,,2025550110,\n3,1,2025550112,Flat 3,\n");
}

TEST_CASE("Who objected is found among alternates that are no numbers, in their notes, and beside an address") {
  const auto scrub_lead = [](const std::string& third, const std::string& alternates) {
    std::string row = lead("1", "2025550110", "", alternates);
    const std::string place = "1 Main St|||Springfield";
    return scrub_text(row.replace(row.find(place), place.size(), "1 Main St||" + third + "|Springfield"));
  };
  const auto kept = [&](const std::string& third, const std::string& alternates) {
    const scrubbed got = scrub_lead(third, alternates);
    REQUIRE(got.error.empty());
    return got.report.rows.allowed == 1;
  };
  CHECK(kept("Suite 2025", "2025550112_1_home"));
  CHECK_FALSE(kept("Suite 2025", "2025550112 or 2025550101_1_home"));
  CHECK_FALSE(kept("Suite 2025", "2025550112_1_home!2025550113_1_also 2025550101"));
  CHECK_FALSE(kept("2025550101 or 2025550116", ""));
  CHECK(kept("2025550113 or 2025550114", ""));
  // What was not asked as a number does not leave as one that the dialer may take for one.
  CHECK(holds(scrub_lead("2025550113 or 2025550114", "").kept, "1 Main St|||Springfield|"));
  CHECK(holds(scrub_lead("Suite 2025", "").kept, "1 Main St||Suite 2025|Springfield|"));
}

TEST_CASE("Exports with headers are told by them") {
  struct plain {
    std::string layout, text, kept;
  };
  const plain cases[] = {
      {"vicidial-export", "lead_id\tphone_code\tphone_number\talt_phone\n7\t44\t2079460111\t\n8\t1\t2025550107\t\n",
       "lead_id\tphone_code\tphone_number\talt_phone\n7\t44\t2079460111\t\n"},
      {"goautodial", "phone_number,vendor_lead_code,phone_code,title\n2079460111,5,44,Ms\n2025550107,6,1,Mr\n",
       "phone_number,vendor_lead_code,phone_code,title\n2079460111,5,44,Ms\n"},
      {"fusionpbx", "Phone_Number,Last_Name,First_Name\n2025550100,Example,Ann\n2025550107,Example,Bob\n",
       "Phone_Number,Last_Name,First_Name\n2025550100,Example,Ann\n"},
      {"freepbx", "number,description\n2025550100,one\n2025550107,two\n", "number,description\n2025550100,one\n"},
      {"genesys", "inin-contact-id,Home Phone,Work Phone\na,2025550100,2025550107\nb,2025550107,\n",
       "inin-contact-id,Home Phone,Work Phone\na,2025550100,\n"},
      {"nice", "externalID,FirstName,Phone1\n1,Ann,2025550100\n2,Bob,2025550107\n",
       "externalID,FirstName,Phone1\n1,Ann,2025550100\n"},
  };
  for (const plain& each : cases) {
    CAPTURE(each.layout);
    const scrubbed got = scrub_text(each.text);
    CHECK(got.error.empty());
    CHECK(holds(got.report.columns_note, "layout " + each.layout));
    CHECK(got.kept == each.kept);
    CHECK(scrub_text(each.text, [&](scrub_options& o) { o.layout = each.layout; }).kept == each.kept);
  }
}

TEST_CASE("What the caller names goes before the layout, and none is none") {
  const std::string text = lead("1", "2025550100", "2025550107") + lead("1", "2025550110", "2025550111");
  const scrubbed named = scrub_text(text, [](scrub_options& o) { o.phone_columns = {"20"}; });
  CHECK(named.report.columns == std::vector<std::string>{"20"});
  CHECK(named.kept == lead("1", "2025550110", "2025550111"));
  CHECK_FALSE(holds(scrub_text(text, [](scrub_options& o) { o.layout = "none"; }).report.columns_note, "layout"));
}

TEST_CASE("A layout that is not known, or not this file's, is an error that says what there is") {
  CHECK(holds(scrub_text("phone\n2025550100\n", [](scrub_options& o) { o.layout = "vicidal"; }).error,
              "layout 'vicidal' is not known; there are: auto, none, vicidial"));
  CHECK(holds(scrub_text("phone\n2025550100\n", [](scrub_options& o) { o.layout = "vicidial"; }).error,
              "layout vicidial has its numbers in column 5"));
}

TEST_CASE("Issabel's campaigns have their numbers in the first column") {
  const scrubbed got =
      scrub_text("2025550100,Ann,202\n2025550107,Bob,202\n", [](scrub_options& o) { o.layout = "issabel"; });
  CHECK(got.kept == "2025550100,Ann,202\n");
  CHECK(got.report.columns == std::vector<std::string>{"1"});
}
