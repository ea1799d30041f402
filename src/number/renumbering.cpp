#include "callsieve/number/renumbering.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>

#include "callsieve/number/numbering_plan.hpp"

namespace callsieve {
namespace {

// Not here, and why:
// - Argentina (15 behind the area code): parse reads it; without 9 and 15 a mobile number reads as a fixed one.
// - Gabon 2019, Kosovo's +377 44 and +381: the plan still calls the old forms valid.
// - Vietnam's old area codes 8 (Ho Chi Minh City), 30, 31, 33, 36 to 39, 56, 58, 59, 70, 76, 77 and 79: their numbers
//   are valid mobile ones today.
// - Philippines 2019, mobile numbers of Togo and Chad, Djibouti: the new digits depend on an operator or a service that
//   the old number does not tell.
// - Fixed numbers of Cameroon and Georgia, Ivory Coast's 6x: sources differ on what became of some.
// - French Polynesia's fixed numbers: 40 or 49 came before the same digits.
// - Morocco's +212 4 and 5: fixed numbers until 2006, mobile ones after it.
// - Peru outside Lima, Kuwait 2008, Mauritania 2011, Guinea, Zimbabwe: no source found that tells which old number
//   became which new one.
// - What came before 2008: older than lists are kept.

enum change : std::uint8_t {
  benin,
  brazil,
  cameroon,
  chile,
  colombia,
  costa_rica,
  ecuador,
  egypt,
  french_polynesia,
  georgia,
  ghana,
  honduras,
  ivory_coast,
  kosovo,
  latvia,
  mauritius,
  mexico,
  morocco,
  nicaragua,
  nigeria,
  peru,
  qatar,
  rwanda,
  saudi_arabia,
  seychelles,
  sint_maarten,
  timor_leste,
  togo,
  vietnam_fixed,
  vietnam_mobile,
};

/// In the order of `change`. A communication is one to the ITU, published in its Operational Bulletin.
constexpr auto changes = std::to_array<renumbering>({
    {"Benin 2024: 01 before every number", "2024-11-30", "ARCEP Benin, as reported by allAfrica on 30 November 2024"},
    {"Brazil 2012-2016: mobile numbers have a ninth digit, 9 behind the area code", "2016-11-06",
     "Anatel, Resolution 553/2010; communication of 6.II.2013"},
    {"Cameroon 2014: 6 before mobile numbers", "2014-11-21", "ART, communication of 6.X.2014"},
    {"Chile 2012-2013: 2 behind the area code of fixed numbers", "2013-07-06", "Subtel, communication of 2.VII.2014"},
    {"Colombia 2021: 60 before fixed numbers", "2021-09-01", "CRC, Resolution 5826 of 2019"},
    {"Costa Rica 2008: 2 before fixed, 8 before mobile numbers", "2008-03-20",
     "ICE, as reported by The Tico Times on 7 March 2008"},
    {"Ecuador 2012: 9 before mobile numbers", "2012-09-30", "CONATEL, as reported by sangay.com on 18 September 2012"},
    {"Egypt 2011: a digit behind the 1 of mobile numbers", "2011-10-06", "NTRA, press release of 12 October 2011"},
    {"French Polynesia 2014: 87 before mobile numbers", "2014-06-23",
     "OPT, as reported by Tahiti Infos on 19 June 2014"},
    {"Georgia 2011: 5 before mobile numbers", "2011-06-20",
     "GNCC, communication of 22.XII.2010; day and prefixes by Wikipedia"},
    {"Ghana 2010: regional codes of two digits, seven digits behind them", "2010-05-01",
     "NCA, as listed by the World Telephone Numbering Guide"},
    {"Honduras 2010: 2 before fixed numbers", "2010-11-14", "CONATEL, as reported by La Prensa"},
    {"Ivory Coast 2021: two digits of the operator before every number", "2021-01-31",
     "ARTCI, announcement of 28 July 2020; operators' series as public converters have them"},
    {"Kosovo 2016: +383 49 instead of +386 49", "2016-12-15",
     "ITU, assignment of +383; ARKEP, as reported by TeleGeography"},
    {"Latvia 2008: 6 before fixed, 2 before mobile numbers", "2008-02-01",
     "SPRK, as reported by Ziemellatvija; mobile series by communication of 30.X.2000"},
    {"Mauritius 2013: 5 before mobile numbers", "2013-09-01", "ICTA, decision of 11 February 2013"},
    {"Mexico 2019: the 1 after +52 is no longer dialled", "2019-08-03", "IFT, numbering plan, DOF of 11 May 2018"},
    {"Morocco 2009: 5 before fixed, 6 before mobile numbers", "2009-03-07",
     "ANRT, as reported by Al Ittihad (maghress.com, 86457)"},
    {"Nicaragua 2009: 2 before fixed, 8 before mobile numbers", "2009-04-22",
     "TELCOR, Acuerdo Administrativo 006-2008"},
    {"Nigeria 2024: 20 before fixed numbers", "2024-01-01", "NCC, announcement of 19 September 2023"},
    {"Peru 2008-2010: mobile numbers of Lima have nine digits and no area code", "2010-09-04",
     "MTC, Mobile Virtual Area, as reported by enlinea.pe on 4 September 2010"},
    {"Qatar 2010: the first digit is repeated", "2010-07-28", "ictQATAR, announcement of 28 March 2010"},
    {"Rwanda 2009: 788 for 08, 783 for 03", "2009-02-01", "RURA, communication of 14 January 2009"},
    {"Saudi Arabia 2013: 1 before fixed numbers", "2013-08-18", "CITC, communication of 9.IV.2013"},
    {"Seychelles 2010-2011: a digit of the service before every number", "2011-05-04",
     "As listed by the World Telephone Numbering Guide"},
    {"Sint Maarten 2011: +1 721 5 instead of +599 5", "2011-09-30", "NANPA, Planning Letter 423 of 27 July 2011"},
    {"Timor-Leste 2012: 7 before mobile numbers", "2012-07-31",
     "Ministry of Infrastructure, communication of 6.VI.2012"},
    {"Togo 2011: 2 before fixed numbers", "2011-08-07", "ARTP, as reported by African Telecoms News on 23 August 2011"},
    {"Vietnam 2017: new area codes", "2017-06-17", "MIC, Decision 2036/QD-BTTTT of 2016"},
    {"Vietnam 2018: mobile numbers lost a digit", "2018-09-15", "MIC, Circular 22/2014; plan of 25 May 2018"},
});
static_assert(changes.size() == vietnam_mobile + 1);

constexpr std::size_t longest = 15;

/// Which old digits, and what becomes of them. Written as `55 xx {>9} [6-9]xxxxxxx`: every digit of the old number, `x`
/// for any one and `[6-9]` for one of some; in braces the digits that go and, behind `>`, those that come.
struct row {
  change of;
  std::array<std::uint16_t, longest> digits{};  ///< place by place, one bit a digit that may stand there
  std::uint8_t length = 0;                      ///< of the old number
  std::uint8_t place = 0;                       ///< of the first digit that goes, or before which digits come
  std::uint8_t gone = 0;
  std::uint8_t come = 0;
  std::uint64_t coming = 0;

