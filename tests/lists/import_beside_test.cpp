// Layouts with something beside the number: registration days, expiries, results, categories, companies, campaigns.
#include "import_fixture.hpp"
#include "reader_run.hpp"

namespace callsieve {
namespace {

using test::on;
using test::read_outcome;

read_outcome read_as(std::string_view format, std::string content, const char* region = "US",
                     std::vector<std::string> categories = {}, const std::vector<std::string>& only = {},
                     std::string date_format = "") {
  import_options options = test::import_world::options("l", {});
  options.region = find_region(region);
  options.only = only;
  options.date_format = std::move(date_format);
  return test::run_reader(format, std::move(content), options, list_kind::set, "in.txt", std::move(categories));
}

std::int32_t day_of(const read_outcome& read, std::uint64_t digits) {
  return read.entries.at(digits).record.day_number;
}
std::uint32_t flags_of(const read_outcome& read, std::uint64_t digits) { return read.entries.at(digits).flags; }

TEST_CASE("The Belgian registry's days are those of registration, however numbers and days are written") {
  for (const char* content :
       {"0470123456;01/02/2020\r\n0470123457;29/02/2024\r\n", "+32 470 12 34 56,2020-02-01\n32470123457,2024-02-29\n",
        "0032470123456\t20200201\n0470123457\t20240229\n", "0470123456 2020-02-01\n0470123457   2024-02-29\n",
        "nummer|datum\n0470/12.34.56|01-02-2020\n0470123457|29.02.2024\n",
        "\"0470123456\";\"01/02/2020\"\n0470123457;29/02/2024;\n"}) {
    CAPTURE(content);
    const read_outcome read = read_as("dncm", content, "");
    REQUIRE(read.status.ok());
    if (std::string_view(content).find(";\n") != std::string_view::npos) continue;  // one row wider: see below
    CHECK(read.bad == 0);
    REQUIRE(read.entries.size() == 2);
    CHECK(day_of(read, 32470123456) == day_number(on("2020-02-01")));
    CHECK(day_of(read, 32470123457) == day_number(on("2024-02-29")));
    CHECK(to_string(read.covers.at(0)) == "+32");
  }
  const read_outcome bad = read_as(
      "dncm",
      "0470123456;2020-02-01\n0470123457;2026-11-25\n0470123458;30/02/2020\n+31612345678;2020-01-01\n0470123459;\n",
      "");
  CHECK(bad.lines == 5);
  CHECK(bad.bad == 4);
  CHECK(bad.entries.size() == 1);
}

TEST_CASE("Days of registration are read of any country, and an empty one is a day that nobody knows") {
  const read_outcome read = read_as("registered",
                                    "phone,name,registered\n2025550101,Ann,2026-10-01\n2025550102,Bob,20261101\n"
                                    "2025550103,Cyd,\n2025550104,Dan,2026-11-25\n2025550105,Eve,01/02/2026\n"
                                    "+442079460123,Fay,2024-02-29\n");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 2);  // after the copy; 1 February, or 2 January
  REQUIRE(read.entries.size() == 4);
  CHECK(read.covers.empty());
  CHECK(day_of(read, 12025550101) == day_number(on("2026-10-01")));
  CHECK(day_of(read, 12025550102) == day_number(on("2026-11-01")));
  CHECK(day_of(read, 12025550103) == 0);
  CHECK(day_of(read, 442079460123) == day_number(on("2024-02-29")));
  CHECK(test::any_holds(read.notes, "1 entries have no day"));
  CHECK(read_as("registered", "phone,registered\n2025550101,2026-10-01\n2025550102,").bad == 1);  // cut, perhaps
  CHECK(read_as("registered", "2025550101,31.01.2026\n", "US", {}, {}, "%d.%m.%Y").entries.size() == 1);
}

TEST_CASE("Expiries are last valid days, with a time, as days to live, or none") {
  const read_outcome read = read_as(
      "expiring",
      "Phone Number,Name,Expire Date\n2025550101,Ann,2027-01-02\n2025550102,Bob,2027-01-02T10:30Z\n2025550103,Cyd,30\n"
      "2025550104,Dan,\n2025550105,Eve,2026-01-01\n2025550106,Fay,01/02/2027\n");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 1);  // 1 February, or 2 January: --date-format says
  CHECK(day_of(read, 12025550101) == day_number(on("2027-01-02")));
  CHECK(day_of(read, 12025550102) == day_number(on("2027-01-02")));
  CHECK(day_of(read, 12025550103) == day_number(on("2026-12-19")));
  CHECK(day_of(read, 12025550104) == 0);
  CHECK(day_of(read, 12025550105) == day_number(on("2026-01-01")));
  CHECK(test::any_holds(read.notes, "1 entries had expired"));
  CHECK(day_of(read_as("expiring", "2025550106,01/02/2027\n", "US", {}, {}, "%m/%d/%Y"), 12025550106) ==
        day_number(on("2027-01-02")));
}

