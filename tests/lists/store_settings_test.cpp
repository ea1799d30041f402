#include "lists/store_kit.hpp"

using namespace callsieve;
using test::mentions;
using test::store_world;

namespace {

absl::Status error_in(std::string_view toml) { return read_store_settings(toml, "store.toml").status(); }

}  // namespace

TEST_CASE("A store.toml that says nothing means the defaults, and so does the one that a new store gets") {
  const store_world world;
  for (const auto& settings : {read_store_settings("# none", "store.toml").value(), world.lists.settings()}) {
    CHECK(settings.policy == "nl-consumer");
    CHECK(settings.blacklist == "blacklist");
    CHECK(settings.lists.empty());
  }
  CHECK(test::read_whole(world.folder / "store.toml").starts_with("# Settings"));
  CHECK(mentions(read_store_settings(" \n\t\r\n", "store.toml").status(), "store.toml is empty"));
}

TEST_CASE("store.toml says what is known of each list") {
  const auto settings = read_store_settings(R"(
policy = "us-federal"
blacklist = "objections"
[list.ftc]
kind = "set"
source = "the registry"
purpose = "compliance"
legal_basis = "legal obligation"
recipients = "nobody"
retention = "3 years"
max_age = "31 days"
hold = "18 months"
[list.customers]
kind = "dated"
)",
                                            "store.toml");
  REQUIRE(settings.ok());
  CHECK(settings->policy == "us-federal");
  CHECK(settings->blacklist == "objections");
  const list_settings& ftc = settings->lists.at("ftc");
  CHECK(ftc.kind == list_kind::set);
  CHECK(ftc.source == "the registry");
  CHECK(ftc.purpose == "compliance");
  CHECK(ftc.legal_basis == "legal obligation");
  CHECK(ftc.recipients == "nobody");
  CHECK(ftc.retention == years(3));
  CHECK(ftc.max_age == days(31));
  CHECK(ftc.hold == months(18));
  CHECK(settings->lists.at("customers").kind == list_kind::dated);
  CHECK_FALSE(settings->lists.at("customers").max_age);
}

TEST_CASE("A mistake in store.toml is named with its line, column and the nearest word") {
  CHECK(mentions(error_in("\npolcy = \"x\""), "store.toml:2:1: unknown key 'polcy'; did you mean 'policy'?"));
  CHECK(mentions(error_in("zzzzzz = 1"), "there are: policy, blacklist, list"));
  CHECK(mentions(error_in("[list.ftc]\nmax_ages = \"31 days\""),
                 "store.toml:2:1: unknown key 'max_ages'; did you mean 'max_age'?"));
  CHECK(mentions(error_in("[list.ftc]\nmax_age = \"a month\""), "store.toml:2:11: 'max_age' needs a period"));
  CHECK(mentions(error_in("[list.ftc]\nmax_age = 31"), "'max_age' needs a period"));
  CHECK(mentions(error_in("[list.ftc]\nkind = \"sett\""), "'kind' is \"set\", \"dated\", \"consent\" or \"attempts\""));
  CHECK(mentions(error_in("policy = 3"), "store.toml:1:10: 'policy' needs a text"));
  CHECK(mentions(error_in("list = 3"), "[list.NAME]"));
  CHECK(mentions(error_in("[list]\nftc = 3"), "[list.ftc]"));
  CHECK(mentions(error_in("[list.FTC]"), "'FTC' cannot be a list's name"));
  CHECK(mentions(error_in("blacklist = \"No Way\""), "'No Way' cannot be a list's name"));
  CHECK(mentions(error_in("policy = \"x"), "store.toml:1:"));
}

TEST_CASE("A store with a mistake in its settings does not open") {
  const store_world world;
  test::write_whole(world.folder / "store.toml", "blacklst = \"x\"\n");
  CHECK(mentions(store::open(world.folder.path()).status(),
                 (world.folder / "store.toml").string() + ":1:1: unknown key"));
}

TEST_CASE("A folder that is no store is refused with the way to make one") {
  const test::temporary_folder folder;
  for (const std::filesystem::path& path : {folder.path(), folder / "none"}) {
    const auto opened = store::open(path);
    CHECK(mentions(opened.status(), "there is no store in " + path.string()));
    CHECK(mentions(opened.status(), "callsieve init"));
    CHECK(mentions(opened.status(), "--store"));
  }
  CHECK(store::open_or_create(folder.path() / "a" / "b").ok());
  test::write_whole(folder / "file", "");
  CHECK(mentions(store::open_or_create(folder / "file").status(), (folder / "file").string()));
}

TEST_CASE("max_age and the blacklist's name come from store.toml") {
  store_world world;
  REQUIRE(world.import("ftc", {test::washington(1)}, "world", "2026-11-01").ok());
  CHECK_FALSE(world.lists.load("ftc")->default_max_age());
  test::write_whole(world.folder / "store.toml", "blacklist = \"no-calls\"\n[list.ftc]\nmax_age = \"31 days\"\n");
  const auto again = store::open(world.folder.path());
  REQUIRE(again.ok());
  CHECK(again->load("ftc")->default_max_age() == days(31));
  CHECK(mentions(again->load("no-calls").status(), "its blacklist, and no objection would be known"));
  std::vector<std::string> made;
  CHECK(store::init(world.folder.path(), made).ok());
  CHECK(made == std::vector<std::string>{"the list 'no-calls'"});
  CHECK(again->load("no-calls").ok());
}

TEST_CASE("The nearest name is a slip of the finger away, or none") {
  const std::vector<std::string> names = {"registry", "customers", "tps", "blacklist"};
  CHECK(nearest_name("registri", names) == "registry");
  CHECK(nearest_name("regsitry", names) == "registry");
  CHECK(nearest_name("custmoer", names) == "customers");
  CHECK(nearest_name("tpss", names) == "tps");
  CHECK(nearest_name("ftc", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name("registry", names) == "registry");
  CHECK(nearest_name("x", {}).empty());
}
