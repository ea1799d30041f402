// Lists read back against a naive reading of the same files.
#include <map>
#include <random>
#include <sstream>

#include "callsieve/number/parse.hpp"

#include "import_fixture.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::import_world;
using test::on;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::string part;
  std::istringstream stream(text);
  while (std::getline(stream, part, at)) parts.push_back(part);
  if (!text.empty() && text.back() == at) parts.emplace_back();
  return parts;
}

/// Every number of the oracle is in the list with its record, the list holds as many, and neighbours are absent.
void check_same(const list& loaded, const std::map<std::uint64_t, list_record>& wanted) {
  CHECK(loaded.count() == wanted.size());
  std::size_t wrong = 0;
  for (const auto& [digits, record] : wanted) {
    if (!(test::record_of(loaded, digits) == record)) ++wrong;
    if (wanted.count(digits + 1) == 0 && test::holds(loaded, digits + 1)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("A dated list holds for each number the latest of what its files say") {
  std::mt19937 random(test::random_seed(20261120));
  const import_world world;
  const auto some_day = [&] { return to_string(on("2019-01-01") + std::chrono::days{random() % 2'800}); };
  std::map<std::uint64_t, list_record> wanted;
  import_options options = world.options("customers", {});
  options.kind = list_kind::dated;
  for (int file = 0; file < 3; ++file) {
    std::string content = "id,phone,last_purchase,contract_end\n";
    for (int row = 0; row < 2'000; ++row) {
      const std::string number = "+44207946" + std::to_string(1000 + random() % 1'500);
      const std::string bought = random() % 4 == 0 ? "" : some_day();
      const std::string end = !bought.empty() && random() % 2 == 0 ? "" : random() % 9 == 0 ? "open" : some_day();
      content += std::to_string(row) + ',' + number + ',' + bought + ',' + end + '\n';
    }
    const auto path = world.write("c" + std::to_string(file) + ".csv", content);
    options.files.push_back(path);
    std::istringstream lines(content);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const auto cells = split(line, ',');
      list_record& known = wanted[std::stoull(cells[1])];
      const auto see = [&](const std::string& cell, record_state state) {
        if (cell.empty()) return;
        const std::int32_t number = cell == "open" ? open_contract : day_number(on(cell));
        const bool later = known.state == record_state::absent || number > known.day_number;
        if (later || (number == known.day_number && state == record_state::purchase)) known = {number, state};
      };
      see(cells[2], record_state::purchase);
      see(cells[3], record_state::contract_end);
    }
  }
  const import_report report = world.imported(options);
  CHECK(report.lines == 6'000);
  CHECK(report.entries == wanted.size());
  check_same(world.loaded("customers"), wanted);
}

TEST_CASE("Partial imports in any order leave what a map of area codes holds") {
  std::mt19937 random(test::random_seed(7));
  const import_world world;
  std::map<std::string, std::map<std::uint64_t, list_record>> by_area;
  for (int turn = 0; turn < 12; ++turn) {
    const std::string area = std::to_string(202 + random() % 4);
    auto& held = by_area[area];
    held.clear();
    std::string content;
    for (int i = 0; i < 300; ++i) {
      const std::string number = area + "555" + std::to_string(1000 + random() % 400);
      held[std::stoull("1" + number)] = {0, record_state::listed};
      content += number.substr(0, 3) + ',' + number.substr(3) + '\n';
    }
    import_options options = world.options("ftc", {world.write("f.txt", content)});
    options.allow_shrink = true;
    CHECK(world.imported(options).entries == held.size());
  }
  std::map<std::uint64_t, list_record> wanted;
  for (const auto& [area, held] : by_area) wanted.insert(held.begin(), held.end());
  check_same(world.loaded("ftc"), wanted);
}

TEST_CASE("The reported calls become a registry that holds what parse reads of them, and nothing else") {
  const auto folder = test::real_data("the reported calls as a registry");
  if (!folder) return;
  const auto file = *folder / "us_reported_calls_2025-10-28.csv";
  std::map<std::uint64_t, list_record> wanted;
  std::uint64_t rows = 0;
  std::uint64_t unreadable = 0;
  std::istringstream lines(import_world::read(file));
  std::string line;
  std::getline(lines, line);
  REQUIRE(line == "number\r");
  while (std::getline(lines, line)) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    ++rows;
    const parsed_number parsed = parse(line, find_region("US"));
    if (parsed.readable()) {
      wanted[parsed.number.value()] = {0, record_state::listed};
    } else {
      ++unreadable;
    }
  }
  REQUIRE(rows > 12'000);

  const import_world world;
  import_options options = world.options("reported", {file});
  if (unreadable > 0) {
    const std::string message = world.refused(options);
    CHECK(message.find(std::to_string(unreadable) + " lines cannot be read") == 0);
    options.allow_bad = true;
  }
  const import_report report = world.imported(options);
  CHECK(report.format == "csv");
  CHECK(report.lines == rows);
  CHECK(report.bad == unreadable);
  CHECK(report.entries == wanted.size());
  check_same(world.loaded("reported"), wanted);
}

}  // namespace
}  // namespace callsieve
