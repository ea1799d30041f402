#include <functional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "sets/snapshot_fuzz.hpp"
#include "sets/snapshot_kit.hpp"
#include "support/catch.hpp"

using namespace callsieve;
namespace format = snapshot_format;
using test::open_text;

namespace {

std::uint64_t table_of(const std::string& bytes) {
  return load_le<std::uint64_t>(&bytes[format::at_sections + format::table * 16]);
}

/// Where the checksum that covers the byte says damage is: anywhere in the header page, else the block's or table's
/// start.
bool names(const byte_damage& wrong, const std::string& whole, std::size_t place) {
  if (place < format::page_bytes) return wrong.offset < format::page_bytes;
  if (place >= table_of(whole)) return wrong.offset == table_of(whole);
  return wrong.offset == place - (place - format::page_bytes) % format::block_bytes;
}

/// A snapshot changed behind whole checksums, as only a faulty writer makes it.
byte_damage found_after(list_kind kind, const std::function<void(std::string&)>& change) {
  std::string bytes = test::small_snapshot(kind);
  change(bytes);
  test::mend_checksums(bytes);
  const auto result = open_text(bytes);
  const auto* wrong = std::get_if<byte_damage>(&result);
  return wrong != nullptr ? *wrong : byte_damage{0, "opened", false};
}

std::size_t section_of(const std::string& bytes, format::section_index which) {
  return load_le<std::uint64_t>(&bytes[format::at_sections + which * 16]);
}

/// The first slot that holds a number, and the first that does not.
std::size_t slot_of(const std::string& bytes, bool used) {
  const std::size_t lines = section_of(bytes, format::lines);
  std::size_t slot = 0;
  while ((load_le<std::uint64_t>(&bytes[lines + slot * 8]) != 0) != used) ++slot;
  return slot;
}

}  // namespace

TEST_CASE("One flipped bit anywhere in a snapshot is found, and its place named") {
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    const std::string whole = test::small_snapshot(kind);
    REQUIRE(std::holds_alternative<snapshot_view>(open_text(whole)));
    std::string bytes = whole;
    std::vector<std::size_t> missed;
    for (std::size_t place = 0; place < whole.size(); ++place) {
      bytes[place] = static_cast<char>(bytes[place] ^ (1 << (random() % 8)));
      const auto result = open_text(bytes);
      const auto* wrong = std::get_if<byte_damage>(&result);
      if (wrong == nullptr || !names(*wrong, whole, place) || wrong->newer_version) missed.push_back(place);
      bytes[place] = whole[place];
    }
    CHECK(missed.empty());
  }
}

TEST_CASE("A snapshot cut anywhere is found, and where it ends named") {
  for (const list_kind kind : {list_kind::set, list_kind::consent}) {
    const std::string whole = test::small_snapshot(kind);
    std::vector<std::size_t> missed;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto result = open_snapshot(std::as_bytes(std::span(whole)).first(size));
      const auto* wrong = std::get_if<byte_damage>(&result);
      const bool is_named = wrong != nullptr && (size < 8 || wrong->offset == size);
      if (!is_named) missed.push_back(size);
    }
    CHECK(missed.empty());
    const auto longer = open_text(whole + '\0');
    REQUIRE(std::holds_alternative<byte_damage>(longer));
    CHECK(std::get<byte_damage>(longer).offset == whole.size());
  }
}

TEST_CASE("Damage in a later block is named by that block") {
  snapshot_builder builder(list_kind::set);
  for (std::uint64_t i = 0; i < 250'000; ++i) builder.add(test::number(12'025'550'000 + i));
  const std::string whole = builder.bytes({}).value();
  REQUIRE(whole.size() > 2 * format::block_bytes);
  for (const std::size_t place : {std::size_t{5000}, format::block_bytes + 4096, format::block_bytes * 2 + 5000}) {
    std::string bytes = whole;
    bytes[place] = static_cast<char>(bytes[place] ^ 0x10);
    const auto result = open_text(bytes);
    REQUIRE(std::holds_alternative<byte_damage>(result));
    CHECK(names(std::get<byte_damage>(result), whole, place));
  }
}

