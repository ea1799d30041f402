#include "number_cells.hpp"

#include <array>
#include <random>

namespace bench {
namespace {

constexpr std::size_t cells = 1 << 16;

cell_column column_of(const std::vector<std::string>& spelled, callsieve::region_id region) {
  cell_column column;
  column.region = region;
  for (const std::string& cell : spelled) (column.text += cell) += ',';
  std::size_t from = 0;
  for (const std::string& cell : spelled) {
    column.cells.push_back(std::string_view(column.text).substr(from, cell.size()));
    column.expected.push_back(callsieve::parse(column.cells.back(), region));
    from += cell.size() + 1;
  }
  return column;
}

/// Mobile and fixed lines of eight countries, their last seven digits random: `+31612345678`.
std::string number_abroad(std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 10> starts = {"+1202", "+1415", "+316",  "+3120", "+4420",
                                                              "+447",  "+4930", "+3361", "+3906", "+614"};
  static constexpr std::array<int, 10> more = {7, 7, 8, 7, 8, 9, 7, 7, 7, 8};
  for (;;) {
    const auto which = random() % starts.size();
    std::string number(starts[which]);
    for (int i = 0; i < more[which]; ++i) number += static_cast<char>('0' + random() % 10);
    if (callsieve::parse(number, callsieve::region_id::none).valid()) return number;
  }
}

std::vector<std::string> clean_cells() {
  std::mt19937_64 random(1);
  std::vector<std::string> spelled;
  for (std::size_t i = 0; i < cells; ++i) spelled.push_back(number_abroad(random));
  return spelled;
}

/// `+31612345678` with its national prefix in brackets, `+31 (0)612345678`, where that is a zero.
std::string with_national_prefix(const std::string& number) {
  for (const std::string_view code : {"+31", "+44", "+49", "+33", "+61"}) {
    if (number.substr(0, code.size()) == code) return std::string(code) + " (0)" + number.substr(code.size());
  }
  return number;
}

/// The call list of a Dutch firm: national and international, blanks, dashes, brackets, of the international ones 12 in
/// 100 with a national prefix, and 5 in 100 cells no number.
std::vector<std::string> mixed_cells() {
  static constexpr std::array<std::string_view, 6> garbage = {"n/a", "unknown", "", "-", "0612", "name@example.com"};
  std::mt19937_64 random(2);
  std::vector<std::string> spelled;
  while (spelled.size() < cells) {
    const std::string abroad = number_abroad(random);
    const bool dutch = abroad.substr(0, 3) == "+31";
    if (!dutch && random() % 10 != 0) continue;
    const std::string national = abroad.substr(3);
    const auto how = random() % 100;
    if (how < 5) {
      spelled.emplace_back(garbage[random() % garbage.size()]);
    } else if (random() % 100 < 12 && (!dutch || how >= 65)) {
      spelled.push_back(with_national_prefix(abroad));
    } else if (!dutch) {
      spelled.push_back(how < 50 ? abroad : "00" + abroad.substr(1));
    } else if (how < 20) {
      spelled.push_back('0' + national);
    } else if (how < 35) {
      spelled.push_back('0' + national.substr(0, 1) + '-' + national.substr(1));
    } else if (how < 50) {
      spelled.push_back('0' + national.substr(0, 2) + ' ' + national.substr(2, 3) + ' ' + national.substr(5));
    } else if (how < 65) {
      spelled.push_back("(0" + national.substr(0, 2) + ") " + national.substr(2));
    } else if (how < 80) {
      spelled.push_back("+31 " + national.substr(0, 1) + ' ' + national.substr(1));
    } else if (how < 90) {
      spelled.push_back("0031" + national);
    } else {
      spelled.push_back(abroad);
    }
  }
  return spelled;
}

}  // namespace

const cell_column& clean_column() {
  static const cell_column column = column_of(clean_cells(), callsieve::find_region("NL"));
  return column;
}

const cell_column& mixed_column() {
  static const cell_column column = column_of(mixed_cells(), callsieve::find_region("NL"));
  return column;
}

}  // namespace bench