  consteval row(change what, std::string_view text) : of(what) {
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == ' ') continue;
      if (c == '{') {
        inside = true;
        place = length;
      } else if (c == '>') {
        gone = static_cast<std::uint8_t>(length - place);
        for (++at; text[at] != '}'; ++at, ++come) coming = coming * 10 + digit(text[at]);
        inside = false;
      } else if (c == '[') {
        std::uint16_t any = 0;
        for (++at; text[at] != ']'; ++at) {
          const unsigned first = digit(text[at]);
          if (text[at + 1] == '-') at += 2;
          for (unsigned d = first; d <= digit(text[at]); ++d) any = static_cast<std::uint16_t>(any | 1U << d);
        }
        digits[length++] = any;
      } else {
        digits[length++] = static_cast<std::uint16_t>(c == 'x' ? 0x3ff : 1U << digit(c));
      }
    }
    if (inside || gone + come == 0 || length - gone + come > static_cast<int>(longest)) throw text;
  }

  /// Can some digits be meant by both?
  [[nodiscard]] constexpr bool meets(const row& other) const noexcept {
    if (length != other.length) return false;
    for (std::size_t i = 0; i < length; ++i) {
      if ((digits[i] & other.digits[i]) == 0) return false;
    }
    return true;
  }

 private:
  static consteval unsigned digit(char c) {
    if (c < '0' || c > '9') throw c;
    return static_cast<unsigned>(c - '0');
  }
};

