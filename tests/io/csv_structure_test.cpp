// The vectorised scan against the row machine, byte for byte, with every kernel of this machine.
#include "io/csv_structure.hpp"

#include <algorithm>
#include <random>
#include <string>

#include "io/csv_row_machine.hpp"
#include "support/catch.hpp"
#include "support/every_kernel.hpp"
#include "support/seed.hpp"

namespace {

using namespace callsieve::detail;
using callsieve::test::with_every_kernel;

/// Which bytes do what, a character a byte: `f` ends a field, `r` a row, `!` is text behind a closing quote.
std::string by_machine(const std::string& text, const callsieve::csv_syntax& syntax) {
  std::string said;
  row_machine machine(syntax);
  for (const char byte : text) {
    const auto met = machine.feed(byte);
    said += met == row_machine::step::field_end ? 'f' : met == row_machine::step::row_end ? 'r' : '.';
    if (machine.text_after_quote()) said += '!';
  }
  return said + (machine.in_quotes() ? " open" : "");
}

std::string by_scan(const std::string& text, const callsieve::csv_syntax& syntax) {
  csv_structure found;
  const std::string padded = text + std::string(word_bytes, '\0');
  find_structure(padded.data(), text.size(), syntax, found);
  std::string said;
  std::size_t fault = 0;
  const std::uint32_t* mark = found.marks.data() + 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_row = (found.row_ends[i / word_bytes] >> (i % word_bytes) & 1U) != 0;
    const bool is_marked = *mark == i;
    mark += is_marked;
    said += ends_row ? 'r' : is_marked ? 'f' : '.';
    if (ends_row && !is_marked) said += '?';
    if (fault < found.faults.size() && found.faults[fault] == i) {
      said += '!';
      ++fault;
    }
  }
  if (*mark != text.size() || mark != found.marks.data() + 1 + found.mark_count) said += " and more marks";
  return said + (found.open_quote ? " open" : "");
}

/// Rows by the rules, some of them quoted; a stray byte every now and then where `strays`.
std::string random_rows(std::mt19937_64& random, bool strays) {
  const std::string_view fields[] = {"",           "a",    "Lakeview",   "\"Lakeview, North\"",
                                     "\"a\"\"b\"", "\"\"", "\"x\n\ny\"", "12345"};
  const std::size_t quoted_too = random() % 3 == 0 ? 2 : std::size(fields);  // many files have no quotes
  const std::size_t size = random() % 6000;
  std::string text;
  while (text.size() < size) {
    for (std::size_t i = random() % 9; i > 0; --i) (text += fields[random() % quoted_too]) += ',';
    text += fields[random() % quoted_too];
    text += random() % 2 == 0 ? "\n" : "\r\n";
    if (strays && random() % 16 == 0) text += std::string_view("\"\r,x\n")[random() % 5];
  }
  return text;
}

std::string random_text(std::mt19937_64& random, std::string_view alphabet) {
  std::string text(random() % 400, '\0');
  for (char& byte : text) byte = alphabet[random() % alphabet.size()];
  return text;
}

constexpr callsieve::csv_syntax usual{};
constexpr callsieve::csv_syntax unquoted{.has_quotes = false};
constexpr callsieve::csv_syntax old_mac{.line_end = '\r'};

void require_as_machine(const std::string& text) {
  for (const callsieve::csv_syntax& syntax : {usual, unquoted}) {
    const std::string expected = by_machine(text, syntax);
    with_every_kernel([&](std::string_view name) {
      INFO("kernel " << name << ", quotes " << syntax.has_quotes << ", text:\n" << text);
      REQUIRE(by_scan(text, syntax) == expected);
    });
  }
}

}  // namespace

TEST_CASE("On random bytes every kernel finds the fields and rows that the row machine finds") {
  std::mt19937_64 random(callsieve::test::random_seed(20261124));
  // From all but nothing that matters to little else; the last one strays from the rules all the time.
  const std::string_view alphabets[] = {"abcdefghijklmnop,\n", "aaaaaaaa,,,\"\"\n\r", "\"\"\",\n", "a\",\r\n"};
  for (int round = 0; round < 4000; ++round) {
    const std::string text = random_text(random, alphabets[round % 4]);
    INFO("round " << round);
    require_as_machine(text);
  }
}