TEST_CASE("An objection without an end outlives one with an end, also as a range") {
  const test::import_world world;
  const auto path =
      world.write("in.csv",
                  "phone,expires\n2025550101,2026-12-01\n2025550101,\n2025550101,2027-01-01\n"
                  "202555020?,\n2025550201,2026-12-01\n202555021?,2026-12-01\n2025550211,\n"
                  "202555022?,2026-12-01\n2025550221,2027-01-01\n202555023?,2027-01-01\n2025550231,2026-12-01\n");
  import_options options = world.options("l", {path});
  options.region = find_region("US");
  options.format = "expiring";
  CHECK(world.imported(options).count == 5);
  const auto last_valid = [&](std::uint64_t digits) {
    const phone_number number = phone_number::from_digits(digits).value();
    list_record record;
    world.loaded("l").find(std::span(&number, 1), std::span(&record, 1));
    REQUIRE(record.state == record_state::listed);
    return record.day_number;
  };
  for (const std::uint64_t forever : {12025550101U, 12025550201U, 12025550202U, 12025550211U}) {
    CHECK(last_valid(forever) == 0);
  }
  CHECK(last_valid(12025550212) == day_number(on("2026-12-01")));
  CHECK(last_valid(12025550221) == day_number(on("2027-01-01")));
  CHECK(last_valid(12025550231) == day_number(on("2027-01-01")));
}

TEST_CASE("Days of two meanings do not come into one list, and numbers without days do") {
  const test::import_world world;
  import_options options = world.options("l", {world.write("e.csv", "phone,expires\n2025550101,2026-12-01\n")});
  options.covers = {number_prefix::parse("+1202").value()};
  CHECK(world.imported(options).count == 1);
  options.files = {world.write("r.csv", "phone,registered\n4155550101,2026-11-01\n")};
  options.covers = {number_prefix::parse("+1415").value()};
  CHECK(world.refused(options).find("keeps last valid days, and this import brings days of registration") !=
        std::string::npos);
  options.files = {world.write("d.txt", "3055550101\n")};
  options.covers = {number_prefix::parse("+1305").value()};
  CHECK(world.imported(options).count == 2);
  CHECK(world.loaded("l").info().days == day_meaning::last_valid);
  options.files = {world.in("r.csv")};
  options.covers = {number_prefix()};
  options.allow_shrink = true;
  CHECK(world.imported(options).count == 1);
  CHECK(world.loaded("l").info().days == day_meaning::registered);
}

TEST_CASE("A service's answer holds whoever may not be called, and speaks for those answered and no other") {
  const read_outcome read =
      read_as("results", "2025550101,C,x,y\n2025550102,D,x,y\n2025550103,W,x,y\n2025550104,I,x,y\n2025550105,E,x,y\n");
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.entries.size() == 3);
  CHECK(flags_of(read, 12025550102) == 1U << 0);
  CHECK(flags_of(read, 12025550103) == 1U << 5);
  CHECK(flags_of(read, 12025550104) == 1U << 10);
  REQUIRE(read.covers.size() == 5);
  CHECK(to_string(read.covers[0]) == "+12025550101");
  CHECK(test::any_holds(read.notes, "2 answered as clear"));
  CHECK(read_as("results", "2025550101,Q\n").bad == 1);
  const read_outcome british =
      read_as("results", "Telephone,Result\n020 7946 0123,TPS\n020 7946 0124,CTPS\n020 7946 0125,\n", "GB");
  CHECK(british.entries.size() == 2);
  CHECK(flags_of(british, 442079460123) == 1U << 15);
}

TEST_CASE("Categories have the numbers that store.toml gives them, or are numbers themselves") {
  const std::vector<std::string> named{"cars", "energy", "mail-order"};
  const read_outcome read = read_as(
      "categories",
      "phone;category\n2025550101;energy\n2025550102;Cars|mail order\n2025550103;all\n2025550101;cars\n2025550104;\n",
      "US", named);
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(flags_of(read, 12025550101) == 3);  // of both lines
  CHECK(flags_of(read, 12025550102) == 5);
  CHECK(flags_of(read, 12025550103) == 0xffffffff);
  CHECK(read.entries.count(12025550104) == 0);
  CHECK(test::any_holds(read.notes, "1 lines block no category"));

  const read_outcome marks =
      read_as("categories", "phone,Energy,Cars\n2025550101,Y,N\n2025550102,0,1\n2025550103,maybe,N\n", "US", named);
  CHECK(flags_of(marks, 12025550101) == 2);
  CHECK(flags_of(marks, 12025550102) == 1);
  CHECK(marks.bad == 1);

  const read_outcome numbers = read_as("categories", "2025550101,3\n2025550102,\"1,7\"\n");
  CHECK(flags_of(numbers, 12025550101) == 8);
  CHECK(flags_of(numbers, 12025550102) == 0x82);

  CHECK(read_as("categories", "phone,category\n2025550101,energie\n", "US", named).unnamed ==
        std::vector<std::string>{"energie"});
}

