// Threads that open one store, load from it, import into it and change it live, all at once.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lists/store_kit.hpp"
#include "threads/together.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

/// Washington's first `count` numbers.
std::vector<phone_number> first(std::uint64_t count) {
  std::vector<phone_number> numbers;
  for (std::uint64_t i = 0; i < count; ++i) numbers.push_back(washington(i));
  return numbers;
}

/// How many of the hundred the list holds, or nothing when it holds others than the first ones.
std::optional<std::uint64_t> held_from_first(const list& of) {
  const std::vector<phone_number> all = first(100);
  std::vector<list_record> records(all.size());
  of.find(all, records);
  std::uint64_t count = 0;
  while (count < all.size() && records[count].state == record_state::listed) ++count;
  for (std::size_t i = count; i < all.size(); ++i) {
    if (records[i].state != record_state::absent) return std::nullopt;
  }
  return count;
}

}  // namespace

TEST_CASE("A store that many threads make at once is made once, and opens for all") {
  for (int round = 0; round < 5; ++round) {
    const test::temporary_folder folder;
    faults wrong;
    together(thread_count, [&](std::size_t) {
      const auto made = store::open_or_create(folder / "store");
      wrong.expect(made.ok() && made->load("blacklist").ok());
    });
    CHECK(wrong.count() == 0);
    CHECK(store_world::opened(folder / "store").verify().value().empty());
  }
}

TEST_CASE("Who loads a list while it is imported again sees one import or the next, never a part of one") {
  store_world world;
  REQUIRE(world.import("registry", first(10), "+1202", "2026-11-01").ok());
  constexpr std::uint64_t imports = 40;
  std::atomic<bool> done{false};
  faults wrong;
  together(thread_count, [&](std::size_t thread) {
    if (thread == 0) {
      for (std::uint64_t i = 0; i < imports; ++i) {
        list_import made = store_world::import_of("registry", first(10 + i), {{prefix("+1202"), on("2026-11-02")}});
        made.allow_shrink = true;
        wrong.expect(world.lists.apply_import(std::move(made)).ok());
      }
      done.store(true);
      return;
    }
    // Some through the store that imports, some through one of their own, as another process has it.
    const store own = store_world::opened(world.folder.path());
    const store& from = thread % 2 == 0 ? own : world.lists;
    std::uint64_t before = 10;
    while (!done.load()) {
      const auto loaded = from.load("registry", thread % 3 == 0 ? checking::head_only : checking::all);
      wrong.expect(loaded.ok());
      if (!loaded.ok()) return;
      const auto held = held_from_first(*loaded);
      wrong.expect(held && *held == loaded->count() && *held >= before);
      before = held.value_or(before);
      wrong.expect(loaded->check_unchanged().ok());
    }
  });
  CHECK(wrong.count() == 0);
  CHECK(held_from_first(world.lists.load("registry").value()) == 10 + imports - 1);
  CHECK(world.lists.verify().value().empty());
}

TEST_CASE("Numbers that many threads add and remove live are all there, whoever reads meanwhile") {
  store_world world;
  REQUIRE(world.import("registry", {}, "+1202", "2026-11-01").ok());
  const auto number_of = [](std::size_t thread, std::uint64_t i) {
    return std::vector<phone_number>{washington(thread * 16 + i)};
  };
  faults wrong;
  together(thread_count, [&](std::size_t thread) {
    store own = store_world::opened(world.folder.path());
    store& to = thread % 2 == 0 ? own : world.lists;
    for (std::uint64_t i = 0; i < 8; ++i) {
      const auto added = to.add("registry", number_of(thread, i), false, on("2026-11-02"));
      wrong.expect(added.ok() && added->changed == 1);
      // What this thread has added is seen by itself at once, and by all later ones.
      const list now = to.load("registry").value();
      for (std::uint64_t earlier = 0; earlier <= i; ++earlier) {
        std::uint64_t bits = 0;
        now.contains(number_of(thread, earlier), std::span(&bits, 1));
        wrong.expect(bits == 1);
      }
    }
    for (std::uint64_t i = 0; i < 4; ++i) {
      const auto removed = to.remove("registry", number_of(thread, i));
      wrong.expect(removed.ok() && removed->changed == 1);
    }
  });
  CHECK(wrong.count() == 0);
  const list after = world.lists.load("registry").value();
  CHECK(after.count() == 4 * thread_count);
  for (std::size_t thread = 0; thread < thread_count; ++thread) {
    for (std::uint64_t i = 0; i < 8; ++i) {
      std::uint64_t bits = 0;
      after.contains(number_of(thread, i), std::span(&bits, 1));
      CHECK(bits == (i < 4 ? 0 : 1));
    }
  }
}

TEST_CASE("A list that threads hold answers as it did, however it is changed on disk") {
  store_world world;
  REQUIRE(world.import("registry", first(50), "+1202", "2026-11-01").ok());
  const list held = world.lists.load("registry").value();
  std::atomic<std::size_t> asking{thread_count - 1};
  faults wrong;
  together(thread_count, [&](std::size_t thread) {
    if (thread == 0) {
      while (asking.load() != 0) {
        wrong.expect(world.lists.add("registry", std::vector{washington(99)}, false, on("2026-11-02")).ok());
        wrong.expect(world.import("registry", first(20), "+1202", "2026-11-03").ok());
      }
      return;
    }
    for (int round = 0; round < 300; ++round) wrong.expect(held_from_first(held) == 50 && held.count() == 50);
    --asking;
  });
  CHECK(wrong.count() == 0);
}

TEST_CASE("Lists that threads make at once in one store are all made") {
  store_world world;
  faults wrong;
  together(thread_count, [&](std::size_t thread) {
    // Two threads a name: one makes it, the other finds it made.
    const std::string name = "list" + std::to_string(thread / 2);
    store to = store_world::opened(world.folder.path());
    wrong.expect(to.add(name, std::vector{washington(thread)}, true, on("2026-11-02")).ok());
    wrong.expect(to.list_names().ok());
    wrong.expect(to.verify().ok());
  });
  CHECK(wrong.count() == 0);
  for (std::size_t thread = 0; thread < thread_count; ++thread) {
    CHECK(world.holds("list" + std::to_string(thread / 2), washington(thread)));
  }
}
