// Ranges in a store's lists: imports, live changes and lists of changes, against sets of single numbers.
#include <random>
#include <set>

#include "lists/store_kit.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

using numbers = std::set<std::uint64_t>;

phone_number number(std::uint64_t digits) { return phone_number::from_digits(digits).value(); }
number_interval range(std::uint64_t first, std::uint64_t last) { return {number(first), number(last), 0, 0}; }

list_import import_of(const numbers& single, const std::vector<number_interval>& ranges, std::string_view covers,
                      bool allow_shrink = true) {
  list_import made{"registry", snapshot_builder(list_kind::set), {{prefix(covers), on("2026-10-01")}}, 0, 0, false};
  for (const std::uint64_t digits : single) made.entries.add(number(digits));
  for (const number_interval& each : ranges) made.entries.add(each);
  made.allow_shrink = allow_shrink;
  made.allow_older = true;
  return made;
}

constexpr std::uint64_t washington_from = 12'025'550'100, san_francisco_from = 14'155'550'100, each_area = 100;

/// A list of ranges spelled out, number by number.
struct spelled_list {
  numbers single, in_range, added, removed;

  [[nodiscard]] bool holds(std::uint64_t n) const {
    return !removed.contains(n) && (single.contains(n) || in_range.contains(n) || added.contains(n));
  }
  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t count = single.size();
    for (const std::uint64_t n : added) count += single.contains(n) || in_range.contains(n) ? 0 : 1;
    for (const std::uint64_t n : removed) count -= single.contains(n) ? 1 : 0;
    return count;
  }
  void import(const numbers& now, const numbers& now_in_range, bool (*is_inside)(std::uint64_t)) {
    std::erase_if(single, is_inside);
    std::erase_if(in_range, is_inside);
    single.insert(now.begin(), now.end());
    in_range.insert(now_in_range.begin(), now_in_range.end());
    std::erase_if(added, [&](std::uint64_t n) { return now.contains(n); });
    std::erase_if(removed,
                  [&](std::uint64_t n) { return is_inside(n) || now.contains(n) || now_in_range.contains(n); });
  }
  void add(std::uint64_t n) {
    if (added.insert(n).second) removed.erase(n);
  }
  void remove(std::uint64_t n) {
    if (!holds(n)) return;
    added.erase(n);
    if (single.contains(n) || in_range.contains(n)) removed.insert(n);
  }
  void change(const numbers& brought, const numbers& deleted) {
    for (const std::uint64_t n : deleted) {
      single.erase(n);
      in_range.erase(n);
      removed.erase(n);
    }
    for (const std::uint64_t n : brought) {
      single.insert(n);
      removed.erase(n);
    }
  }
};

}  // namespace

