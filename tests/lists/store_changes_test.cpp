#include "lists/store_kit.hpp"

using namespace callsieve;
using test::mentions;
using test::on;
using test::san_francisco;
using test::store_world;
using test::washington;

static_assert(number_list<list>);

TEST_CASE("A number added is on the list when add returns, and off it when remove does") {
  store_world world;
  const phone_number numbers[] = {washington(1), washington(2), washington(1)};
  const auto added = world.lists.add("objections", numbers, true, on("2026-11-01"));
  REQUIRE(added.ok());
  CHECK(added->changed == 2);
  CHECK(world.holds("objections", washington(1)));
  CHECK_FALSE(world.holds("objections", washington(3)));
  const auto loaded = world.lists.load("objections");
  CHECK(loaded->count() == 2);
  CHECK(loaded->kind() == list_kind::set);
  CHECK(loaded->speaks_for().is_world_only());
  CHECK(loaded->speaks_for().oldest() == on("2026-11-01"));

  const auto again = world.lists.add("objections", numbers, false, on("2026-11-02"));
  CHECK(again->changed == 0);
  CHECK(again->unchanged == 2);

  const auto removed = world.lists.remove("objections", std::span(numbers).first(1));
  CHECK(removed->changed == 1);
  CHECK_FALSE(world.holds("objections", washington(1)));
  CHECK(world.lists.remove("objections", std::span(numbers).first(1))->unchanged == 1);
  CHECK(world.lists.load("objections")->count() == 1);
}

TEST_CASE("A list opened before a change stays as it was; a copy shares it") {
  store_world world;
  const phone_number first[] = {washington(1)};
  const phone_number second[] = {washington(2)};
  REQUIRE(world.lists.add("objections", first, true, on("2026-11-01")).ok());
  const auto before = world.lists.load("objections");
  const list copy = *before;
  REQUIRE(world.lists.add("objections", second, false, on("2026-11-01")).ok());
  REQUIRE(world.import("objections", {washington(3)}, "world", "2026-11-02").ok());
  list_record records[3];
  const phone_number asked[] = {washington(1), washington(2), washington(3)};
  copy.find(asked, records);
  CHECK(records[0].state == record_state::listed);
  CHECK(records[1].state == record_state::absent);
  CHECK(records[2].state == record_state::absent);
  CHECK(world.lists.load("objections")->count() == 3);
}

TEST_CASE("Only create or the blacklist's name makes a list that does not exist") {
  store_world world;
  const phone_number numbers[] = {washington(1)};
  REQUIRE(world.import("registry", {washington(9)}, "world", "2026-11-01").ok());
  const auto refused = world.lists.add("registri", numbers, false, on("2026-11-01"));
  REQUIRE_FALSE(refused.ok());
  CHECK(absl::IsNotFound(refused.status()));
  CHECK(mentions(refused.status(), "did you mean 'registry'?"));
  CHECK(mentions(refused.status(), "--create"));
  CHECK_FALSE(world.lists.has("registri").value());
  CHECK(world.lists.add("blacklist", numbers, false, on("2026-11-01")).ok());
  CHECK(world.holds("blacklist", washington(1)));
  CHECK_FALSE(world.lists.remove("nothing", numbers).ok());
}

TEST_CASE("A store is made with its blacklist, empty and for the world; no missing list loads") {
  const store_world world;
  const auto loaded = world.lists.load("blacklist");
  REQUIRE(loaded.ok());
  CHECK(loaded->count() == 0);
  CHECK(loaded->speaks_for().is_world_only());
  CHECK_FALSE(world.holds("blacklist", washington(1)));
  CHECK(absl::IsNotFound(world.lists.load("registry").status()));
}

TEST_CASE("The blacklist's folder without a head is damage, not an empty list") {
  store_world world;
  std::filesystem::remove(world.file("blacklist", "head"));
  const auto loaded = world.lists.load("blacklist");
  REQUIRE(absl::IsDataLoss(loaded.status()));
  CHECK(mentions(loaded.status(), "blacklist/head is damaged at byte 0: the file is missing; restore"));
  const phone_number numbers[] = {washington(1)};
  CHECK_FALSE(world.lists.add("blacklist", numbers, true, on("2026-11-01")).ok());
}

