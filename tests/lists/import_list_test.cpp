// Whole imports: what ends up in the list, and what a refused import leaves.
#include <algorithm>
#include <sys/stat.h>
#include <thread>

#include "import_fixture.hpp"

namespace callsieve {
namespace {

using test::any_holds;
using test::holds;
using test::import_world;
using test::on;

bool says(const std::string& message, std::string_view part) { return message.find(part) != std::string::npos; }

/// Lines 202 555 0100 and on.
std::string lines_of(std::string_view area, int from, int to) {
  std::string content;
  for (int i = from; i < to; ++i) content += std::string(area) + ",555" + std::to_string(1000 + i) + '\n';
  return content;
}

TEST_CASE("Lines of digits become a set that speaks for the world, and the report says so") {
  const import_world world;
  const auto file =
      world.write("ours.txt", "# objections\n+1 202 555 0101\n(202) 555-0102\n\n2025550101\n+12020550101\n");
  const import_report report = world.imported(world.options("blacklist", {file}));
  CHECK(report.kind == list_kind::set);
  CHECK(report.format == "digits");
  CHECK(report.lines == 4);
  CHECK(report.entries == 3);
  CHECK(report.not_in_plan == 1);
  CHECK(report.outside_coverage == 0);
  CHECK(report.bad == 0);
  CHECK(report.added == 3);
  CHECK(report.removed == 0);
  CHECK(report.unchanged == 0);
  CHECK(report.count == 3);
  CHECK(report.brought == std::vector<coverage_entry>{{number_prefix{}, on("2026-11-19")}});
  CHECK(report.rejects_file.empty());
  CHECK(any_holds(report.notes, "format digits"));
  CHECK(any_holds(report.notes, "whole world"));

  const list loaded = world.loaded("blacklist");
  CHECK(loaded.count() == 3);
  CHECK(loaded.info().not_in_plan == 1);
  CHECK(loaded.speaks_for().oldest() == on("2026-11-19"));
  CHECK(holds(loaded, 12025550101));
  CHECK(holds(loaded, 12025550102));
  CHECK(holds(loaded, 12020550101));
  CHECK_FALSE(holds(loaded, 12025550103));
}

TEST_CASE("A second import of the same files changes no number") {
  const import_world world;
  const auto file = world.write("ours.txt", "2025550101\n2025550102\n");
  (void)world.imported(world.options("blacklist", {file}));
  const import_report again = world.imported(world.options("blacklist", {file}));
  CHECK(again.added == 0);
  CHECK(again.removed == 0);
  CHECK(again.unchanged == 2);
}

TEST_CASE("The day of a copy must be known, and may not lie in the future") {
  const import_world world;
  const auto file = world.write("ours.txt", "2025550101\n");
  import_options options = world.options("blacklist", {file});
  options.obtained.reset();
  CHECK(says(world.refused(options), "--obtained today"));
  options.obtained = on("2026-11-21");
  CHECK(says(world.refused(options), "after today, 2026-11-20"));
  options.obtained = on("2026-11-20");
  CHECK(world.import(options).ok());
}

TEST_CASE(
    "A registry file's name tells its day and area code; an older day asked for is used and noted, a newer one "
    "refused") {
  const import_world world;
  const auto file = world.write("2026-11-9_202_3f.txt", lines_of("202", 0, 5));
  import_options options = world.options("ftc", {file});
  options.obtained.reset();
  const import_report report = world.imported(options);
  CHECK(report.format == "ftc");
  CHECK(report.brought == std::vector<coverage_entry>{{number_prefix{1202, 4}, on("2026-11-09")}});
  options.obtained = on("2026-11-10");
  CHECK(says(world.refused(options), "its name says that it was obtained 2026-11-09"));
  options.obtained = on("2026-11-08");
  CHECK(says(world.refused(options), "holds a newer copy, obtained 2026-11-09"));
  options.allow_older = true;
  const import_report older = world.imported(options);
  CHECK(any_holds(older.notes, "its name says 2026-11-09"));
  CHECK(any_holds(older.notes, "the list held a newer copy, obtained 2026-11-09"));
  options.obtained.reset();
  options.today = on("2026-11-08");
  CHECK(says(world.refused(options), "after today"));
}

TEST_CASE("Importing one area code leaves the others and their days as they were") {
  const import_world world;
  import_options options = world.options("ftc", {world.write("2026-11-1_202_a.txt", lines_of("202", 0, 50)),
                                                 world.write("2026-11-2_415_a.txt", lines_of("415", 0, 50))});
  options.obtained.reset();
  CHECK(world.imported(options).count == 100);
  options.files = {world.write("2026-11-18_202_b.txt", lines_of("202", 2, 55))};
  const import_report report = world.imported(options);
  CHECK(report.added == 5);
  CHECK(report.removed == 2);
  CHECK(report.unchanged == 98);
  CHECK(report.count == 103);
  const list loaded = world.loaded("ftc");
  CHECK(loaded.count() == 103);
  CHECK_FALSE(holds(loaded, 12025551000));
  CHECK(holds(loaded, 12025551054));
  CHECK(holds(loaded, 14155551000));
  const auto day_for = [&](std::uint64_t digits) {
    return loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(digits));
  };
  CHECK(day_for(12025551003) == on("2026-11-18"));
  CHECK(day_for(14155551003) == on("2026-11-02"));
  CHECK_FALSE(day_for(12125551003));
}

TEST_CASE("Of one prefix from two files the older day counts") {
  const import_world world;
  import_options options = world.options("ftc", {world.write("2026-11-9_202_a.txt", lines_of("202", 0, 5)),
                                                 world.write("2026-11-3_202_b.txt", lines_of("202", 5, 9)),
                                                 world.write("2026-11-8_415_c.txt", lines_of("415", 0, 5))});
  options.obtained.reset();
  std::string checksum;
  for (int turn = 0; turn < 3; ++turn) {
    const import_report report = world.imported(options);
    CHECK(report.brought == std::vector<coverage_entry>{{number_prefix{1202, 4}, on("2026-11-03")},
                                                        {number_prefix{1415, 4}, on("2026-11-08")}});
    CHECK(report.count == 14);
    if (turn == 0) checksum = world.loaded("ftc").checksum();
    CHECK(world.loaded("ftc").checksum() == checksum);
    std::rotate(options.files.begin(), options.files.begin() + 1, options.files.end());
  }
}

TEST_CASE("What the files speak for may be said, and numbers outside it are taken, counted and noted") {
  const import_world world;
  import_options options = world.options("nl", {world.write("a.txt", "+442079460101\n+12025550101\n")});
  options.covers = {number_prefix{44, 2}};
  const import_report report = world.imported(options);
  CHECK(report.outside_coverage == 1);
  CHECK(any_holds(report.notes, "outside"));
  CHECK_FALSE(any_holds(report.notes, "whole world"));
  CHECK(report.brought == std::vector<coverage_entry>{{number_prefix{44, 2}, on("2026-11-19")}});
  CHECK(holds(world.loaded("nl"), 12025550101));
}

TEST_CASE("A list that would lose more than a fifth is refused and left as it was, unless that is said to be right") {
  const import_world world;
  import_options options = world.options("ftc", {world.write("a.txt", lines_of("202", 0, 100))});
  (void)world.imported(options);
  const auto before = world.bytes_of_lists();
  options.files = {world.write("b.txt", lines_of("202", 0, 79))};
  CHECK(says(world.refused(options), "--allow-shrink"));
  CHECK(world.bytes_of_lists() == before);
  options.allow_shrink = true;
  CHECK(world.imported(options).removed == 21);
  options.allow_shrink = false;
  options.files = {world.write("c.txt", lines_of("202", 0, 64))};
  CHECK(world.imported(options).removed == 15);
}

TEST_CASE("The kind is the one asked for, else the list's own, else store.toml's, and never changes") {
  const import_world world;
  (void)world.opened();
  std::ofstream(world.store_folder() / "store.toml") << "[list.customers]\nkind = \"dated\"\n";
  const auto dated = world.write("c.csv", "phone,last_purchase\n2025550101,2026-01-01\n");
  import_options options = world.options("customers", {dated});
  CHECK(world.imported(options).kind == list_kind::dated);
  CHECK(world.imported(options).kind == list_kind::dated);
  options.kind = list_kind::set;
  CHECK(says(world.refused(options), "of kind dated"));

  options.list_name = "others";
  options.kind = list_kind::dated;
  CHECK(world.imported(options).kind == list_kind::dated);
  options.kind.reset();
  CHECK(world.imported(options).kind == list_kind::dated);
  options.list_name = "third";
  const import_report report = world.imported(options);
  CHECK(report.kind == list_kind::set);
  CHECK(any_holds(report.notes, "last_purchase"));
}

TEST_CASE("Consents come back with state, day and reference") {
  const import_world world;
  import_options options = world.options("consents", {world.write("c.csv",
                                                                  "telefoon;toestemming;datum;bewijs\r\n"
                                                                  "+442079460101;ja;28-02-2026;formulier 7\r\n"
                                                                  "+442079460102;nee;01-03-2026;\r\n")});
  options.kind = list_kind::consent;
  options.date_format = "%d-%m-%Y";
  const import_report report = world.imported(options);
  CHECK(report.count == 2);
  const list loaded = world.loaded("consents");
  CHECK(test::record_of(loaded, 442079460101) == list_record{day_number(on("2026-02-28")), record_state::given});
  CHECK(test::record_of(loaded, 442079460102) == list_record{day_number(on("2026-03-01")), record_state::withdrawn});
  CHECK(loaded.reference(phone_number::from_digits_unchecked(442079460101)) == "formulier 7");
}

TEST_CASE("Of consents with a purpose each, a list takes those to its own, and every withdrawal that names none") {
  const import_world world;
  const auto file = world.write("c.csv",
                                "phone,consent,date,purpose\n"
                                "+442079460101,given,2026-02-28,Energy\n"
                                "+442079460102,given,2026-02-28,telecom\n"
                                "+442079460103,withdrawn,2026-02-28,\n"
                                "+442079460104,given,2026-02-28,\n"
                                "+442079460105,given,2026-02-28,telecom; energy\n");
  import_options options = world.options("consents", {file});
  options.kind = list_kind::consent;
  CHECK(says(world.refused(options), "write there [list.consents] purpose"));
  std::ofstream(world.store_folder() / "store.toml") << "[list.consents]\npurpose = \"insurance\"\n";
  CHECK(says(world.refused(options),
             "no consent is for the purpose 'insurance', which store.toml states for [list.consents]; the file's "
             "purposes: energy, telecom"));
  std::ofstream(world.store_folder() / "store.toml") << "[list.consents]\npurpose = \"energy\"\n";
  const import_report report = world.imported(options);
  CHECK(report.count == 3);
  CHECK(any_holds(report.notes, "2 consents to other purposes than 'energy' left out"));
  const list loaded = world.loaded("consents");
  CHECK(test::record_of(loaded, 442079460101).state == record_state::given);
  CHECK(test::record_of(loaded, 442079460102).state == record_state::absent);
  CHECK(test::record_of(loaded, 442079460103).state == record_state::withdrawn);
  CHECK(test::record_of(loaded, 442079460104).state == record_state::absent);
  CHECK(test::record_of(loaded, 442079460105).state == record_state::given);
}

TEST_CASE("Files of one import share a format, and an unknown one is refused with those there are") {
  const import_world world;
  import_options options =
      world.options("x", {world.write("a.txt", "202,5550101\n"), world.write("b.txt", "2025550101\n")});
  CHECK(says(world.refused(options), "--format"));
  options.format = "digits2";
  CHECK(says(world.refused(options), "digits, csv, ftc, ftc-xml, ftc-changes, tps, "));
  options.files = {world.in("b.txt")};
  options.format = "ftc";
  CHECK(world.imported(options).brought[0].prefix == number_prefix{1202, 4});
}

TEST_CASE("What comes through a pipe is recognised and read once, from its first byte on") {
  const import_world world;
  const auto pipe = world.in("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&pipe] { std::ofstream(pipe) << lines_of("202", 0, 9'000); });
  const import_report report = world.imported(world.options("ftc", {pipe}));
  writer.join();
  CHECK(report.format == "ftc");
  CHECK(report.count == 9'000);
}

TEST_CASE("Progress ends at the bytes there are") {
  const import_world world;
  import_options options = world.options(
      "ftc", {world.write("a.txt", lines_of("202", 0, 900)), world.write("b.txt", lines_of("415", 0, 900))});
  std::uint64_t last = 0;
  std::uint64_t total = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t of) {
    CHECK(done >= last);
    last = done;
    total = of;
  };
  (void)world.imported(options);
  CHECK(last == total);
  CHECK(total == 21'600);
}

}  // namespace
}  // namespace callsieve
