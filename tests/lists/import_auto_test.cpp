// --format auto: every layout is told from its own files, what looks like two is refused with both names, and the
// tables of layouts are made from the readers.
#include <map>

#include "import_fixture.hpp"
#include "lists/import_inputs.hpp"

namespace callsieve {
namespace {

using test::import_world;
using test::on;

struct file_kind {
  std::string name, content, region, format;
};

const std::vector<file_kind>& examples() {
  static const std::vector<file_kind> all{
      {"a.txt", "202,5550101\r\n202,5550102\r\n", "", "ftc"},
      {"a.txt", "2025550101\n2025550102\n", "US", "digits"},
      {"2025-2-15_202_x.txt", "2025550101\n2025550102\n", "", "ftc"},
      {"2025-2-15_202_x.txt", "phone,name\n2025550101,Ann\n", "US", "csv"},
      {"a.csv", "phone\n2025550101\n", "US", "csv"},
      {"a.csv", "\"Phone\"\r\n2025550101\r\n", "US", "csv"},
      {"a.txt", "+1 202 555 0101\n", "", "digits"},
      {"a.txt", "# ours, of today\n+1 202 555 0101\n", "", "digits"},
      {"a.xml", "<list type='full' level='ac' val='202'><ac val='202'><ph val='5550101'/></ac></list>", "", "ftc-xml"},
      {"a.txt", "202,5550101,2026-01-02,A\n202,5550102,2026-01-03,D\n", "", "ftc-changes"},
      {"a.txt", "A,5550101,202\nD,5550102,202\n", "", "ftc-changes"},
      {"a.txt", "0207 9460123\r\n0161 4960123\r\n", "", "tps"},
      {"a.txt", "02079460123 \r\n01614960123 \r\n", "GB", "tps"},
      {"tps_full.txt", "02079460123\r\n0161 496 0123\r\n", "", "tps"},
      {"a.txt", "030   123456\r\n", "DE", "digits"},  // as wide, but German
      {"a.txt", "0470123456;01/02/2020\n0470123457;15/02/2020\n", "", "dncm"},
      {"dncm.txt", "0470123456 2020-02-01\n", "", "dncm"},
      {"a.csv", "phone,registered\n2025550101,2026-01-31\n", "US", "registered"},
      {"a.csv", "Name;Telefono;Data iscrizione\nUno;+39 06 1234 5678;2026-01-31\n", "IT", "registered"},
      {"a.csv", "nummer;registratiedatum\n0470123456;01/02/2020\n", "BE", "dncm"},
      {"a.txt", "2025550101,C\n2025550102,D\n", "US", "results"},
      {"a.csv", "Phone,Result\n2025550101,TPS\n", "US", "results"},
      {"a.csv", "Phone Number,Expire Date\n2025550101,2027-01-01\n", "US", "expiring"},
      {"a.csv", "phone;categories\n2025550101;energy\n", "US", "categories"},
      {"a.csv", "telefone;empresa\n2025550101;Acme\n", "US", "companies"},
      {"a.sql", "-- MySQL dump 10.19\nINSERT INTO `vicidial_dnc` VALUES ('2025550101');\n", "US", "vicidial"},
      {"a.txt", "2025550101\n727XXXXXXX\n", "US", "vicidial"},
      {"a.txt", "phone_number\tcampaign_id\n2025550101\tSALES\n", "US", "vicidial"},
      {"WIRELINE-TO-WIRELESS-NORANGE.TXT", "2025550101\n2025550102\n", "", "ported"},
      {"a.txt", "", "", "digits"},
  };
  return all;
}

TEST_CASE("A layout is told from a file's name and content, and the reason is given") {
  for (const file_kind& example : examples()) {
    CAPTURE(example.name, example.content);
    const import_world world;
    import_options options = world.options("l", {world.write(example.name, example.content)});
    options.region = find_region(example.region);
    options.obtained = on("2025-02-15");
    options.changes = example.format == "ftc-changes";
    std::vector<std::string> notes;
    const auto inputs = open_inputs(options, list_kind::set, notes);
    INFO((inputs.ok() ? std::string() : message_of(inputs.status())));
    REQUIRE(inputs.ok());
    CHECK(std::string(inputs->at(0).reader->name) == example.format);
    CHECK(test::any_holds(notes, "format " + example.format + ": "));
  }
}

TEST_CASE("A file that looks like two layouts names both and asks for --format") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.csv", "2025550101,2026-01-01\n2025550102,2026-02-01\n")});
  const std::string message = world.refused(options);
  CHECK(message.find("a.csv: looks like more than one format; say with --format which it is:") != std::string::npos);
  CHECK(message.find("csv: its first line has several columns") != std::string::npos);
  CHECK(message.find("expiring: its lines are numbers, each with a day") != std::string::npos);
  options.format = "csv";
  CHECK(world.imported(options).format == "csv");
}

TEST_CASE("Numbers with days and no header are no layout by a guess, whatever stands between") {
  for (const std::string between : {" ", "\t", ",", ";", "|", "  "}) {
    CAPTURE(between);
    const import_world world;
    const import_options options = world.options(
        "l", {world.write("a.txt", "2025550101" + between + "2026-01-01\n2025550102" + between + "2026-02-01\n")});
    const std::string message = world.refused(options);
    for (const char* candidate : {"expiring: ", "registered: "}) CHECK(message.find(candidate) != std::string::npos);
    CHECK((message.find("csv: ") != std::string::npos || message.find("digits: ") != std::string::npos));
  }
}

TEST_CASE("Dated and consent lists come from columns, whatever a file looks like") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.txt", "202,5550101\n")});
  options.kind = list_kind::dated;
  CHECK(world.refused(options).find("phone") != std::string::npos);  // as csv, in which it has no columns
}

