#include "callsieve/io/csv_columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/latin_letters.hpp"

namespace callsieve {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view phone_list[] = {
    // English
    "phone", "phones", "phonenumber", "phoneno", "phonenr", "phonenum", "telephone", "telephonenumber", "telephoneno",
    "tel", "telno", "telnr", "telnumber", "mobile", "mobilephone", "mobilenumber", "mobileno", "mobilenr", "cell",
    "cellphone", "cellnumber", "cellular", "landline", "landlinenumber", "msisdn", "e164", "ddi", "contactnumber",
    "dialnumber", "callednumber", "ani", "phonee164", "homephone", "workphone", "phonevalue",
    // Dutch
    "telefoon", "telefoonnummer", "telefoonnr", "telnummer", "mobiel", "mobielnummer", "mobielnr", "gsm", "gsmnummer",
    "gsmnr", "vastnummer", "huistelefoon", "belnummer",
    // German
    "telefon", "telefonnummer", "telefonnr", "handy", "handynummer", "handynr", "rufnummer", "mobiltelefon",
    "mobilnummer", "mobil", "mobilnr", "mobilfunk", "mobilfunknummer", "festnetz", "festnetznummer",
    // French
    "portable", "telephoneportable", "telephonemobile", "telephonefixe", "numerodetelephone", "numtelephone", "numtel",
    "notelephone", "fixe", "numeroportable", "numerotelephone",
    // Spanish, Portuguese, Italian, Catalan
    "telefono", "telefonos", "movil", "numerodetelefono", "numerotelefono", "celular", "telefonomovil", "telefonofijo",
    "numeromovil", "telefone", "telemovel", "numerodetelefone", "cellulare", "numeroditelefono", "telefonocellulare",
    "telefonomobile", "numerocellulare",
    // Nordic, Polish, Czech, Turkish and others
    "telefonnummer", "telefonnumer", "mobiltelefonnummer", "mobilnummer", "puhelin", "puhelinnumero", "matkapuhelin",
    "tlf", "tlfnr", "mobiltlf", "numertelefonu", "komorka", "telefonkomorkowy", "telefonnicislo", "mobilni",
    "ceptelefonu", "telefonszam", "mobilszam", "numardetelefon"};

constexpr std::string_view phone_qualifier_list[] = {
    "home",         "house",      "work",          "business",  "office",  "company",  "day",       "daytime",
    "evening",      "night",      "primary",       "secondary", "main",    "alt",      "alternate", "alternative",
    "other",        "contact",    "customer",      "client",    "lead",    "personal", "private",   "mobile",
    "cell",         "land",       "line",          "landline",  "direct",  "full",     "first",     "second",
    "third",        "your",       "billing",       "shipping",  "owner",   "consumer", "caller",    "complete",
    "prive",        "zakelijk",   "werk",          "thuis",     "vast",    "mobiel",   "klant",     "privat",
    "geschaftlich", "dienstlich", "geschaft",      "arbeit",    "fest",    "fixe",     "fijo",      "fisso",
    "domicile",     "bureau",     "professionnel", "casa",      "trabajo", "lavoro",   "ufficio",   "particular",
    "principal",    "principale", "mobil",         "hem",       "arbete",  "privatt"};

constexpr std::string_view phone_weak_list[] = {"number", "numbers", "nummer", "numero",  "num",
                                                "numer",  "numeri",  "rufnr",  "callerid"};

/// Of the phone words those that stand beside numbers in columns of their own.
constexpr std::string_view phone_kinds[] = {
    "mobile", "mobilephone", "cell",      "cellphone", "cellular",  "landline", "homephone", "workphone",
    "mobiel", "gsm",         "handy",     "mobil",     "mobilfunk", "festnetz", "portable",  "fixe",
    "movil",  "celular",     "telemovel", "cellulare", "komorka",   "mobilni",  "puhelin",   "matkapuhelin"};

constexpr column_vocabulary phones = {phone_list, phone_qualifier_list, phone_weak_list};

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  enum class kind : std::uint8_t { none, small, capital, digit } last = kind::none;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    last = kind::none;
  };
  const auto add = [&](char c, kind now) {
    const bool starts = (now == kind::capital && last == kind::small) ||
                        (last != kind::none && (now == kind::digit) != (last == kind::digit));
    if (starts) finish();
    word += c;
    last = now;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (c >= 'A' && c <= 'Z') {
      add(static_cast<char>(c - 'A' + 'a'), kind::capital);
    } else if (c >= 'a' && c <= 'z') {
      add(static_cast<char>(c), kind::small);
    } else if (c >= '0' && c <= '9') {
      add(static_cast<char>(c), kind::digit);
    } else if (c >= 0xC0) {
      const auto next = static_cast<unsigned char>(i + 1 < name.size() ? name[i + 1] : '\0');
      const bool utf8 = (next & 0xC0U) == 0x80;
      const unsigned code = utf8 ? (c & 0x1FU) << 6U | (next & 0x3FU) : c;
      if (utf8) ++i;
      const char letter = code >= 0xC0 && code < 0x180 && (!utf8 || c < 0xE0) ? latin_letters[code - 0xC0] : '-';
      if (letter == '-') {
        finish();
      } else {
        add(letter, kind::small);
      }
    } else if (c < 0x80 && c != '\'') {
      finish();  // an apostrophe or a continuation byte splits nothing
    }
  }
  finish();
  return words;
}

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += word;
  return all;
}

