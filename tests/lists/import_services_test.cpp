// Answers and lists of scrubbing services, and change lists as dialers and registries write them.
#include "import_fixture.hpp"

namespace callsieve {
namespace {

using test::any_holds;
using test::holds;
using test::import_world;
using test::on;

TEST_CASE("A service's answer may have further fields behind some results") {
  const import_world world;
  const import_report report = world.imported(world.options(
      "l", {world.write("a.txt", "2025550101,C\n2025550102,D,on a list,x\n2025550103,W\n2025550104,C,\"a, b\"\n")}));
  CHECK(report.format == "results");
  CHECK(report.count == 2);
  const list loaded = world.loaded("l");
  CHECK(holds(loaded, 12025550102));
  CHECK(holds(loaded, 12025550103));
  CHECK_FALSE(holds(loaded, 12025550104));
  CHECK(loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(12025550104)));
  CHECK_FALSE(loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(12025550105)));
}

TEST_CASE("An answer that flags some numbers and leaves others empty is no list of all of them") {
  const import_world world;
  import_options options =
      world.options("l", {world.write("a.csv", "telephone,status\n02079460000,TPS\n02079460001,CTPS\n02079460002,\n")});
  options.region = find_region("GB");
  const import_report report = world.imported(options);
  CHECK(report.format == "results");
  CHECK(report.count == 2);
  CHECK_FALSE(holds(world.loaded("l"), 442079460002));
}

TEST_CASE("A yes says what its header says; a whole list of them may cover the world") {
  const import_world world;
  import_options options = world.options(
      "l",
      {world.write("a.csv", "phone_number,litigator,litigator_type\n2025550101,true,plaintiff\n2025550102,true,\n")});
  const import_report answer = world.imported(options);
  CHECK(answer.format == "results");
  CHECK(any_holds(answer.notes, "say so: --covers world"));
  const phone_number number = phone_number::from_digits_unchecked(12025550101);
  std::uint32_t flags = 0;
  world.loaded("l").find_flags({&number, 1}, {&flags, 1});
  CHECK(flags == 1U << 17U);
  options.covers = {number_prefix{}};
  const import_report whole = world.imported(options);
  CHECK_FALSE(any_holds(whole.notes, "say so: --covers world"));
  CHECK(world.loaded("l").speaks_for().is_world_only());
}

TEST_CASE("A column of deletions alone: what is not marked is added") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.csv", "ANI,delete\n2025550101,\n2025550102,x\n")});
  CHECK(any_holds(world.imported(options).notes, "column 'delete' is not read: give --changes"));
  options.changes = true;
  options.allow_shrink = true;
  const import_report report = world.imported(options);
  CHECK(report.removed == 1);
  CHECK(report.count == 1);
  CHECK_FALSE(holds(world.loaded("l"), 12025550102));
  // An empty cell under any other header says nothing.
  options.files = {world.write("b.csv", "phone,action\n2025550101,\n")};
  CHECK(world.refused(options).find("neither a mark") != std::string::npos);
}

TEST_CASE("Marks of changes that nobody publishes are declared") {
  const import_world world;
  import_options options = world.options("ftc", {world.write("2026-11-18_202_x.txt", "202,5550101\n202,5550102\n")});
  options.obtained.reset();
  options.allow_shrink = true;
  (void)world.imported(options);
  options.changes = true;
  options.files = {world.write("2026-11-19_202_y.txt", "202,5550101,2026-11-19,0\n202,5550103,2026-11-19,1\n")};
  const std::string two = world.refused(options);
  CHECK(two.find("csv: ") != std::string::npos);
  CHECK(two.find("ftc-changes: its name is that of a registry file") != std::string::npos);
  options.format = "ftc-changes";
  options.columns = "area,number,date,change";
  CHECK(world.refused(options).find("change=1/0") != std::string::npos);
  for (const char* wrong : {"area,number,date,change=1", "area,number,date,change=1/1"}) {
    options.columns = wrong;
    CHECK(world.refused(options).find("change=ADDED/DELETED") != std::string::npos);
  }
  options.columns = "area,number,date,change=1/0";
  const import_report report = world.imported(options);
  CHECK(report.added == 1);
  CHECK(report.removed == 1);
  CHECK_FALSE(holds(world.loaded("ftc"), 12025550101));
  CHECK(holds(world.loaded("ftc"), 12025550103));
}

}  // namespace
}  // namespace callsieve
