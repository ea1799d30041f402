// The vectorised scan against the row machine, byte for byte, with every kernel of this machine.
#include "io/csv_structure.hpp"

#include <random>
#include <string>

#include "io/csv_row_machine.hpp"
#include "support/catch.hpp"

namespace {

using namespace callsieve::detail;

/// Which bytes do what, a character a byte: `f` ends a field, `r` a row, `!` is text behind a closing quote.
std::string by_machine(const std::string& text, char line_end) {
  std::string said;
  row_machine machine(',', line_end);
  for (const char byte : text) {
    const auto met = machine.feed(byte);
    said += met == row_machine::step::field_end ? 'f' : met == row_machine::step::row_end ? 'r' : '.';
    if (machine.text_after_quote()) said += '!';
  }
  return said + (machine.in_quotes() ? " open" : "");
}

std::string by_scan(const std::string& text, char line_end, const csv_kernel& kernel) {
  csv_structure found;
  const std::string padded = text + std::string(word_bytes, '\0');
  find_structure(padded.data(), text.size(), ',', line_end, kernel, found);
  std::string said;
  std::size_t fault = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto bit = [i](const auto& words) { return (words[i / word_bytes] >> (i % word_bytes) & 1U) != 0; };
    said += bit(found.row_ends) ? 'r' : bit(found.separators) ? 'f' : '.';
    if (bit(found.row_ends) && !bit(found.separators)) said += '?';
    if (fault < found.faults.size() && found.faults[fault] == i) {
      said += '!';
      ++fault;
    }
  }
  return said + (found.open_quote ? " open" : "");
}

std::string random_text(std::mt19937_64& random, std::string_view alphabet) {
  std::string text(random() % 400, '\0');
  for (char& byte : text) byte = alphabet[random() % alphabet.size()];
  return text;
}

}  // namespace

TEST_CASE("On random bytes every kernel finds the fields and rows that the row machine finds") {
  const std::uint64_t seed = 20261124;
  std::mt19937_64 random(seed);
  // From all but nothing that matters to little else; the last one strays from the rules all the time.
  const std::string_view alphabets[] = {"abcdefghijklmnop,\n", "aaaaaaaa,,,\"\"\n\r", "\"\"\",\n", "a\",\r\n"};
  for (int round = 0; round < 4000; ++round) {
    const std::string text = random_text(random, alphabets[round % 4]);
    const std::string expected = by_machine(text, '\n');
    for (const csv_kernel* kernel : csv_kernels()) {
      const std::string got = by_scan(text, '\n', *kernel);
      if (got == expected) continue;
      INFO("seed " << seed << ", round " << round << ", kernel " << kernel->name << ", text:\n" << text);
      REQUIRE(got == expected);
    }
  }
}

TEST_CASE("Quotes that follow the rules are resolved across words of 64 bytes, wherever a word ends") {
  for (std::size_t before = 0; before < 130; ++before) {
    const std::string text = std::string(before, 'x') + ",\"a\"\"b,\n\"\"\",\"\"\r\n\"\",\"x\"\r\ny\n";
    for (const csv_kernel* kernel : csv_kernels()) CHECK(by_scan(text, '\n', *kernel) == by_machine(text, '\n'));
  }
}

TEST_CASE("Lone carriage returns end rows where they are said to, and the first stray line feed is told") {
  const std::string text = "a,b\r\"c\n\r\",d\re\n";
  CHECK(by_scan(text, '\r', csv_kernel_in_use()) == by_machine(text, '\r'));
  csv_structure found;
  find_structure((text + std::string(word_bytes, '\0')).data(), text.size(), ',', '\r', csv_kernel_in_use(), found);
  CHECK(found.stray_line_feed == text.size() - 1);
  CHECK(found.line_ends == 3);
  CHECK(found.quoted_line_ends);
}

TEST_CASE("Every kernel lists the places of the same bits") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint64_t> bits(random() % 9);
    for (auto& word : bits) word = random() & random() & (round % 2 == 0 ? random() & random() : ~std::uint64_t{0});
    std::vector<std::uint32_t> expected;
    for (std::size_t i = 0; i < bits.size() * word_bytes; ++i) {
      if ((bits[i / word_bytes] >> (i % word_bytes) & 1U) != 0) expected.push_back(static_cast<std::uint32_t>(i));
    }
    for (const csv_kernel* kernel : csv_kernels()) {
      std::vector<std::uint32_t> got((bits.size() + 1) * word_bytes);
      got.resize(kernel->places(bits.data(), bits.size(), got.data()));
      CHECK(got == expected);
    }
  }
}