constexpr auto rows = std::to_array<row>({
    {benin, "229 {>01} xxxxxxxx"},
    {brazil, "55 xx {>9} [6-9]xxxxxxx"},
    {cameroon, "237 {>6} [79]xxxxxxx"},
    {chile, "56 2 {>2} xxxxxxx"},
    {chile, "56 3[2-5] {>2} xxxxxx"},
    {chile, "56 4[1235] {>2} xxxxxx"},
    {chile, "56 5[123578] {>2} xxxxxx"},
    {chile, "56 6[13457] {>2} xxxxxx"},
    {chile, "56 7[1235] {>2} xxxxxx"},
    {colombia, "57 {>60} [124-8]xxxxxxx"},
    {costa_rica, "506 {>2} [24-7]xxxxxx"},
    {costa_rica, "506 {>8} [38]xxxxxx"},
    {ecuador, "593 {>9} [89]xxxxxxx"},
    {egypt, "20 1 {>0} [069]xxxxxxx"},
    {egypt, "20 1 {>1} [14]xxxxxxx"},
    {egypt, "20 1 {>2} [278]xxxxxxx"},
    {french_polynesia, "689 {>87} [27]xxxxx"},
    {french_polynesia, "689 {>87} 3[0-59]xxxx"},
    // Only the mobile codes that were surely in use; 90, for one, was wireless and became 790.
    {georgia, "995 {>5} 5[58]xxxxxx"},
    {georgia, "995 {>5} 77xxxxxx"},
    {georgia, "995 {>5} 9[135789]xxxxxx"},
    {ghana, "233 {21>302} xxxxxx"},
    {ghana, "233 {22>303} xxxxxx"},
    {ghana, "233 {251>3430} xxxxx"},
    {ghana, "233 {31>3120} xxxxx"},
    {ghana, "233 {342>3121} xxxxx"},
    {ghana, "233 {345>3122} xxxxx"},
    {ghana, "233 {362>3123} xxxxx"},
    {ghana, "233 {372>3322} xxxxx"},
    {ghana, "233 {392>3124} xxxxx"},
    {ghana, "233 {394>3125} xxxxx"},
    {ghana, "233 {395>3126} xxxxx"},
    {ghana, "233 {41>3320} xxxxx"},
    {ghana, "233 {42>3321} xxxxx"},
    {ghana, "233 {432>3323} xxxxx"},
    {ghana, "233 {51>3220} xxxxx"},
    {ghana, "233 {531>3221} xxxxx"},
    {ghana, "233 {561>3222} xxxxx"},
    {ghana, "233 {565>3223} xxxxx"},
    {ghana, "233 {567>3526} xxxxx"},
    {ghana, "233 {568>3527} xxxxx"},
    {ghana, "233 {572>3224} xxxxx"},
    {ghana, "233 {582>3225} xxxxx"},
    {ghana, "233 {61>3520} xxxxx"},
    {ghana, "233 {632>3521} xxxxx"},
    {ghana, "233 {642>3522} xxxxx"},
    {ghana, "233 {648>3523} xxxxx"},
    {ghana, "233 {652>3524} xxxxx"},
    {ghana, "233 {653>3525} xxxxx"},
    {ghana, "233 {71>3720} xxxxx"},
    {ghana, "233 {715>3721} xxxxx"},
    {ghana, "233 {716>3722} xxxxx"},
    {ghana, "233 {717>3723} xxxxx"},
    {ghana, "233 {72>3820} xxxxx"},
    {ghana, "233 {742>3821} xxxxx"},
    {honduras, "504 {>2} [24-7]xxxxxx"},
    // The second digit of a mobile number, and the third of a fixed one, told the operator.
    {ivory_coast, "225 {>01} 0[1-3]xxxxxx"},
    {ivory_coast, "225 {>01} [457][0-3]xxxxxx"},
    {ivory_coast, "225 {>05} [045789][4-6]xxxxxx"},
    {ivory_coast, "225 {>07} [04578][7-9]xxxxxx"},
    {ivory_coast, "225 {>07} 9[78]xxxxxx"},
    {ivory_coast, "225 {>21} 2[0-4]8xxxxx"},
    {ivory_coast, "225 {>25} 2[0-4]0xxxxx"},
    {ivory_coast, "225 {>25} 3[0-6]0xxxxx"},
    {ivory_coast, "225 {>27} 2[0-4][1-79]xxxxx"},
    {ivory_coast, "225 {>27} 3[0-6][1-79]xxxxx"},
    {kosovo, "{386>383} 49xxxxxx"},
    {latvia, "371 {>6} [3457]xxxxxx"},
    {latvia, "371 {>2} 9[1-7]xxxxx"},
    {mauritius, "230 {>5} [79]xxxxxx"},
    {mauritius, "230 {>5} 25xxxxx"},
    {mexico, "52 {1>} xxxxxxxxxx"},
    // The national prefixes that went on the same day: parse leaves them in what was written in Mexico.
    {mexico, "52 {01>} xxxxxxxxxx"},
    {mexico, "52 {044>} xxxxxxxxxx"},
    {mexico, "52 {045>} xxxxxxxxxx"},
    {morocco, "212 {>5} [23]xxxxxxx"},
    {morocco, "212 {>6} [167]xxxxxxx"},
    {nicaragua, "505 {>2} [25]xxxxxx"},
    {nicaragua, "505 {>8} [48]xxxxxx"},
    {nigeria, "234 {>20} [1-9]xxxxxxx"},
    {peru, "51 {1>9} 9xxxxxxx"},
    {peru, "51 {1>} 9xxxxxxxx"},
    {qatar, "974 {>3} 3xxxxxx"},
    {qatar, "974 {>4} 4xxxxxx"},
    {qatar, "974 {>5} 5xxxxxx"},
    {qatar, "974 {>6} 6xxxxxx"},
    {qatar, "974 {>7} 7xxxxxx"},
    {rwanda, "250 {08>788} xxxxxx"},
    {rwanda, "250 {8>788} xxxxxx"},
    {rwanda, "250 {03>783} xxxxxx"},
    {rwanda, "250 {3>783} xxxxxx"},
    {saudi_arabia, "966 {>1} [1-467]xxxxxxx"},
    {seychelles, "248 {>2} [57]xxxxx"},
    {seychelles, "248 {>4} [236]xxxxx"},
    {seychelles, "248 {>4} 4[1-3]xxxx"},
    {seychelles, "248 {>6} 47xxxx"},
    {sint_maarten, "{599>1721} 5xxxxxx"},
    {timor_leste, "670 {>7} 7xxxxxx"},
    // Mobile numbers began with 0 and 5 to 9.
    {togo, "228 {>2} [2-4]xxxxxx"},
    {vietnam_fixed, "84 {20>214} xxxxxxx"},
    {vietnam_fixed, "84 {22>212} xxxxxxx"},
    {vietnam_fixed, "84 {230>215} xxxxxxx"},
    {vietnam_fixed, "84 {231>213} xxxxxxx"},
    {vietnam_fixed, "84 {240>204} xxxxxxx"},
    {vietnam_fixed, "84 {241>222} xxxxxxx"},
    {vietnam_fixed, "84 {25>205} xxxxxxx"},
    {vietnam_fixed, "84 {26>206} xxxxxxx"},
    {vietnam_fixed, "84 {27>207} xxxxxxx"},
    {vietnam_fixed, "84 {280>208} xxxxxxx"},
    {vietnam_fixed, "84 {281>209} xxxxxxx"},
    {vietnam_fixed, "84 {29>216} xxxxxxx"},
    {vietnam_fixed, "84 {320>220} xxxxxxx"},
    {vietnam_fixed, "84 {321>221} xxxxxxx"},
    {vietnam_fixed, "84 {350>228} xxxxxxx"},
    {vietnam_fixed, "84 {351>226} xxxxxxx"},
    {vietnam_fixed, "84 {4>24} xxxxxxxx"},
    {vietnam_fixed, "84 {500>262} xxxxxxx"},
    {vietnam_fixed, "84 {501>261} xxxxxxx"},
    {vietnam_fixed, "84 {510>235} xxxxxxx"},
    {vietnam_fixed, "84 {511>236} xxxxxxx"},
    {vietnam_fixed, "84 {52>232} xxxxxxx"},
    {vietnam_fixed, "84 {53>233} xxxxxxx"},
    {vietnam_fixed, "84 {54>234} xxxxxxx"},
    {vietnam_fixed, "84 {55>255} xxxxxxx"},
    {vietnam_fixed, "84 {57>257} xxxxxxx"},
    {vietnam_fixed, "84 {60>260} xxxxxxx"},
    {vietnam_fixed, "84 {61>251} xxxxxxx"},
    {vietnam_fixed, "84 {62>252} xxxxxxx"},
    {vietnam_fixed, "84 {63>263} xxxxxxx"},
    {vietnam_fixed, "84 {64>254} xxxxxxx"},
    {vietnam_fixed, "84 {650>274} xxxxxxx"},
    {vietnam_fixed, "84 {651>271} xxxxxxx"},
    {vietnam_fixed, "84 {66>276} xxxxxxx"},
    {vietnam_fixed, "84 {67>277} xxxxxxx"},
    {vietnam_fixed, "84 {68>259} xxxxxxx"},
    {vietnam_fixed, "84 {710>292} xxxxxxx"},
    {vietnam_fixed, "84 {711>293} xxxxxxx"},
    {vietnam_fixed, "84 {72>272} xxxxxxx"},
    {vietnam_fixed, "84 {73>273} xxxxxxx"},
    {vietnam_fixed, "84 {74>294} xxxxxxx"},
    {vietnam_fixed, "84 {75>275} xxxxxxx"},
    {vietnam_fixed, "84 {780>290} xxxxxxx"},
    {vietnam_fixed, "84 {781>291} xxxxxxx"},
    {vietnam_mobile, "84 {120>70} xxxxxxx"},
    {vietnam_mobile, "84 {121>79} xxxxxxx"},
    {vietnam_mobile, "84 {122>77} xxxxxxx"},
    {vietnam_mobile, "84 {123>83} xxxxxxx"},
    {vietnam_mobile, "84 {124>84} xxxxxxx"},
    {vietnam_mobile, "84 {125>85} xxxxxxx"},
    {vietnam_mobile, "84 {126>76} xxxxxxx"},
    {vietnam_mobile, "84 {127>81} xxxxxxx"},
    {vietnam_mobile, "84 {128>78} xxxxxxx"},
    {vietnam_mobile, "84 {129>82} xxxxxxx"},
    {vietnam_mobile, "84 {16>3} [2-9]xxxxxxx"},
    {vietnam_mobile, "84 {186>56} xxxxxxx"},
    {vietnam_mobile, "84 {188>58} xxxxxxx"},
    {vietnam_mobile, "84 {199>59} xxxxxxx"},
});

