// Columns of a CSV file: by name, by place, by header, by content; and what is said when they are not found.
#include "import_fixture.hpp"
#include "lists/readers/columns.hpp"

namespace callsieve {
namespace {

using cells = std::vector<std::string>;

import_columns found(const cells& first, list_kind kind, const import_options& options = test::us()) {
  const auto columns = find_import_columns(first, kind, options, day_format());
  if (!columns.ok()) FAIL(message_of(columns.status()));
  return *columns;
}

std::string refused(const cells& first, list_kind kind, const import_options& options = test::us()) {
  const auto columns = find_import_columns(first, kind, options, day_format());
  REQUIRE_FALSE(columns.ok());
  return message_of(columns.status());
}

bool says(const std::string& message, std::string_view part) { return message.find(part) != std::string::npos; }

TEST_CASE("Headers in several languages show the columns of a dated list") {
  const cells firsts[] = {{"name", "Phone Number", "last_purchase", "contract_end"},
                          {"naam", "Telefoonnummer", "Laatste aankoop", "Einddatum"},
                          {"Name", "Telefon", "Letzter Kauf", "Vertragsende"},
                          {"nom", "T\xc3\xa9l\xc3\xa9phone", "date_achat", "Fin contrat"},
                          {"x", "mobile", "Purchase-Date", "end_date"},
                          {"x", "number", "date", "end"}};
  for (const cells& first : firsts) {
    CAPTURE(first);
    const import_columns columns = found(first, list_kind::dated);
    CHECK(columns.has_header);
    CHECK(columns.phone == 1);
    CHECK(columns.day == 2U);
    CHECK(columns.end == 3U);
  }
}

TEST_CASE("A dated list needs a purchase or an end column, not both") {
  CHECK_FALSE(found({"phone", "last_purchase"}, list_kind::dated).end);
  CHECK_FALSE(found({"phone", "contract_end"}, list_kind::dated).day);
  const std::string message = refused({"phone", "city"}, list_kind::dated);
  CHECK(says(message, "--day or --end"));
  CHECK(says(message, "city"));
}

TEST_CASE("A consent list needs state and day; the reference is a gift") {
  const import_columns columns = found({"phone", "consent", "consent_date", "evidence"}, list_kind::consent);
  CHECK(columns.state == 1U);
  CHECK(columns.day == 2U);
  CHECK(columns.reference == 3U);
  CHECK_FALSE(found({"phone", "toestemming", "datum"}, list_kind::consent).reference);
  CHECK(says(refused({"phone", "consent"}, list_kind::consent), "no consent day column"));
  CHECK(says(refused({"phone", "date"}, list_kind::consent), "no consent state column"));
}

TEST_CASE("Columns may be named by header or by place") {
  import_options options = test::us();
  options.phone_column = "Klant nr";
  options.day_column = "3";
  options.end_column = "tot";
  const import_columns columns = found({"phone", "Klant nr", "sinds", "tot"}, list_kind::dated, options);
  CHECK(columns.has_header);
  CHECK(columns.phone == 1);
  CHECK(columns.day == 2U);
  CHECK(columns.end == 3U);
}

TEST_CASE("A named column that is not there is refused with the columns that are") {
  import_options options = test::us();
  options.phone_column = "fone";
  const std::string message = refused({"phone", "city"}, list_kind::set, options);
  CHECK(says(message, "--phone"));
  CHECK(says(message, "city"));
  options.phone_column = "3";
  CHECK(says(refused({"phone", "city"}, list_kind::set, options), "--phone"));
}

TEST_CASE("Two columns that fit equally are refused: nobody guesses which one objected") {
  const std::string message = refused({"phone", "mobile"}, list_kind::set);
  CHECK(says(message, "columns 1 and 2"));
  CHECK(says(message, "--phone"));
  CHECK(found({"number", "mobile"}, list_kind::set).phone == 1);
}

TEST_CASE("Several columns of numbers may be named, and each of their numbers is an entry") {
  const test::import_world world;
  import_options options =
      world.options("l", {world.write("a.csv",
                                      "name,phone,mobile\nAnn,2025550123,2025550124\nBob,,2025550126\n"
                                      "Cid,2025550127,\n")});
  options.phone_column = "phone";
  options.further_phone_columns = {"mobile", "2"};
  const import_report report = world.imported(options);
  CHECK(report.count == 4);
  CHECK(test::any_holds(report.notes, "numbers from column 2 'phone' and column 3 'mobile'"));
  options.files = {world.write("b.csv", "name,phone,mobile\nAnn,,\n")};
  CHECK(world.refused(options).find("b.csv:2: empty") != std::string::npos);
  options.files = {world.write("c.csv", "phone,mobile,consent,consent_date\n2025550123,2025550124,yes,2026-01-02\n")};
  options.list_name = "consents";
  options.kind = list_kind::consent;
  CHECK(world.imported(options).count == 2);
  options = world.options("l", {world.write("d.csv", "phone,expires\n2025550123,2027-01-02\n")});
  options.further_phone_columns = {"2"};
  CHECK(says(world.refused(options), "--phone: format expiring reads one column of numbers"));
}

TEST_CASE("Without a header the only cell that reads as a number is the phone column") {
  const import_columns columns = found({"Ann", "(202) 555-0101", "Boston"}, list_kind::set);
  CHECK_FALSE(columns.has_header);
  CHECK(columns.phone == 1);
  CHECK(says(refused({"2025550101", "2025550102"}, list_kind::set), "several columns hold numbers"));
  CHECK(says(refused({"Ann", "Boston"}, list_kind::set), "no phone column"));
  import_options options = test::us();
  options.region = region_id::none;
  CHECK(says(refused({"Ann", "2025550101"}, list_kind::set, options), "--region"));
}

TEST_CASE("A first line of data is never taken for a header") {
  CHECK_FALSE(found({"2025550101", "mobile"}, list_kind::set).has_header);
  import_options options = test::us();
  options.phone_column = "1";
  CHECK_FALSE(found({"2025550101", "phone"}, list_kind::set, options).has_header);
  CHECK_FALSE(found({"", "phone"}, list_kind::set, options).has_header);
  CHECK(found({"nummer", "phone"}, list_kind::set, options).has_header);
  options.day_column = "2";
  CHECK_FALSE(found({"2025550101", "2026-01-01"}, list_kind::dated, options).has_header);
}

TEST_CASE("A first line that holds a number in any script, or beside words, is data") {
  for (const char* cell : {"\xef\xbc\x92\xef\xbc\x90\xef\xbc\x92\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x90\xef"
                           "\xbc\x91\xef\xbc\x90\xef\xbc\x91",
                           "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5\xd9\xa5\xd9\xa5\xd9\xa0\xd9\xa1\xd9\xa0\xd9\xa1",
                           "Home phone: 202-555-0101"}) {
    CAPTURE(cell);
    import_options options = test::us();
    options.phone_column = "1";
    CHECK_FALSE(found({cell, "x"}, list_kind::set, options).has_header);
    CHECK_FALSE(found({cell, "phone"}, list_kind::set, options).has_header);
    options.phone_column = "2";
    CHECK_FALSE(found({cell, "x"}, list_kind::set, options).has_header);
  }
}

TEST_CASE("A first line that names columns and holds a number is refused: nobody can say what it is") {
  const std::string question =
      "is the first line a header? It names columns, but column 2 of it holds a number or a day";
  CHECK(says(refused({"phone", "2025550101"}, list_kind::set), question));
  CHECK(says(refused({"phone", "2026-01-01", "date"}, list_kind::dated), question));
  import_options options = test::us();
  options.phone_column = "phone";
  CHECK(says(refused({"phone", "202-555-0101", "x"}, list_kind::set, options), question));
  CHECK_FALSE(found({"2025550101", "mobile"}, list_kind::set).has_header);  // its kind
}

TEST_CASE("Without a header days and states are found by place only") {
  import_options options = test::us();
  CHECK(says(refused({"2025550101", "2026-01-01"}, list_kind::dated, options), "--day or --end"));
  options.day_column = "2";
  const import_columns columns = found({"2025550101", "2026-01-01"}, list_kind::dated, options);
  CHECK(columns.phone == 0);
  CHECK(columns.day == 1U);
}

TEST_CASE("A set says which days and states it leaves unread") {
  CHECK(found({"phone", "last_purchase", "city"}, list_kind::set).unread == cells{"last_purchase"});
  CHECK(found({"phone", "state", "date"}, list_kind::set).unread.empty());  // a call list's own: an address, any day
}

}  // namespace
}  // namespace callsieve
