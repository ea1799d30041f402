// A list in the plainest way, a std::map, and what a snapshot must answer if it holds the same.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "callsieve/sets/snapshot_view.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

#include "sets/combine_oracle.hpp"
#include "sets/snapshot_kit.hpp"
#include "support/every_kernel.hpp"

namespace callsieve::test {

struct model_entry {
  list_record record{0, record_state::listed};
  std::uint32_t flags = 0;
  std::string reference{};
  attempt_days attempts{};
};
using list_model = std::map<std::uint64_t, model_entry>;

inline std::string write_model(const list_model& model, list_kind kind, const snapshot_columns& columns,
                               list_tuning tuning, block_choice choice,
                               const std::vector<number_interval>& intervals = {}) {
  std::string bytes;
  snapshot_writer writer(
      kind, columns, tuning,
      [&](std::string_view part) {
        bytes += part;
        return absl::OkStatus();
      },
      choice);
  for (const number_interval& interval : intervals) {
    if (auto status = writer.add_interval(interval); !status.ok()) throw std::runtime_error(message_of(status));
  }
  for (auto at = model.begin(); at != model.end();) {
    std::vector<std::uint32_t> offsets, flags;
    std::vector<std::int32_t> days;
    std::vector<record_state> states;
    std::vector<std::string_view> references;
    std::vector<attempt_days> attempts;
    block_entries block;
    block.block = static_cast<std::uint32_t>(at->first / block_numbers);
    for (; at != model.end() && at->first / block_numbers == block.block; ++at) {
      offsets.push_back(static_cast<std::uint32_t>(at->first % block_numbers));
      days.push_back(at->second.record.day_number);
      states.push_back(at->second.record.state);
      flags.push_back(at->second.flags);
      references.push_back(at->second.reference);
      attempts.push_back(at->second.attempts);
    }
    block.offsets = offsets;
    if (columns.days && kind != list_kind::attempts) block.days = days;
    block.states = states;
    if (columns.flags) block.flags = flags;
    if (columns.references) block.references = references;
    if (kind == list_kind::attempts) block.attempts = attempts;
    if (auto status = writer.add_block(block); !status.ok()) throw std::runtime_error(message_of(status));
  }
  snapshot_info info;
  info.covers = world_and_washington();
  const auto written = writer.finish(info);
  if (!written.ok()) throw std::runtime_error(message_of(written.status()));
  if (written->bytes != bytes.size() || written->count != model.size()) throw std::runtime_error("wrong counts");
  return bytes;
}

/// Numbers to ask: those held, their neighbours, and strangers.
inline std::vector<phone_number> questions_for(const list_model& model, std::mt19937_64& random, std::size_t most) {
  std::vector<phone_number> asked;
  const auto ask = [&](std::uint64_t value) {
    if (value <= phone_number::max_value) asked.push_back(phone_number::from_digits_unchecked(value));
  };
  const std::size_t step = model.size() / most + 1;
  std::size_t i = 0;
  for (const auto& [value, entry] : model) {
    if (i++ % step != 0) continue;
    ask(value);
    ask(value - 1);
    ask(value + 1 + random() % 1000);
    ask(value / block_numbers * block_numbers + random() % block_numbers);
    if (i % 7 == 0) ask(value + block_numbers);
    if (i % 5 == 0) ask(random() % (phone_number::max_value + 1));
  }
  ask(0);
  ask(1);
  ask(phone_number::max_value);
  for (int n = 0; n < 50; ++n) ask(random() % (phone_number::max_value + 1));
  std::shuffle(asked.begin(), asked.end(), random);
  return asked;
}

/// How many answers differ from the model's, over all questions, kernels and ways to ask.
inline std::size_t wrong_answers(const snapshot_view& view, const list_model& model, std::mt19937_64& random,
                                 std::size_t most = 3000, const std::vector<number_interval>& intervals = {}) {
  const std::vector<phone_number> asked = questions_for(model, random, most);
  std::size_t wrong = 0;
  attempt_days never;
  never.fill(no_attempt);
  std::vector<list_record> expected(asked.size());
  std::vector<const model_entry*> known(asked.size());
  std::vector<std::uint32_t> expected_flags(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto found = model.find(asked[i].value());
    if (found != model.end()) {
      known[i] = &found->second;
      expected[i] = found->second.record;
      expected_flags[i] = found->second.flags;
    }
    for (const number_interval& in : intervals) {
      if (in.first > asked[i] || asked[i] > in.last) continue;
      const list_record record{in.day_number, record_state::listed};
      expected[i] = known[i] == nullptr ? record : both_records(record, expected[i], view.info().days);
      expected_flags[i] = known[i] == nullptr ? in.flags : both_flags(in.flags, expected_flags[i]);
    }
  }
  with_every_kernel([&](std::string_view) {
    std::vector<list_record> records(asked.size(), list_record{7, record_state::given});
    view.find(asked, records);
    std::vector<std::uint64_t> bits((asked.size() + 63) / 64, ~std::uint64_t{0});
    view.contains(asked, bits);
    std::vector<std::uint64_t> wanted(bits.size());
    for (std::uint64_t& word : wanted) word = random() % 3 == 0 ? 0 - (random() % 2) : random() & random();
    if (asked.size() % 64 != 0) wanted.back() &= (std::uint64_t{1} << (asked.size() % 64)) - 1;
    std::vector<std::uint64_t> of_wanted(bits.size(), ~std::uint64_t{0});
    view.contains(asked, wanted, of_wanted);
    for (std::size_t word = 0; word < bits.size(); ++word) {
      wrong += of_wanted[word] == (bits[word] & wanted[word]) ? 0U : 1U;
    }
    std::vector<std::uint32_t> flags(asked.size(), 9);
    view.find_flags(asked, flags);
    std::vector<attempt_days> attempts(asked.size());
    view.find_attempts(asked, attempts);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const bool held = expected[i].state != record_state::absent;
      wrong += records[i] == expected[i] ? 0U : 1U;
      wrong += ((bits[i / 64] >> (i % 64)) & 1) == (held ? 1U : 0U) ? 0U : 1U;
      wrong += view.contains(asked[i]) == held ? 0U : 1U;
      wrong += flags[i] == expected_flags[i] ? 0U : 1U;
      const bool has_attempts = known[i] != nullptr && view.info().kind == list_kind::attempts;
      wrong += attempts[i] == (has_attempts ? known[i]->attempts : never) ? 0U : 1U;
      if (i % 16 == 0) {
        wrong += view.reference(asked[i]) == (known[i] == nullptr ? std::string() : known[i]->reference) ? 0U : 1U;
      }
    }
    if (asked.size() % 64 != 0) wrong += bits.back() >> (asked.size() % 64) == 0 ? 0U : 1U;
  });
  return wrong;
}

/// How many entries read back differ from the model's.
inline std::size_t wrong_entries(const snapshot_view& view, const list_model& model) {
  std::size_t wrong = 0;
  auto at = model.begin();
  block_reader reader(view);
  while (reader.next()) {
    const block_entries& block = reader.entries();
    for (std::size_t i = 0; i < block.size(); ++i, ++at) {
      if (at == model.end()) return wrong + 1;
      const model_entry& entry = at->second;
      wrong += number_in_block(block.block, block.offsets[i]).value() == at->first ? 0U : 1U;
      wrong += block.record(i).state == entry.record.state ? 0U : 1U;
      if (!block.days.empty()) wrong += block.days[i] == entry.record.day_number ? 0U : 1U;
      if (!block.flags.empty()) wrong += block.flags[i] == entry.flags ? 0U : 1U;
      if (!block.references.empty()) wrong += block.references[i] == entry.reference ? 0U : 1U;
      if (!block.attempts.empty()) wrong += block.attempts[i] == entry.attempts ? 0U : 1U;
    }
  }
  return wrong + (at == model.end() ? 0U : 1U);
}

}  // namespace callsieve::test
