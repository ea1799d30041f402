#include <array>
#include <functional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "sets/list_model.hpp"
#include "sets/snapshot_fuzz.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
namespace format = snapshot_format;
using test::open_text;

namespace {

std::size_t end_of(const std::string& bytes) { return bytes.size() - format::page_bytes; }
std::uint64_t field(const std::string& bytes, std::size_t at) {
  return load_le<std::uint64_t>(&bytes[end_of(bytes) + at]);
}

/// Whether the place of the damage is the part that its checksum covers.
bool names(const byte_damage& wrong, const std::string& whole, std::size_t place) {
  const std::size_t tail = field(whole, format::at_tail);
  if (place < format::page_bytes) return wrong.offset < format::page_bytes;
  if (place >= end_of(whole)) return wrong.offset >= end_of(whole);
  if (place >= tail) return wrong.offset == tail;
  return wrong.offset == place - place % format::checked_bytes;
}

/// A snapshot changed behind whole checksums, as only a faulty or hostile writer makes it.
byte_damage found_after(std::string bytes, const std::function<void(std::string&)>& change) {
  change(bytes);
  test::mend_checksums(bytes);
  const auto result = open_text(bytes);
  const auto* wrong = std::get_if<byte_damage>(&result);
  return wrong != nullptr ? *wrong : byte_damage{0, "opened", false};
}

/// 2,000 numbers in three blocks, with all columns of the kind.
std::string blocks_of(list_kind kind, block_choice choice) {
  test::list_model model;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    test::model_entry& entry = model[12'020'000'000 + i * 7'919 % 25'000'000];
    if (kind == list_kind::set) continue;
    entry.record = {20'000, kind == list_kind::dated ? record_state::purchase : record_state::given};
    if (kind == list_kind::consent) entry.reference = "form";
  }
  snapshot_columns columns;
  if (kind != list_kind::set) columns = {std::nullopt, true, 19'000, 20'000, false, kind == list_kind::consent};
  return test::write_model(model, kind, columns, list_tuning::memory, choice);
}

constexpr block_choice forms[] = {block_choice::singles, block_choice::bitmap, block_choice::plain,
                                  block_choice::coded};

}  // namespace

TEST_CASE("One flipped bit anywhere in a snapshot is found, and its place named") {
  std::mt19937_64 random(test::random_seed());
  std::vector<std::string> snapshots;
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    snapshots.push_back(test::small_snapshot(kind));
  }
  snapshots.push_back(blocks_of(list_kind::set, block_choice::coded));
  snapshots.push_back(blocks_of(list_kind::consent, block_choice::plain));
  for (const std::string& whole : snapshots) {
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
    CHECK(std::holds_alternative<byte_damage>(open_text(whole + '\0')));
    CHECK(std::holds_alternative<byte_damage>(open_text(whole + std::string(4096, '\0'))));
    CHECK(std::holds_alternative<byte_damage>(open_text(whole + whole)));
  }
}

