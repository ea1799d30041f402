// Every kernel against parse(): all vectors, random cells, and cells that end where readable memory ends.
#include "number/kernels/kernel.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "callsieve/number/parse_batch.hpp"

#include "support/catch.hpp"
#include "support/every_kernel.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

bool same(const parsed_number& a, const parsed_number& b) {
  return a.number == b.number && a.region == b.region && a.type == b.type && a.error == b.error;
}

std::string shown(const parsed_number& parsed) {
  return to_string(parsed.number) + ' ' + std::string(region_name(parsed.region)) + ' ' +
         std::string(to_string(parsed.type)) + ' ' + std::string(to_string(parsed.error));
}

/// What parse() makes of the cells.
std::vector<parsed_number> parsed(const std::vector<std::string_view>& cells, region_id region) {
  std::vector<parsed_number> result;
  result.reserve(cells.size());
  for (const auto cell : cells) result.push_back(parse(cell, region));
  return result;
}

/// Reads the cells with the kernel in use and counts those that it reads otherwise; the first ones are shown.
int differences(const std::vector<std::string_view>& cells, region_id region,
                const std::vector<parsed_number>& expected) {
  constexpr int most_shown = 5;
  std::vector<parsed_number> out(cells.size());
  parse_batch(cells, region, out);
  int different = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!same(out[i], expected[i]) && ++different <= most_shown) {
      UNSCOPED_INFO("cell [" << cells[i] << "] in [" << region_name(region) << "]: " << shown(out[i]) << ", not "
                             << shown(expected[i]));
    }
  }
  return different;
}

int differences(const std::vector<std::string_view>& cells, region_id region) {
  return differences(cells, region, parsed(cells, region));
}

struct vector_cells {
  std::vector<std::string> lines;
  std::vector<std::string_view> cells;
  std::vector<region_id> regions;
};

/// The cells of the vectors, each with its region.
const vector_cells& vectors() {
  static const vector_cells all = [] {
    vector_cells result;
    std::ifstream file(CALLSIEVE_NUMBER_VECTORS);
    for (std::string line; std::getline(file, line);) result.lines.push_back(line);
    for (const std::string_view line : result.lines) {
      const auto region = line.find('\t');
      const auto cell = line.find('\t', region + 1);
      result.regions.push_back(find_region(line.substr(0, region)));
      result.cells.push_back(line.substr(region + 1, cell - region - 1));
    }
    return result;
  }();
  return all;
}

std::string random_cell(std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 14> starts = {"",     "+",  "00",     "011", "0",  "1", "+1",
                                                              "0031", "31", "+44(0)", "(0",  "06", "8", "0011"};
  static constexpr std::string_view usual = "0123456789012345678901234567890123456789 -.()[]";
  static constexpr std::string_view odd = "+/x\t,;#ea\xC2\xA0\xFF*~";
  std::string cell(starts[random() % starts.size()]);
  const auto length = random() % 20;
  const bool clean = random() % 2 == 0;
  for (std::uint64_t i = 0; i < length; ++i) {
    if (clean) {
      cell += usual[random() % 10];
    } else {
      cell += random() % 40 == 0 ? odd[random() % odd.size()] : usual[random() % usual.size()];
    }
  }
  return cell;
}

}  // namespace

TEST_CASE("A forced kernel is the one that runs") {
  const std::vector<std::string_view> cells(300, "+442079460123");
  std::vector<parsed_number> out(cells.size());
  CHECK(kernel_in_use() == parse_batch({}, region_id::none, {}));
  test::with_every_kernel([&](std::string_view name) {
    CHECK(parse_batch(cells, region_id::none, out) == name);
    CHECK(std::all_of(out.begin(), out.end(), [](const parsed_number& number) { return number.valid(); }));
  });
}

/// How many of the cells of every region are read in each region: all, but not in a slow build.
#ifdef NDEBUG
constexpr std::size_t one_of = 1;
#else
constexpr std::size_t one_of = 16;
#endif

