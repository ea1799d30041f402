#include "scrub/phone_headers.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "callsieve/io/csv_columns.hpp"

namespace callsieve::detail {
namespace {

using words = std::vector<std::string>;

/// Phones, wherever they stand as a word.
constexpr std::string_view phone_words_alone[] = {
    "phone",     "phones",    "telephone", "telephones", "tel",      "tels",        "mobile",   "mobiles",
    "cell",      "cellphone", "cellular",  "landline",   "wireless", "msisdn",      "gsm",      "ph",
    "fon",       "fone",      "fono",      "mob",        "cel",      "telf",        "telef",    "tfno",
    "tfn",       "tlf",       "tlfn",      "handy",      "mobil",    "mobilfunk",   "festnetz", "rufnummer",
    "telefoon",  "telefon",   "telefono",  "telefone",   "mobiel",   "movil",       "celular",  "telemovel",
    "cellulare", "portable",  "puhelin",   "komorka",    "mobilni",  "matkapuhelin"};

/// Those that are long enough to be known at an end, or at the beginning, of a longer word.
constexpr std::string_view phone_words_within[] = {
    "phone",        "phones",      "telephone",  "cellphone",     "mobile",         "telefon",   "telefoon",
    "telefono",     "telefone",    "handy",      "mobil",         "rufnummer",      "telemovel", "celular",
    "landline",     "cellulare",   "puhelin",    "phonenumber",   "phonenum",       "phoneno",   "phonenr",
    "mobilenumber", "mobileno",    "cellnumber", "telefonnummer", "telefoonnummer", "telefonnr", "telefoonnr",
    "handynummer",  "mobilnummer", "telnr",      "telno",         "gsmnummer",      "msisdn"};

/// Longer words that only end like one.
constexpr std::string_view no_phones[] = {"microphone", "headphone",   "headphones",  "earphone",   "megaphone",
                                          "xylophone",  "saxophone",   "francophone", "anglophone", "automobile",
                                          "automobil",  "immobile",    "immobil",     "snowmobile", "gramophone",
                                          "smartphone", "smartphones", "iphone",      "payphone"};

/// Besides a phone, wherever: the column says something about it.
constexpr std::string_view about_phones[] = {
    "type",         "typ",         "tipo",         "label",       "kind",         "has",        "is",
    "do",           "not",         "dont",         "never",       "opt",          "optin",      "optout",
    "opted",        "consent",     "verified",     "validated",   "verification", "validation", "valid",
    "invalid",      "flag",        "status",       "statut",      "callable",     "result",     "contactable",
    "record",       "attempt",     "attempts",     "automatic",   "wrapup",       "timezone",   "zone",
    "allowed",      "permission",  "permitted",    "reachable",   "dnc",          "litigator",  "confirmed",
    "checked",      "updated",     "created",      "blacklisted", "blacklist",    "blocked",    "bounced",
    "unsubscribed", "hash",        "sha",          "md",          "count",        "score",      "format",
    "einwilligung", "toestemming", "consentement", "validado",    "validada",     "verificado", "confirmado",
    "valide",       "verifie",     "geprueft",     "gepruft"};

/// Behind a phone: that is what the column holds. `phone provider`, but not `provider phone`.
constexpr std::string_view kept_for_phones[] = {
    "country",     "land",    "pays",     "region",   "code",     "prefix",     "vorwahl",     "area",      "extension",
    "ext",         "no",      "carrier",  "provider", "operator", "network",    "model",       "brand",     "os",
    "device",      "app",     "calls",    "call",     "date",     "day",        "time",        "at",        "on",
    "description", "note",    "notes",    "comment",  "comments", "preference", "preferences", "preferred", "ok",
    "okay",        "source",  "id",       "ids",      "plan",     "contract",   "tariff",      "bill",      "charges",
    "charge",      "minutes", "usage",    "cost",     "price",    "state",      "city",        "class",     "service",
    "activity",    "rank",    "priority", "position", "order",    "index",      "quality",     "list",      "listed",
    "lookup",      "used",    "use",      "users",    "visits",   "sessions",   "allow",       "user",      "ref",
    "reference",   "aviv",    "modelo",   "marca",    "modele",   "marque",     "modell",      "marke",     "operadora",
    "operador"};

/// `code of the phone`, `indicatif de telephone`
constexpr std::string_view joining[] = {"of", "de", "di", "del", "du", "des", "von", "van", "da", "do"};

/// From these on a name explains: `Phone (incl. country code)`.
constexpr std::string_view explaining[] = {"with", "incl", "including", "without", "excl", "excluding", "in",
                                           "mit",  "ohne", "met",       "zonder",  "avec", "sans",      "con"};

/// Numbers to call, or others of the same form: not called unless named, but watched as phones.
constexpr std::string_view like_phones[] = {"fax",  "telefax",  "faxnummer", "faxnumber", "pager", "callback", "telex",
                                            "isdn", "whatsapp", "viber",     "telegram",  "sms",   "facsimile"};
/// Before or behind `number`: that of a phone, as likely as not.
constexpr std::string_view of_phone_numbers[] = {
    "alt",   "alternate", "alternative", "other",    "second",  "secondary", "third",     "additional",
    "extra", "home",      "work",        "office",   "day",     "daytime",   "evening",   "night",
    "main",  "primary",   "personal",    "private",  "contact", "direct",    "emergency", "best",
    "dial",  "dialed",    "called",      "callback", "caller",  "andere",    "overig",    "weitere",
    "autre", "otro",      "altro",       "spouse",   "backup"};
constexpr std::string_view number_words[] = {"number", "numbers", "num", "nummer", "nr", "no", "numero", "numer"};

/// Columns of digits that are no phone numbers.
constexpr std::string_view other_words[] = {"id",
                                            "ids",
                                            "uuid",
                                            "guid",
                                            "key",
                                            "code",
                                            "ref",
                                            "reference",
                                            "invoice",
                                            "order",
                                            "account",
                                            "acct",
                                            "zip",
                                            "zipcode",
                                            "zip4",
                                            "postcode",
                                            "postal",
                                            "postleitzahl",
                                            "plz",
                                            "iban",
                                            "bic",
                                            "bsn",
                                            "ssn",
                                            "ein",
                                            "vat",
                                            "btw",
                                            "kvk",
                                            "siret",
                                            "siren",
                                            "date",
                                            "datum",
                                            "day",
                                            "time",
                                            "timestamp",
                                            "created",
                                            "updated",
                                            "modified",
                                            "amount",
                                            "price",
                                            "total",
                                            "balance",
                                            "revenue",
                                            "lat",
                                            "latitude",
                                            "lon",
                                            "lng",
                                            "longitude",
                                            "sku",
                                            "ean",
                                            "isbn",
                                            "imei",
                                            "imsi",
                                            "serial",
                                            "birth",
                                            "dob",
                                            "geburtsdatum",
                                            "geboortedatum",
                                            "dossier",
                                            "kenmerk",
                                            "klantnummer",
                                            "kundennummer",
                                            "ordernummer",
                                            "factuurnummer",
                                            "rechnungsnummer",
                                            "bestelnummer",
                                            "aktenzeichen",
                                            "betrag",
                                            "bedrag",
                                            "montant",
                                            "importe",
                                            "importo",
                                            "year",
                                            "month",
                                            "hash",
                                            "token",
                                            "row",
                                            "ts",
                                            "epoch",
                                            "unix",
                                            "at"};

/// Phones in scripts that have no folded form here, as they stand in names.
constexpr std::string_view beyond_latin[] = {"\u0442\u0435\u043b\u0435\u0444\u043e\u043d",
                                             "\u0422\u0435\u043b\u0435\u0444\u043e\u043d",
                                             "\u0422\u0415\u041b\u0415\u0424\u041e\u041d",
                                             "\u041c\u043e\u0431\u0438\u043b\u044c",
                                             "\u043c\u043e\u0431\u0438\u043b\u044c",
                                             "\u0422\u0435\u043b.",
                                             "\u0442\u0435\u043b.",
                                             "\u03a4\u03b7\u03bb\u03ad\u03c6\u03c9\u03bd\u03bf",
                                             "\u03c4\u03b7\u03bb\u03ad\u03c6\u03c9\u03bd\u03bf",
                                             "\u039a\u03b9\u03bd\u03b7\u03c4\u03cc",
                                             "\u03ba\u03b9\u03bd\u03b7\u03c4\u03cc",
                                             "\u96fb\u8a71",
                                             "\u7535\u8bdd",
                                             "\u624b\u673a",
                                             "\u624b\u6a5f",
                                             "\u643a\u5e2f",
                                             "\uc804\ud654",
                                             "\ud734\ub300\ud3f0",
                                             "\ud578\ub4dc\ud3f0",
                                             "\u05d8\u05dc\u05e4\u05d5\u05df",
                                             "\u05e0\u05d9\u05d9\u05d3",
                                             "\u0647\u0627\u062a\u0641",
                                             "\u062c\u0648\u0627\u0644",
                                             "\u0645\u0648\u0628\u0627\u064a\u0644",
                                             "\u062a\u0644\u0641\u0646",
                                             "\u092b\u094b\u0928",
                                             "\u092e\u094b\u092c\u093e\u0907\u0932",
                                             "\u0e42\u0e17\u0e23\u0e28\u0e31\u0e1e\u0e17\u0e4c"};

bool is_one(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool any_of(const words& name, std::span<const std::string_view> list) {
  return std::any_of(name.begin(), name.end(), [list](const std::string& word) { return is_one(list, word); });
}

bool is_number(const std::string& word) { return word[0] >= '0' && word[0] <= '9'; }

/// `phone`, `homephone`, `phonehome`: what stands beside it within the word is no matter at the end, but at the
/// beginning has to be what may stand beside it.
bool names_phone(const std::string& word) {
  if (is_one(phone_words_alone, word)) return true;
  if (is_one(no_phones, word)) return false;
  return std::any_of(std::begin(phone_words_within), std::end(phone_words_within), [&](std::string_view phone) {
    if (word.ends_with(phone)) return true;
    if (!word.starts_with(phone)) return false;
    const std::string_view rest = std::string_view(word).substr(phone.size());
    return is_one(phone_words().qualifiers, rest) || is_one(number_words, rest);
  });
}

/// Without numbers, and without what only explains.
words telling_words(std::string_view name) {
  words all = words_of_column_name(name);
  std::erase_if(all, is_number);
  const auto explains = [](const std::string& word) { return is_one(explaining, word); };
  const auto end = all.empty() ? all.end() : std::find_if(all.begin() + 1, all.end(), explains);
  all.erase(end, all.end());
  return all;
}

/// `num_phones`: how many there are.
bool counts_phones(const words& name) {
  constexpr std::string_view how_many[] = {"num",    "nb",     "count",    "total", "qty",
                                           "anzahl", "aantal", "cantidad", "nombre"};
  return name.size() > 1 && is_one(how_many, name[0]) && name[1].ends_with('s');
}

/// `Tel.-Nr.` and `Phone No` end in a word that elsewhere says no.
bool is_about(const words& name) {
  if (any_of(name, about_phones) || counts_phones(name)) return true;
  const auto last_phone = std::find_if(name.rbegin(), name.rend(), names_phone).base();
  for (auto word = last_phone; word != name.end(); ++word) {
    const bool names_number = *word == "no" && word == last_phone && word != name.begin();
    if (!names_number && is_one(kept_for_phones, *word)) return true;
  }
  return name.size() > 2 && is_one(kept_for_phones, name[0]) && is_one(joining, name[1]);
}

}  // namespace

header_says what_header_says(std::string_view name) {
  const std::string text(name);
  const column_vocabulary strong{phone_words().words, phone_words().qualifiers, {}};
  const words all = telling_words(name);
  if (fold_column_name(name).find("whatsapp") != std::string::npos) {
    return any_of(all, about_phones) ? header_says::other : header_says::phone_like;
  }
  if (any_of(all, like_phones)) return is_about(all) ? header_says::other : header_says::phone_like;
  if (!find_columns(std::span(&text, 1), strong).empty()) return header_says::phone;
  const bool phone = std::any_of(all.begin(), all.end(), names_phone) ||
                     std::any_of(std::begin(beyond_latin), std::end(beyond_latin),
                                 [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
  if (phone) return is_about(all) ? header_says::other : header_says::phone;
  const bool of_numbers = any_of(all, number_words);
  if (of_numbers && (all.size() == 1 || any_of(all, of_phone_numbers))) return header_says::phone_like;
  return of_numbers || any_of(all, other_words) ? header_says::other : header_says::nothing;
}

}  // namespace callsieve::detail