TEST_CASE("Numbers are added to sets only, and none is no number") {
  store_world world;
  list_import customers{"customers", snapshot_builder(list_kind::dated), {{{}, on("2026-11-01")}}, 0, 0, false};
  customers.entries.add(washington(1), {20'000, record_state::purchase});
  REQUIRE(world.lists.apply_import(std::move(customers)).ok());
  const phone_number numbers[] = {washington(2)};
  CHECK(mentions(world.lists.add("customers", numbers, true, on("2026-11-01")).status(), "is of kind dated"));
  CHECK(mentions(world.lists.remove("customers", numbers).status(), "is of kind dated"));
  const phone_number none[] = {phone_number()};
  CHECK_FALSE(world.lists.add("objections", none, true, on("2026-11-01")).ok());
}

TEST_CASE("Live changes lie over what an import brought") {
  store_world world;
  REQUIRE(world.import("registry", {washington(1), washington(2)}, "world", "2026-11-01").ok());
  const phone_number imported[] = {washington(1)};
  const phone_number fresh[] = {washington(3)};
  CHECK(world.lists.remove("registry", imported)->changed == 1);
  CHECK(world.lists.add("registry", fresh, false, on("2026-11-01"))->changed == 1);
  CHECK_FALSE(world.holds("registry", washington(1)));
  CHECK(world.holds("registry", washington(2)));
  CHECK(world.holds("registry", washington(3)));
  CHECK(world.lists.load("registry")->count() == 2);
  CHECK(world.lists.add("registry", imported, false, on("2026-11-01"))->changed == 1);
  CHECK(world.holds("registry", washington(1)));
  CHECK(world.lists.load("registry")->count() == 3);
}

TEST_CASE("The same content has the same checksum, whatever its history") {
  store_world world;
  REQUIRE(world.import("a", {washington(1), washington(2)}, "world", "2026-11-01").ok());
  REQUIRE(world.import("b", {washington(7)}, "world", "2026-10-01").ok());
  REQUIRE(world.import("b", {washington(2), washington(1)}, "world", "2026-11-01").ok());
  const std::string checksum = world.lists.load("a")->checksum();
  CHECK(checksum.size() == 16);
  CHECK(world.lists.load("b")->checksum() == checksum);
  const phone_number extra[] = {washington(5)};
  REQUIRE(world.lists.add("a", extra, false, on("2026-11-01")).ok());
  CHECK(world.lists.load("a")->checksum() != checksum);
  REQUIRE(world.lists.remove("a", extra).ok());
  CHECK(world.lists.load("a")->checksum() == checksum);
  REQUIRE(world.lists.remove("a", std::vector{washington(1)}).ok());
  CHECK(world.lists.load("a")->checksum() != checksum);
}

TEST_CASE("A list's name is small letters, digits, - and _") {
  store_world world;
  CHECK(is_list_name("ftc-2026_us"));
  CHECK(is_list_name(std::string(64, 'a')));
  for (const std::string& name : {std::string(), std::string("../x"), std::string("A"), std::string("-a"),
                                  std::string("a.b"), std::string(65, 'a')}) {
    INFO(name);
    CHECK_FALSE(is_list_name(name));
    const phone_number numbers[] = {washington(1)};
    CHECK_FALSE(world.lists.add(name, numbers, true, on("2026-11-01")).ok());
    CHECK_FALSE(world.import(name, {washington(1)}, "world", "2026-11-01").ok());
  }
}

TEST_CASE("A list can live in memory alone") {
  const list_entry entries[] = {{washington(1), {20'000, record_state::given}, "form 1"}};
  snapshot_info info;
  info.kind = list_kind::consent;
  const auto made = list::from_snapshot("consents", build_snapshot(info, entries).value());
  REQUIRE(made.ok());
  CHECK(made->name() == "consents");
  CHECK(made->count() == 1);
  CHECK(made->reference(washington(1)) == "form 1");
  CHECK(made->reference(washington(2)).empty());
  CHECK_FALSE(list::from_snapshot("x", "no snapshot").ok());
}