/// No old number may mean two new ones.
consteval bool rows_are_apart() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[i].meets(rows[j])) return false;
    }
  }
  return true;
}
static_assert(rows_are_apart());

/// The digits of a number, most significant first.
struct digit_string {
  std::array<std::uint8_t, longest> digits{};
  std::size_t length = 0;

  explicit digit_string(std::uint64_t value) noexcept {
    for (std::uint64_t rest = value; rest != 0; rest /= 10) ++length;
    for (std::size_t i = length; i != 0; value /= 10) digits[--i] = static_cast<std::uint8_t>(value % 10);
  }
};

/// By the first two digits: whether a row begins with them. Most numbers of most lists end here.
constexpr auto row_begins = [] {
  std::array<bool, 100> begins{};
  for (const row& r : rows) {
    for (std::size_t pair = 0; pair < begins.size(); ++pair) {
      begins[pair] = begins[pair] || ((r.digits[0] >> (pair / 10) & 1U) != 0 && (r.digits[1] >> (pair % 10) & 1U) != 0);
    }
  }
  return begins;
}();

bool matches(const row& r, const digit_string& old) noexcept {
  if (old.length != r.length) return false;
  for (std::size_t i = 0; i < old.length; ++i) {
    if ((r.digits[i] >> old.digits[i] & 1U) == 0) return false;
  }
  return true;
}

