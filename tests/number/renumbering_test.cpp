#include "callsieve/number/renumbering.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"
#include "callsieve/number/parse.hpp"

#include "support/catch.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

/// What the announcements say, written again as leading digits and what replaces them, apart from the library's table.
struct prefix_rule {
  std::string old;
  std::string now;
  std::size_t length;  // of the old number, calling code included
};

std::vector<prefix_rule> announced() {
  std::vector<prefix_rule> rules;
  const auto before = [&](const std::string& code, const std::string& firsts, const std::string& added,
                          std::size_t length) {
    for (const char first : firsts) rules.push_back({code + first, code + added + first, length});
  };
  before("229", "0123456789", "01", 11);
  for (int area = 0; area < 100; ++area) {
    const std::string code = "55" + std::to_string(area / 10) + std::to_string(area % 10);
    before(code, "6789", "9", 12);
  }
  before("237", "79", "6", 11);
  for (const char* area : {"2",  "32", "33", "34", "35", "41", "42", "43", "45", "51", "52", "53",
                           "55", "57", "58", "61", "63", "64", "65", "67", "71", "72", "73", "75"}) {
    rules.push_back({std::string("56") + area, std::string("56") + area + "2", 10});
  }
  before("57", "1245678", "60", 10);
  before("506", "24567", "2", 10);
  before("506", "38", "8", 10);
  before("593", "89", "9", 11);
  for (const auto& [old, now] : std::map<std::string, std::string>{{"10", "100"},
                                                                   {"16", "106"},
                                                                   {"19", "109"},
                                                                   {"11", "111"},
                                                                   {"14", "114"},
                                                                   {"12", "122"},
                                                                   {"17", "127"},
                                                                   {"18", "128"}}) {
    rules.push_back({"20" + old, "20" + now, 11});
  }
  for (const char* mobile : {"2", "7", "30", "31", "32", "33", "34", "35", "39"}) {
    rules.push_back({std::string("689") + mobile, std::string("68987") + mobile, 9});
  }
  for (const char* mobile : {"55", "58", "77", "91", "93", "95", "97", "98", "99"}) {
    rules.push_back({std::string("995") + mobile, std::string("9955") + mobile, 11});
  }
  for (const auto& [old, now] : std::map<std::string, std::string>{
           {"21", "302"},   {"22", "303"},   {"251", "3430"}, {"31", "3120"},  {"342", "3121"}, {"345", "3122"},
           {"362", "3123"}, {"372", "3322"}, {"392", "3124"}, {"394", "3125"}, {"395", "3126"}, {"41", "3320"},
           {"42", "3321"},  {"432", "3323"}, {"51", "3220"},  {"531", "3221"}, {"561", "3222"}, {"565", "3223"},
           {"567", "3526"}, {"568", "3527"}, {"572", "3224"}, {"582", "3225"}, {"61", "3520"},  {"632", "3521"},
           {"642", "3522"}, {"648", "3523"}, {"652", "3524"}, {"653", "3525"}, {"71", "3720"},  {"715", "3721"},
           {"716", "3722"}, {"717", "3723"}, {"72", "3820"},  {"742", "3821"}}) {
    rules.push_back({"233" + old, "233" + now, 12 - (now.size() - old.size())});
  }
  before("504", "24567", "2", 10);
  for (const char* moov : {"01", "02", "03", "40", "41", "42", "43", "50", "51", "52", "53", "70", "71", "72", "73"}) {
    rules.push_back({std::string("225") + moov, std::string("22501") + moov, 11});
  }
  for (const char* mtn :
       {"04", "05", "06", "44", "45", "46", "54", "55", "56", "74", "75", "76", "84", "85", "86", "94", "95", "96"}) {
    rules.push_back({std::string("225") + mtn, std::string("22505") + mtn, 11});
  }
  for (const char* orange :
       {"07", "08", "09", "47", "48", "49", "57", "58", "59", "77", "78", "79", "87", "88", "89", "97", "98"}) {
    rules.push_back({std::string("225") + orange, std::string("22507") + orange, 11});
  }
  for (const char* area : {"20", "21", "22", "23", "24", "30", "31", "32", "33", "34", "35", "36"}) {
    const std::string code = std::string("225") + area;
    rules.push_back({code + "0", std::string("22525") + area + "0", 11});
    for (const char third : std::string("12345679")) {
      rules.push_back({code + third, std::string("22527") + area + third, 11});
    }
    if (area[0] == '2') rules.push_back({code + "8", std::string("22521") + area + "8", 11});
  }
  rules.push_back({"38649", "38349", 11});
  before("371", "3457", "6", 10);
  for (const char second : std::string("1234567")) {
    rules.push_back({std::string("3719") + second, std::string("37129") + second, 10});
  }
  before("230", "79", "5", 10);
  rules.push_back({"23025", "230525", 10});
  rules.push_back({"521", "52", 13});
  rules.push_back({"5201", "52", 14});
  rules.push_back({"52044", "52", 15});
  rules.push_back({"52045", "52", 15});
  before("212", "23", "5", 11);
  before("212", "167", "6", 11);
  before("505", "25", "2", 10);
  before("505", "48", "8", 10);
  before("234", "123456789", "20", 11);
  rules.push_back({"5119", "5199", 11});
  rules.push_back({"5119", "519", 12});
  for (const char first : std::string("34567")) before("974", {first}, {first}, 10);
  rules.push_back({"25008", "250788", 11});
  rules.push_back({"2508", "250788", 10});
  rules.push_back({"25003", "250783", 11});
  rules.push_back({"2503", "250783", 10});
  before("966", "123467", "1", 11);
  before("248", "57", "2", 9);
  before("248", "236", "4", 9);
  for (const char* area : {"41", "42", "43"}) {
    rules.push_back({std::string("248") + area, std::string("2484") + area, 9});
  }
  rules.push_back({"24847", "248647", 9});
  rules.push_back({"5995", "17215", 10});
  rules.push_back({"6707", "67077", 10});
  before("228", "234", "2", 10);
  // Provinces of Vietnam, from new code to old one: the subscriber's seven digits stayed (eight in Hanoi). Ho Chi
  // Minh City's old numbers are mobile ones of today.
  for (const auto& [now, old] : std::map<int, int>{
           {203, 33},  {204, 240}, {205, 25},  {206, 26},  {207, 27},  {208, 280}, {209, 281}, {212, 22},  {213, 231},
           {214, 20},  {215, 230}, {216, 29},  {220, 320}, {221, 321}, {222, 241}, {225, 31},  {226, 351}, {227, 36},
           {228, 350}, {229, 30},  {232, 52},  {233, 53},  {234, 54},  {235, 510}, {236, 511}, {237, 37},  {238, 38},
           {239, 39},  {24, 4},    {251, 61},  {252, 62},  {254, 64},  {255, 55},  {256, 56},  {257, 57},  {258, 58},
           {259, 68},  {260, 60},  {261, 501}, {262, 500}, {263, 63},  {269, 59},  {270, 70},  {271, 651}, {272, 72},
           {273, 73},  {274, 650}, {275, 75},  {276, 66},  {277, 67},  {290, 780}, {291, 781}, {292, 710}, {293, 711},
           {294, 74},  {296, 76},  {297, 77},  {299, 79}}) {
    const std::size_t subscriber = old < 10 ? 8 : 7;
    const std::string code = std::to_string(old);
    rules.push_back({"84" + code, "84" + std::to_string(now), 2 + code.size() + subscriber});
  }
  for (const auto& [now, old] :
       std::map<int, int>{{70, 120}, {79, 121}, {77, 122}, {76, 126}, {78, 128}, {83, 123}, {84, 124},
                          {85, 125}, {81, 127}, {82, 129}, {32, 162}, {33, 163}, {34, 164}, {35, 165},
                          {36, 166}, {37, 167}, {38, 168}, {39, 169}, {56, 186}, {58, 188}, {59, 199}}) {
    rules.push_back({"84" + std::to_string(old), "84" + std::to_string(now), 12});
  }
  return rules;
}

