// The fast reading of registry lines against a line-at-a-time oracle.
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lists/readers/ftc_lines.hpp"
#include "support/catch.hpp"
#include "support/every_kernel.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

/// The number of a line as it should stand, with its ending; nothing for any other.
std::optional<std::uint64_t> number_of(std::string_view line, std::string_view ending) {
  if (line.size() != 11 + ending.size() || line.substr(11) != ending || line[3] != ',' || line[0] < '2') {
    return std::nullopt;
  }
  std::uint64_t value = 1;
  for (const std::size_t i : {0U, 1U, 2U, 4U, 5U, 6U, 7U, 8U, 9U, 10U}) {
    if (line[i] < '0' || line[i] > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(line[i] - '0');
  }
  return value;
}

std::vector<std::uint64_t> oracle(std::string_view text, std::size_t room) {
  for (const std::string_view ending : {"\n", "\r\n"}) {
    std::vector<std::uint64_t> found;
    for (std::string_view rest = text; found.size() < room; rest.remove_prefix(11 + ending.size())) {
      const auto number = number_of(rest.substr(0, 11 + ending.size()), ending);
      if (!number) break;
      found.push_back(*number);
    }
    if (!found.empty()) return found;
  }
  return {};
}

void check_against_oracle(const std::string& text, std::size_t room) {
  const std::vector<char> bytes(text.begin(), text.end());  // no room behind them: a sanitizer sees a read beyond
  const std::string_view exact(bytes.data(), bytes.size());
  const std::vector<std::uint64_t> expected = oracle(exact, room);
  const std::size_t line_bytes = exact.size() > 11 && exact[11] == '\r' ? 13 : 12;
  test::with_every_kernel([&](std::string_view name) {
    std::vector<phone_number> out(room);
    const readers::line_run run = readers::read_ftc_lines(exact, out);
    std::vector<std::uint64_t> read;
    for (const phone_number number : std::span(out).first(run.lines)) read.push_back(number.value());
    const bool right = read == expected && run.bytes == run.lines * line_bytes;
    CAPTURE(name, text, room);
    REQUIRE(right);
  });
}

std::string line(std::mt19937_64& random, std::string_view ending) {
  std::string digits = std::to_string(2'000'000'000 + random() % 8'000'000'000);
  return digits.insert(3, ",").append(ending);
}

TEST_CASE("Registry lines read together give what they give one by one, wherever the first odd one stands") {
  std::mt19937_64 random(test::random_seed(20261124));
  for (int round = 0; round < 3'000; ++round) {
    const std::string_view ending = random() % 2 == 0 ? "\n" : "\r\n";
    std::string text;
    for (std::uint64_t left = random() % 70; left > 0; --left) text += line(random, ending);
    if (!text.empty() && random() % 4 != 0) text[random() % text.size()] = static_cast<char>(random());
    if (random() % 3 == 0) text.resize(random() % (text.size() + 1));
    check_against_oracle(text, random() % 90);
  }
}

TEST_CASE("Every byte in every place of a line is a digit, a comma, an ending or stops the run") {
  for (const std::string_view ending : {"\n", "\r\n"}) {
    const std::string right = "202,5550101" + std::string(ending);
    for (std::size_t place = 0; place < right.size(); ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string changed = right;
        changed[place] = static_cast<char>(byte);
        check_against_oracle(right + changed + right, 3);
        if (byte % 8 != 0 && byte != '9' + 1 && byte != '0' - 1) continue;
        std::string many;  // as many as any kernel takes at once, and more
        const std::size_t odd = (place * 7 + static_cast<std::size_t>(byte)) % 40;
        for (std::size_t i = 0; i < 40; ++i) many += i == odd ? changed : right;
        check_against_oracle(many, 40);
      }
    }
  }
}

}  // namespace
}  // namespace callsieve