phone_number edited(const row& r, const digit_string& old) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < r.place; ++i) value = value * 10 + old.digits[i];
  for (int i = 0; i < r.come; ++i) value *= 10;
  value += r.coming;
  for (std::size_t i = r.place + std::size_t{r.gone}; i < old.length; ++i) value = value * 10 + old.digits[i];
  return phone_number::from_digits_unchecked(value);
}

struct finding {
  const row* by = nullptr;
  phone_number number;
};

/// By the width of a number in bits: what divides the smallest one so wide down to two digits.
constexpr auto two_digits_unit = [] {
  std::array<std::uint64_t, 65> units{};
  for (std::size_t bits = 1; bits < units.size(); ++bits) {
    units[bits] = 1;
    while ((std::uint64_t{1} << (bits - 1)) / units[bits] >= 100) units[bits] *= 10;
  }
  return units;
}();

struct beginning {
  std::size_t pair = 0;    ///< the first two digits
  std::uint64_t unit = 1;  ///< of what follows: the same for numbers of one length
};
/// Requires two digits or more.
beginning beginning_of(std::uint64_t value) noexcept {
  const std::uint64_t unit = two_digits_unit[static_cast<std::size_t>(std::bit_width(value))];
  const auto pair = static_cast<std::size_t>(value / unit);
  return pair < 100 ? beginning{pair, unit} : beginning{pair / 10, unit * 10};
}

