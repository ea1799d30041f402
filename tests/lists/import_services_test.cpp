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

constexpr const char* report =
    "FIRST,PHONE,LINE_TYPE,ACTIVE,DNC_FEDERAL,DNC_STATE,LITIGATOR\n"
    "A,2025550101,Mobile,Yes,No,No,No\n"
    "B,2025550102,Landline,Yes,Yes,No,No\n"
    "C,2025550103,Landline,Yes,No,OK,No\n"
    "D,2025550104,Mobile,Yes,No,No,Yes\n";

std::uint32_t flags_in(const list& from, std::uint64_t digits) {
  const phone_number number = phone_number::from_digits_unchecked(digits);
  std::uint32_t flags = 0;
  from.find_flags({&number, 1}, {&flags, 1});
  return flags;
}

TEST_CASE("A number is clear only where every flag of its row says so") {
  for (const char* columns : {"PHONE,DNC_FEDERAL,DNC_STATE,LITIGATOR", "litigator,dnc_state,dnc_federal,phone"}) {
    const import_world world;
    const bool phone_first = std::string_view(columns).starts_with("PHONE");
    std::string text = std::string(columns) + "\n";
    text += phone_first ? "2025550101,No,No,No\n2025550102,Yes,No,No\n2025550103,No,Yes,No\n2025550104,No,No,Yes\n"
                        : "0,0,0,2025550101\n0,0,1,2025550102\n0,1,0,2025550103\n1,0,0,2025550104\n";
    const import_report told = world.imported(world.options("l", {world.write("a.csv", text)}));
    CHECK(told.format == "results");
    const list loaded = world.loaded("l");
    CHECK(told.count == 3);
    CHECK_FALSE(holds(loaded, 12025550101));
    CHECK(flags_in(loaded, 12025550102) == 1U);
    CHECK(flags_in(loaded, 12025550103) == 1U);
    CHECK(flags_in(loaded, 12025550104) == 1U << 17U);
  }
}

TEST_CASE("A service's whole report is told by its flags; a state named in place of a yes is one") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.csv", report)});
  for (const char* format : {"", "results"}) {
    options.format = format;
    const import_report told = world.imported(options);
    CHECK(told.format == "results");
    CHECK(told.count == 3);
    CHECK(any_holds(told.notes, "results from the columns DNC_FEDERAL, DNC_STATE, LITIGATOR"));
    CHECK(holds(world.loaded("l"), 12025550103));
    CHECK_FALSE(holds(world.loaded("l"), 12025550101));
  }
}

TEST_CASE("A flag that is not read stops the import, which names it and the option") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.csv", report)});
  options.category_columns = {"DNC_FEDERAL", "LITIGATOR"};
  const std::string of_results = world.refused(options);
  CHECK(of_results.find("column 'DNC_STATE' says yes or no of each number and is not read") != std::string::npos);
  CHECK(of_results.find("--category") != std::string::npos);
  options.category_columns.clear();
  options.format = "csv";
  CHECK(world.refused(options).find("column 'DNC_FEDERAL' says yes or no") != std::string::npos);
  // Where every line is an entry and the flag says so too, nothing is lost.
  options.files = {world.write("b.csv", "phone,name,dnc\n2025550101,Ann,1\n2025550102,Bob,1\n")};
  CHECK(world.imported(options).count == 2);
  // Customers may be called; a flag among them may say that one may not.
  options = world.options("c", {world.write("c.csv", "phone,last_purchase,do_not_call\n2025550101,2026-01-02,Y\n")});
  options.kind = list_kind::dated;
  CHECK(world.refused(options).find("column 'do_not_call'") != std::string::npos);
}

TEST_CASE("Several columns may be named results, and two codes must be") {
  const import_world world;
  import_options options =
      world.options("l", {world.write("a.csv", "phone,code,result\n2025550101,C,clean\n2025550102,C,dnc\n")});
  options.format = "results";
  CHECK(world.refused(options).find("several columns may be results: code, result") != std::string::npos);
  options.category_columns = {"code", "3"};
  CHECK(world.imported(options).count == 1);
  CHECK(holds(world.loaded("l"), 12025550102));
}

TEST_CASE("--category is an error for a layout that reads none") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.txt", "2025550101\n")});
  options.category_columns = {"dnc"};
  const std::string message = world.refused(options);
  CHECK(message.find("--category: format digits reads no categories") != std::string::npos);
  CHECK(message.find("results, categories, companies, vicidial") != std::string::npos);
}

TEST_CASE("Categories in several columns may be named") {
  const import_world world;
  import_options options =
      world.options("l", {world.write("a.csv", "phone,1,2,note\n2025550101,y,n,a\n2025550102,n,y,b\n")});
  options.format = "categories";
  options.category_columns = {"1", "2"};
  options.phone_column = "phone";
  CHECK(world.imported(options).count == 2);
  CHECK(flags_in(world.loaded("l"), 12025550102) == 1U << 2U);
}

}  // namespace
}  // namespace callsieve
