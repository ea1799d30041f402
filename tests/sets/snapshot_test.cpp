#include "callsieve/sets/snapshot.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sets/combine_oracle.hpp"
#include "sets/snapshot_kit.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using test::number;
using test::open_text;

static_assert(number_list<snapshot_view>);

namespace {

snapshot_view opened(const std::string& bytes) {
  auto result = open_text(bytes);
  if (const auto* wrong = std::get_if<byte_damage>(&result)) FAIL(wrong->what << " at " << wrong->offset);
  return std::get<snapshot_view>(std::move(result));
}

std::vector<list_record> asked(const snapshot_view& view, const std::vector<phone_number>& numbers) {
  std::vector<list_record> records(numbers.size(), list_record{7, record_state::given});
  view.find(numbers, records);
  return records;
}

/// What a list holds of a number, in the plainest way: the record and reference that win.
using plain_list = std::map<std::uint64_t, std::pair<list_record, std::string>>;

void add_to(plain_list& list, const list_entry& entry) {
  const auto [at, is_new] = list.emplace(entry.number.value(), std::pair(entry.record, entry.reference));
  if (is_new) return;
  auto& [record, reference] = at->second;
  if ((entry.record != record && test::both_records(entry.record, record, day_meaning::none) == entry.record) ||
      (entry.record == record && entry.reference > reference)) {
    at->second = {entry.record, entry.reference};
  }
}

}  // namespace

TEST_CASE("A snapshot says what it was told of itself") {
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    const std::string bytes = test::small_snapshot(kind);
    const snapshot_view view = opened(bytes);
    CHECK(view.info().kind == kind);
    CHECK(view.info().count == 21);
    CHECK(view.info().not_in_plan == 2);
    CHECK(view.info().bad_lines == 1);
    const coverage expected = test::world_and_washington();
    CHECK(std::equal(view.speaks_for().entries().begin(), view.speaks_for().entries().end(), expected.entries().begin(),
                     expected.entries().end()));
  }
}

