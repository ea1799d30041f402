#include <random>
#include <set>
#include <string>
#include <sys/mount.h>
#include <utility>
#include <vector>

#include "lists/store_kit.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using test::mentions;
using test::on;
using test::prefix;
using test::san_francisco;
using test::store_world;
using test::washington;

TEST_CASE("Importing area code 202 leaves 415 and its day as they were") {
  store_world world;
  REQUIRE(world.import("ftc", {san_francisco(1), san_francisco(2)}, "+1415", "2026-10-01").ok());
  const auto counts = world.import("ftc", {washington(1)}, "+1202", "2026-11-01");
  REQUIRE(counts.ok());
  CHECK(counts->added == 1);
  CHECK(counts->removed == 0);
  CHECK(counts->unchanged == 2);
  CHECK(counts->count == 3);
  const auto loaded = world.lists.load("ftc");
  CHECK(loaded->count() == 3);
  CHECK(loaded->speaks_for().obtained_for(san_francisco(1)) == on("2026-10-01"));
  CHECK(loaded->speaks_for().obtained_for(washington(1)) == on("2026-11-01"));
  CHECK(loaded->speaks_for().oldest() == on("2026-10-01"));

  const auto second = world.import("ftc", {washington(2)}, "+1202", "2026-11-02");
  CHECK(second->added == 1);
  CHECK(second->removed == 1);
  CHECK(second->unchanged == 2);
  CHECK_FALSE(world.holds("ftc", washington(1)));
  CHECK(world.holds("ftc", san_francisco(2)));
}

TEST_CASE("A live addition stays until an import contains it") {
  store_world world;
  REQUIRE(world.import("registry", {washington(1), washington(2)}, "world", "2026-10-01").ok());
  const phone_number objections[] = {washington(2), washington(3)};  // the first is on the registry already
  const auto added = world.lists.add("registry", objections, false, on("2026-10-02"));
  CHECK(added->changed == 1);
  CHECK(added->unchanged == 1);
  REQUIRE(world.import("registry", {washington(1)}, "world", "2026-11-01").ok());
  CHECK(world.holds("registry", washington(2)));
  CHECK(world.holds("registry", washington(3)));
  CHECK(world.lists.load("registry")->count() == 3);
  // Once contained it is the source's, and leaves with it.
  REQUIRE(world.import("registry", {washington(1), washington(2), washington(3)}, "world", "2026-11-02").ok());
  REQUIRE(world.import("registry", {washington(1)}, "world", "2026-11-03").ok());
  CHECK_FALSE(world.holds("registry", washington(3)));
}

TEST_CASE("A live removal ends with the next copy of its source, and only of its source") {
  store_world world;
  REQUIRE(world.import("ftc", {washington(1), san_francisco(1)}, "+1", "2026-10-01").ok());
  const phone_number mistaken[] = {washington(1), san_francisco(1)};
  REQUIRE(world.lists.remove("ftc", mistaken)->changed == 2);
  REQUIRE(world.import("ftc", {washington(1)}, "+1202", "2026-11-01").ok());
  CHECK(world.holds("ftc", washington(1)));
  CHECK_FALSE(world.holds("ftc", san_francisco(1)));
  CHECK(world.lists.load("ftc")->count() == 1);
}

TEST_CASE("A shrink of more than a fifth is refused unless asked for, and leaves the list as it was") {
  store_world world;
  std::vector<phone_number> ten;
  for (std::uint64_t i = 0; i < 10; ++i) ten.push_back(washington(i));
  REQUIRE(world.import("ftc", {san_francisco(1)}, "+1415", "2026-10-01").ok());
  REQUIRE(world.import("ftc", ten, "+1202", "2026-10-01").ok());
  const std::string before = world.lists.load("ftc")->checksum();
  const std::vector<phone_number> seven(ten.begin(), ten.begin() + 7);
  const auto refused = world.import("ftc", seven, "+1202", "2026-11-01", false);
  REQUIRE_FALSE(refused.ok());
  CHECK(mentions(refused.status(), "would lose 3 of 10 numbers"));
  CHECK(mentions(refused.status(), "--allow-shrink"));
  CHECK(world.lists.load("ftc")->checksum() == before);
  const std::vector<phone_number> eight(ten.begin(), ten.begin() + 8);
  CHECK(world.import("ftc", eight, "+1202", "2026-11-01", false).ok());
  CHECK(world.import("ftc", {}, "+1202", "2026-11-01", true).ok());
  CHECK(world.import("ftc", {}, "+1202", "2026-11-01", false).ok());  // nothing is there to be lost
  CHECK(world.holds("ftc", san_francisco(1)));
}

