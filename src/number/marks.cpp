#include "marks.hpp"

#include <algorithm>
#include <array>

#include "labels.hpp"

namespace callsieve::number_detail {
namespace {

// Lower case without accents, a blank between two words, in ascending order. Words that are more often something else
// are left out (a name, a place, "no" for "number"): but a call that is not made does less harm than one that is.

// clang-format off
/// Who objected, or whose the number is no longer: English, Dutch, German, French, Spanish, Italian, Portuguese, the
/// Nordic languages, Polish, Czech, Russian, Ukrainian and Greek.
constexpr auto marks = std::to_array<std::u32string_view>({
    U"abgelehnt", U"abgemeldet", U"abgeschaltet", U"ablehnung", U"afdod", U"afgemeld", U"afgesloten", U"ala soita",
    U"aldri", U"aldrig", U"anrufverbot", U"anulado", U"ausser betrieb", U"avdod", U"avliden", U"avslutad",
    U"avslutat", U"avstangd", U"avstangt", U"bad no", U"bad num", U"bad number", U"bad phone", U"bezwaar",
    U"black list", U"black listed", U"blacklist", U"blacklisted", U"bledny", U"bloccato", U"block list", U"blocked",
    U"blockiert", U"blocklist", U"blocklisted", U"bloctel", U"bloque", U"bloqueado", U"bmnr", U"buiten dienst",
    U"buiten gebruik", U"can t", U"cancelado", U"cannot", U"cant", U"ceased", U"cessata", U"cessato", U"ctps",
    U"d n c", U"dada de baja", U"dado de baja", U"de baja", U"dead", U"deceased", U"decede", U"decedee", U"deceduta",
    U"deceduto", U"declined", U"declines", U"deconnecte", U"defekt", U"desabonne", U"desabonnee", U"desactive",
    U"desativado", U"desconectado", U"desinscrit", U"desinscrite", U"desligado", U"died", U"disabilitato",
    U"disattivato", U"disattivo", U"disc d", U"disconn", U"disconnect", U"disconnected", U"disdetto", U"dnc", U"dncl",
    U"dncr", U"dnd", U"do not", U"do not call", U"do not contact", U"do not dial", U"do not phone", U"do not ring",
    U"do not text", U"do not use", U"don t", U"don t call", U"donot", U"donotcall", U"donotcontact", U"donotdial",
    U"dont", U"dont call", U"ei saa", U"ei saa soittaa", U"ej", U"equivocada", U"equivocado", U"errada", U"errado",
    U"errata", U"errato", U"errone", U"erronea", U"erroneo", U"estetty", U"expired", U"fake", U"falecida",
    U"falecido", U"fallecida", U"fallecido", U"falsch", U"falsche", U"falsche nummer", U"falscher", U"faulty",
    U"fausse", U"faux", U"faux numero", U"feil", U"fel", U"fel nummer", U"felaktig", U"felaktigt", U"fora de servico",
    U"forkert", U"fout", U"fout nummer", U"foute", U"foutief", U"fuera de servicio", U"fuori servizio",
    U"geblokkeerd", U"geen", U"gekuendigt", U"gekundigt", U"geloescht", U"geloscht", U"gesperrt", U"gestorben",
    U"geweigerd", U"hors service", U"ikke", U"inactief", U"inactif", U"inactive", U"inactivo", U"inaktiv", U"inativo",
    U"inattivo", U"incorrect", U"incorrecto", U"incorreto", U"inexistente", U"ingetrokken", U"inte", U"invalid",
    U"invalida", U"invalide", U"invalido", U"irtisanottu", U"jamais", U"jamas", U"kein", U"kein anruf",
    U"kein anschluss", U"keine", U"keine anrufe", U"keinen", U"kielto", U"kuollut", U"lista negra", U"lista nera",
    U"lista robinson", U"listarobinson", U"liste d opposition", U"liste noire", U"litigant", U"litigator", U"mauvais",
    U"mauvais numero", U"mauvaise", U"n appelez", U"nao", U"nao chamar", U"nao ligar", U"ndnc", U"ne pas",
    U"ne pas appeler", U"ne pas contacter", U"ne plus", U"ne plus appeler", U"ne souhaite", U"ne veut", U"nedlagt",
    U"nekad", U"neplatne", U"never", U"never call", U"nevolat", U"nevolejte", U"nicht", U"nicht anrufen",
    U"nicht mehr anrufen", U"nie", U"nie dzwonic", U"nieaktualny", U"nieaktywny", U"niemals", U"niet", U"niet bellen",
    U"niet meer bellen", U"niewazny", U"nix", U"nixad", U"no acepta", U"no call", U"no calls", U"no consent",
    U"no contact", U"no contactar", U"no contacte", U"no desea", U"no es", U"no existe", U"no funciona", U"no good",
    U"no interesa", U"no interesada", U"no interesado", U"no interest", U"no llamar", U"no llame", U"no llamen",
    U"no longer", U"no marcar", U"no marketing", U"no molestar", U"no more", U"no permission", U"no quiere",
    U"no sales", U"no service", U"no solicitation", U"no soliciting", U"no such", U"no telemarketing", U"no usar",
    U"no valido", U"no vigente", U"non", U"non attribue", U"non chiamare", U"non working", U"nonworking", U"nooit",
    U"not", U"not in service", U"not in use", U"not interested", U"not reachable", U"not valid", U"not working",
    U"numero equivocado", U"numero errado", U"numero errato", U"numero sbagliato", U"nunca", U"objected",
    U"objection", U"objects", U"obsolete", U"odmowa", U"ogiltig", U"ogiltigt", U"old number", U"ongeldig", U"onjuist",
    U"opgeheven", U"opgezegd", U"opos", U"oposicao", U"oposicion", U"oppose", U"opposee", U"opposition",
    U"opposizione", U"opt out", U"opted out", U"optedout", U"optout", U"opuesto", U"out of order", U"out of service",
    U"overleden", U"pas appeler", U"pas attribue", U"pas bon", U"pas contacter", U"pas d appel", U"pas d appels",
    U"pas de demarchage", U"pas de prospection", U"pas de pub", U"pas de publicite", U"pas interesse",
    U"pas interessee", U"pas joindre", U"pas rappeler", U"pas valide", U"perime", U"plaintiff", U"plus attribue",
    U"plus en service", U"plus valide", U"radie", U"rechaza", U"rechazado", U"recusa", U"recusado", U"recusou",
    U"refus", U"refusal", U"refuse", U"refused", U"refuses", U"registro delle opposizioni", U"rehusa", U"rehusado",
    U"rejected", U"remove", U"removed", U"reservert", U"resilie", U"resiliee", U"revocado", U"revocato", U"revoked",
    U"rifiuta", U"rifiutato", U"rifiuto", U"ring ej", U"ring ikke", U"ring inte", U"robinson liste", U"robinsonliste",
    U"robinsonlisten", U"rpo", U"sbagliata", U"sbagliato", U"schwarze liste", U"scollegato", U"sconosciuto al",
    U"scorretto", U"sem consentimento", U"sin consentimiento", U"spaerret", U"sparrad", U"sparrat", U"spatne",
    U"sperre", U"sperret", U"sperrliste", U"sperrvermerk", U"sprzeciw", U"stillgelegt", U"stop", U"suppress",
    U"suppressed", U"suppression", U"supprime", U"take off", U"tps", U"ugyldig", U"uitgeschreven", U"unallocated",
    U"unassigned", U"ungueltig", U"ungueltige", U"ungultig", U"ungultige", U"unsub", U"unsubscribe", U"unsubscribed",
    U"upphord", U"ur bruk", U"vaara", U"vagrar", U"veraltet", U"verkeerd", U"verkeerd nummer", U"verkeerde",
    U"verstorben", U"vervallen", U"verweigert", U"verweigerung", U"verzet", U"virheellinen", U"weigert",
    U"werbesperre", U"werbeverbot", U"werbewiderspruch", U"widerruf", U"widerrufen", U"widersprochen", U"widerspruch",
    U"withdrawn", U"wrong", U"wrong no", U"wrong number", U"wrongnumber", U"zablokowany", U"zly numer", U"zrusene",
    U"zwarte lijst", U"\u03BB\u03AC\u03B8\u03BF\u03C2", U"\u03BB\u03B1\u03B8\u03BF\u03C3", U"\u03BC\u03B7\u03BD",
    U"\u0432\u0456\u0434\u043C\u043E\u0432\u0430",
    U"\u0437\u0430\u0431\u043B\u043E\u043A\u0438\u0440\u043E\u0432\u0430\u043D",
    U"\u0437\u0430\u0431\u043B\u043E\u043A\u043E\u0432\u0430\u043D\u0438\u0439", U"\u043D\u0435",
    U"\u043D\u0435\u0432\u0435\u0440\u043D\u043E", U"\u043D\u0435\u0432\u0435\u0440\u043D\u044B\u0439",
    U"\u043D\u0435\u0432\u0456\u0440\u043D\u0438\u0439",
    U"\u043D\u0435\u0434\u0435\u0439\u0441\u0442\u0432\u0438\u0442\u0435\u043B\u0435\u043D",
    U"\u043D\u0435\u0434\u0435\u0439\u0441\u0442\u0432\u0438\u0442\u0435\u043B\u044C\u043D\u044B\u0439",
    U"\u043D\u0435\u0434\u0456\u0439\u0441\u043D\u0438\u0439", U"\u043D\u0435\u0442 \u0441\u0432\u044F\u0437\u0438",
    U"\u043E\u0442\u043A\u0430\u0437", U"\u043E\u0442\u043A\u0430\u0437\u0430\u043B\u0441\u044F",
    U"\u043E\u0448\u0438\u0431\u043E\u0447\u043D\u044B\u0439",
    U"\u043F\u043E\u043C\u0438\u043B\u043A\u043E\u0432\u0438\u0439",
});

/// Nobody answers there.
constexpr auto fax_words = std::to_array<std::u32string_view>({
    U"facsimile", U"factelefax", U"faks", U"faksas", U"fax", U"telecopia", U"telecopie", U"telecopieur", U"telefaks",
    U"telefax", U"\u03C6\u03B1\u03BE", U"\u0444\u0430\u043A\u0441",
});

/// The line of a fax is a telephone's as well.
constexpr auto voice_words = std::to_array<std::u32string_view>({
    U"cell", U"fon", U"fono", U"mob", U"mobil", U"mobile", U"ph", U"phone", U"puh", U"puhelin", U"tel", U"telef",
    U"telefon", U"telefone", U"telefono", U"telefoon", U"telephone", U"tfn", U"tfno", U"tlf", U"tlfn", U"voice",
    U"\u03C4\u03B7\u03BB", U"\u0442\u0435\u043B", U"\u0442\u0435\u043B\u0435\u0444\u043E\u043D",
});
// clang-format on

constexpr std::size_t most_words = 3;
constexpr std::size_t longest_phrase = 32;

/// The letter below an accent, for Latin letters.
constexpr char32_t without_accent(char32_t point) noexcept {
  constexpr std::u32string_view below_latin_1 = U"aaaaaa\u00E6ceeeeiiiidnooooo\u00F7ouuuuy\u00FEy";
  if (point >= 0xE0 && point <= 0xFF) return below_latin_1[point - 0xE0];
  switch (point) {
    case 0x105: return U'a';
    case 0x107:
    case 0x10D: return U'c';
    case 0x119:
    case 0x11B: return U'e';
    case 0x142: return U'l';
    case 0x144:
    case 0x148: return U'n';
    case 0x159: return U'r';
    case 0x15B:
    case 0x161: return U's';
    case 0x16F: return U'u';
    case 0x17A:
    case 0x17C:
    case 0x17E: return U'z';
    default: return point;
  }
}

/// Words of a text, put together one by one.
struct phrase {
  std::array<char32_t, longest_phrase> points;
  std::size_t count = 0;