TEST_CASE("A snapshot of a newer format is told from damage") {
  const byte_damage wrong =
      found_after(list_kind::set, [](std::string& bytes) { store_le(&bytes[format::at_version], std::uint32_t{7}); });
  CHECK(wrong.newer_version);
  CHECK(wrong.what == "written by a newer callsieve (format 7)");
}

TEST_CASE("What a faulty writer wrote under right checksums is refused") {
  const auto set_u64 = [](std::size_t at, std::uint64_t value) {
    return [=](std::string& bytes) { store_le(&bytes[at], value); };
  };
  const auto what = [](const byte_damage& wrong) { return wrong.what; };
  CHECK(what(found_after(list_kind::set, [](std::string&) {})) == "opened");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_kind, 3))) == "no such kind of list");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_kind, 1))) == "a section stands where it cannot");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_count, 20))) == "holds 21 numbers and says 20");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_home_lines, 0))) == "sizes that no file can have");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_home_lines, ~0ULL))) == "sizes that no file can have");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_home_lines, 3))) == "a section stands where it cannot");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_sections + 8, 0))) == "sizes that no file can have");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_sections + 16, 1ULL << 40))) ==
        "a section stands where it cannot");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_block_bytes, 4096))) ==
        "checksums over blocks of another size");
  CHECK(what(found_after(list_kind::set, set_u64(format::at_file_bytes, 4096))) ==
        "the file's length contradicts its sections");
}

TEST_CASE("Entries that could not be found, or mean nothing, are refused with their place") {
  const auto at_slot = [](list_kind kind, format::section_index section, std::size_t width, bool used, auto value) {
    std::size_t place = 0;
    const byte_damage wrong = found_after(kind, [&](std::string& bytes) {
      place = section_of(bytes, section) + slot_of(bytes, used) * width;
      store_le(&bytes[place], value);
    });
    return wrong.offset == place ? wrong.what : "elsewhere: " + wrong.what;
  };
  const std::string lost = "a number stands where it cannot be found";
  std::uint64_t of_the_last_line = 12'025'550'000;  // and put in the first
  while (format::home_line(mix(of_the_last_line), 4) != 3) ++of_the_last_line;
  CHECK(at_slot(list_kind::set, format::lines, 8, true, of_the_last_line) == lost);
  CHECK(at_slot(list_kind::set, format::lines, 8, true, phone_number::max_value + 1) == lost);
  CHECK(at_slot(list_kind::dated, format::days, 4, true, std::int32_t{-40'000}) ==
        "a day or state that the kind of list does not have");
  CHECK(at_slot(list_kind::dated, format::days, 4, false, std::int32_t{20'000}) == "a day without a number");
  CHECK(at_slot(list_kind::consent, format::references, 8, true, ~std::uint64_t{0}) == "evidence that is not there");
  CHECK(at_slot(list_kind::consent, format::references, 8, false, std::uint64_t{1}) == "evidence without a number");
}

TEST_CASE("Coverage that is not one is refused") {
  const auto with_entry = [](std::uint64_t digits, std::uint32_t length, std::int32_t obtained) {
    return found_after(list_kind::set,
                       [&](std::string& bytes) {
                         const std::size_t entry = section_of(bytes, format::metadata) + format::metadata_fixed_bytes;
                         store_le(&bytes[entry], digits);
                         store_le(&bytes[entry + 8], obtained);
                         store_le(&bytes[entry + 12], length);
                       })
        .what;
  };
  CHECK(with_entry(1202, 4, 20'000) == "opened");
  CHECK(with_entry(1202, 5, 20'000) == "no prefix or no day");
  CHECK(with_entry(1202, 4 + 256, 20'000) == "no prefix or no day");
  CHECK(with_entry(5, 0, 20'000) == "no prefix or no day");
  CHECK(with_entry(1202, 4, 9'000'000) == "no prefix or no day");
  CHECK(with_entry(0, 0, 20'000) == "the coverage is out of order");
}

TEST_CASE("Random damage, checksums mended or not, never opens as something inconsistent") {
  const std::uint64_t seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 3'000; ++round) {
    std::vector<std::uint8_t> input(1 + random() % 13);
    for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(random() & 0xff);
    CHECK(test::fuzz_snapshot(input.data(), input.size()) == 0);
  }
}
