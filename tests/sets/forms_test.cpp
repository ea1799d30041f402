// Every form of a block, every kernel and every way to ask, against a std::map.
#include <random>
#include <string>
#include <vector>

#include "sets/list_model.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using test::list_model;

namespace {

constexpr block_choice choices[] = {block_choice::by_cost, block_choice::singles, block_choice::bitmap,
                                    block_choice::plain, block_choice::coded};
constexpr list_tuning tunings[] = {list_tuning::memory, list_tuning::speed};

snapshot_view opened(const std::string& bytes) {
  auto result = test::open_text(bytes);
  if (const auto* wrong = std::get_if<byte_damage>(&result)) FAIL(wrong->what << " at " << wrong->offset);
  return std::get<snapshot_view>(std::move(result));
}

/// Plain sets of these numbers, in every form and tuning.
void check_set(const list_model& model, std::mt19937_64& random, std::size_t most = 1500) {
  for (const block_choice choice : choices) {
    for (const list_tuning tuning : tunings) {
      if (choice != block_choice::by_cost && tuning == list_tuning::speed) continue;
      CAPTURE(static_cast<int>(choice), static_cast<int>(tuning), model.size());
      const std::string bytes = test::write_model(model, list_kind::set, {}, tuning, choice);
      const snapshot_view view = opened(bytes);
      CHECK(view.info().count == model.size());
      CHECK(test::wrong_answers(view, model, random, most) == 0);
      CHECK(test::wrong_entries(view, model) == 0);
    }
  }
}

}  // namespace

TEST_CASE("Small and strange sets answer as a std::map does") {
  std::mt19937_64 random(test::random_seed());
  const auto set_of = [](const std::vector<std::uint64_t>& numbers) {
    list_model model;
    for (const std::uint64_t each : numbers) model[each] = {};
    return model;
  };
  check_set(set_of({}), random);
  check_set(set_of({1}), random);
  check_set(set_of({999'999'999'999'999}), random);
  check_set(set_of({9'999'999, 10'000'000, 19'999'999, 20'000'000}), random);  // block borders
  check_set(set_of({12'020'000'000, 12'029'999'999}), random);                 // the whole span
  check_set(set_of({1, 12'025'550'123, 442'079'460'000, 999'999'999'999'999}), random);
}

