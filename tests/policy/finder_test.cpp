// Where policies are found, and what the ones that come with the product say.
#include <cstdlib>
#include <string>

#include "callsieve/policy/policy.hpp"

#include "support/catch.hpp"
#include "world.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// Sets $CALLSIEVE_POLICIES for the time of a test.
class policies_variable {
 public:
  explicit policies_variable(const std::string& value) { ::setenv("CALLSIEVE_POLICIES", value.c_str(), 1); }
  ~policies_variable() { ::unsetenv("CALLSIEVE_POLICIES"); }
  policies_variable(const policies_variable&) = delete;
  policies_variable& operator=(const policies_variable&) = delete;
};

std::string plain(const std::string& reason) { return "otherwise = { block = \"" + reason + "\" }\n"; }
std::string found(const std::string& name, const store& in) {
  const auto policy = find_policy(name, in);
  return policy.ok() ? policy->otherwise_reason : message_of(policy.status());
}

}  // namespace

TEST_CASE("A policy is found by path, in the store, in the named folders, then among those that come along") {
  temporary_folder folder;
  const store in = open_store(folder.path() / "store");
  const auto file = folder.write("elsewhere/mine.toml", plain("by-path"));
  CHECK(found(file.string(), in) == "by-path");
  const policies_variable variable(":" + (folder.path() / "a").string() + ":" + (folder.path() / "b").string());
  folder.write("b/mine.toml", plain("second-folder"));
  CHECK(found("mine", in) == "second-folder");
  folder.write("a/mine.toml", plain("first-folder"));
  CHECK(found("mine", in) == "first-folder");
  folder.write("store/policies/mine.toml", plain("store"));
  CHECK(found("mine", in) == "store");
  CHECK(found("nl-consumer", in) == "no-consent");
  folder.write("a/nl-consumer.toml", plain("own-version"));
  CHECK(found("nl-consumer", in) == "own-version");
}

TEST_CASE("A policy that is not there is named with the nearest name and every place looked at") {
  temporary_folder folder;
  const store in = open_store(folder.path());
  const policies_variable variable((folder.path() / "a").string());
  folder.write("policies/spring.toml", plain("x"));
  const std::string near = found("sprin", in);
  CHECK(near.find("no policy is named 'sprin'; did you mean 'spring'?\nLooked for:\n  " +
                  (folder.path() / "policies" / "sprin.toml").string()) == 0);
  CHECK(near.find((folder.path() / "a" / "sprin.toml").string()) != std::string::npos);
  const std::string far = found("qqqqqqqqqqq", in);
  CHECK(far.find("; there are au, be, ca, de, es, fr, it, nl-consumer, se, sg, spring, uk, us-federal") !=
        std::string::npos);
  CHECK(found("missing.toml", in).find("missing.toml") != std::string::npos);
  CHECK(found(folder.path().string(), in).find(folder.path().string()) != std::string::npos);
}

TEST_CASE("A mistake in a policy file is named with the file's path") {
  temporary_folder folder;
  const store in = open_store(folder.path());
  const auto file = folder.write("policies/bad.toml", "otherwise = 1\n");
  CHECK(found("bad", in).find(file.string() + ":1:13: ") == 0);
}

TEST_CASE("The policies that come along read, and bind once their lists are there") {
  const temporary_folder folder;
  store lists = open_store(folder.path());
  const auto consumer = find_policy("nl-consumer", lists);
  REQUIRE(message_of(consumer.status()) == "");
  CHECK(consumer->name == "nl-consumer");
  CHECK(consumer->region == find_region("NL"));
  CHECK(consumer->time_zone == "Europe/Amsterdam");
  CHECK(consumer->lists() == std::vector<std::string>{"blacklist", "consents", "customers"});
  const auto federal = find_policy("us-federal", lists);
  REQUIRE(message_of(federal.status()) == "");
  CHECK(federal->otherwise == verdict::allow);
  CHECK(federal->lists() == std::vector<std::string>{"blacklist", "consents", "customers", "inquiries", "ftc"});

  const auto early = bind_policy(*consumer, lists, {});
  REQUIRE_FALSE(early.ok());
  CHECK(message_of(early.status()).find("`callsieve import consents FILE --kind consent`") != std::string::npos);

  const day obtained = parse_day("2026-01-01").value();
  put(lists, {.name = "consents", .kind = list_kind::consent, .covers = {{"", obtained}}});
  put(lists, {.name = "customers", .kind = list_kind::dated, .covers = {{"", obtained}}});
  put(lists, {.name = "ftc", .kind = list_kind::set, .covers = {{"1202", obtained}}});
  for (const auto& document : {*consumer, *federal}) {
    const auto bound = bind_policy(document, lists, {});
    REQUIRE(message_of(bound.status()) == "");
    CHECK(bound->warnings.empty());
    CHECK(bound->hints.size() == (document.name == "us-federal" ? 1 : 0));  // no list of inquiries
  }
}