  [[nodiscard]] std::u32string_view text() const noexcept { return {points.data(), count}; }
  /// False, and nothing changes, when there is no room.
  bool append(cell_text word) noexcept {
    std::size_t end = count;
    const auto put = [&](char32_t point) {
      if (end < points.size()) points[end] = point;
      ++end;
    };
    if (end != 0) put(U' ');
    for (std::size_t i = 0; i < word.symbols.size(); ++i) {
      const char32_t point = lower_case(word.points[i]);
      if (point == 0x301) continue;  // a combining accent
      put(point == 0xDF ? U's' : without_accent(point));
      if (point == 0xDF) put(U's');
    }
    if (end > points.size()) return false;
    count = end;
    return true;
  }
};

bool is_in(const auto& words, std::u32string_view text) noexcept {
  return std::binary_search(words.begin(), words.end(), text);
}

/// Signs that forbid, and that of a fax machine.
bool forbids(char32_t point) noexcept {
  constexpr std::u32string_view signs =
      U"\u213B\u2620\u26D4\u2716\u2717\u2718\u274C\U0001F4E0\U0001F4F5\U0001F6AB\U0001F6D1";
  return signs.find(point) != std::u32string_view::npos;
}

/// `F: ...`, `... (f)`: a fax, where no other word says what the letter is.
bool is_f_alone(cell_text text, letter_run word) noexcept {
  const bool is_f = word.end == word.begin + 1 && lower_case(text.points[word.begin]) == U'f';
  return is_f && next_letters(text, 0).begin == word.begin && next_letters(text, word.end).begin == text.symbols.size();
}

/// Where the longest mark ends that begins with this word; where the word begins when there is none.
std::size_t mark_end(cell_text text, letter_run word) noexcept {
  std::size_t end = word.begin;
  phrase words;
  for (std::size_t n = 0; n < most_words && word.begin < text.symbols.size(); ++n) {
    if (!words.append(text.substr(word.begin, word.end - word.begin))) break;
    if (is_in(marks, words.text())) end = word.end;
    word = next_letters(text, word.end);
  }
  return end;
}

}  // namespace

letter_run find_mark(cell_text text) noexcept {
  const std::size_t nowhere = text.symbols.size();
  const char32_t* const end_of_points = text.points + nowhere;
  const char32_t* const sign = std::find_if(text.points, end_of_points, forbids);
  if (sign != end_of_points) {
    const auto at = static_cast<std::size_t>(sign - text.points);
    return {at, at + 1};
  }
  letter_run fax{nowhere, nowhere};
  bool has_voice = false;
  for (auto run = next_letters(text, 0); run.begin < nowhere; run = next_letters(text, run.end)) {
    if (const std::size_t end = mark_end(text, run); end != run.begin) return {run.begin, end};
    phrase word;
    if (!word.append(text.substr(run.begin, run.end - run.begin))) continue;
    if (fax.begin == nowhere && (is_in(fax_words, word.text()) || is_f_alone(text, run))) fax = run;
    has_voice = has_voice || is_in(voice_words, word.text());
  }
  return has_voice ? letter_run{nowhere, nowhere} : fax;
}

}  // namespace callsieve::number_detail

namespace callsieve {

std::string mark_in(std::string_view cell) {
  using namespace number_detail;
  cell_text_room room;
  if (decode(cell, room) != parse_error::none) return {};
  const letter_run found = find_mark(room.text());
  std::size_t begin = 0, at = 0;
  for (std::size_t i = 0; i < found.end; ++i) {
    if (i == found.begin) begin = at;
    (void)next_symbol(cell, at);
  }
  return found.begin == found.end ? std::string() : std::string(cell.substr(begin, at - begin));
}

}  // namespace callsieve