bool names(const std::vector<std::string>& all_words, std::span<const std::string_view> words,
           std::span<const std::string_view> qualifiers) {
  if (contains(words, joined(all_words))) return true;
  std::vector<std::string> kept;
  for (const auto& word : all_words) {
    if (word[0] < '0' || word[0] > '9') kept.push_back(word);
  }
  // Qualifiers go one by one from either end: "mobile phone" must not lose its only word.
  const auto fits = [&](auto&& self, std::size_t from, std::size_t to) -> bool {
    if (from >= to) return false;
    std::string middle;
    for (std::size_t i = from; i < to; ++i) middle += kept[i];
    if (contains(words, middle)) return true;
    return (contains(qualifiers, kept[from]) && self(self, from + 1, to)) ||
           (contains(qualifiers, kept[to - 1]) && self(self, from, to - 1));
  };
  constexpr std::size_t most_words = 8;
  return kept.size() <= most_words && fits(fits, 0, kept.size());
}

}  // namespace

const column_vocabulary& phone_words() noexcept { return phones; }

bool names_kind_of_phone(std::string_view text) { return contains(phone_kinds, fold_column_name(text)); }

std::string fold_column_name(std::string_view name) { return joined(words_of(name)); }

std::vector<std::string> words_of_column_name(std::string_view name) { return words_of(name); }

std::vector<std::size_t> find_columns(std::span<const std::string> header, const column_vocabulary& vocabulary) {
  std::vector<std::size_t> found;
  const auto search = [&](std::span<const std::string_view> words, std::span<const std::string_view> qualifiers) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (names(words_of(header[i]), words, qualifiers)) found.push_back(i);
    }
  };
  search(vocabulary.words, vocabulary.qualifiers);
  if (found.empty()) search(vocabulary.weak_words, {});  // a house number is no phone number
  return found;
}

absl::StatusOr<std::size_t> named_column(std::span<const std::string> header, std::string_view wanted) {
  const auto search = [&](auto&& same) -> absl::StatusOr<std::size_t> {
    std::size_t found = header.size();
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (!same(header[i])) continue;
      if (found != header.size()) {
        return bad_input("two columns fit \"" + std::string(wanted) + "\": " + std::to_string(found + 1) + " and " +
                         std::to_string(i + 1) + "; give the place of the one that is meant");
      }
      found = i;
    }
    return found;
  };
  auto found = search([&](const std::string& name) { return name == wanted; });
  if (!found.ok() || *found < header.size()) return found;
  const std::string folded = fold_column_name(wanted);
  if (!folded.empty()) {
    found = search([&](const std::string& name) { return fold_column_name(name) == folded; });
    if (!found.ok() || *found < header.size()) return found;
  }
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), place);
  if (error == std::errc{} && end == wanted.data() + wanted.size() && place >= 1 && place <= header.size())
    return place - 1;
  return bad_input("no column \"" + std::string(wanted) + "\"; the columns are " + list_columns(header));
}

std::string list_columns(std::span<const std::string> header) {
  constexpr std::size_t most = 40;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, header.size()); ++i) {
    if (i != 0) text += ", ";
    text += std::to_string(i + 1);
    if (!header[i].empty()) text += " \"" + header[i] + '"';
  }
  if (header.size() > most) text += " and " + std::to_string(header.size() - most) + " more";
  return text;
}

}  // namespace callsieve