finding find(std::uint64_t e164_digits) noexcept {
  const auto old = phone_number::from_digits(e164_digits);
  if (!old || e164_digits < 10 || !row_begins[beginning_of(e164_digits).pair] || classify(*old).valid) return {};
  const digit_string digits(e164_digits);
  for (const row& r : rows) {
    if (!matches(r, digits)) continue;
    const phone_number now = edited(r, digits);
    return classify(now).valid ? finding{&r, now} : finding{};
  }
  return {};
}

}  // namespace

std::span<const renumbering> renumberings() noexcept { return changes; }

phone_number renumbered_digits(std::uint64_t e164_digits) noexcept { return find(e164_digits).number; }

phone_number renumbered(phone_number old) noexcept { return renumbered_digits(old.value()); }

bool may_be_renumbered(phone_number first, phone_number last) noexcept {
  if (first.value() < 10) return true;
  const beginning from = beginning_of(first.value()), to = beginning_of(last.value());
  if (from.unit != to.unit) return true;
  return std::any_of(row_begins.begin() + from.pair, row_begins.begin() + to.pair + 1, std::identity());
}

std::string_view renumbering_of(phone_number old) noexcept {
  const row* const by = find(old.value()).by;
  return by == nullptr ? std::string_view() : changes[by->of].name;
}

}  // namespace callsieve