TEST_CASE("Damage in a later part is named by that part, whatever the number of threads") {
  test::list_model model;
  for (std::uint64_t i = 0; i < 250'000; ++i) model[12'025'550'000 + i * 1'001] = {};
  const std::string whole = test::write_model(model, list_kind::set, {}, list_tuning::memory, block_choice::singles);
  REQUIRE(whole.size() > 3 * format::checked_bytes);
  for (const std::size_t place : {std::size_t{5000}, format::checked_bytes + 4096, format::checked_bytes * 2 + 5000}) {
    std::string bytes = whole;
    bytes[place] = static_cast<char>(bytes[place] ^ 0x10);
    bytes[place + format::checked_bytes] = static_cast<char>(bytes[place] ^ 0x10);
    const auto opened = open_snapshot(std::as_bytes(std::span(bytes)));
    REQUIRE(std::holds_alternative<snapshot_view>(opened));
    for (const unsigned threads : {0U, 1U, 2U, 5U}) {
      const auto wrong = verify_snapshot(std::get<snapshot_view>(opened), threads);
      REQUIRE(wrong);
      CHECK(names(*wrong, whole, place));
    }
  }
}

TEST_CASE("Other versions and byte orders are told from damage") {
  const std::string small = test::small_snapshot(list_kind::set);
  const byte_damage newer =
      found_after(small, [](std::string& bytes) { store_le(&bytes[format::at_version], std::uint32_t{7}); });
  CHECK(newer.newer_version);
  CHECK(newer.what == "written by a newer callsieve (format 7)");
  const byte_damage older =
      found_after(small, [](std::string& bytes) { store_le(&bytes[format::at_version], std::uint32_t{0}); });
  CHECK_FALSE(older.newer_version);
  CHECK(older.what == "written by an older callsieve, in format 0, which is no longer read: import the list again");
  const byte_damage swapped = found_after(
      small, [](std::string& bytes) { store_le(&bytes[format::at_byte_order], std::uint32_t{0x04030201}); });
  CHECK(swapped.what ==
        "written in big-endian byte order, which is not read here: import the list again on this machine");
}

TEST_CASE("What a hostile writer wrote under right checksums is refused") {
  const auto after = [](list_kind kind, std::size_t at, std::uint64_t value) {
    return found_after(test::small_snapshot(kind),
                       [=](std::string& bytes) { store_le(&bytes[end_of(bytes) + at], value); })
        .what;
  };
  const auto set = list_kind::set;
  CHECK(found_after(test::small_snapshot(set), [](std::string&) {}).what == "opened");
  CHECK(after(set, format::at_kind, 4) == "no such kind of list");
  CHECK(after(set, format::at_kind, 1) == "columns that the kind of list does not have");
  CHECK(after(set, format::at_tuning, 2) == "no such tuning");
  CHECK(after(set, format::at_day_meaning, 6) == "days of no known meaning");
  CHECK(after(set, format::at_state, 7) == "no such state of a record");
  CHECK(after(set, format::at_day_bytes, 3) == "days of a size that is none");
  CHECK(after(set, format::at_first_day, 1ULL << 31) == "no day");
  CHECK(after(set, format::at_has, 8) == "columns that are not known");
  CHECK(after(set, format::at_count, 20) == "holds 21 numbers and says 20");
  constexpr std::uint64_t huge = ~std::uint64_t{0};
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    for (const std::size_t at :
         {format::at_file_bytes, format::at_count, format::at_singles, format::at_single_count, format::at_home_lines,
          format::at_spill_lines, format::at_single_evidence, format::at_intervals, format::at_interval_count,
          format::at_tail, format::at_metadata_bytes, format::at_seat_count, format::at_descriptor_count,
          format::at_thin_count}) {
      for (const std::uint64_t value : {huge, huge >> 1, huge - 4095, std::uint64_t{1} << 40, std::uint64_t{1} << 32,
                                        std::uint64_t{5'000'000'000}, std::uint64_t{77}}) {
        CAPTURE(static_cast<int>(kind), at, value);
        CHECK(after(kind, at, value) != "opened");
      }
    }
  }
}

TEST_CASE("A directory that lies is refused before anything is read by it") {
  for (const block_choice choice : forms) {
    if (choice == block_choice::singles) continue;
    const std::string whole = blocks_of(list_kind::set, choice);
    const format::tail_layout parts =
        format::tail_of(field(whole, format::at_tail), field(whole, format::at_metadata_bytes),
                        field(whole, format::at_seat_count), field(whole, format::at_descriptor_count));
    std::size_t used = parts.descriptors;
    while (load_le<std::uint32_t>(&whole[used]) == format::no_block) used += format::descriptor_bytes;
    std::vector<std::size_t> missed;
    for (std::size_t byte = 0; byte < format::descriptor_bytes; ++byte) {
      for (const int flip : {0xff, 0x80, 0x01}) {
        const byte_damage wrong = found_after(
            whole, [&](std::string& bytes) { bytes[used + byte] = static_cast<char>(bytes[used + byte] ^ flip); });
        if (wrong.what == "opened") missed.push_back(byte);
      }
    }
    // Where a block begins and how far it reaches cannot be told from right values as long as all of it fits.
    for (const std::size_t byte : missed) {
      CAPTURE(byte);
      CHECK(((byte < 7) | (byte == 11) | (byte >= 28)));
    }
  }
}

TEST_CASE("Counts that lie are refused") {
  for (const block_choice choice : forms) {
    const std::string whole = blocks_of(list_kind::consent, choice);
    CHECK(found_after(whole, [](std::string&) {}).what == "opened");
    const byte_damage wrong =
        found_after(whole, [&](std::string& bytes) {  // the first line of the first block is emptied
          const bool is_singles = choice == block_choice::singles;
          std::fill_n(bytes.begin() + 4096, is_singles ? 64 : 60, choice == block_choice::plain ? '\xff' : '\0');
        });
    CHECK(wrong.what != "opened");
  }
}

TEST_CASE("Records and evidence that mean nothing are refused") {
  const std::string whole = blocks_of(list_kind::consent, block_choice::singles);
  const std::uint64_t singles = field(whole, format::at_singles);
  const std::uint64_t lines = field(whole, format::at_home_lines) + field(whole, format::at_spill_lines);
  format::column_plan plan;
  plan.state = record_state::absent;
  plan.day_bytes = 2;
  plan.references = true;
  const format::columns at = columns_of(plan, lines * 8, field(whole, format::at_single_evidence));
  const std::uint64_t columns = singles + lines * 64;
  std::uint64_t slot = 0;
  while (load_le<std::uint64_t>(&whole[singles + slot * 8]) == 0) ++slot;
  const auto after = [&](std::uint64_t place, auto value) {
    return found_after(whole, [&](std::string& bytes) { store_le(&bytes[place], value); }).what;
  };
  const std::string lost = "a day or state that the kind of list does not have";
  CHECK(after(columns + slot * 2, format::narrow_open) == lost);
  CHECK(after(columns + slot * 2, format::narrow_no_attempt) == lost);
  CHECK(after(columns + at.states + slot, std::uint8_t{0}) == lost);
  CHECK(after(columns + at.states + slot, std::uint8_t{1}) == lost);
  CHECK(after(columns + at.ends + slot * 5, std::uint32_t{0xffff'ffff}) == "evidence that is not there");
  std::uint64_t stranger = 12'020'000'001;
  CHECK(after(singles + slot * 8, stranger) == "a number stands where it is not found");
  CHECK(after(singles + slot * 8, phone_number::max_value + 1) == "a number stands where it is not found");
}

TEST_CASE("Intervals out of order are refused") {
  const std::vector<number_interval> two = {{test::number(100), test::number(200)},
                                            {test::number(300), test::number(400)}};
  const std::string whole = test::write_model({}, list_kind::set, {}, list_tuning::memory, block_choice::by_cost, two);
  const std::uint64_t at = field(whole, format::at_intervals);
  const auto after = [&](std::uint64_t place, std::uint64_t value) {
    return found_after(whole, [&](std::string& bytes) { store_le(&bytes[place], value); }).what;
  };
  const std::string none = "an interval that is none, or out of order";
  CHECK(after(at, 0) == none);
  CHECK(after(at, 201) == none);
  CHECK(after(at + 24, 200) == none);
  CHECK(after(at + 32, phone_number::max_value + 1) == none);
  CHECK(after(at + 32, 500) == "opened");
}

TEST_CASE("Coverage that is not one is refused") {
  const auto with_entry = [](std::uint64_t digits, std::uint32_t length, std::int32_t obtained) {
    return found_after(test::small_snapshot(list_kind::set),
                       [&](std::string& bytes) {
                         const std::size_t entry = field(bytes, format::at_tail) + format::metadata_fixed_bytes;
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

TEST_CASE("The writer refuses what a list cannot hold") {
  const auto refused = [](list_kind kind, const snapshot_columns& columns, const block_entries& block) {
    snapshot_writer writer(kind, columns, list_tuning::memory, [](std::string_view) { return absl::OkStatus(); });
    const bool first = !writer.add_block(block).ok();
    CHECK(first == !writer.finish({}).ok());  // and keeps saying so
    return first;
  };
  const std::vector<std::uint32_t> one = {5}, twice = {5, 5}, back = {6, 5}, beyond = {10'000'000}, zero = {0};
  const auto block = [](const std::vector<std::uint32_t>& offsets, std::uint32_t key = 1202) {
    block_entries made;
    made.block = key;
    made.offsets = offsets;
    return made;
  };
  CHECK_FALSE(refused(list_kind::set, {}, block(one)));
  CHECK(refused(list_kind::set, {}, block(twice)));
  CHECK(refused(list_kind::set, {}, block(back)));
  CHECK(refused(list_kind::set, {}, block(beyond)));
  CHECK(refused(list_kind::set, {}, block(zero, 0)));  // the number none
  CHECK_FALSE(refused(list_kind::set, {}, block(zero, 1)));
  CHECK(refused(list_kind::set, {}, block(one, block_keys)));
  CHECK(refused(list_kind::dated, {}, block(one)));
  CHECK(refused(list_kind::set, {record_state::given}, block(one)));
  const std::vector<std::int32_t> days = {20'000};
  block_entries dated = block(one);
  dated.days = days;
  CHECK(refused(list_kind::set, {}, dated));
  dated.state = record_state::purchase;
  const snapshot_columns purchases{record_state::purchase, true, 19'000, 20'000};
  CHECK_FALSE(refused(list_kind::dated, purchases, dated));
  CHECK(refused(list_kind::dated, {record_state::purchase, true, 19'000, 19'999}, dated));
  CHECK(refused(list_kind::dated, {record_state::contract_end, true, 19'000, 20'000}, dated));
  dated.state = record_state::given;
  CHECK(refused(list_kind::dated, {std::nullopt, true, 19'000, 20'000}, dated));
  snapshot_writer writer(list_kind::set, {}, list_tuning::memory, [](std::string_view) { return absl::OkStatus(); });
  CHECK(writer.add_block(block(one, 7)).ok());
  CHECK_FALSE(writer.add_block(block(one, 7)).ok());
}

TEST_CASE("Random damage, checksums mended or not, never reads outside and never opens as something inconsistent") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 3'000; ++round) {
    std::vector<std::uint8_t> input(1 + random() % 13);
    for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(random() & 0xff);
    CHECK(test::fuzz_snapshot(input.data(), input.size()) == 0);
  }
}

TEST_CASE("A number that stands twice in its line, by a change and checksums made for it, is listed as it is found") {
  // The plain block of consents: the key at byte 4556 becomes that of another number of the line.
  const std::array<std::uint8_t, 4> input{9, 0xc0 | 4556 / 256, 4556 % 256, 0xc8};
  CHECK(test::fuzz_snapshot(input.data(), input.size()) == 0);
}
