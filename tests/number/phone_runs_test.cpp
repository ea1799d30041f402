// Every kernel finds the runs that a loop over the bytes finds.
#include <random>
#include <string>
#include <vector>

#include "number/kernels/phone_runs_kernel.hpp"
#include "support/catch.hpp"
#include "support/every_kernel.hpp"
#include "support/seed.hpp"

using namespace callsieve;

namespace {

bool is_of_phone(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  return (detail::phone_low_half[c & 15U] & detail::phone_high_half[c >> 4U]) != 0;
}

bool begins_run(const std::string& text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return false;
  for (std::size_t i = at; i < at + length; ++i) {
    if (!is_of_phone(text[i])) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Digits, blanks, dashes, dots, slashes, brackets and plus signs are of phone numbers, and no delimiter is") {
  for (const char c : std::string("0123456789 ()+-./")) CHECK(is_of_phone(c));
  for (const char c : std::string("\u00a0\u2007\u2010\u2011\u2012\u2013\u2014\u2015\u202f\u2060"))
    CHECK(is_of_phone(c));
  for (const char c : std::string(",;\t|\"\n\r\0aZ@:'_", 15)) CHECK_FALSE(is_of_phone(c));
}

TEST_CASE("Every kernel finds the runs of any text, also over the borders of its words") {
  std::mt19937_64 random(test::random_seed(20261201));
  const std::string bytes = "0123456789 +-(.x,\xc2\xa0\xe2\x80\x91\n";
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const std::size_t size = random() % 400;
    const std::size_t often = 1 + random() % 20;  // how often bytes of numbers stand there
    while (text.size() < size) text += random() % often == 0 ? 'x' : bytes[random() % bytes.size()];
    std::string padded = text + std::string(64, '0');  // what stands behind is none of the text
    test::with_every_kernel([&](std::string_view name) {
      for (const std::size_t length : {std::size_t{7}, std::size_t{8}}) {
        INFO("round " << round << ", " << name << ", length " << length);
        std::vector<std::uint64_t> runs(size / 64 + 2);
        detail::kernel_in_use<detail::phone_runs_kernel>().find(padded.data(), size, length, runs.data());
        bool same = true;
        for (std::size_t at = 0; at < size; ++at) {
          same = same && (runs[at / 64] >> at % 64 & 1U) == begins_run(text, at, length);
        }
        CHECK(same);
      }
    });
  }
}
