#include "callsieve/io/csv_columns.hpp"

#include "support/catch.hpp"

namespace {

using namespace callsieve;
using header = std::vector<std::string>;
using places = std::vector<std::size_t>;

places phones(const header& names) { return find_columns(names, phone_words()); }

}  // namespace

TEST_CASE("Columns of numbers are known in the usual languages and spellings") {
  for (const char* name : {"phone",
                           "Phone Number",
                           "PHONE_NUMBER",
                           "phoneNumber",
                           "phone1",
                           "Phone 2",
                           "Home Phone",
                           "alt_phone",
                           "Mobile",
                           "mobile phone",
                           "Cell #",
                           "Tel.",
                           "telefoonnummer",
                           "Telefoon (privé)",
                           "mobiel",
                           "GSM",
                           "Telefon",
                           "Handy",
                           "Rufnummer geschäftlich",
                           "téléphone",
                           "T\xe9l\xe9phone",
                           "TÉLÉPHONE PORTABLE",
                           "numéro de téléphone",
                           "teléfono móvil",
                           "Móvil",
                           "cellulare",
                           "telefone",
                           "msisdn",
                           "number",
                           "Numéro",
                           "Company_Phone_Number",
                           "Contact Number"}) {
    INFO(name);
    CHECK(phones({"id", name}) == places{1});
  }
}

TEST_CASE("What only sounds like a column of numbers is none; fax never is") {
  for (const char* name :
       {"fax", "Fax number", "Telefax", "phone type", "phone verified", "invoice number", "house number", "excellent",
        "contact", "mobile app", "number of employees", "id", "", "postcode"}) {
    INFO(name);
    CHECK(phones({"x", name}).empty());
  }
}

TEST_CASE("A weak word counts only where no better one stands") {
  CHECK(phones({"number", "name"}) == places{0});
  CHECK(phones({"number", "phone", "mobile"}) == places{1, 2});
}

TEST_CASE("A column is named exactly, or nearly, or by its place") {
  const header names = {"Name", "Home Phone", "home_phone", "3"};
  CHECK(*named_column(names, "home_phone") == 2);
  CHECK(*named_column(names, "NAME") == 0);
  CHECK(*named_column(names, "2") == 1);
  CHECK(*named_column(names, "3") == 3);
  CHECK(message_of(named_column(names, "HOME PHONE").status()).find("two columns fit") == 0);
  CHECK(message_of(named_column(names, "mobile").status()) ==
        "no column \"mobile\"; the columns are 1 \"Name\", 2 \"Home Phone\", 3 \"home_phone\", 4 \"3\"");
  CHECK_FALSE(named_column(names, "5").ok());
  CHECK_FALSE(named_column(names, "0").ok());
  const header unnamed(3);
  CHECK(*named_column(unnamed, "3") == 2);
  CHECK(message_of(named_column(unnamed, "phone").status()) == "no column \"phone\"; the columns are 1, 2, 3");
}

TEST_CASE("Names fold over case, marks, spaces and punctuation") {
  CHECK(fold_column_name("Téléphone (fixe)") == "telephonefixe");
  CHECK(fold_column_name("Straße_Nr.") == "strasenr");
  CHECK(fold_column_name("Číslo žluťoučké") == "cislozlutoucke");
  CHECK(fold_column_name("Łódź ő") == "lodzo");
  CHECK(fold_column_name("電話") == "");
}