TEST_CASE("Every kernel reads every vector as parse() does") {
  const auto& all = vectors();
  REQUIRE(all.cells.size() > 70'000);
  std::map<region_id, std::vector<std::string_view>> by_region;
  for (std::size_t i = 0; i < all.cells.size(); ++i) {
    by_region[all.regions[i]].push_back(all.cells[i]);
    // In two regions that are not its own; many are not usual there.
    if (i % one_of == 0) {
      for (const auto* region : {"US", "E164"}) by_region[find_region(region)].push_back(all.cells[i]);
    }
  }
  for (const auto& of_region : by_region) {
    const region_id region = of_region.first;
    const auto& cells = of_region.second;
    const auto expected = parsed(cells, region);
    test::with_every_kernel([&](std::string_view name) {
      INFO(name);
      CHECK(differences(cells, region, expected) == 0);
    });
  }
}

TEST_CASE("A national prefix in brackets behind the calling code is read by every kernel, not left to parse()") {
  const std::vector<std::string_view> cells = {"+49 (0)30 23125 000", "+44 (0) 20 7946 0123", "+44(0)2079460123",
                                               "+442079460123", "+46 (0)70 174 06 05"};
  const auto expected = parsed(cells, region_id::none);
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    std::array<std::uint16_t, number_detail::kernel_cells> reread{};
    std::vector<parsed_number> out(cells.size());
    const auto& kernel = detail::kernel_in_use<number_detail::parse_kernel>();
    CHECK(kernel.read(cells.data(), cells.size(), {}, out.data(), reread.data()) == 0);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      INFO(cells[i]);
      CHECK(out[i].valid());
      CHECK(same(out[i], expected[i]));
    }
  });
}

TEST_CASE("Sixteen clean cells and cells that only look so are read alike") {
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    const std::string_view nul(
        "+44\0"
        "79460123",
        12);
    for (const std::string_view odd : {std::string_view("+44 2079460123"), std::string_view("++442079460123"), nul,
                                       std::string_view("+44207946012a"), std::string_view("+"), std::string_view(),
                                       std::string_view("020 7946 0123"), std::string_view("+4420794601234567890"),
                                       std::string_view("+442079460/23"), std::string_view("+44207946:123")}) {
      for (std::size_t at = 0; at < 32; ++at) {
        std::vector<std::string_view> cells(32, "+442079460123");
        cells[at] = odd;
        INFO(odd << " at " << at);
        REQUIRE(differences(cells, find_region("GB")) == 0);
      }
    }
  });
}

TEST_CASE("Every kernel leaves amounts and cells with too many digits to parse()") {
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    CHECK(differences({"+10796401829.0 ", "+10796401829.0", "612345678.0\t", "9999999999999999 9999999999999999",
                       "+9999999999999999999999999999999", "99 99 99 99 99 99 99 99 99 99 99"},
                      find_region("US")) == 0);
  });
}

TEST_CASE("Every kernel reads random cells of every region as parse() does") {
  const std::uint64_t seed = test::random_seed();
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    std::mt19937_64 random(seed);
    int different = 0;
    for (int place = 0; place <= region_count() + 1; ++place) {
      const auto region = place > region_count() ? region_id::e164 : static_cast<region_id>(place);
      std::vector<std::string> texts;
      for (int i = 0; i < 700; ++i) texts.push_back(random_cell(random));
      different += differences({texts.begin(), texts.end()}, region);
    }
    CHECK(different == 0);
  });
}

TEST_CASE("No kernel faults where readable memory ends or begins, and none minds what stands beside a cell") {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const memory = mmap(nullptr, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  char* const readable = static_cast<char*>(memory) + page;
  REQUIRE(mprotect(readable, page, PROT_READ | PROT_WRITE) == 0);
  const auto region = find_region("GB");
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    int different = 0;
    for (const std::string_view cell :
         {"+442079460123", "020 7946 0123", "(020) 7946-0123", "", "7", "+44 (0)20 7946 0123", "0044 20 7946 0123",
          "020-7946-0123                    "}) {
      for (const char around : {'\0', '7', ' ', '+'}) {
        std::memset(readable, around, page);
        char* const last = readable + page - cell.size();
        std::memcpy(last, cell.data(), cell.size());
        different += differences({{last, cell.size()}}, region);
        std::memset(readable, around, page);
        std::memcpy(readable, cell.data(), cell.size());
        different += differences({{readable, cell.size()}}, region);
      }
    }
    different += differences({std::string_view()}, region);
    CHECK(different == 0);
  });
  munmap(memory, 3 * page);
}

TEST_CASE("Batches of any size are read whole, and nothing behind them is written") {
  test::with_every_kernel([&](std::string_view name) {
    INFO(name);
    for (std::size_t size = 0; size < 600; size = size < 40 ? size + 1 : size + 37) {
      std::vector<std::string_view> cells(size, "020 7946 0123");
      for (std::size_t i = 0; i < size; i += 3) cells[i] = "no number";
      std::vector<parsed_number> out(size + 1);
      out[size].error = parse_error::spreadsheet_damaged;
      parse_batch(cells, find_region("GB"), out);
      for (std::size_t i = 0; i < size; ++i) REQUIRE(out[i].valid() == (i % 3 != 0));
      CHECK(out[size].error == parse_error::spreadsheet_damaged);
    }
  });
}

}  // namespace callsieve
