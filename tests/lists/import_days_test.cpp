// Days and states in cells: what reads, and what is refused with which reason.
#include "import_fixture.hpp"
#include "lists/readers/consent_words.hpp"
#include "lists/readers/day_format.hpp"
#include "lists/readers/record_reader.hpp"

namespace callsieve {
namespace {

using test::on;

std::optional<day> read_as(std::string_view pattern, std::string_view text) {
  const auto format = day_format::make(pattern);
  REQUIRE(format.ok());
  return format->read(text);
}

TEST_CASE("Without a pattern a day is exactly YYYY-MM-DD") {
  const day_format iso;
  CHECK(iso.read("2026-02-28") == on("2026-02-28"));
  for (const char* text : {"2026-2-28", "28-02-2026", "2026-02-28 ", "2026/02/28", "20260228", ""}) {
    CAPTURE(text);
    CHECK_FALSE(iso.read(text));
  }
}

TEST_CASE("A pattern reads its days, with or without leading zeros") {
  CHECK(read_as("%d-%m-%Y", "05-03-2026") == on("2026-03-05"));
  CHECK(read_as("%d-%m-%Y", "5-3-2026") == on("2026-03-05"));
  CHECK(read_as("%m/%d/%y", "12/31/25") == on("2025-12-31"));
  CHECK(read_as("%d.%m.%Y.", "1.12.2026.") == on("2026-12-01"));
  CHECK(read_as("%Y%m%d", "20260305") == on("2026-03-05"));
  CHECK(read_as("%d%%%m%%%Y", "5%3%2026") == on("2026-03-05"));
}

TEST_CASE("Two-digit years from 69 on are of the last century") {
  CHECK(read_as("%y-%m-%d", "68-01-01") == on("2068-01-01"));
  CHECK(read_as("%y-%m-%d", "69-01-01") == on("1969-01-01"));
}

TEST_CASE("A text that fits a pattern in two ways does not fit") {
  CHECK_FALSE(read_as("%Y%m%d", "2026113"));  // 1 November 13 or 11 January 3
  CHECK_FALSE(read_as("%d%m%Y", "1112026"));
}

TEST_CASE("Days that no calendar has do not read") {
  CHECK(read_as("%d-%m-%Y", "29-02-2028") == on("2028-02-29"));
  for (const char* text : {"29-02-2026", "31-04-2026", "00-01-2026", "01-13-2026", "01-01-1899", "1-1-26", "a-1-2026",
                           "01-01-2026x", "1-1-", "-1-1-2026"}) {
    CAPTURE(text);
    CHECK_FALSE(read_as("%d-%m-%Y", text));
  }
}

TEST_CASE("A pattern that cannot name a day is refused with the way out") {
  for (const char* pattern : {"%d-%m", "%d-%m-%Y-%y", "%d-%b-%Y", "%d-%m-%Y%", "yyyy-mm-dd", ""}) {
    CAPTURE(pattern);
    const auto format = day_format::make(pattern);
    REQUIRE_FALSE(format.ok());
    CHECK(message_of(format.status()).find("'" + std::string(pattern) + "'") != std::string::npos);
  }
}

TEST_CASE("States of consent read in the spellings that the header lists, and no other word does") {
  for (const char* text :
       {"given", "YES", "y", "True", "1", "opt-in", "Opt In", "opted_in", "in", "granted", "ja", "j", "toestemming"}) {
    CAPTURE(text);
    CHECK(read_consent(text) == record_state::given);
  }
  for (const char* text : {"withdrawn", "NO", "n", "False", "0", "opt-out", "OPT OUT", "opted-out", "out", "revoked",
                           "nee", "ingetrokken"}) {
    CAPTURE(text);
    CHECK(read_consent(text) == record_state::withdrawn);
  }
  for (const char* text : {"", "maybe", "yes!", "not given", "2", "giv", "opt"}) {
    CAPTURE(text);
    CHECK(read_consent(text) == record_state::absent);
  }
}

TEST_CASE("A relation is the later of purchase and contract end, and an open contract is later than all") {
  const day_format iso;
  const record_reader rows(iso, on("2026-11-19"));
  const auto is = [](const record_or_reason& row, record_state state, std::int32_t number) {
    return row.reason.empty() && row.record == list_record{number, state};
  };
  const auto number = [](std::string_view text) { return day_number(on(text)); };
  CHECK(is(rows.relation("2024-02-29", ""), record_state::purchase, number("2024-02-29")));
  CHECK(is(rows.relation("", " 2031-01-01 "), record_state::contract_end, number("2031-01-01")));
  CHECK(is(rows.relation("2025-05-01", "2024-05-01"), record_state::purchase, number("2025-05-01")));
  CHECK(is(rows.relation("2024-05-01", "2025-05-01"), record_state::contract_end, number("2025-05-01")));
  CHECK(is(rows.relation("2025-05-01", "2025-05-01"), record_state::purchase, number("2025-05-01")));
  CHECK(is(rows.relation("2025-05-01", "Open"), record_state::contract_end, open_contract));
}

TEST_CASE("A purchase may be a day later than the copy, no more; a contract may end whenever it does") {
  const day_format iso;
  const record_reader rows(iso, on("2028-02-28"));
  CHECK(rows.relation("2028-02-29", "").reason.empty());
  CHECK(rows.relation("2028-03-01", "").reason == "purchase of 2028-03-01 is later than the copy, obtained 2028-02-28");
  CHECK(rows.relation("2028-03-01", "open").reason ==
        "purchase of 2028-03-01 is later than the copy, obtained 2028-02-28");
  CHECK(rows.consent("yes", "2028-02-29").reason.empty());
  CHECK(rows.consent("no", "2028-03-01").reason == "consent of 2028-03-01 is later than the copy, obtained 2028-02-28");
}

TEST_CASE("Every cell that does not read gives a reason that names it") {
  const auto format = day_format::make("%d-%m-%Y");
  REQUIRE(format.ok());
  const record_reader rows(*format, on("2026-11-19"));
  CHECK(rows.relation("2026-01-01", "").reason == "purchase day: '2026-01-01' is not a day written %d-%m-%Y");
  CHECK(rows.relation("", "never").reason == "contract end: 'never' is not a day written %d-%m-%Y nor the word open");
  CHECK(rows.relation("29-02-2026", "").reason == "purchase day: '29-02-2026' is not a day written %d-%m-%Y");
  CHECK(rows.relation(" ", "").reason == "neither a purchase day nor a contract end");
  CHECK(rows.consent("yes", "").reason == "no day of consent");
  CHECK(rows.consent("no", " ").record == list_record{day_number(on("2026-11-19")), record_state::withdrawn});
  CHECK(rows.consent("yes", "x").reason == "day of consent: 'x' is not a day written %d-%m-%Y");
  CHECK(rows.consent("perhaps", "01-01-2026").reason.find("'perhaps' is no state of consent") == 0);
}

}  // namespace
}  // namespace callsieve