TEST_CASE("Companies are categories; only those that were named are kept, and a slip is found") {
  const std::string content = "telefone;empresa\n2025550101;Acme Um\n2025550101;Acme Dois\n2025550102;Outra\n";
  const read_outcome read = read_as("companies", content, "US", {"acme-um", "acme-dois", "outra"});
  REQUIRE(read.status.ok());
  CHECK(flags_of(read, 12025550101) == 3);
  const read_outcome ours = read_as("companies", content, "US", {"acme-um"}, {"Acme Um"});
  REQUIRE(ours.status.ok());
  CHECK(ours.unnamed.empty());
  CHECK(ours.entries.size() == 1);
  CHECK(test::any_holds(ours.notes, "2 lines name other companies"));
  CHECK(message_of(read_as("companies", content, "US", {"acme"}, {"acme"}).status)
            .find("no line names the company 'acme'") != std::string::npos);
}

TEST_CASE("ViciDial's tables are read from dumps and from rows, campaigns as categories") {
  const std::string dump =
      "-- MySQL dump 10.19  Distrib 10.3.39-MariaDB\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS "
      "`vicidial_dnc`;\n"
      "CREATE TABLE `vicidial_dnc` (\n  `phone_number` varchar(18) NOT NULL,\n  PRIMARY KEY (`phone_number`)\n) "
      "ENGINE=MyISAM;\n"
      "LOCK TABLES `vicidial_dnc` WRITE;\nINSERT INTO `vicidial_dnc` VALUES "
      "('2025550101'),('727XXXXXXX'),('BLANK');\nUNLOCK TABLES;\n"
      "INSERT INTO `vicidial_campaign_dnc` VALUES ('2025550102','SALES'),('2025550103','O\\'NEIL');\n"
      "INSERT INTO `vicidial_users` VALUES (1,'x');\n";
  const read_outcome read = read_as("vicidial", dump, "US", {"sales", "o-neil"});
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.lines == 5);
  CHECK(flags_of(read, 12025550101) == 0xffffffff);
  CHECK(flags_of(read, 12025550102) == 1);
  CHECK(flags_of(read, 12025550103) == 2);
  REQUIRE(read.intervals.size() == 1);
  CHECK(read.intervals[0].first.value() == 17270000000);
  CHECK(test::any_holds(read.notes, "other tables, not read: vicidial_users"));
  CHECK(test::any_holds(read.notes, "1 entries BLANK"));

  CHECK(read_as("vicidial", "2025550101\n727XXXXXXX\n").entries.size() == 1);
  const read_outcome rows =
      read_as("vicidial", "phone_number\tcampaign_id\n2025550101\tSALES\n2025550102\t\n", "US", {"sales"});
  CHECK(rows.bad == 1);
  CHECK(flags_of(rows, 12025550101) == 1);

  for (const char* cut : {"-- MySQL dump\nINSERT INTO `vicidial_dnc` VALUES ('2025550101'),('20255",
                          "-- MySQL dump\nINSERT INTO `vicidial_dnc` VALUES ('2025550101'),",
                          "-- MySQL dump\nINSERT INTO `vicidial_dnc` VALUES ('2025550101')",
                          "-- MySQL dump\nCREATE TABLE `vicidial_dnc` (\n"}) {
    CAPTURE(cut);
    CHECK_FALSE(read_as("vicidial", cut).status.ok());
  }
  CHECK(read_as("vicidial", "-- MySQL dump\n2025550101\n").bad == 1);
}

TEST_CASE("An import that meets a category without a name is refused with the words for store.toml") {
  const test::import_world world;
  import_options options =
      world.options("bmnr", {world.write("a.csv", "phone;category\n2025550101;energy\n2025550102;cars\n")});
  const std::string message = world.refused(options);
  CHECK(message.find("[list.bmnr]\ncategories = [\"energy\", \"cars\"]") != std::string::npos);
  std::ofstream(world.store_folder() / "store.toml") << "[list.bmnr]\ncategories = [\"energy\", \"cars\"]\n";
  CHECK(world.imported(options).count == 2);
  CHECK(world.opened().settings().lists.at("bmnr").categories == std::vector<std::string>{"energy", "cars"});
}

TEST_CASE("Patterns of a list hold their numbers, and no others") {
  const test::import_world world;
  CHECK(world.imported(world.options("nuisance", {world.write("a.txt", "+120255501##\n+1 415 555 0101 # a person\n")}))
            .lines == 2);
  const list loaded = world.loaded("nuisance");
  CHECK(test::holds(loaded, 12025550100));
  CHECK(test::holds(loaded, 12025550199));
  CHECK_FALSE(test::holds(loaded, 12025550200));
  CHECK(test::holds(loaded, 14155550101));
}

}  // namespace
}  // namespace callsieve