TEST_CASE("In rows by the rules, and with strays among them, every kernel finds what the row machine finds") {
  std::mt19937_64 random(callsieve::test::random_seed(20261128));
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_rows(random, round % 2 == 0);
    INFO("round " << round);
    require_as_machine(text);
  }
}

TEST_CASE("Quotes that follow the rules are resolved across words of 64 bytes, wherever a word ends") {
  for (std::size_t before = 0; before < 1300; ++before) {
    const std::string text = std::string(before, 'x') + ",\"a\"\"b,\n\"\"\",\"\"\r\n\"\",\"x\"\r\ny\n";
    with_every_kernel([&](std::string_view) { CHECK(by_scan(text, usual) == by_machine(text, usual)); });
  }
}

TEST_CASE("Without quotes every delimiter and every line end counts, in whatever quotes it stands") {
  const std::string text = "\"a,b\nc\"\"x,\"\n\"\n";
  with_every_kernel([&](std::string_view) { CHECK(by_scan(text, unquoted) == "..f.r....f.r.r"); });
}

TEST_CASE("Lone carriage returns end rows where they are said to, and the first stray line feed is told") {
  const std::string text = "a,b\r\"c\n\r\",d\re\n";
  CHECK(by_scan(text, old_mac) == by_machine(text, old_mac));
  csv_structure found;
  find_structure((text + std::string(word_bytes, '\0')).data(), text.size(), old_mac, found);
  CHECK(found.stray_line_feed == text.size() - 1);
  CHECK(found.line_ends == 3);
  CHECK(found.quoted_line_ends);
}

TEST_CASE("Line ends are counted, those in quotes too") {
  std::mt19937_64 random(callsieve::test::random_seed(11));
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_rows(random, round % 2 == 0);
    const std::string said = by_machine(text, usual);
    with_every_kernel([&](std::string_view) {
      csv_structure found;
      find_structure((text + std::string(word_bytes, '\0')).data(), text.size(), usual, found);
      CHECK(found.line_ends == static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
      CHECK(found.quoted_line_ends ==
            (found.line_ends != static_cast<std::size_t>(std::count(said.begin(), said.end(), 'r'))));
    });
  }
}

TEST_CASE("Every kernel copies the rows that are wanted") {
  std::mt19937_64 random(callsieve::test::random_seed(5));
  for (int round = 0; round < 300; ++round) {
    const std::size_t stride = 1 + random() % 3;
    std::string text, expected;
    std::vector<std::uint32_t> ends = {static_cast<std::uint32_t>(-1)};
    std::vector<std::uint8_t> wanted(random() % 40);
    for (std::uint8_t& one : wanted) {
      one = random() % 2 == 0 ? 1 : 0;
      std::string row(random() % (round % 2 == 0 ? 150 : 600), static_cast<char>('a' + random() % 26));
      row += '\n';
      for (std::size_t i = 1; i < stride; ++i) ends.push_back(static_cast<std::uint32_t>(text.size()));
      text += row;
      ends.push_back(static_cast<std::uint32_t>(text.size() - 1));
      if (one != 0) expected += row;
    }
    const std::string padded = text + std::string(word_bytes, '\0');
    with_every_kernel([&](std::string_view) {
      std::string got(text.size() + word_bytes, '\0');
      got.resize(kernel_in_use<csv_kernel>().copy_rows(padded.data(), ends.data(), stride, wanted, got.data()));
      CHECK(got == expected);
    });
  }
}

TEST_CASE("Every kernel lists the places of the same bits") {
  std::mt19937_64 random(callsieve::test::random_seed(7));
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint64_t> bits(random() % 9);
    for (auto& word : bits) word = random() & random() & (round % 2 == 0 ? random() & random() : ~std::uint64_t{0});
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < bits.size() * word_bytes; ++i) {
      if ((bits[i / word_bytes] >> (i % word_bytes) & 1U) != 0) expected.push_back(static_cast<std::uint32_t>(i));
    }
    with_every_kernel([&](std::string_view) {
      std::vector<std::uint32_t> got((bits.size() + 1) * word_bytes);
      got.resize(kernel_in_use<csv_kernel>().places(bits.data(), bits.size(), got.data()));
      CHECK(got == expected);
    });
  }
}
