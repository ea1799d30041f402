#include "labels.hpp"

#include <algorithm>
#include <array>

namespace callsieve::number_detail {
namespace {

/// Lower case, in ascending order: English, Dutch, German, French, Spanish, Italian, Portuguese, the Nordic languages,
/// Polish, Czech, Hungarian, Romanian, Turkish, Russian, Ukrainian and Greek words for work, home, mobile, office, fax,
/// telephone, private, extension and their like.
constexpr auto labels = std::to_array<std::u32string_view>({
    U"abends",
    U"abitazione",
    U"acasa",
    U"algemeen",
    U"alt",
    U"alternate",
    U"anders",
    U"arbeid",
    U"arbeit",
    U"arbejde",
    U"arbete",
    U"assistant",
    U"avond",
    U"azienda",
    U"birou",
    U"biuro",
    U"bostad",
    U"buero",
    U"bureau",
    U"business",
    U"b\u00FCro",
    U"casa",
    U"cel",
    U"cell",
    U"cellphone",
    U"cellular",
    U"cellulare",
    U"celular",
    U"centralino",
    U"cep",
    U"comercial",
    U"contact",
    U"daytime",
    U"daytimes",
    U"desk",
    U"dienst",
    U"dienstlich",
    U"direct",
    U"dnc",
    U"dom",
    U"domicile",
    U"domu",
    U"doorkiesnummer",
    U"durchwahl",
    U"emergency",
    U"empresa",
    U"escritorio",
    U"escrit\u00F3rio",
    U"evening",
    U"ext",
    U"extension",
    U"extn",
    U"facsimile",
    U"faks",
    U"faksas",
    U"fax",
    U"festnetz",
    U"fijo",
    U"fisso",
    U"fixe",
    U"fixed",
    U"fixo",
    U"freephone",
    U"funk",
    U"ges",
    U"geschaeft",
    U"geschaeftlich",
    U"geschftl",
    U"gesch\u00E4ft",
    U"gesch\u00E4ftlich",
    U"gsm",
    U"handy",
    U"helpline",
    U"hem",
    U"hjem",
    U"hjemme",
    U"hm",
    U"home",
    U"hotline",
    U"husband",
    U"invalid",
    U"iroda",
    U"i\u015F",
    U"jobb",
    U"jobbet",
    U"kancel\u00E1\u0159",
    U"kantoor",
    U"kom",
    U"komorka",
    U"kom\u00F3rka",
    U"kontor",
    U"koti",
    U"k\u00E4nnykk\u00E4",
    U"landline",
    U"lavoro",
    U"main",
    U"maison",
    U"matkapuhelin",
    U"mob",
    U"mobiel",
    U"mobil",
    U"mobile",
    U"mobilfunk",
    U"mobilnr",
    U"mobilnummer",
    U"mobiln\u00ED",
    U"mobilszam",
    U"mobilsz\u00E1m",
    U"mobiltelefon",
    U"movil",
    U"msg",
    U"munkahely",
    U"m\u00F3vil",
    U"nan",
    U"nebenstelle",
    U"nr",
    U"num",
    U"number",
    U"nummer",
    U"ofc",
    U"office",
    U"oficina",
    U"ofis",
    U"other",
    U"otthon",
    U"ouders",
    U"overdag",
    U"pager",
    U"parents",
    U"particular",
    U"partner",
    U"perso",
    U"personal",
    U"pevn\u00E1",
    U"ph",
    U"phone",
    U"portable",
    U"poste",
    U"praca",
    U"preferred",
    U"primary",
    U"privat",
    U"private",
    U"privato",
    U"prive",
    U"priv\u00E9",
    U"pro",
    U"professionnel",
    U"pr\u00E1ce",
    U"puh",
    U"puhelin",
    U"recado",
    U"reception",
    U"residencia",
    U"resid\u00EAncia",
    U"school",
    U"secondary",
    U"sentralbord",
    U"serviciu",
    U"skype",
    U"sluzbowy",
    U"sms",
    U"soukrom\u00FD",
    U"stacjonarny",
    U"switchboard",
    U"s\u0142u\u017Cbowy",
    U"tags",
    U"tel",
    U"telef",
    U"telefax",
    U"telefon",
    U"telefone",
    U"telefono",
    U"telefoon",
    U"telemovel",
    U"telem\u00F3vel",
    U"telephone",
    U"tel\u00E9f",
    U"tel\u00E9fono",
    U"tfno",
    U"thuis",
    U"tlf",
    U"tlfn",
    U"toestel",
    U"toimisto",
    U"tollfree",
    U"trabajo",
    U"trabalho",
    U"travail",
    U"ty\u00F6",
    U"t\u00E9l",
    U"t\u00E9l\u00E9copie",
    U"t\u00E9l\u00E9copieur",
    U"t\u00E9l\u00E9phone",
    U"ufficio",
    U"unknown",
    U"vast",
    U"vaste",
    U"viber",
    U"voicemail",
    U"vrouw",
    U"v\u00E4xel",
    U"werk",
    U"whatsapp",
    U"wife",
    U"wireless",
    U"wk",
    U"work",
    U"wrong",
    U"xtn",
    U"zakelijk",
    U"zentrale",
    U"zuhause",
    U"\u03B3\u03C1\u03B1\u03C6\u03B5\u03AF\u03BF",
    U"\u03B5\u03C1\u03B3\u03B1\u03C3\u03AF\u03B1",
    U"\u03BA\u03B9\u03BD\u03B7\u03C4\u03CC",
    U"\u03C3\u03C0\u03AF\u03C4\u03B9",
    U"\u03C4\u03B7\u03BB",
    U"\u03C6\u03B1\u03BE",
    U"\u0434\u043E\u0431",
    U"\u0434\u043E\u043C",
    U"\u0434\u043E\u043C\u0430\u0448\u043D\u0438\u0439",
    U"\u0434\u0456\u043C",
    U"\u043C\u043E\u0431",
    U"\u043C\u043E\u0431\u0438\u043B\u044C\u043D\u044B\u0439",
    U"\u043C\u043E\u0431\u0456\u043B\u044C\u043D\u0438\u0439",
    U"\u043E\u0444\u0438\u0441",
    U"\u0440\u0430\u0431",
    U"\u0440\u0430\u0431\u043E\u0442\u0430",
    U"\u0440\u0430\u0431\u043E\u0447\u0438\u0439",
    U"\u0440\u043E\u0431\u043E\u0442\u0430",
    U"\u0441\u043E\u0442",
    U"\u0442\u0435\u043B",
    U"\u0442\u0435\u043B\u0435\u0444\u043E\u043D",
    U"\u0444\u0430\u043A\u0441",
});

}  // namespace

char32_t lower_case(char32_t point) noexcept {
  const bool capital = (point >= U'A' && point <= U'Z') || (point >= 0xC0 && point <= 0xDE && point != 0xD7) ||
                       (point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F);
  if (capital) return point + 0x20;
  if (point >= 0x400 && point <= 0x40F) return point + 0x50;
  switch (point) {
    case 0x386: return 0x3AC;  // Greek with its accent
    case 0x388: return 0x3AD;
    case 0x389: return 0x3AE;
    case 0x38A: return 0x3AF;
    case 0x38C: return 0x3CC;
    default: break;
  }
  // Latin Extended-A goes in pairs, the capital first; in one part it has the odd places.
  const bool odd_capitals = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
  if (point >= 0x100 && point <= 0x17E && (point % 2 == 1) == odd_capitals) return point + 1;
  return point;
}

letter_run next_letters(cell_text text, std::size_t from) noexcept {
  std::size_t begin = from;
  while (begin < text.symbols.size() && !is_word(text.symbols[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.symbols.size() && is_word(text.symbols[end])) ++end;
  return {begin, end};
}

bool is_label(cell_text run) noexcept {
  constexpr std::size_t longest = 16;
  std::array<char32_t, longest> lower;
  const std::size_t length = run.symbols.size();
  if (length == 0 || length > longest) return false;
  std::transform(run.points, run.points + length, lower.begin(), lower_case);
  return std::binary_search(labels.begin(), labels.end(), std::u32string_view(lower.data(), length));
}

bool is_label_letter(cell_text run) noexcept {
  return run.symbols.size() == 1 &&
         std::string_view("hwmctpf").find(to_lower(run.symbols[0])) != std::string_view::npos;
}

bool looks_like_digits(cell_text run) noexcept {
  return std::all_of(run.points, run.points + run.symbols.size(), [](char32_t point) {
    return point == U'O' || point == U'o' || point == U'I' || point == U'l' || point == 0x39F || point == 0x41E ||
           point == 0x3BF || point == 0x43E;
  });
}

}  // namespace callsieve::number_detail
