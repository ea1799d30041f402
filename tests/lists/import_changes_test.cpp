// Lists of changes: in whatever order, declared or found, against a map; and what they must not do.
#include "lists/import_changes.hpp"

#include <random>
#include <set>

#include "import_fixture.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::holds;
using test::import_world;
using test::on;

import_options changes_to(const import_world& world, const std::string& content,
                          std::string_view obtained = "2026-11-20") {
  import_options options = world.options("ftc", {world.write("changes.txt", content)});
  options.changes = true;
  options.obtained = on(obtained);
  return options;
}

std::string full(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) text += "202," + std::to_string(5550100 + i) + '\n';
  return text;
}

TEST_CASE("Additions and deletions change the list, its day and nothing else") {
  const import_world world;
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 20) + "415,5550101\n")}));
  const import_report report = world.imported(
      changes_to(world, "202,5550100,2026-11-19,D\n202,5550150,2026-11-19,A\n202,5550101,2026-11-19,A\n"));
  CHECK(report.format == "ftc-changes");
  CHECK(report.added == 1);
  CHECK(report.removed == 1);
  CHECK(report.unchanged == 20);
  CHECK(report.count == 21);
  const list loaded = world.loaded("ftc");
  CHECK_FALSE(holds(loaded, 12025550100));
  CHECK(holds(loaded, 12025550101));
  CHECK(holds(loaded, 12025550150));
  CHECK(loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(12025550101)) == on("2026-11-20"));
  CHECK(loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(14155550101)) == on("2026-11-19"));
}

TEST_CASE("The order of the columns is found by what they hold, or declared") {
  for (const char* content :
       {"202,5550101,2026-01-02,A\n202,5550102,2026-01-03,D\n", "A,2026-01-02,5550101,202\nD,2026-01-03,5550102,202\n",
        "20260102,2025550101,add\n20260103,2025550102,delete\n"}) {
    CAPTURE(content);
    import_options options = import_world::options("ftc", {});
    options.changes = true;
    const auto read = test::run_reader("ftc-changes", content, options);
    REQUIRE(read.status.ok());
    REQUIRE(read.changes.size() == 2);
    CHECK(read.changes[0].number.value() == 12025550101);
    CHECK(read.changes[0].adds);
    CHECK_FALSE(read.changes[1].adds);
    CHECK(read.changes[1].day_number == day_number(on("2026-01-03")));
  }
  import_options options = import_world::options("ftc", {});
  options.changes = true;
  const std::string odd = "202,5550101,7,A\n";
  CHECK_FALSE(test::run_reader("ftc-changes", odd, options).status.ok());
  options.columns = "area,number,-,change";
  CHECK(test::run_reader("ftc-changes", odd, options).changes.size() == 1);
  options.columns = "area,number,change,color";
  CHECK(message_of(test::run_reader("ftc-changes", odd, options).status).find("'color' is not known") !=
        std::string::npos);
  options.columns = "area,number";
  CHECK_FALSE(test::run_reader("ftc-changes", odd, options).status.ok());
}

TEST_CASE("Lines of changes that cannot be read stop the import, and the list stays") {
  const import_world world;
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 20))}));
  const auto before = world.bytes_of_lists();
  import_options options =
      changes_to(world, "202,5550150,2026-11-19,A\n202,5550151,2026-11-19,B\n202,555015,2026-11-19,A\n");
  options.format = "ftc-changes";
  options.columns = "area,number,date,change";
  CHECK(world.refused(options).find("2 lines cannot be read") != std::string::npos);
  CHECK(world.bytes_of_lists() == before);
}

TEST_CASE("Changes alone are no list, and older ones than the copy are refused") {
  const import_world world;
  CHECK(world.refused(changes_to(world, "202,5550150,2026-11-19,A\n")).find("import its full list before changes") !=
        std::string::npos);
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 20))}));
  CHECK(world.refused(changes_to(world, "415,5550150,2026-11-19,A\n")).find("does not speak for +1415 yet") !=
        std::string::npos);
  CHECK(world.refused(changes_to(world, "202,5550150,2026-11-01,A\n", "2026-11-18")).find("newer than these changes") !=
        std::string::npos);
}

TEST_CASE("Changes that would take more than a fifth away stop, unless they may") {
  const import_world world;
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 20))}));
  std::string content;
  for (int i = 0; i < 5; ++i) content += "202," + std::to_string(5550100 + i) + ",2026-11-19,D\n";
  import_options options = changes_to(world, content);
  CHECK(world.refused(options).find("more than a fifth") != std::string::npos);
  options.allow_shrink = true;
  CHECK(world.imported(options).removed == 5);
}

TEST_CASE("Live objections outlive a deletion, and a live removal ends where a number is added") {
  const import_world world;
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 20))}));
  store into = world.opened();
  const auto number = [](std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); };
  const phone_number objected = number(12025550100), removed = number(12025550101);
  REQUIRE(into.add("ftc", {&objected, 1}, false, on("2026-11-20")).ok());
  REQUIRE(into.remove("ftc", {&removed, 1}).ok());
  const import_report report =
      world.imported(changes_to(world, "202,5550100,2026-11-19,D\n202,5550101,2026-11-19,A\n"));
  CHECK(report.removed == 0);
  CHECK(report.added == 1);
  const list loaded = world.loaded("ftc");
  CHECK(holds(loaded, 12025550100));
  CHECK(holds(loaded, 12025550101));
  CHECK(loaded.count() == report.count);
}

