// Golden values: a change here is a change of the format, and needs a new version of it.
#include "callsieve/sets/snapshot_format.hpp"

#include <random>

#include "callsieve/sets/unmix.hpp"

#include "sets/snapshot_kit.hpp"
#include "support/catch.hpp"

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
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  std::size_t differing = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t value = random() >> (random() % 64);
    differing += unmix(mix(value)) == value ? 0 : 1;
  }
  CHECK(differing == 0);
}

TEST_CASE("Small snapshots of each kind have the bytes of format version 0") {
  const auto fingerprint = [](list_kind kind) {
    const std::string bytes = test::small_snapshot(kind);
    return XXH3_64bits(bytes.data(), bytes.size());
  };
  CHECK(fingerprint(list_kind::set) == 0xe0d5be62ac279594ULL);
  CHECK(fingerprint(list_kind::dated) == 0xcfcbef8d79c914ffULL);
  CHECK(fingerprint(list_kind::consent) == 0x70e8f5d7611c5735ULL);
}

TEST_CASE("The header page stands as the format says") {
  const std::string bytes = test::small_snapshot(list_kind::dated);
  const auto at = [&](std::size_t offset) { return load_le<std::uint64_t>(bytes.data() + offset); };
  CHECK(bytes.substr(0, 8) == "CALLSIEV");
  CHECK(at(8) == 0x01020304'00000000ULL);
  CHECK(at(16) == 1);
  CHECK(at(24) == bytes.size());
  CHECK(at(32) == 21);
  CHECK(at(40) == 4);  // 21 numbers at 10 bytes each
  CHECK(at(56) == std::size_t{1} << 20);
  CHECK(at(64) == 4096);
  CHECK(at(72) == 24 + 2 * 16);
  CHECK(at(80) == 8192);
  CHECK(at(96) == 12'288);
  CHECK(at(112) == 16'384);
  CHECK(at(128) == 20'480);  // no references,
  CHECK(at(136) == 0);
  CHECK(at(144) == 20'480);  // no evidence
  CHECK(at(160) == 20'480);
  CHECK(at(168) == 8);
  CHECK(bytes.size() == 20'488);
}

TEST_CASE("Sizes that no file can have give no layout") {
  using snapshot_format::layout_of;
  using snapshot_format::shape;
  constexpr std::uint64_t huge = ~std::uint64_t{0};
  CHECK(layout_of(shape{}));
  CHECK_FALSE(layout_of(shape{list_kind::set, 0, 0, 0, 0}));
  CHECK_FALSE(layout_of(shape{list_kind::set, huge, 0, 0, 0}));
  CHECK_FALSE(layout_of(shape{list_kind::set, 1, huge, 0, 0}));
  CHECK_FALSE(layout_of(shape{list_kind::set, 1, 0, huge, 0}));
  CHECK_FALSE(layout_of(shape{list_kind::consent, 1, 0, 0, huge}));
}
