// Golden values: a change here is a change of the format, and needs a new version of it.
#include "callsieve/sets/snapshot_format.hpp"

#include <random>

#include "callsieve/sets/unmix.hpp"

#include "sets/list_model.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;

TEST_CASE("The mix of numbers is the one that snapshots were written with") {
  // Computed apart, with integers of any size, from the constants of MurmurHash3's 64-bit finaliser.
  CHECK(mix(0) == 0);
  CHECK(mix(1) == 0xb456bcfc34c2cb2cULL);
  CHECK(mix(12'025'550'123) == 0x56ad7aa527ad34c0ULL);
  CHECK(mix(442'079'460'000) == 0x7b2b1301393bdc94ULL);
  CHECK(mix(61'491'570'006) == 0x41d4b6134367554eULL);
  CHECK(mix(999'999'999'999'999) == 0xbf2af2577fc02e7aULL);
}

TEST_CASE("Every mixed value leads back to its number") {
  std::mt19937_64 random(test::random_seed());
  std::size_t differing = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t value = random() >> (random() % 64);
    differing += unmix(mix(value)) == value ? 0 : 1;
  }
  CHECK(differing == 0);
}

TEST_CASE("Snapshots of each kind and form have the bytes of format version 1") {
  const auto fingerprint = [](const std::string& bytes) { return XXH3_64bits(bytes.data(), bytes.size()); };
  CHECK(fingerprint(test::small_snapshot(list_kind::set)) == 0xa022b2347a5aa853ULL);
  CHECK(fingerprint(test::small_snapshot(list_kind::dated)) == 0xcd01de567427913aULL);
  CHECK(fingerprint(test::small_snapshot(list_kind::consent)) == 0xbd1ff2e480d5efaaULL);

  test::list_model model;
  for (std::uint64_t i = 0; i < 5'000; ++i)
    model[12'020'000'000 + i * i % 30'000'001].flags = static_cast<std::uint32_t>(i);
  const auto as = [&](block_choice choice, const snapshot_columns& columns) {
    return fingerprint(test::write_model(model, list_kind::set, columns, list_tuning::memory, choice));
  };
  CHECK(as(block_choice::by_cost, {}) == 0x8225c942ea46c798ULL);
  CHECK(as(block_choice::singles, {}) == 0x45436cd3902bba3cULL);
  CHECK(as(block_choice::bitmap, {}) == 0x8599b7c85863441dULL);
  CHECK(as(block_choice::plain, {}) == 0x3764af2aeca01e2cULL);
  CHECK(as(block_choice::coded, {}) == 0x8225c942ea46c798ULL);
  snapshot_columns flags;
  flags.flags = true;
  CHECK(as(block_choice::plain, flags) == 0x9d9cc4e9ec0b8391ULL);
  CHECK(as(block_choice::coded, flags) == 0xa6dd005adf7b7dc1ULL);
}

TEST_CASE("The pages stand as the format says") {
  namespace format = snapshot_format;
  const std::string bytes = test::small_snapshot(list_kind::dated);
  const auto at = [&](std::size_t offset) { return load_le<std::uint64_t>(bytes.data() + offset); };
  CHECK(bytes.substr(0, 8) == "CALLSIEV");
  CHECK(at(8) == 0x01020304'00000001ULL);
  const std::size_t end = bytes.size() - 4096;
  CHECK(bytes.substr(end, 8) == "CALLSIEV");
  CHECK(at(end + format::at_kind) == 1);
  CHECK(at(end + format::at_file_bytes) == bytes.size());
  CHECK(at(end + format::at_count) == 21);
  CHECK(at(end + format::at_tail) == 8192);
  CHECK(at(end + format::at_metadata_bytes) == 32 + 2 * 16);
  CHECK(bytes.size() == 16'384);
}

TEST_CASE("A line of a block stands as the format says") {
  // 30 numbers, each the only one of its stratum in a single line: plain, their strata one after the other.
  test::list_model model;
  for (std::uint64_t i = 0; i < 30; ++i) model[12'020'000'007 + i * i] = {};
  const std::string bytes = test::write_model(model, list_kind::set, {}, list_tuning::speed, block_choice::plain);
  for (std::uint64_t i = 0; i < 30; ++i) CHECK(load_le<std::uint16_t>(&bytes[4096 + i * 2]) == i * i);
  CHECK(load_le<std::uint32_t>(&bytes[4096 + 60]) == 0);
  // As a bitmap: the first number is bit 0.
  const std::string map = test::write_model(model, list_kind::set, {}, list_tuning::speed, block_choice::bitmap);
  for (std::uint64_t bit = 0; bit < 1024; ++bit) {
    const bool held = ((static_cast<unsigned char>(map[4096 + bit / 8]) >> (bit % 8)) & 1) != 0;
    CHECK(held == model.contains(12'020'000'007 + bit));
  }
}

TEST_CASE("Quotients by a reciprocal are those of a division") {
  using namespace snapshot_format;
  std::mt19937_64 random(test::random_seed());
  std::size_t wrong = 0;
  for (std::uint32_t lines = 1; lines < block_numbers;
       lines += 1 + (lines < 3000 ? 0 : static_cast<std::uint32_t>(random() % 4000))) {
    const auto check = [&](std::uint64_t d) {
      if (d >= block_numbers) return;
      wrong += (d * reciprocal_of(lines)) >> quotient_shift(lines) == d / lines ? 0U : 1U;
      const std::uint32_t strata = strata_of(block_numbers - 1, lines);
      const line_place place = place_of(static_cast<std::uint32_t>(d), lines, strata);
      wrong += place.bucket < lines && place.stratum < strata && d_of(place, lines, strata) == d ? 0U : 1U;
    };
    // What a probe makes of a number below the block's lowest is never within its lines.
    wrong += (std::uint64_t{0xffff'ffff - block_numbers + 1} * reciprocal_of(lines)) >> quotient_shift(lines) >
                     block_numbers / lines + 1
                 ? 0U
                 : 1U;
    const std::uint64_t multiple = random() % block_numbers / lines * lines;
    for (const std::uint64_t d : {std::uint64_t{0}, multiple, multiple + lines - 1, multiple + lines, block_numbers - 1,
                                  random() % block_numbers}) {
      check(d);
    }
  }
  CHECK(wrong == 0);
}
