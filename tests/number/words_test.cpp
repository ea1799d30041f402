#include <string>

#include "callsieve/number/parse.hpp"

#include "number/marks.hpp"
#include "number/read_cell.hpp"
#include "support/catch.hpp"

namespace callsieve {

using test::check_cells;
using test::read;

TEST_CASE("A known word beside a number is passed over") {
  for (const std::string_view word : {"work",   "(work)", "Work", "home",    "mob",  "(mobile)", "cell",      "office",
                                      "privat", "thuis",  "werk", "(privé)", "büro", "BÜRO",     "téléphone", "работа",
                                      "ДОМ",    "κινητό", "(h)",  "(w)",     "tel",  "- work -", "ext"}) {
    INFO(word);
    CHECK(read("030 123456 " + std::string(word), "DE") == "+4930123456");
    CHECK(read("020 7946 0123 " + std::string(word), "GB") == "+442079460123");
    CHECK(read(std::string(word) + ": 020 7946 0123", "GB") == "+442079460123");
  }
  check_cells({
      {"GB", "020 7946 0123 x12 (work)", "+442079460123"},
      {"GB", "020 7946 0123 (work phone)", "+442079460123"},
      {"GB", "tel020 7946 0123", "+442079460123"},
      {"GB", "Please call +44 20 7946 0123", "+442079460123"},
      {"GB", "07700 900123 (work)", "not_in_plan +447700900123"},
      {"", "020 7946 0123 (work)", "needs_region"},
  });
}

TEST_CASE("Words that say that nobody should call a number mark it, wherever they stand") {
  for (const std::string_view words :
       {"DNC",          "dnc",         "D.N.C.",        "do not call",    "DO-NOT-CALL",
        "DoNotCall",    "don't call",  "wrong",         "wrong number",   "invalid",
        "disconnected", "Refused",     "opt-out",       "not in service", "no longer hers",
        "fax",          "Telefax",     "nicht anrufen", "falsche Nummer", "UNGÜLTIG",
        "verstorben",   "niet bellen", "verkeerd",      "ne pas appeler", "refusé",
        "faux numéro",  "no llamar",   "equivocado",    "non chiamare",   "sbagliato",
        "não ligar",    "errado",      "ring inte",     "błędny",         "не звонить"}) {
    INFO(words);
    const std::string text(words);
    CHECK(read("020 7946 0123 " + text, "GB") == "marked +442079460123");
    CHECK(read("020 7946 0123 (" + text + ")", "GB") == "marked +442079460123");
    CHECK(read("+44 20 7946 0123 - " + text + "!", "") == "marked +442079460123");
    CHECK(read("020 7946 0123 x12 " + text, "GB") == "marked +442079460123");
    CHECK(read(text + ": 020 7946 0123", "GB") == "marked +442079460123");
    CHECK(read("(" + text + ") 020 7946 0123", "GB") == "marked +442079460123");
    CHECK_FALSE(parse("020 7946 0123 home, " + text + " since May", find_region("GB")).valid());
  }
  check_cells({
      {"GB", "07700 900123 DNC", "not_in_plan +447700900123"},
      {"GB", "DNC", "not_a_number"},
      {"GB", "020 7946 0123 DNC / 020 7946 0124", "several_numbers"},
      {"GB", "Tel/Fax: 020 7946 0123", "+442079460123"},
      {"GB", "020 7946 0123 (phone and fax)", "not_a_number"},
      {"GB", "No. 020 7946 0123", "+442079460123"},
      {"GB", "F: 020 7946 0123", "marked +442079460123"},
      {"GB", "020 7946 0123 (f)", "marked +442079460123"},
      {"GB", "T/F: 020 7946 0123", "+442079460123"},
      {"GB", "F. Example 020 7946 0123", "+442079460123"},
      {"GB", "020 7946 0123 \xE2\x9D\x8C", "marked +442079460123"},
      {"GB", "\xF0\x9F\x9A\xAB 020 7946 0123", "marked +442079460123"},
      {"GB", "\xE2\x9C\x85 020 7946 0123", "+442079460123"},
      {"GB", "020 7946 0123 (home no.)", "not_a_number"},
      {"DE", "030 123456 (Sperrlistenamt)", "not_a_number"},
      {"US", "1-800-FLOWERS", "+18003569377"},
  });
  CHECK(mark_in("202-555-0123 (Wrong  Number)") == "Wrong  Number");
  CHECK(mark_in("０１２ Ungültig") == "Ungültig");
  CHECK(mark_in("202-555-0123 work").empty());
  CHECK(mark_in("\xFF DNC").empty());
}

TEST_CASE("A word that is no label never becomes part of a number that is one without it") {
  check_cells({
      {"DE", "030 123456 (Peter)", "not_a_number"},
      {"DE", "030 123456 work Peter", "not_a_number"},
      {"DE", "030 123456 abc", "not_a_number"},
      {"DE", "030 123456ab", "not_a_number"},
      {"GB", "020 7946 0123 y12", "not_a_number"},
  });
}

TEST_CASE("Three letters or more are digits of a keypad when they make a valid number") {
  check_cells({
      {"US", "1-800-FLOWERS", "+18003569377"},
      {"US", "1 (800) flowers", "+18003569377"},
      {"US", "+1 800 FLOWERS x12", "+18003569377"},
      {"NZ", "0800 DDA 005", "+64800332005"},
      {"US", "1-800-555-WXYZ", "+18005559999"},
      {"US", "1-800-FL", "not_a_number"},
      {"US", "1-800-WORK", "not_in_plan +11800"},
      {"US", "1-800-FLOWERS-FOR-YOU", "not_a_number"},
      {"", "1-800-FLOWERS", "needs_region"},
  });
}

TEST_CASE("The letter O is not a zero, and not the digit six either") {
  check_cells({
      {"GB", "O20 7946 0123", "not_a_number"},
      {"GB", "O 20 7946 0123", "not_a_number"},
      {"GB", "02O 7946 0123", "not_a_number"},
      {"GB", "020 7946 O123", "not_a_number"},
      {"GB", "020 7946 012O", "not_a_number"},
      {"DE", "030 OOO 123", "not_a_number"},
      {"DE", "030 12345 OOO", "not_a_number"},
      {"DE", "030 123456 ooo", "not_a_number"},
      {"US", "l-800-555-0123", "not_a_number"},
      {"GB", "a020 7946 0123", "not_a_number"},
      {"DE", "030 12x4xx", "not_a_number"},
      {"US", "202-555-xxxx", "not_a_number"},
  });
}

TEST_CASE("Two numbers in one cell are several numbers, never one") {
  for (const std::string_view separator : {"/", " / ", " & ", ";", "; ", ",", ", ", ",,", " or ", " oder ", "\n",
                                           "\r\n", " | ", " fax ", "\t", " (work), ", " \xE2\x80\xA2 "}) {
    INFO(separator);
    CHECK(read("020 7946 0123" + std::string(separator) + "020 7946 0124", "GB") == "several_numbers");
    CHECK(read("+442079460123" + std::string(separator) + "+442079460124", "") == "several_numbers");
    CHECK(read("0301234" + std::string(separator) + "0301235", "DE") == "several_numbers");
  }
  check_cells({
      {"GB", "+442079460123+442079460124", "several_numbers"},
      {"GB", "020 7946 0123; 020 7946 0124; 020 7946 0125", "several_numbers"},
      {"GB", "home 020 7946 0123 work 020 7946 0124", "several_numbers"},
      {"DE", "030/23125000 / 030/23125001", "several_numbers"},
      {"US", "202-555-0123 x12 / 202-555-0124", "several_numbers"},
  });
}

TEST_CASE(
    "Numbers with no more than a blank or a dash between are several numbers when each is one, and all together are "
    "none") {
  for (const std::string_view separator : {" ", "-", " - ", "  ", ".", "/", "\xC2\xA0", "\xE2\x80\x93"}) {
    INFO(separator);
    CHECK(read("020 7946 0123" + std::string(separator) + "0207946 0124", "GB") == "several_numbers");
  }
  check_cells({
      {"GB", "02079460123 02079460124", "several_numbers"},
      {"GB", "(020) 7946 0123 (020) 7946 0124", "several_numbers"},
      {"GB", "+442079460123 02079460124", "several_numbers"},
      {"GB", "+442079460123 +442079460124", "several_numbers"},
      {"GB", "\"02079460123 02079460124\"", "several_numbers"},
      {"E164", "442079460123 442079460124", "several_numbers"},
      {"GB", "020 7946 0123 020 7946 0124 020 7946 0125", "several_numbers"},
      {"GB", "020 7946 0123 020 7946 0124 020 7946 0125 020 7946 0126 020 7946 0127", "several_numbers"},
      {"US", "202-555-0123-202-555-0124", "several_numbers"},
      // Not every part is a number, or nobody can say where one begins.
      {"GB", "020 7946 0123 020 7946", "too_long"},
      {"GB", "0207946012302079460124", "too_long"},
      {"GB", "020 7946 0123 4567", "too_long"},
      {"", "02079460123 02079460124", "needs_region"},
      // A tilde may stand before an extension, and then it parts nothing.
      {"GY", "90081~23 / 9008123", "too_long"},
      {"DE", "4915 1~2-345678 49", "not_in_plan +49151234567849"},
      {"DE",
       "\xE3\x83\xBC"
       "49185001\xE2\x88\xBC"
       "03456~12",
       "not_a_number"},
      // One number, wherever its blanks are.
      {"FR", "01 99 00 12 34", "+33199001234"},
      {"DE", "030 23125 000", "+493023125000"},
  });
}

TEST_CASE("A slash, a comma or an extension does not make two numbers of one") {
  check_cells({
      {"DE", "030/23125000", "+493023125000"},
      {"DE", "030/23125/000", "+493023125000"},
      {"GB", "0161/496/0123", "+441614960123"},
      {"GB", "020 7946 0123, 12", "+442079460123"},
      {"GB", "020 7946 0123 / 12", "not_in_plan +44207946012312"},
      {"GB", "020 7946 0123;5550124", "not_a_number"},
      {"NO", "22 12 34 56 ext 02800", "+4722123456"},
      {"NO", "22 12 34 56 x 02800", "+4722123456"},
  });
}

}  // namespace callsieve