TEST_CASE("A company's own changes come as csv, with a column that says add or delete") {
  const import_world world;
  import_options options =
      world.options("own", {world.write("a.txt", "2025550101\n2025550102\n2025550103\n2025550104\n2025550105\n")});
  (void)world.imported(options);
  options.files = {
      world.write("b.csv",
                  "phone_number,campaign_id,action,action_date,user\n2025550101,-SYSINT-,delete,2026-11-01 10:00:00,a\n"
                  "2025550109,-SYSINT-,add,2026-11-02 10:00:00,a\n2025550102,-SYSINT-,delete,2026-11-01 10:00:00,a\n"
                  "2025550102,-SYSINT-,add,2026-11-03 10:00:00,a\n")};
  options.changes = true;
  options.format = "csv";
  options.obtained = on("2026-11-20");
  const import_report report = world.imported(options);
  CHECK(report.removed == 1);
  CHECK(report.added == 1);
  CHECK(report.count == 5);
  CHECK(holds(world.loaded("own"), 12025550102));
}

TEST_CASE(
    "Of each number the latest mark counts, whatever the order; on one day who objected stays, since the first "
    "addition "
    "that no deletion ended") {
  std::mt19937_64 random(test::random_seed(20261127));
  for (int round = 0; round < 200; ++round) {
    std::vector<list_change> marks;
    std::map<std::uint64_t, std::map<std::int32_t, bool>> days;  // of each: what counts, of a day who adds
    for (int i = 0; i < 30; ++i) {
      const std::uint64_t digits = 12025550100 + random() % 10;
      const auto on_day = static_cast<std::int32_t>(random() % 4);
      const bool adds = random() % 2 == 0;
      marks.push_back({phone_number::from_digits_unchecked(digits), on_day, adds});
      bool& counts = days[digits][on_day];
      counts = counts || adds;
    }
    std::map<std::uint64_t, std::pair<std::int32_t, bool>> wanted;  // since when, and whether it is on the list
    for (const auto& [digits, marks_of_days] : days) {
      auto& [since, is_on] = wanted[digits];
      for (const auto& [on_day, adds] : marks_of_days) {
        bool deleted_too = false;
        for (const list_change& mark : marks) {
          deleted_too |= mark.number.value() == digits && mark.day_number == on_day && !mark.adds;
        }
        if (adds && (!is_on || deleted_too)) since = on_day;
        is_on = adds;
      }
    }
    const settled_changes settled = settle(std::move(marks));
    std::size_t adds = 0;
    for (const auto& [digits, mark] : wanted) adds += mark.second ? 1 : 0;
    REQUIRE(settled.added.size() == adds);
    REQUIRE(settled.added.size() + settled.deleted.size() == wanted.size());
    for (const list_entry& entry : settled.added) {
      REQUIRE(wanted.at(entry.number.value()) == std::pair(entry.record.day_number, true));
    }
  }
}

TEST_CASE("Changes in any order of imports leave what a set holds") {
  std::mt19937 random(test::random_seed(20261128));
  const import_world world;
  (void)world.imported(world.options("ftc", {world.write("a.txt", full(0, 60))}));
  std::set<std::uint64_t> wanted;
  for (std::uint64_t i = 0; i < 60; ++i) wanted.insert(12025550100 + i);
  for (int round = 0; round < 15; ++round) {
    std::string content;
    std::set<std::uint64_t> used;
    for (int i = 0; i < 10; ++i) {
      const std::uint64_t last = random() % 90;
      if (!used.insert(last).second) continue;
      const bool adds = random() % 2 == 0;
      content += "202," + std::to_string(5550100 + last) + ",2026-11-19," + (adds ? "A\n" : "D\n");
      if (adds) {
        wanted.insert(12025550100 + last);
      } else {
        wanted.erase(12025550100 + last);
      }
    }
    import_options options = changes_to(world, content);
    options.format = "ftc-changes";
    options.allow_shrink = true;
    REQUIRE(world.imported(options).count == wanted.size());
  }
  const list loaded = world.loaded("ftc");
  for (std::uint64_t i = 0; i < 100; ++i)
    REQUIRE(holds(loaded, 12025550100 + i) == (wanted.count(12025550100 + i) == 1));
}

TEST_CASE("A plain file of numbers given as changes adds them, and the notes say so") {
  for (const char* text : {"2025550103\n2025550104 # new\n", "phone,name\n2025550103,Ann\n2025550104,Bob\n"}) {
    const test::import_world world;
    import_options options = world.options("blacklist", {world.write("a.txt", "2025550101\n2025550102\n")});
    (void)world.imported(options);
    options.changes = true;
    options.files = {world.write("b.txt", text)};
    const import_report report = world.imported(options);
    CHECK(report.added == 2);
    CHECK(report.removed == 0);
    CHECK(report.count == 4);
    CHECK(test::any_holds(report.notes, "is an addition"));
    CHECK(test::holds(world.loaded("blacklist"), 12025550101));
    CHECK(test::holds(world.loaded("blacklist"), 12025550104));
    options.files = {world.write("c.txt", "+1202555####\n")};
    options.format = "digits";
    CHECK(world.refused(options).find("a change names one number, no pattern") != std::string::npos);
  }
}

}  // namespace
}  // namespace callsieve