TEST_CASE("A number is found with its record and reference, and no other number is") {
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    const std::string bytes = test::small_snapshot(kind);
    const snapshot_view view = opened(bytes);
    for (const list_entry& entry : test::small_entries(kind)) {
      CHECK(asked(view, {entry.number})[0] == entry.record);
      CHECK(view.reference(entry.number) == entry.reference);
    }
    CHECK(asked(view, {number(12'025'550'199)})[0] == list_record{});
    CHECK(view.reference(number(12'025'550'199)).empty());
  }
}

TEST_CASE("The number none is on no list") {
  const std::string bytes = test::small_snapshot(list_kind::set);
  CHECK(asked(opened(bytes), {phone_number()})[0] == list_record{});
  CHECK(opened(bytes).reference(phone_number()).empty());
}

TEST_CASE("An empty list of any kind holds nothing") {
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    const std::string bytes = test::built(kind, {});
    const snapshot_view view = opened(bytes);
    CHECK(view.info().count == 0);
    CHECK(asked(view, {number(12'025'550'123), phone_number()}) == std::vector<list_record>(2));
    view.for_each([](phone_number, const list_record&, std::string_view) { FAIL("an entry"); });
    CHECK(asked(view, {}).empty());
  }
}

TEST_CASE("The same entries give the same bytes, whatever their order and repetition") {
  std::mt19937_64 random(test::random_seed());
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
    std::vector<list_entry> entries = test::small_entries(kind);
    const std::string bytes = test::built(kind, entries);
    entries.insert(entries.end(), entries.begin(), entries.begin() + 5);
    std::shuffle(entries.begin(), entries.end(), random);
    CHECK(test::built(kind, entries) == bytes);
  }
}

TEST_CASE("Of several entries for a number the later day wins, and on one day the withdrawal") {
  const phone_number who = number(12'025'550'123);
  const list_entry given{who, {20'000, record_state::given}, "a"};
  const list_entry withdrawn{who, {20'000, record_state::withdrawn}, "b"};
  const list_entry later{who, {20'001, record_state::given}, "c"};
  const auto winner = [&](std::vector<list_entry> entries) {
    const std::string bytes = test::built(list_kind::consent, entries);
    return std::string(opened(bytes).reference(who));
  };
  CHECK(winner({given, withdrawn}) == "b");
  CHECK(winner({withdrawn, given}) == "b");
  CHECK(winner({later, withdrawn, given}) == "c");
  CHECK(winner({withdrawn, later}) == "c");
}

TEST_CASE("An entry that the kind cannot hold is refused") {
  const phone_number who = number(12'025'550'123);
  const auto refused = [&](list_kind kind, const list_entry& entry) {
    snapshot_info info;
    info.kind = kind;
    return !build_snapshot(info, std::span(&entry, 1)).ok();
  };
  CHECK(refused(list_kind::set, {who, {-1'000'000, record_state::listed}, ""}));
  CHECK(refused(list_kind::set, {who, {0, record_state::given}, ""}));
  CHECK(refused(list_kind::set, {phone_number(), {0, record_state::listed}, ""}));
  CHECK(refused(list_kind::set,
                {phone_number::from_digits_unchecked(1'000'000'000'000'000), {0, record_state::listed}, ""}));
  CHECK(refused(list_kind::dated, {who, {20'000, record_state::given}, ""}));
  CHECK(refused(list_kind::dated, {who, {open_contract, record_state::purchase}, ""}));
  CHECK(refused(list_kind::consent, {who, {open_contract, record_state::given}, ""}));
  CHECK(refused(list_kind::consent, {who, {20'000, record_state::given}, std::string(65'536, 'x')}));
  CHECK_FALSE(refused(list_kind::consent, {who, {20'000, record_state::given}, std::string(65'535, 'x')}));
  CHECK_FALSE(refused(list_kind::dated, {who, {open_contract, record_state::contract_end}, ""}));
}

TEST_CASE("Random lists of every kind and size answer as a std::map does") {
  std::mt19937_64 random(test::random_seed());
  for (const std::size_t size : {1U, 7U, 8U, 9U, 64U, 500U, 20'000U}) {
    for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
      plain_list expected;
      snapshot_builder builder(kind);
      const auto any_number = [&] { return number(12'025'550'000 + random() % (3 * size)); };
      for (std::size_t i = 0; i < size; ++i) {
        list_entry entry{any_number(), {0, record_state::listed}, ""};
        const auto day_number = static_cast<std::int32_t>(20'000 + random() % 4);
        if (kind == list_kind::dated) {
          entry.record = {day_number, random() % 2 == 0 ? record_state::purchase : record_state::contract_end};
        } else if (kind == list_kind::consent) {
          entry.record = {day_number, random() % 2 == 0 ? record_state::given : record_state::withdrawn};
          entry.reference = std::string(random() % 20, 'r');
        }
        add_to(expected, entry);
        builder.add(entry.number, entry.record, entry.reference);
      }
      const auto bytes = builder.bytes({});
      REQUIRE(bytes.ok());
      const snapshot_view view = opened(*bytes);
      CHECK(view.info().count == expected.size());

      plain_list seen;
      view.for_each([&](phone_number who, const list_record& record, std::string_view reference) {
        seen.emplace(who.value(), std::pair(record, std::string(reference)));
      });
      CHECK(seen == expected);
      std::vector<phone_number> numbers;
      for (std::size_t i = 0; i < 2 * size; ++i) numbers.push_back(any_number());
      const std::vector<list_record> records = asked(view, numbers);
      std::size_t differing = 0;
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto found = expected.find(numbers[i].value());
        const list_record right = found == expected.end() ? list_record{} : found->second.first;
        differing += records[i] == right ? 0 : 1;
      }
      CHECK(differing == 0);
    }
  }
}

TEST_CASE("Bytes at an odd address are read as well") {
  const std::string bytes = 'x' + test::small_snapshot(list_kind::consent);
  const auto result = open_verified_snapshot(std::as_bytes(std::span(bytes)).subspan(1));
  REQUIRE(std::holds_alternative<snapshot_view>(result));
  CHECK(std::get<snapshot_view>(result).reference(number(12'025'550'101)) == "form 1");
}