phone_number number_of(std::uint64_t digits) { return phone_number::from_digits_unchecked(digits); }

bool valid(const std::string& digits) { return digits.size() <= 15 && classify(number_of(std::stoull(digits))).valid; }

/// The slow way: text, rule by rule.
std::string edited_by_hand(const std::string& old, const std::vector<prefix_rule>& rules) {
  if (valid(old)) return {};
  std::set<std::string> found;
  for (const prefix_rule& rule : rules) {
    if (old.size() != rule.length || old.compare(0, rule.old.size(), rule.old) != 0) continue;
    found.insert(rule.now + old.substr(rule.old.size()));
  }
  REQUIRE(found.size() <= 1);
  return !found.empty() && valid(*found.begin()) ? *found.begin() : std::string();
}

std::string digits_of(phone_number n) { return n ? std::to_string(n.value()) : std::string(); }

std::string random_digits(std::mt19937_64& random, std::size_t count) {
  std::string digits;
  while (digits.size() < count) digits += static_cast<char>('0' + random() % 10);
  return digits;
}

/// Old numbers of every rule, numbers a digit away from them, and any digits at all.
std::string random_number(std::mt19937_64& random, const std::vector<prefix_rule>& rules) {
  const prefix_rule& rule = rules[random() % rules.size()];
  const std::size_t length = std::min<std::size_t>(random() % 4 == 0 ? 7 + random() % 9 : rule.length, 15);
  std::string digits = rule.old.substr(0, 1 + random() % rule.old.size());
  if (random() % 2 == 0) digits = rule.old;
  return digits.size() < length ? digits + random_digits(random, length - digits.size()) : digits;
}

