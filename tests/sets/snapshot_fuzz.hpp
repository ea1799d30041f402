// One body for the fuzzer and for the replay: any bytes, and a whole snapshot with bytes changed and its checksums made
// right again, so that what lies behind the checksums is reached too.
//
// The bytes are asked from a buffer of exactly their size, so that AddressSanitizer sees every over-read.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sets/list_model.hpp"

namespace callsieve::test {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Asks everything in every way. What was not verified may answer anything, but each kernel the same for the numbers
/// that it lists; what was verified holds each number that it lists with the record it stands with.
inline void use(const snapshot_view& view, bool verified) {
  std::vector<phone_number> numbers;
  std::vector<list_record> expected;
  std::uint64_t last = 0;
  view.for_each([&](phone_number who, const list_record& record, std::string_view) {
    require(who.value() >= last);
    last = who.value() + 1;
    numbers.push_back(who);
    expected.push_back(record);
  });
  if (verified) require(numbers.size() <= view.info().count);
  std::vector<phone_number> asked = numbers;
  const std::uint64_t turn = view.header_checksum();  // others for each snapshot
  for (std::uint64_t i = turn; i != turn + 250; ++i)
    asked.push_back(phone_number::from_digits_unchecked(mix(i) >> (14 + i % 40)));
  for (std::uint64_t i = turn; i != turn + 250; ++i)
    asked.push_back(phone_number::from_digits_unchecked(12'020'000'000 + mix(i) % 40'000'000));
  std::vector<list_record> records(asked.size());
  std::vector<std::uint64_t> bits((asked.size() + 63) / 64);
  std::vector<std::uint32_t> flags(asked.size());
  std::vector<attempt_days> attempts(asked.size());
  with_every_kernel([&](std::string_view) {
    view.find(asked, records);
    view.contains(asked, bits);
    view.find_flags(asked, flags);
    view.find_attempts(asked, attempts);
    for (const phone_number who : asked) {
      (void)view.contains(who);
      (void)view.reference(who);
    }
    for (std::size_t i = 0; verified && i < numbers.size(); ++i) {
      // A number may stand in an interval too, and then blocks as much as both.
      require(records[i] == expected[i] ||
              (view.info().intervals != 0 && combined(records[i], expected[i], view.info().days) == records[i]));
      require(((bits[i / 64] >> (i % 64)) & 1) != 0);
    }
  });
  for (std::uint64_t i = 0; i < view.info().intervals; ++i) (void)view.interval(i);
  for (const phone_number who : numbers) (void)view.speaks_for().obtained_for(who);
}

inline void try_bytes(const std::string& bytes) {
  const auto exact = std::make_unique<std::byte[]>(bytes.size());
  std::copy_n(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size(), exact.get());
  const auto check = [&](const byte_damage& wrong) { require(wrong.offset <= bytes.size() && !wrong.what.empty()); };
  const auto result = open_snapshot(std::span(exact.get(), bytes.size()));
  if (const auto* wrong = std::get_if<byte_damage>(&result)) return check(*wrong);
  const auto& view = std::get<snapshot_view>(result);
  const auto wrong = verify_snapshot(view, 1);
  if (wrong) check(*wrong);
  use(view, !wrong);
}

/// Snapshots of every form and kind, for the changes to begin with.
inline const std::vector<std::string>& seeds() {
  static const std::vector<std::string> made = [] {
    std::vector<std::string> all;
    list_model model;
    for (std::uint64_t i = 0; i < 300; ++i) {
      model_entry& entry = model[12'020'000'000 + i * 7'919 % 21'000];
      entry.flags = static_cast<std::uint32_t>(i);
    }
    for (std::uint64_t i = 0; i < 200; ++i) model[12'030'000'000 + i * 49'999] = {};
    snapshot_columns with_flags;
    with_flags.flags = true;
    for (const block_choice choice :
         {block_choice::coded, block_choice::bitmap, block_choice::plain, block_choice::singles}) {
      all.push_back(write_model(model, list_kind::set, {}, list_tuning::memory, choice,
                                {{number(3190), number(3199)}, {number(31'900), number(31'999)}}));
      all.push_back(write_model(model, list_kind::set, with_flags, list_tuning::memory, choice));
    }
    for (auto& [value, entry] : model) {
      entry.record = {static_cast<std::int32_t>(19'000 + value % 1000),
                      value % 2 == 0 ? record_state::given : record_state::withdrawn};
      entry.reference = std::string(value % 5, 'r');
    }
    for (const block_choice choice : {block_choice::coded, block_choice::plain, block_choice::singles}) {
      all.push_back(write_model(model, list_kind::consent, {std::nullopt, true, 19'000, 20'000, false, true},
                                list_tuning::memory, choice));
    }
    for (auto& [value, entry] : model) {
      entry.record.state = record_state::attempted;
      entry.attempts.fill(no_attempt);
      entry.attempts[0] = entry.record.day_number;
    }
    all.push_back(write_model(model, list_kind::attempts, {record_state::attempted, true, 19'000, 20'000, false, false},
                              list_tuning::memory, block_choice::coded));
    return all;
  }();
  return made;
}

inline int fuzz_snapshot(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if (data[0] >= 0xf0) {
    try_bytes(std::string(reinterpret_cast<const char*>(data + 1), size - 1));
    return 0;
  }
  // Three bytes an edit: where, counted from the start, the tail or the end page, and the byte to put there.
  std::string bytes = seeds()[data[0] % seeds().size()];
  const std::size_t end = bytes.size() - snapshot_format::page_bytes;
  const auto tail = static_cast<std::size_t>(load_le<std::uint64_t>(&bytes[end + snapshot_format::at_tail]));
  for (std::size_t i = 1; i + 3 <= size; i += 3) {
    const std::size_t place = (data[i] & 0x3fU) * 256U + data[i + 1];
    const std::size_t part = data[i] >> 6;
    const std::size_t at = part == 0   ? 4096 + place % (bytes.size() - 4096)
                           : part == 1 ? tail + place % (bytes.size() - tail)
                           : part == 2 ? end + place % 256
                                       : place % bytes.size();
    bytes[at] = static_cast<char>(data[i + 2]);
  }
  mend_checksums(bytes);
  try_bytes(bytes);
  return 0;
}

}  // namespace callsieve::test
