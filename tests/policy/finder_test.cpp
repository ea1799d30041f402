// Where policies are found, and what the ones that come with the product say.
#include <cstdlib>
#include <string>

#include "callsieve/policy/policy.hpp"

#include "io/as_other_user.hpp"
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

TEST_CASE(
    "A policy that stands in a place and cannot be read there is an error, never the one of that name behind it") {
  temporary_folder folder;
  const store in = open_store(folder.path() / "store");
  const auto says = [&](const std::string& name, const std::filesystem::path& path, const std::string& what) {
    const std::string text = found(name, in);
    INFO(text);
    CHECK(text.find(path.string()) != std::string::npos);
    CHECK(text.find(what) != std::string::npos);
    const auto listed = list_policies(in.folder());
    CHECK_FALSE(listed.ok());
  };
  namespace fs = std::filesystem;
  const fs::path policies = folder.path() / "store" / "policies", own = policies / "us-federal.toml";
  fs::create_directories(policies);
  REQUIRE(found("us-federal", in) == "clear");
  fs::create_symlink("/no-such-place/us-federal.toml", own);
  says("us-federal", own, "which is not there: mend the link or remove it");
  fs::remove(own);
  fs::create_directory(own);
  says("us-federal", own, "is no regular file");
  fs::remove_all(policies);
  fs::create_symlink("/no-such-place", policies);
  says("us-federal", policies, "which is not there: mend the link or remove it");
  fs::remove(policies);
  folder.write("store/policies", "no folder");
  says("us-federal", own, "a file stands where a folder should be");
  fs::remove(policies);
  REQUIRE(found("us-federal", in) == "clear");

  fs::create_symlink("/no-such-place", folder.path() / "named");
  const policies_variable variable((folder.path() / "absent").string() + ":" + (folder.path() / "named").string());
  says("us-federal", folder.path() / "named", "which is not there: mend the link or remove it");
}

TEST_CASE("A folder of policies that this user may not search or read is an error that names it") {
  temporary_folder folder;
  namespace fs = std::filesystem;
  fs::permissions(folder.path(), fs::perms(0755));
  const fs::path store_folder = folder.path() / "store", policies = store_folder / "policies";
  fs::create_directories(policies);
  const auto says = [&](const absl::Status& status) {
    return !status.ok() && message_of(status).find(policies.string()) != std::string::npos &&
           message_of(status).find("let this user") != std::string::npos;
  };
  fs::permissions(policies, fs::perms::none);
  CHECK(callsieve::test::holds_without_root([&] { return says(find_policy("us-federal", store_folder).status()); }));
  CHECK(callsieve::test::holds_without_root([&] { return says(list_policies(store_folder).status()); }));
  fs::permissions(policies, fs::perms::owner_exec | fs::perms::others_exec);  // to be searched, not read
  CHECK(callsieve::test::holds_without_root([&] { return find_policy("us-federal", store_folder).ok(); }));
  CHECK(callsieve::test::holds_without_root([&] { return says(list_policies(store_folder).status()); }));
  fs::permissions(policies, fs::perms::owner_all);
}

TEST_CASE("Holidays that stand beside a policy and cannot be read are an error, never those of that name behind") {
  temporary_folder folder;
  const store in = open_store(folder.path() / "store");
  const auto file = folder.write("own/p.toml",
                                 "otherwise = { block = \"no\" }\n[hours.h]\nmon-fri = [\"09:00-17:00\"]\n"
                                 "holidays = \"holidays/it.txt\"\n");
  REQUIRE(found(file.string(), in) == "no");  // those that come along
  const auto own = folder.path() / "own" / "holidays";
  std::filesystem::create_symlink("/no-such-place", own);
  CHECK(found(file.string(), in).find(own.string() + " is a link to /no-such-place, which is not there") !=
        std::string::npos);
  CHECK(found(file.string(), in).find(file.string() + ":4:") == 0);
}

TEST_CASE("A folder beside us that is called like a policy hides none") {
  temporary_folder folder;
  const store in = open_store(folder.path() / "store");
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directory(folder.path() / "uk");
  std::filesystem::current_path(folder.path());
  CHECK(found("uk", in) == "clear");
  std::filesystem::create_symlink("/no-such-place", folder.path() / "be");
  CHECK(found("be", in).find("be is a link to /no-such-place") == 0);
  std::filesystem::current_path(before);
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