/// The table of renumberings as docs/numbers.md has it.
std::string table_of_renumberings() {
  std::string table;
  for (const renumbering& r : renumberings()) {
    table += "| " + std::string(r.name) + " | " + std::string(r.day) + " | " + std::string(r.source) + " |\n";
  }
  return table;
}

}  // namespace

TEST_CASE("An old number reads as the one under which the subscriber is called today") {
  struct expectation {
    const char* renumbering;
    std::uint64_t old, now;
  };
  for (const auto& [name, old, now] : {
           expectation{"Benin", 22997555012, 2290197555012},
           expectation{"Brazil", 551181234567, 5511981234567},
           expectation{"Brazil", 556191234567, 5561991234567},
           expectation{"Cameroon", 23777555012, 237677555012},
           expectation{"Chile", 5625550123, 56225550123},
           expectation{"Chile", 5641555012, 56412555012},
           expectation{"Colombia", 5715550123, 576015550123},
           expectation{"Costa Rica", 5062255012, 50622255012},
           expectation{"Costa Rica", 5068355012, 50688355012},
           expectation{"Ecuador", 59395550123, 593995550123},
           expectation{"Egypt", 20105550123, 201005550123},
           expectation{"Egypt", 20185550123, 201285550123},
           expectation{"Egypt", 20145550123, 201145550123},
           expectation{"French Polynesia", 689275550, 68987275550},
           expectation{"Georgia", 99599555012, 995599555012},
           expectation{"Ghana", 23321555012, 233302555012},
           expectation{"Ghana", 2335155501, 233322055501},
           expectation{"Honduras", 5042235501, 50422235501},
           expectation{"Ivory Coast", 22507555012, 2250707555012},
           expectation{"Ivory Coast", 22545555012, 2250545555012},
           expectation{"Ivory Coast", 22501555012, 2250101555012},
           expectation{"Ivory Coast", 22520215550, 2252720215550},
           expectation{"Ivory Coast", 22520055501, 2252520055501},
           expectation{"Kosovo", 38649555012, 38349555012},
           expectation{"Latvia", 3717555012, 37167555012},
           expectation{"Latvia", 3719455012, 37129455012},
           expectation{"Mauritius", 2307555012, 23057555012},
           expectation{"Mexico", 5215555550123, 525555550123},
           expectation{"Mexico", 52015555550123, 525555550123},
           expectation{"Mexico", 520445555550123, 525555550123},
           expectation{"Morocco", 21261555012, 212661555012},
           expectation{"Morocco", 21222555012, 212522555012},
           expectation{"Nicaragua", 5052255501, 50522255501},
           expectation{"Nicaragua", 5058855501, 50588855501},
           expectation{"Nigeria", 23415550123, 2342015550123},
           expectation{"Peru", 51195550123, 51995550123},
           expectation{"Peru", 511995550123, 51995550123},
           expectation{"Qatar", 9745555012, 97455555012},
           expectation{"Qatar", 9744455501, 97444455501},
           expectation{"Rwanda", 25008555012, 250788555012},
           expectation{"Rwanda", 2503555012, 250783555012},
           expectation{"Saudi Arabia", 96614555012, 966114555012},
           expectation{"Seychelles", 248555501, 2482555501},
           expectation{"Seychelles", 248425550, 2484425550},
           expectation{"Sint Maarten", 5995425550, 17215425550},
           expectation{"Timor-Leste", 6707255501, 67077255501},
           expectation{"Togo", 2282255501, 22822255501},
           expectation{"Vietnam 2017", 84435550123, 842435550123},
           expectation{"Vietnam 2017", 845113555012, 842363555012},
           expectation{"Vietnam 2017", 84613555012, 842513555012},
           expectation{"Vietnam 2018", 841205550123, 84705550123},
           expectation{"Vietnam 2018", 841695550123, 84395550123},
       }) {
    INFO(name << " +" << old);
    CHECK_FALSE(classify(number_of(old)).valid);
    CHECK(digits_of(renumbered(number_of(old))) == std::to_string(now));
    CHECK(digits_of(renumbered_digits(old)) == std::to_string(now));
    CHECK(renumbering_of(number_of(old)).substr(0, std::string(name).size()) == name);
  }
}

