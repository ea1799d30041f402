// The csv layout: sets, relations and consents out of rows, and a reason for every row that gives none.
#include <algorithm>

#include "import_fixture.hpp"
#include "reader_run.hpp"

namespace callsieve {
namespace {

using test::held;
using test::on;
using test::read_outcome;

read_outcome csv(std::string content, list_kind kind, const import_options& options = test::us()) {
  return test::run_reader("csv", std::move(content), options, kind, "in.csv");
}

list_record record(record_state state, std::string_view text) { return {day_number(on(text)), state}; }

TEST_CASE("Of a set only the phone column is read, whatever delimiter, quotes and line ends the file has") {
  const std::string files[] = {"name,phone\nAnn,2025550101\n\"Bo, jr\",\"(202) 555-0102\"\n",
                               "\xef\xbb\xbfname;phone\r\nAnn;2025550101\r\n\"Bo; jr\";\"(202) 555-0102\"\r\n",
                               "name\tphone\nAnn\t2025550101\n\nBo\t(202) 555-0102",
                               "name|phone\nAnn|2025550101\n\"Bo\nBo\"|(202) 555-0102\n"};
  for (const std::string& file : files) {
    CAPTURE(file);
    const read_outcome read = csv(file, list_kind::set);
    REQUIRE(read.status.ok());
    CHECK(read.bad == 0);
    CHECK(read.lines == 2);
    CHECK(read.entries.size() == 2);
    CHECK(read.entries.count(12025550101) == 1);
    CHECK(read.entries.count(12025550102) == 1);
  }
}

TEST_CASE("The later of all that a dated file says of a number is kept, whatever the order of its rows") {
  std::vector<std::string> rows{
      "2025550101,2024-02-29,",        "2025550101,2025-01-01,2024-01-01", "2025550102,2024-01-01,open",
      "2025550102,2026-11-01,",        "2025550103,,2031-12-31",           "2025550103,2026-11-20,2026-12-01",
      "(202) 555-0104, 2026-11-20 , ", "2025550104,2026-11-19,2026-11-20"};  // one day: a purchase
  std::sort(rows.begin(), rows.end());
  const std::map<std::uint64_t, held> wanted{{12025550101, {record(record_state::purchase, "2025-01-01"), ""}},
                                             {12025550102, {{open_contract, record_state::contract_end}, ""}},
                                             {12025550103, {record(record_state::contract_end, "2031-12-31"), ""}},
                                             {12025550104, {record(record_state::purchase, "2026-11-20"), ""}}};
  for (int turn = 0; turn < 20; ++turn) {
    std::string content = "phone,last_purchase,contract_end\n";
    for (const std::string& row : rows) content += row + '\n';
    const read_outcome read = csv(content, list_kind::dated);
    REQUIRE(read.status.ok());
    REQUIRE(read.bad == 0);
    REQUIRE(read.entries == wanted);
    std::rotate(rows.begin(), rows.begin() + 3, rows.end());
  }
}

TEST_CASE("Withdrawn beats given on the same day, a later given beats an earlier withdrawn, and references stay") {
  const read_outcome read =
      csv("phone,consent,date,reference\n"
          "2025550101,opt-in,2026-01-02,web form 7\n"
          "2025550101,opt-out,2026-01-02,call 12\n"
          "2025550102,no,2025-01-01,letter\n"
          "2025550102,yes,2025-01-02,\"form \"\"B\"\"\"\n"
          "2025550103,ja,2026-11-20,\n",
          list_kind::consent);
  REQUIRE(read.status.ok());
  CHECK(read.bad == 0);
  CHECK(read.entries ==
        std::map<std::uint64_t, held>{{12025550101, {record(record_state::withdrawn, "2026-01-02"), "call 12"}},
                                      {12025550102, {record(record_state::given, "2025-01-02"), "form \"B\""}},
                                      {12025550103, {record(record_state::given, "2026-11-20"), ""}}});
}

TEST_CASE("Days may be written as the date format says") {
  import_options options = test::us();
  options.date_format = "%d-%m-%Y";
  const read_outcome read =
      csv("telefoon;laatste_aankoop\n+442079460101;5-11-2026\n+442079460102;2026-11-05\n", list_kind::dated, options);
  REQUIRE(read.bad == 1);
  CHECK(read.first_bad[0].line == 3);
  CHECK(read.first_bad[0].reason.find("%d-%m-%Y") != std::string::npos);
  CHECK(read.entries.at(442079460101).record == record(record_state::purchase, "2026-11-05"));
}

TEST_CASE("Every row that gives no record is counted with its line and its reason") {
  const read_outcome read =
      csv("phone,last_purchase,contract_end\n"
          "2025550101,2026-01-01,\n"
          "nobody,2026-01-01,\n"
          ",2026-01-01,\n"
          "2025550102,,\n"
          "2025550102,01/02/2026,\n"
          "2025550102,,tomorrow\n"
          "2025550102,2026-11-21,\n"
          "2025550102,2026-01-01\n"
          "\"2025550102\"x,2026-01-01,\n"
          "2025550102,2026-02-29,\n",
          list_kind::dated);
  REQUIRE(read.status.ok());
  REQUIRE(read.bad == 9);
  CHECK(read.entries.size() == 1);
  CHECK(read.lines == 10);
  const char* reasons[] = {"not_a_number",
                           "empty: no number",
                           "neither a purchase day nor a contract end",
                           "purchase day: '01/02/2026'",
                           "contract end: 'tomorrow'",
                           "purchase of 2026-11-21 is later than the copy",
                           "2 fields where there should be 3",
                           "text after",
                           "purchase day: '2026-02-29'"};
  for (std::size_t i = 0; i < read.first_bad.size(); ++i) {
    CAPTURE(i, read.first_bad[i].reason);
    CHECK(read.first_bad[i].line == i + 3);
    CHECK(read.first_bad[i].reason.find(reasons[i]) == 0);
  }
}

TEST_CASE("A consent row without a state, a day or a reference of sane length is a bad row") {
  const read_outcome read =
      csv("phone,consent,date,reference\n"
          "2025550101,perhaps,2026-01-01,a\n"
          "2025550101,,2026-01-01,a\n"
          "2025550101,yes,,a\n"
          "2025550101,yes,2026-11-21,a\n"
          "2025550101,yes,2026-01-01," +
              std::string(70'000, 'a') + "\n",
          list_kind::consent);
  REQUIRE(read.status.ok());
  CHECK(read.bad == 5);
  CHECK(read.entries.empty());
}

TEST_CASE("A file without a header is read from its first line on") {
  const read_outcome read = csv("Ann,2025550101\nBo,2025550102\n", list_kind::set);
  REQUIRE(read.status.ok());
  CHECK(read.entries.size() == 2);
  CHECK(test::any_holds(read.notes, "no header"));
}

TEST_CASE("A header alone holds no rows, and a file that stops in mid-row is an error that names it") {
  CHECK(csv("phone,name\n", list_kind::set).lines == 0);
  const read_outcome cut = csv("phone,name\n2025550101,Ann\n20255501", list_kind::set);
  REQUIRE_FALSE(cut.status.ok());
  CHECK(message_of(cut.status).find("in.csv") != std::string::npos);
  const read_outcome open_quote = csv("phone,name\n2025550101,\"Ann\n", list_kind::set);
  REQUIRE_FALSE(open_quote.status.ok());
}

TEST_CASE("A missing column is an error that names the file and lists its columns") {
  const read_outcome read = csv("id,city\n1,Boston\n", list_kind::set);
  REQUIRE_FALSE(read.status.ok());
  CHECK(message_of(read.status).find("in.csv") == 0);
  CHECK(message_of(read.status).find("city") != std::string::npos);
}

TEST_CASE("Days in a file that becomes a set are left, and said to be left") {
  const read_outcome read = csv("phone,last_purchase\n2025550101,2026-01-01\n", list_kind::set);
  REQUIRE(read.status.ok());
  CHECK(test::any_holds(read.notes, "last_purchase"));
  CHECK(test::any_holds(read.notes, "--kind"));
}

}  // namespace
}  // namespace callsieve