TEST_CASE("Sets of every density answer as a std::map does") {
  std::mt19937_64 random(test::random_seed());
  for (const std::uint64_t span :
       {1ULL, 64ULL, 511ULL, 512ULL, 513ULL, 3000ULL, 65'536ULL, 1'000'000ULL, 10'000'000ULL}) {
    for (const double density : {1.0, 0.9, 0.5, 0.2, 0.05, 0.01, 0.001, 0.0001}) {
      const auto count = static_cast<std::uint64_t>(static_cast<double>(span) * density);
      if (count == 0 || count > 40'000) continue;
      list_model model;
      const std::uint64_t base = 12'020'000'000 + random() % (block_numbers - span + 1);
      if (density == 1.0) {
        for (std::uint64_t i = 0; i < span; ++i) model[base + i] = {};
      } else {
        while (model.size() < count) model[base + random() % span] = {};
      }
      check_set(model, random, 400);
    }
  }
}

TEST_CASE("Structured sets answer as a std::map does") {
  std::mt19937_64 random(test::random_seed());
  constexpr std::uint64_t base = 12'020'000'000;
  list_model endings, firsts, runs, mixed, exchanges;
  for (std::uint64_t i = 0; i < 3'000'000; i += 100) endings[base + i] = {};
  for (std::uint64_t i = 0; i < 3'000'000; i += 10'000) {
    for (std::uint64_t k = 0; k < 100; ++k) firsts[base + i + k] = {};
  }
  for (int run = 0; run < 6; ++run) {
    const std::uint64_t begin = base + random() % (5 * block_numbers);
    for (std::uint64_t i = 0; i < 5'000; ++i) runs[begin + i] = {};
  }
  for (std::uint64_t block = 0; block < 8; ++block) {  // densities from a half down: one list of several forms
    for (std::uint64_t i = 0; i < 20'000U >> block; ++i) {
      mixed[base + block * block_numbers + random() % 40'000] = {};
      mixed[base + (block + 20) * block_numbers + random() % block_numbers] = {};
    }
  }
  for (std::uint64_t exchange = 0; exchange < 100; ++exchange) {
    if (random() % 10 >= 3) continue;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
      if (random() % 5 == 0) exchanges[base + exchange * 10'000 + i] = {};
    }
  }
  for (const list_model& model : {endings, firsts, runs, mixed, exchanges}) check_set(model, random);
}

TEST_CASE("Numbers of every length and of many blocks answer as a std::map does") {
  std::mt19937_64 random(test::random_seed());
  list_model world;
  for (int i = 0; i < 3'000; ++i) {
    std::uint64_t limit = 10;
    for (std::uint64_t digits = random() % 15; digits != 0; --digits) limit *= 10;
    world[1 + random() % (limit - 1)] = {};
  }
  check_set(world, random, 3000);
  list_model blocks;  // a directory of thousands
  for (std::uint64_t block = 0; block < 3'000; ++block) {
    const std::uint64_t begin = random() % block_keys * block_numbers + random() % 9'000'000;
    for (int i = 0; i < 20; ++i) blocks[begin + random() % 100'000] = {};
  }
  check_set(blocks, random, 3000);
}

TEST_CASE("Lists with columns answer as a std::map does, in every form") {
  std::mt19937_64 random(test::random_seed());
  struct world {
    list_kind kind;
    snapshot_columns columns;
  };
  constexpr std::int32_t last = 20'000, wide = last - 65'534, narrow = last - 65'533;
  std::vector<world> worlds;
  for (const std::int32_t first : {last - 3000, narrow, wide}) {
    worlds.push_back({list_kind::dated, {std::nullopt, true, first < -25'567 ? -25'567 : first, last, false, false}});
    worlds.push_back({list_kind::consent, {std::nullopt, true, first < -25'567 ? -25'567 : first, last, true, true}});
    worlds.push_back(
        {list_kind::attempts, {record_state::attempted, true, first < -25'567 ? -25'567 : first, last, false, false}});
  }
  worlds.push_back({list_kind::dated, {record_state::purchase, true, 100'000, 100'000 + 65'533, true, false}});
  worlds.push_back({list_kind::dated, {record_state::purchase, true, 100'000, 100'000 + 65'534, false, false}});
  worlds.push_back({list_kind::dated, {std::nullopt, true, 100'000, 100'000 + 65'533, false, false}});
  worlds.push_back({list_kind::attempts, {record_state::attempted, true, 100'000, 100'000 + 65'533, true, false}});
  worlds.push_back({list_kind::attempts, {record_state::attempted, true, 100'000, 100'000 + 65'534, true, false}});
  worlds.push_back({list_kind::consent, {record_state::given, true, 19'000, last, false, true}});
  worlds.push_back({list_kind::set, {record_state::listed, true, 0, last, true, false}});
  worlds.push_back({list_kind::set, {record_state::listed, false, 0, 0, true, false}});
  for (const world& each : worlds) {
    list_model model;
    const auto any_day = [&] {
      const std::int64_t days = std::int64_t{each.columns.last_day} - each.columns.first_day;
      const std::uint64_t turn = random() % 8;  // borders often
      if (turn == 0) return each.columns.first_day;
      if (turn == 1) return each.columns.last_day;
      return static_cast<std::int32_t>(each.columns.first_day +
                                       static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(days + 1)));
    };
    for (int i = 0; i < 3'000; ++i) {
      const std::uint64_t value = i % 3 == 0   ? 12'020'000'000 + random() % 10'000'000
                                  : i % 3 == 1 ? 12'035'550'000 + random() % 1'500
                                               : 1 + random() % 999'999'999'999'998;
      test::model_entry entry;
      const bool second = random() % 2 == 0;
      switch (each.kind) {
        case list_kind::set: break;
        case list_kind::dated: entry.record.state = second ? record_state::purchase : record_state::contract_end; break;
        case list_kind::consent: entry.record.state = second ? record_state::given : record_state::withdrawn; break;
        case list_kind::attempts: entry.record.state = record_state::attempted; break;
      }
      if (each.columns.state) entry.record.state = *each.columns.state;
      if (each.columns.days) entry.record.day_number = any_day();
      if (each.kind == list_kind::dated && entry.record.state == record_state::contract_end && random() % 4 == 0) {
        entry.record.day_number = open_contract;
      }
      if (each.columns.flags) entry.flags = static_cast<std::uint32_t>(random());
      if (each.columns.references) entry.reference = std::string(random() % 20, static_cast<char>('a' + random() % 26));
      if (each.kind == list_kind::attempts) {
        entry.attempts.fill(no_attempt);
        for (std::size_t k = 0; k < 1 + random() % 8; ++k) entry.attempts[k] = any_day();
        std::sort(entry.attempts.begin(), entry.attempts.end(), std::greater<>());
        entry.record.day_number = entry.attempts[0];
      }
      model[value] = entry;
    }
    for (const block_choice choice : choices) {
      CAPTURE(static_cast<int>(each.kind), static_cast<int>(choice), each.columns.first_day);
      const std::string bytes = test::write_model(model, each.kind, each.columns, list_tuning::memory, choice);
      const snapshot_view view = opened(bytes);
      CHECK(test::wrong_answers(view, model, random, 2000) == 0);
      CHECK(test::wrong_entries(view, model) == 0);
    }
  }
}

TEST_CASE("A batch of any length is answered whole") {
  std::mt19937_64 random(test::random_seed());
  list_model model;
  while (model.size() < 20'000) model[12'020'000'000 + random() % 30'000'000] = {};
  for (const block_choice choice : choices) {
    const std::string bytes = test::write_model(model, list_kind::set, {}, list_tuning::memory, choice);
    const snapshot_view view = opened(bytes);
    std::vector<phone_number> asked(2'100);
    for (phone_number& each : asked) each = test::number(12'020'000'000 + random() % 40'000'000);
    std::size_t wrong = 0;
    test::with_every_kernel([&](std::string_view) {
      for (std::size_t length = 0; length <= asked.size(); length += length < 70 ? 1 : 37) {
        const auto batch = std::span(asked).first(length);
        std::vector<std::uint64_t> bits((length + 63) / 64 + 1, 0x5555);
        std::vector<list_record> records(length);
        view.contains(batch, bits);
        view.find(batch, records);
        for (std::size_t i = 0; i < length; ++i) {
          const bool held = model.contains(batch[i].value());
          wrong += ((bits[i / 64] >> (i % 64)) & 1) == (held ? 1U : 0U) ? 0U : 1U;
          wrong += (records[i].state == record_state::listed) == held ? 0U : 1U;
        }
        wrong += bits.back() == 0x5555 ? 0U : 1U;
        std::vector<std::uint64_t> of_wanted(bits.size(), 0x5555);
        for (std::size_t i = 0; i < length; ++i) {
          if (i % 64 == 0) of_wanted[i / 64] = 0;
          of_wanted[i / 64] |= std::uint64_t{random() % 8 != 0} << (i % 64);
        }
        const std::vector<std::uint64_t> wanted = of_wanted;
        view.contains(batch, wanted, of_wanted);
        for (std::size_t word = 0; word + 1 < bits.size(); ++word) {
          wrong += of_wanted[word] == (bits[word] & wanted[word]) ? 0U : 1U;
        }
        wrong += of_wanted.back() == 0x5555 ? 0U : 1U;
      }
    });
    CHECK(wrong == 0);
  }
}

TEST_CASE("Intervals hold what lies between their ends, and a number that stands there singly too is both") {
  std::mt19937_64 random(test::random_seed());
  std::vector<number_interval> intervals;
  for (std::uint64_t base = 3190; base < 1'000'000'000'000'000; base *= 10) {
    intervals.push_back({test::number(base), test::number(base + base / 3190 - 1), 0, 0});
  }
  intervals.push_back({phone_number::from_digits_unchecked(31'911'111'111), test::number(31'911'111'111), 7, 9});
  std::sort(intervals.begin(), intervals.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  list_model model;
  for (int i = 0; i < 300; ++i) {
    model[31'900'000'000 + random() % 20'000'000].flags = 5;
    model[31'900'000'000 + random() % 20'000'000].record.day_number = 19'000;
  }
  const snapshot_columns columns{record_state::listed, true, 0, 20'000, true, false};
  for (const block_choice choice : choices) {
    const std::string bytes = test::write_model(model, list_kind::set, columns, list_tuning::memory, choice, intervals);
    const snapshot_view view = opened(bytes);
    CHECK(view.info().intervals == intervals.size());
    for (std::uint64_t i = 0; i < intervals.size(); ++i) CHECK(view.interval(i) == intervals[i]);
    CHECK(test::wrong_answers(view, model, random, 1000, intervals) == 0);
    for (const number_interval& each : intervals) {
      CHECK(view.contains(each.first));
      CHECK(view.contains(each.last));
    }
    CHECK_FALSE(view.contains(test::number(3189)));
    CHECK_FALSE(view.contains(test::number(3191)));
  }
  const std::string only =
      test::write_model({}, list_kind::set, {}, list_tuning::memory, block_choice::by_cost, intervals);
  CHECK(test::wrong_answers(opened(only), {}, random, 1000, intervals) == 0);
}