TEST_CASE("An import of another kind, or one that speaks for nothing, is refused") {
  store_world world;
  REQUIRE(world.import("registry", {washington(1)}, "world", "2026-10-01").ok());
  list_import dated{"registry", snapshot_builder(list_kind::dated), {{{}, on("2026-11-01")}}, 0, 0, true};
  CHECK(mentions(world.lists.apply_import(std::move(dated)).status(), "is of kind set, not dated"));
  CHECK_FALSE(world.lists.apply_import(store_world::import_of("registry", {washington(1)}, {})).ok());
  CHECK(world.lists.kind("registry").value() == list_kind::set);
}

TEST_CASE("What an import says of its numbers is kept, and added up over area codes") {
  store_world world;
  // 202-055-0100 is no number of the plan; 202-555-01xx and 415-555-01xx are.
  const phone_number unplanned = phone_number::from_digits(12'020'550'100).value();
  list_import first = store_world::import_of("ftc", {unplanned, washington(1)}, {{prefix("+1202"), on("2026-10-01")}});
  first.not_in_plan = 1;
  first.bad_lines = 4;
  REQUIRE(world.lists.apply_import(std::move(first)).ok());
  list_import second = store_world::import_of("ftc", {san_francisco(1)}, {{prefix("+1415"), on("2026-10-01")}});
  second.bad_lines = 1;
  REQUIRE(world.lists.apply_import(std::move(second)).ok());
  CHECK(world.lists.load("ftc")->info().not_in_plan == 1);
  CHECK(world.lists.load("ftc")->info().bad_lines == 5);
  REQUIRE(world.import("ftc", {washington(1)}, "world", "2026-11-01").ok());
  CHECK(world.lists.load("ftc")->info().not_in_plan == 0);
  CHECK(world.lists.load("ftc")->info().bad_lines == 0);
}

TEST_CASE("Only one snapshot stays, and leftovers of a died writer go") {
  store_world world;
  REQUIRE(world.import("registry", {washington(1)}, "world", "2026-10-01").ok());
  test::write_whole(world.file("registry", ".callsieve-1-2.tmp"), "half");
  test::write_whole(world.file("registry", "00000007.snapshot"), "of a generation that never counted");
  std::filesystem::create_directories(world.folder.path() / "lists" / ".callsieve-new.tmp");
  REQUIRE(world.import("registry", {washington(2)}, "world", "2026-11-01").ok());
  CHECK(test::files_in(world.folder.path() / "lists" / "registry") == 3);
  CHECK(std::filesystem::exists(world.file("registry", "00000002.snapshot")));
  CHECK(world.import("new", {washington(2)}, "world", "2026-11-01").ok());
  CHECK_FALSE(std::filesystem::exists(world.folder.path() / "lists" / ".callsieve-new.tmp"));
  CHECK(world.lists.list_names().value() == std::vector<std::string>{"blacklist", "new", "registry"});
}

TEST_CASE("An import onto a full disk fails and leaves the list as it was") {
  const test::temporary_folder disk;
  if (::mount("tmpfs", disk.path().c_str(), "tmpfs", 0, "size=1m") != 0) {
    WARN("skipped: mounting a small tmpfs needs root");
    return;
  }
  store lists = store_world::opened(disk.path());
  REQUIRE(lists.apply_import(store_world::import_of("l", {washington(1)}, {{prefix("world"), on("2026-10-01")}})).ok());
  const std::string before = lists.load("l")->checksum();
  std::vector<phone_number> many;
  for (std::uint64_t i = 0; i < 600'000; ++i) {
    many.push_back(phone_number::from_digits(12'020'000'000 + i * 7'919 % 1'000'000'000).value());
  }
  for (const char* const name : {"l", "new"}) {
    list_import import = store_world::import_of(name, many, {{prefix("world"), on("2026-11-01")}});
    import.allow_shrink = true;
    const auto refused = lists.apply_import(std::move(import));
    INFO(refused.status());
    CHECK(mentions(refused.status(), ".snapshot: No space left"));
    list_import spilled{name, snapshot_builder(list_kind::set, {1 << 20, disk.path()}), {{{}, on("2026-11-01")}}};
    for (const phone_number number : many) spilled.entries.add(number);
    CHECK(mentions(lists.apply_import(std::move(spilled)).status(), "temporary file in " + disk.path().string()));
  }
  CHECK(lists.load("l")->checksum() == before);
  CHECK(test::files_in(disk.path() / "lists" / "l") == 3);
  CHECK(lists.list_names().value() == std::vector<std::string>{"blacklist", "l"});
  CHECK(lists.verify().value().empty());
  ::umount(disk.path().c_str());
}

TEST_CASE("References and records outside what an import brings stay with their numbers") {
  store_world world;
  const auto bring = [&](std::string_view covers, phone_number number, list_record record, std::string_view reference) {
    list_import made{"consents", snapshot_builder(list_kind::consent), {{prefix(covers), on("2026-11-01")}}, 0, 0,
                     true};
    made.entries.add(number, record, reference);
    return world.lists.apply_import(std::move(made));
  };
  REQUIRE(bring("+1415", san_francisco(1), {20'000, record_state::given}, "form 9").ok());
  REQUIRE(bring("+1202", washington(1), {20'001, record_state::withdrawn}, "letter 2").ok());
  const auto loaded = world.lists.load("consents");
  CHECK(loaded->reference(san_francisco(1)) == "form 9");
  CHECK(loaded->reference(washington(1)) == "letter 2");
  list_record record;
  loaded->find(std::vector{san_francisco(1)}, std::span(&record, 1));
  CHECK(record == list_record{20'000, record_state::given});
}

TEST_CASE("Random imports and live changes leave what a plain account of them says") {
  std::mt19937_64 random(test::random_seed());
  store_world world;
  std::set<phone_number> imported;
  std::set<phone_number> added;
  std::set<phone_number> removed;
  const auto account = [&] {
    std::set<phone_number> all = added;
    for (const phone_number number : imported) {
      if (!removed.contains(number)) all.insert(number);
    }
    return all;
  };
  const auto any_numbers = [&] {
    std::vector<phone_number> numbers;
    for (std::size_t i = 0; i < random() % 8; ++i) {
      numbers.push_back(random() % 2 == 0 ? washington(random() % 12) : san_francisco(random() % 12));
    }
    return numbers;
  };
  REQUIRE(world.import("l", {}, "world", "2026-10-01").ok());
  for (int step = 0; step < 60; ++step) {
    const std::set<phone_number> before = account();
    const std::vector<phone_number> numbers = any_numbers();
    switch (random() % 3) {
      case 0:
        REQUIRE(world.lists.add("l", numbers, false, on("2026-11-01")).ok());
        for (const phone_number number : numbers) {
          removed.erase(number);
          added.insert(number);
        }
        break;
      case 1:
        REQUIRE(world.lists.remove("l", numbers).ok());
        for (const phone_number number : numbers) {
          added.erase(number);
          if (imported.contains(number)) removed.insert(number);
        }
        break;
      default: {
        const char* const covers[] = {"world", "+1202", "+1415", "+12025550"};
        const number_prefix brought = prefix(covers[random() % 4]);
        const auto counts = world.import("l", numbers, to_string(brought), "2026-11-01");
        REQUIRE(counts.ok());
        std::erase_if(imported, [&](phone_number number) { return brought.covers(number); });
        std::erase_if(removed, [&](phone_number number) { return brought.covers(number); });
        for (const phone_number number : numbers) {
          imported.insert(number);
          added.erase(number);
          removed.erase(number);
        }
        const std::set<phone_number> after = account();
        std::size_t stayed = 0;
        for (const phone_number number : before) stayed += after.contains(number) ? 1 : 0;
        CHECK(counts->unchanged == stayed);
        CHECK(counts->added == after.size() - stayed);
        CHECK(counts->removed == before.size() - stayed);
        CHECK(counts->count == after.size());
      }
    }
    const std::set<phone_number> now = account();
    const auto loaded = world.lists.load("l");
    REQUIRE(loaded.ok());
    CHECK(loaded->count() == now.size());
    std::vector<phone_number> asked;
    for (std::uint64_t i = 0; i < 12; ++i) asked.insert(asked.end(), {washington(i), san_francisco(i)});
    std::vector<list_record> records(asked.size());
    loaded->find(asked, records);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      CHECK((records[i].state == record_state::listed) == now.contains(asked[i]));
    }
  }
}