TEST_CASE("Files of changes are not taken for whole lists, nor whole lists for changes") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.txt", "202,5550101,2026-01-02,A\n")});
  CHECK(world.refused(options).find("holds changes (format ftc-changes), not a whole list; give --changes") !=
        std::string::npos);
  options = world.options("l", {world.write("a.txt", "202,5550101\n")});
  options.changes = true;
  CHECK(world.refused(options).find("format ftc has no marks of addition and deletion") != std::string::npos);
}

TEST_CASE("Every layout says in one line what it is, and none has another's name") {
  std::map<std::string_view, int> names;
  for (const list_reader& reader : list_readers()) {
    CAPTURE(std::string(reader.name));
    ++names[reader.name];
    CHECK_FALSE(reader.description.empty());
    CHECK(reader.description.size() < 100);
    CHECK(reader.description.find('\n') == std::string_view::npos);
    REQUIRE(reader.sniff != nullptr);
    REQUIRE(reader.read != nullptr);
  }
  CHECK(names.size() == list_readers().size());
  CHECK(names.size() == 15);
}

/// The table of layouts as docs/formats.md has it.
std::string table_of_layouts() {
  std::string table;
  for (const list_reader& reader : list_readers()) {
    const std::string_view days = reader.days == day_meaning::registered   ? "registration"
                                  : reader.days == day_meaning::last_valid ? "last valid day"
                                                                           : "";
    table += "| `" + std::string(reader.name) + "` | " + std::string(reader.description) + " | " +
             (reader.covers.empty() ? "the world, unless `--covers` says otherwise" : std::string(reader.covers)) +
             " | " + std::string(days) + " |\n";
  }
  return table;
}

TEST_CASE("The docs show the layouts that there are") {
  const std::string page = import_world::read(std::filesystem::path(CALLSIEVE_SOURCE_FOLDER) / "docs" / "formats.md");
  const std::string_view begin = "|---|---|---|---|\n";
  const std::size_t from = page.find(begin);
  const std::size_t to = page.find("<!-- end of table -->");
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  CHECK(page.substr(from + begin.size(), to - from - begin.size()) == table_of_layouts());
}

}  // namespace
}  // namespace callsieve