TEST_CASE("Lists with ranges are what their numbers, spelled out, say after any changes") {
  std::mt19937_64 random(test::random_seed());
  std::size_t wrong = 0;
  for (int round = 0; round < 8; ++round) {
    store_world world;
    spelled_list model;
    const auto any = [&] { return (random() % 2 == 0 ? washington_from : san_francisco_from) + random() % each_area; };
    const auto some = [&](std::size_t most) {
      numbers made;
      for (std::size_t i = random() % (most + 1); i > 0; --i) made.insert(any());
      return made;
    };
    for (int step = 0; step < 12; ++step) {
      const std::uint64_t turn = step == 0 ? 0 : random() % 4;
      INFO("round " << round << " step " << step << " turn " << turn);
      if (turn == 0) {
        const bool one_area = step != 0 && random() % 2 == 0;
        const numbers single = some(40);
        std::vector<number_interval> ranges;
        numbers in_range;
        for (std::size_t i = random() % 4; i > 0; --i) {
          const std::uint64_t base = random() % 2 == 0 ? washington_from : san_francisco_from;
          const std::uint64_t first = random() % each_area, last = first + random() % (each_area - first);
          ranges.push_back(range(base + first, base + last));
          for (std::uint64_t n = first; n <= last; ++n) in_range.insert(base + n);
        }
        const auto counts = world.lists.apply_import(import_of(single, ranges, one_area ? "+1202" : "+1"));
        REQUIRE(counts.ok());
        const std::uint64_t before = model.count();
        model.import(
            single, in_range,
            one_area ? [](std::uint64_t n) { return n < 13'000'000'000; } : [](std::uint64_t) { return true; });
        CHECK(counts->count == model.count());
        CHECK(counts->removed + counts->unchanged == before);
      } else if (turn == 1) {
        const std::uint64_t n = any();
        REQUIRE(world.lists.add("registry", std::vector{number(n)}, false, on("2026-11-01")).ok());
        model.add(n);
      } else if (turn == 2) {
        const std::uint64_t n = any();
        const auto done = world.lists.remove("registry", std::vector{number(n)});
        REQUIRE(done.ok());
        CHECK(done->changed == (model.holds(n) ? 1 : 0));
        model.remove(n);
      } else {
        list_changes changes;
        changes.list_name = "registry";
        changes.obtained = on("2026-10-02");
        changes.allow_shrink = true;
        const numbers brought = some(5);
        numbers deleted = some(5);
        std::erase_if(deleted, [&](std::uint64_t n) { return brought.contains(n); });
        for (const std::uint64_t n : brought) changes.added.push_back({number(n), {0, record_state::listed}, {}});
        for (const std::uint64_t n : deleted) changes.deleted.push_back(number(n));
        const auto counts = world.lists.apply_changes(changes);
        INFO(counts.status());
        REQUIRE(counts.ok());
        model.change(brought, deleted);
        CHECK(counts->count == model.count());
      }
      const auto loaded = world.lists.load("registry");
      REQUIRE(loaded.ok());
      CHECK(loaded->count() == model.count());
      std::vector<phone_number> asked;
      for (std::uint64_t i = 0; i < each_area; ++i) {
        asked.push_back(number(washington_from + i));
        asked.push_back(number(san_francisco_from + i));
      }
      std::vector<list_record> records(asked.size());
      std::vector<std::uint64_t> bits(asked.size() / 64 + 1);
      loaded->find(asked, records);
      loaded->contains(asked, bits);
      std::vector<std::uint64_t> wanted(bits.size(), 0x0123'4567'89ab'cdef), of_wanted(bits.size());
      wanted.back() &= (std::uint64_t{1} << (asked.size() % 64)) - 1;
      loaded->contains(asked, wanted, of_wanted);
      for (std::size_t word = 0; word * 64 < asked.size(); ++word) {
        wrong += of_wanted[word] == (bits[word] & wanted[word]) ? 0 : 1;
      }
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const bool held = model.holds(asked[i].value());
        wrong += (records[i].state == record_state::listed) == held ? 0 : 1;
        wrong += ((bits[i / 64] >> (i % 64)) & 1) == (held ? 1U : 0U) ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("A live removal takes a number out of a range, and the count of numbers stays") {
  store_world world;
  REQUIRE(
      world.lists.apply_import(import_of({washington_from + 50}, {range(washington_from, washington_from + 9)}, "+1"))
          .ok());
  CHECK(world.holds("registry", washington(5)));
  CHECK(world.lists.load("registry")->count() == 1);
  CHECK(world.lists.load("registry")->info().intervals == 1);
  REQUIRE(world.lists.remove("registry", std::vector{washington(5)})->changed == 1);
  CHECK_FALSE(world.holds("registry", washington(5)));
  CHECK(world.holds("registry", washington(4)));
  CHECK(world.lists.load("registry")->count() == 1);
  REQUIRE(world.lists.add("registry", std::vector{washington(6)}, false, on("2026-11-01")).ok());
  CHECK(world.lists.load("registry")->count() == 1);  // the range held it already
}

TEST_CASE("An import that cuts more than a fifth of the ranges is refused, and the list stays as it was") {
  store_world world;
  std::vector<number_interval> ten;
  for (std::uint64_t i = 0; i < 10; ++i) {
    ten.push_back(range(washington_from + i * 10, washington_from + i * 10 + 5));
    ten.back().flags = 1;
  }
  REQUIRE(world.lists.apply_import(import_of({}, ten, "+1")).ok());
  const auto refused = [&](const std::vector<number_interval>& ranges) {
    absl::Status status = world.lists.apply_import(import_of({}, ranges, "+1", false)).status();
    CHECK(world.lists.load("registry")->info().intervals % 10 == 0);
    CHECK(world.holds("registry", washington(91)));
    return status;
  };
  CHECK(mentions(refused({}), "would lose 10 of its 10 ranges"));
  CHECK(mentions(refused({ten.begin(), ten.begin() + 7}), "would lose 3 of its 10 ranges"));
  std::vector<number_interval> shorter = ten;
  for (std::size_t i = 0; i < 3; ++i) shorter[i].last = number(shorter[i].last.value() - 1);
  CHECK(mentions(refused(shorter), "would lose 3 of its 10 ranges"));
  // A fifth may go, and two ranges that make one of the old ones are it.
  std::vector<number_interval> halves;
  for (const number_interval& each : ten) {
    halves.push_back({each.first, number(each.first.value() + 2), 0, 3});
    halves.push_back({number(each.first.value() + 3), each.last, 0, 5});
  }
  CHECK(world.lists.apply_import(import_of({}, halves, "+1", false)).ok());
  for (number_interval& each : ten) each.flags = 1;
  CHECK(mentions(refused(ten), "would lose 20 of its 20 ranges"));  // they are for fewer categories
  for (number_interval& each : ten) each.flags = 7;
  CHECK(world.lists.apply_import(import_of({}, {ten.begin(), ten.begin() + 8}, "+1", false)).ok());
  CHECK_FALSE(world.holds("registry", washington(91)));
}

TEST_CASE("A removal that damaged bytes would lose is an error, and nothing is removed") {
  store_world world;
  std::vector<phone_number> listed;
  for (std::uint64_t i = 0; i < 100; ++i) listed.push_back(washington(i));
  REQUIRE(world.import("registry", listed, "+1", "2026-10-01").ok());
  const auto file = world.file("registry", "00000001.snapshot");
  const std::string whole = read_whole(file);
  std::string damaged = whole;
  std::fill_n(damaged.begin() + 4096, 64, '\0');  // the numbers are gone, and the snapshot still opens
  write_whole(file, damaged);
  const auto status = world.lists.remove("registry", std::vector{washington(7)}).status();
  CHECK(absl::IsDataLoss(status));
  CHECK(mentions(status, "00000001.snapshot"));
  write_whole(file, whole);
  CHECK(world.holds("registry", washington(7)));
  CHECK(world.lists.remove("registry", std::vector{washington(7)})->changed == 1);
}
