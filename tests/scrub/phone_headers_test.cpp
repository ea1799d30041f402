// Names of columns: which are of phones, which only say something about one.
#include "scrub/phone_headers.hpp"

#include "support/catch.hpp"

using callsieve::detail::header_says;
using callsieve::detail::what_header_says;

TEST_CASE("A word for a phone, alone, beside others or at an end of one, names a column of phones") {
  for (const char* name : {"Phone",
                           "Phone 1 - Value",
                           "Phone 12 - Value",
                           "T\u00e9l. fixe",
                           "T\xe9l. portable",
                           "N\u00b0 de t\u00e9l\u00e9phone",
                           "Wireless 1",
                           "Mobile Phone (work)",
                           "Diensthandy",
                           "Privattelefon",
                           "customer_mobile",
                           "custphone1",
                           "telefoon thuis",
                           "Tel.-Nr.",
                           "Phone No.",
                           "Mob No",
                           "GSM nummer",
                           "Provider Phone",
                           "user phone",
                           "Preferred Phone",
                           "Phone (incl. country code)",
                           "MobilePhone",
                           "Assistant's Phone",
                           "Business Phone 2",
                           "phone_sanitized",
                           "partner_id/phone",
                           "Asst Phone",
                           "Company Main Phone",
                           "TTY/TDD Phone",
                           "work_phone_number",
                           "Calculated Phone Number in International Format",
                           "Telefone celular",
                           "M\u00f3vil (casa)",
                           "numero di cellulare",
                           "\u0422\u0435\u043b\u0435\u0444\u043e\u043d",
                           "\u624b\u673a\u53f7",
                           "phonehome",
                           "Ph",
                           "Landline 2",
                           "Provider Business Practice Location Telephone Number"}) {
    INFO(name);
    CHECK(what_header_says(name) == header_says::phone);
  }
}

TEST_CASE("What is said about a phone is none") {
  for (const char* name : {"phone type",
                           "Phone 1 - Label",
                           "Phone 1 - Type",
                           "phone country",
                           "tel. consent",
                           "do not phone",
                           "has phone",
                           "phone verified at",
                           "Phone Opt Out",
                           "mobile carrier",
                           "phone provider",
                           "Phone Status",
                           "cell id",
                           "Callable-HomePhone",
                           "CallRecordLastAttempt-HomePhone",
                           "AutomaticTimeZone-HomePhone",
                           "ContactableBySms-Mobile",
                           "Phone Blacklisted",
                           "Calculated Phone Number Area Code",
                           "phone_code",
                           "Phone country code",
                           "mobile app",
                           "type de t\u00e9l\u00e9phone",
                           "phone extension",
                           "phone no longer used",
                           "mobile no longer used"}) {
    INFO(name);
    CHECK(what_header_says(name) != header_says::phone);
    CHECK(what_header_says(name) != header_says::phone_like);
  }
}

TEST_CASE("Faxes and further numbers are like phones; ids, days and amounts are not") {
  for (const char* name : {"Fax", "Business Fax", "Callback", "Pager", "WhatsApp", "Alt number", "Other number 2",
                           "number", "contact no", "Backup number"}) {
    INFO(name);
    CHECK(what_header_says(name) == header_says::phone_like);
  }
  for (const char* name : {"id", "customer_id", "Order number", "invoice no", "zip", "ZIP Code", "Postleitzahl", "IBAN",
                           "created_at", "amount", "date of birth", "klantnummer", "house number", "timestamp"}) {
    INFO(name);
    CHECK(what_header_says(name) == header_says::other);
  }
  for (const char* name : {"", "Name", "Hotel", "Titel", "Notes", "microphone", "automobile", "Francophone",
                           "cancelled", "excellent", "handyman"}) {
    INFO(name);
    CHECK(what_header_says(name) == header_says::nothing);
  }
}