TEST_CASE("The old forms that parse keeps are found in what it gives") {
  struct expectation {
    const char *text, *region, *now;
  };
  for (const auto& [text, region, now] : {
           expectation{"+52 1 55 5555 0123", "NL", "+525555550123"},
           expectation{"1 55 5555 0123", "MX", "+525555550123"},
           expectation{"044 55 5555 0123", "MX", "+525555550123"},
           expectation{"01 55 5555 0123", "MX", "+525555550123"},
           expectation{"(011) 8555-0123", "BR", "+5511985550123"},
           expectation{"0120 555 0123", "VN", "+84705550123"},
           expectation{"07 55 50 12", "CI", "+2250707555012"},
           expectation{"+250 08555012", "NL", "+250788555012"},
       }) {
    INFO(text << " in " << region);
    const parsed_number read = parse(text, find_region(region));
    REQUIRE(read.error == parse_error::not_in_plan);
    CHECK(to_string(renumbered(read.number)) == now);
  }
}

TEST_CASE("The 15 of Argentina needs no renumbering: parse reads it") {
  CHECK(to_string(parse("+54 11 15 5555 0123", region_id::none).number) == "+5491155550123");
}

TEST_CASE("What is nobody's old number stays what it is") {
  for (const std::uint64_t digits :
       {std::uint64_t{0}, std::uint64_t{1}, phone_number::max_value, phone_number::max_value + 1, ~std::uint64_t{0},
        std::uint64_t{525555550123}, std::uint64_t{2270000000}, std::uint64_t{5215555}, std::uint64_t{24107555012},
        std::uint64_t{21245550123}, std::uint64_t{84838555012}, std::uint64_t{84890555012}}) {
    INFO(digits);
    CHECK_FALSE(renumbered_digits(digits));
    if (digits <= phone_number::max_value) CHECK(renumbering_of(number_of(digits)).empty());
  }
}

TEST_CASE("Renumbering agrees with the announcements, edited as text") {
  const auto rules = announced();
  std::mt19937_64 random(test::random_seed());
  std::set<std::string> used;
  for (int i = 0; i < 200'000; ++i) {
    const std::string old = random_number(random, rules);
    const phone_number now = renumbered_digits(std::stoull(old));
    const std::string_view name = renumbering_of(number_of(std::stoull(old)));
    INFO("+" << old);
    const std::string wanted = edited_by_hand(old, rules);
    if (digits_of(now) != wanted || name.empty() != wanted.empty()) {
      REQUIRE(digits_of(now) == wanted);
      REQUIRE(name.empty() == wanted.empty());
    }
    if (now) {
      used.emplace(name);
      if (classify(number_of(std::stoull(old))).valid || !classify(now).valid || renumbered(now)) {
        FAIL("a valid number was renumbered, or one that is not valid came out: " << to_string(now));
      }
    }
  }
  CHECK(used.size() == renumberings().size());
}

TEST_CASE("A stretch that may hold no old number holds none") {
  const auto rules = announced();
  std::mt19937_64 random(test::random_seed());
  std::uint64_t certain = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::string old = random_number(random, rules);
    const std::uint64_t value = std::stoull(old);
    const std::uint64_t width = std::uint64_t{1} << random() % 40;
    const std::uint64_t first = std::max<std::uint64_t>(value - std::min(value, random() % width), 1);
    const std::uint64_t last = std::min<std::uint64_t>(value + random() % width, 999'999'999'999'999);
    const auto begin = phone_number::from_digits(first), end = phone_number::from_digits(last);
    const auto middle = phone_number::from_digits(value);
    if (!begin || !end || !middle) continue;
    if (may_be_renumbered(*begin, *end)) continue;
    ++certain;
    if (renumbered(*middle)) FAIL(old << " is renumbered, and lies between " << first << " and " << last);
  }
  CHECK(certain > 0);
}

TEST_CASE("Renumberings have a name each, in order, a day and a source") {
  const auto all = renumberings();
  CHECK(std::is_sorted(all.begin(), all.end(),
                       [](const renumbering& a, const renumbering& b) { return a.name < b.name; }));
  for (const renumbering& r : all) {
    INFO(r.name);
    CHECK(r.name.find(": ") != std::string_view::npos);
    CHECK(r.name.find('|') == std::string_view::npos);
    CHECK(r.day.size() == 10);
    CHECK_FALSE(r.source.empty());
    CHECK(r.name.find(r.day.substr(0, 4)) != std::string_view::npos);
  }
}

TEST_CASE("The docs show the renumberings that there are") {
  std::ifstream file(std::string(CALLSIEVE_SOURCE_FOLDER) + "/docs/numbers.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::string begin = "| renumbering | day | source |\n|---|---|---|\n";
  const std::size_t from = page.find(begin);
  const std::size_t to = page.find("<!-- end of renumberings -->");
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  CHECK(page.substr(from + begin.size(), to - from - begin.size()) == table_of_renumberings());
}

}  // namespace callsieve
