// Policies bound to the lists of a real store.
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "callsieve/policy/policy.hpp"

#include "rules/oracle.hpp"
#include "rules/random_batch.hpp"
#include "support/catch.hpp"
#include "support/days.hpp"
#include "support/seed.hpp"
#include "world.hpp"

using namespace callsieve;
using namespace callsieve_test;
using test::on;

namespace {

constexpr std::uint64_t objector = 12'025'550'101;
constexpr std::uint64_t buyer = 12'025'550'102;
constexpr std::uint64_t stranger = 12'025'550'103;

/// A store with ftc, customers and consents.
store filled_store(const temporary_folder& folder) {
  store lists = open_store(folder.path());
  const std::vector<std::pair<std::string, day>> world{{"", on("2026-11-01")}};
  put(lists,
      {.name = "ftc", .kind = list_kind::set, .records = {{objector, {0, record_state::listed}}}, .covers = world});
  put(lists, {.name = "customers",
              .kind = list_kind::dated,
              .records = {{buyer, {day_number(on("2026-03-01")), record_state::purchase}}},
              .covers = world});
  put(lists, {.name = "consents",
              .kind = list_kind::consent,
              .records = {{buyer, {day_number(on("2026-03-01")), record_state::given}}},
              .covers = world});
  return lists;
}

absl::StatusOr<bound_policy> bind_text(std::string_view toml, const store& lists, bind_options options = {}) {
  auto document = read_policy(toml, "p.toml");
  REQUIRE(message_of(document.status()) == "");
  return bind_policy(*std::move(document), lists, options);
}
std::string error_of(std::string_view toml, const store& lists) {
  const auto bound = bind_text(toml, lists);
  return bound.ok() ? "no error" : message_of(bound.status());
}

std::string reason_for(const bound_policy& policy, std::uint64_t number, std::string_view today) {
  const decision d = policy.rules.decide(phone_number::from_digits_unchecked(number), as_of{on(today), {}});
  std::string text = std::string(to_string(d.outcome)) + ' ' + policy.rules.reason(d.rule);
  if (d.outcome == verdict::unknown) text += ": " + std::string(to_string(d.cause));
  return text;
}

const std::string objection = "[[rule]]\nblock = \"objection\"\nwhen = { listed = \"blacklist\" }\n";
const std::string registry = "[[rule]]\nblock = \"registry\"\nwhen = { listed = \"ftc\", max_age = \"31 days\" }\n";
const std::string customer =
    "[[rule]]\nallow = \"customer\"\nwhen = { related = \"customers\", within = \"1 year\" }\n";

}  // namespace

TEST_CASE("A bound policy decides by the lists of the store") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const auto bound = bind_text(opt_out + objection + customer + registry, lists);
  REQUIRE(message_of(bound.status()) == "");
  CHECK(bound->warnings.empty());
  CHECK(reason_for(*bound, objector, "2026-11-24") == "block registry");
  CHECK(reason_for(*bound, buyer, "2026-11-24") == "allow customer");
  CHECK(reason_for(*bound, buyer, "2027-03-01") == "unknown registry: stale");
  CHECK(reason_for(*bound, stranger, "2026-12-02") == "allow clear");
  CHECK(reason_for(*bound, stranger, "2026-12-03") == "unknown registry: stale");
  std::vector<std::string> names;
  for (const list& l : bound->lists) names.push_back(l.name());
  CHECK(names == std::vector<std::string>{"blacklist", "customers", "ftc"});
  CHECK(bound->rules.predicate_text(2) == R"({ listed = "ftc", max_age = "31 days" })");
  CHECK(bound->document.rules.size() == 3);
}

TEST_CASE("An objection added live is asked first and rejects the whole row") {
  const temporary_folder folder;
  store lists = filled_store(folder);
  const phone_number added[] = {phone_number::from_digits_unchecked(buyer)};
  REQUIRE(lists.add("blacklist", added, true, on("2026-11-01")).ok());
  const auto bound = bind_text(opt_out + objection + customer + registry, lists);
  REQUIRE(message_of(bound.status()) == "");
  CHECK(reason_for(*bound, buyer, "2026-11-24") == "block objection");
  CHECK(bound->rules.rule(0).scope == rule_scope::row);
  CHECK(bound->rules.rule(2).scope == rule_scope::cell);
}

TEST_CASE("The blacklist's rule is a block on it alone or on any of several, and may keep the scope of a cell") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const auto any = bind_text(
      opt_out + "[[rule]]\nblock = \"o\"\nwhen = { any = [{ listed = \"ftc\" }, { listed = \"blacklist\" }] }\n" +
          customer,
      lists);
  REQUIRE(message_of(any.status()) == "");
  CHECK(any->warnings.empty());
  CHECK(any->rules.rule(0).scope == rule_scope::row);
  const auto cell = bind_text(opt_out + objection + "scope = \"cell\"\n", lists);
  REQUIRE(message_of(cell.status()) == "");
  CHECK(cell->rules.rule(0).scope == rule_scope::cell);
}

TEST_CASE("An allow rule before the blacklist's is an error; a policy that never asks it is warned of") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  CHECK(
      error_of(opt_out + customer + objection, lists) ==
      "p.toml:2:1: this rule allows 'customer' before the blacklist is asked; nothing overrides an objection: move the "
      "rule on 'blacklist' (line 5) above it");
  CHECK(error_of(opt_out + registry + objection + customer, lists) == "no error");
  CHECK(
      error_of(opt_out + objection + "on_unknown = \"pass\"\n", lists).find("p.toml:2:1: the rule on the blacklist") ==
      0);
  for (const std::string& policy :
       {opt_out + registry, opt_out + objection + "until = 2030-01-01\n", opt_out + objection + "from = 2020-01-01\n",
        opt_out + "[[rule]]\nblock = \"o\"\nwhen = { all = [{ listed = \"blacklist\" }, { region = [\"US\"] }] }\n",
        opt_out + "[[rule]]\nblock = \"o\"\nwhen = { not = { listed = \"blacklist\" } }\n",
        opt_out + "[[rule]]\nallow = \"o\"\nwhen = { listed = \"blacklist\" }\n"}) {
    INFO(policy);
    const auto bound = bind_text(policy, lists);
    REQUIRE(message_of(bound.status()) == "");
    REQUIRE(bound->warnings.size() == 1);
    CHECK(bound->warnings[0].find("p.toml: no rule blocks whoever is on the blacklist 'blacklist' at all times") == 0);
  }
}

TEST_CASE("The store names its blacklist") {
  temporary_folder folder;
  folder.write("store.toml", "blacklist = \"objections\"\n");
  store lists = filled_store(folder);
  CHECK(bind_text(opt_out + "[[rule]]\nblock = \"o\"\nwhen = { listed = \"objections\" }\n", lists)->warnings.empty());
}

TEST_CASE("A list that is not there is named with its place, the nearest name, and how to make it") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const std::string typo =
      error_of(opt_out + objection + "[[rule]]\nblock = \"r\"\nwhen = { any = [{ listed = \"ftcc\" }] }\n", lists);
  CHECK(typo.find("p.toml:7:17: the store ") == 0);
  CHECK(typo.find(" has no list 'ftcc'; did you mean 'ftc'? Otherwise make it with `callsieve import ftcc FILE --kind "
                  "set`") != std::string::npos);
  const std::string dated =
      error_of(opt_out + "[[rule]]\nallow = \"r\"\nwhen = { related = \"zzz\", within = \"1 day\" }\n", lists);
  CHECK(dated.find("has no list 'zzz'; make it with `callsieve import zzz FILE --kind dated`") != std::string::npos);
}

TEST_CASE("A question that a list's kind cannot answer is an error with its place") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const auto asking = [&lists](const std::string& predicate) {
    return error_of(opt_out + "[[rule]]\nblock = \"r\"\nwhen = " + predicate + '\n', lists);
  };
  CHECK(asking("{ related = \"ftc\", within = \"1 day\" }") ==
        "p.toml:4:8: 'related' asks a list of kind dated, and 'ftc' is of kind set");
  CHECK(asking("{ consent = \"given\", in = \"customers\" }") ==
        "p.toml:4:8: 'consent' asks a list of kind consent, and 'customers' is of kind dated");
  CHECK(asking("{ listed = \"consents\" }") ==
        "p.toml:4:8: 'listed' asks a list of kind set, and 'consents' is of kind consent");
  CHECK(asking("{ listed = \"customers\" }") == "no error");
}

TEST_CASE("Consent is asked of a list that store.toml says is for the rule's purpose, and of no other") {
  temporary_folder folder;
  const std::string asking = opt_out +
                             "[[rule]]\nallow = \"consent\"\nwhen = { consent = \"given\", in = \"consents\", "
                             "purpose = \"energy\" }\n";
  {
    const store lists = filled_store(folder);
    CHECK(error_of(asking, lists) ==
          "p.toml:4:8: the rule asks for consent to the purpose 'energy', and [list.consents] of store.toml does not "
          "say what it is for; if it is for that, write purpose = \"energy\" there");
  }
  folder.write("store.toml", "[list.consents]\npurpose = \"telecom\"\n");
  CHECK(error_of(asking, open_store(folder.path())) ==
        "p.toml:4:8: the rule asks for consent to the purpose 'energy', and [list.consents] of store.toml is for "
        "'telecom'; keep a list for each purpose");
  folder.write("store.toml", "[list.consents]\npurpose = \"energy\"\n");
  CHECK(error_of(asking, open_store(folder.path())) == "no error");
}

TEST_CASE("Consent counts for the person who gave it, not for another at the same number") {
  const temporary_folder folder;
  store lists = open_store(folder.path());
  const list_record given{day_number(on("2026-03-01")), record_state::given};
  put(lists, {.name = "consents",
              .kind = list_kind::consent,
              .records = {{buyer, given}, {stranger, given}},
              .covers = {{"", on("2026-11-01")}},
              .references = {{buyer, "4711"}}});
  const auto bound = bind_text(
      "otherwise = { block = \"no-consent\" }\n[[rule]]\nallow = \"consent\"\n"
      "when = { consent = \"given\", in = \"consents\", person = \"customer_id\" }\n",
      lists);
  REQUIRE(message_of(bound.status()) == "");
  CHECK(bound->rules.columns() == std::vector<std::string>{"customer_id"});
  const auto ask = [&bound](std::uint64_t digits, std::string_view person) {
    const phone_number number = phone_number::from_digits_unchecked(digits);
    const region_id region = find_region("US");
    const number_type type = number_type::fixed_line_or_mobile;
    const text_column column{"customer_id", std::span(&person, 1)};
    const batch one{std::span(&number, 1), std::span(&region, 1), std::span(&type, 1), {}, std::span(&column, 1)};
    truth said = truth::stale;
    bound->rules.ask(0, {on("2026-11-24"), {}}, one, std::span(&said, 1));
    return std::string(to_string(said)) + ": " + bound->rules.explain(0, {on("2026-11-24"), {}}, one, 0);
  };
  CHECK(ask(buyer, "4711") ==
        "yes: given 2026-03-01 in consents; obtained 2026-11-01, 23 days old; of the person that the row's customer_id "
        "names");
  CHECK(ask(buyer, "4712") ==
        "no: given 2026-03-01 in consents; obtained 2026-11-01, 23 days old; of another person than the row's "
        "customer_id names");
  CHECK(ask(buyer, "\u00a04711\u200b ").find("yes: ") == 0);
  CHECK(ask(buyer, "47\u00a011").find("no: ") == 0);
  CHECK(ask(buyer, "\u2060\u00a0").find("no value: ") == 0);
  CHECK(ask(buyer, "") ==
        "no value: given 2026-03-01 in consents; obtained 2026-11-01, 23 days old; the row's customer_id is empty");
  CHECK(ask(stranger, "4711") ==
        "no person: given 2026-03-01 in consents; obtained 2026-11-01, 23 days old; the list does not say whose");
  CHECK(ask(objector, "4711") == "no: not in consents; obtained 2026-11-01, 23 days old");
}

TEST_CASE("A sector is one that the policy names, or other; any other word is an error that lists them") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const std::string rules =
      opt_out + objection +
      "[[rule]]\nblock = \"no-energy\"\nwhen = { always = true }\nsector = [\"energy\", \"water\"]\n" +
      "[[rule]]\nallow = \"inquiry\"\nwhen = { related = \"inquiries\", within = \"3 months\" }\n" +
      "optional = true\nsector = [\"charity\"]\n";
  const auto says = [&](const std::string& text, const std::string& sector) {
    const auto bound = bind_text(text, lists, {.sector = sector});
    return bound.ok() ? std::string("bound") : message_of(bound.status());
  };
  const std::string known = "; known are energy, water, charity, and other for a campaign of none of them";
  CHECK(says(rules, "energy") == "bound");
  CHECK(says(rules, "other") == "bound");
  CHECK(says(rules, "charity") == "bound");  // though its rule waits for a list
  CHECK(says(rules, "enrgy") == "p.toml: no rule is for the sector 'enrgy'; did you mean 'energy'?" + known);
  CHECK(says(rules, "insurance") == "p.toml: no rule is for the sector 'insurance'" + known);
  CHECK(says(rules, "Energy").find(known) != std::string::npos);
  CHECK(says(rules, "").find(known) != std::string::npos);
  for (const char* sector : {"energy", "other"}) {
    CHECK(says(opt_out + objection, sector) ==
          std::string("p.toml: no rule of this policy is for a sector; leave --sector ") + sector + " out");
  }
  const auto in_force = [&](const std::optional<std::string>& sector) {
    const auto bound = bind_text(rules, lists, {.sector = sector});
    REQUIRE(message_of(bound.status()) == "");
    return bound->rules.rule(1).in_force(on("2026-11-24"));
  };
  CHECK(in_force(std::nullopt));
  CHECK(in_force("water"));
  CHECK_FALSE(in_force("other"));
}

TEST_CASE("De-duplicating puts a block right after the blacklist's rule, or first when there is none") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  const auto after = bind_text(opt_out + registry + objection + customer, lists, {.dedupe = true});
  REQUIRE(message_of(after.status()) == "");
  REQUIRE(after->rules.size() == 4);
  CHECK(after->rules.reason(1) == "objection");
  CHECK(after->rules.reason(2) == "duplicate");
  CHECK(after->rules.rule(2).scope == rule_scope::cell);
  CHECK(after->rules.asks_for_duplicates());
  const auto first = bind_text(opt_out + registry, lists, {.dedupe = true});
  REQUIRE(message_of(first.status()) == "");
  CHECK(first->rules.reason(0) == "duplicate");
  CHECK_FALSE(bind_text(opt_out + registry, lists)->rules.asks_for_duplicates());
}

TEST_CASE("A list's own max_age holds for every question that states none") {
  temporary_folder folder;
  folder.write("store.toml", "[list.ftc]\nmax_age = \"10 days\"\n[list.customers]\nmax_age = \"10 days\"\n");
  const store lists = filled_store(folder);
  const auto bound = bind_text(opt_out + objection + customer + registry, lists);
  REQUIRE(message_of(bound.status()) == "");
  CHECK(reason_for(*bound, buyer, "2026-11-11") == "allow customer");
  CHECK(reason_for(*bound, buyer, "2026-11-12") == "allow clear");  // stale customers allow nobody; ftc has its own 31
  CHECK(reason_for(*bound, stranger, "2026-12-02") == "allow clear");
  const auto plain =
      bind_text(opt_out + objection + "[[rule]]\nblock = \"registry\"\nwhen = { listed = \"ftc\" }\n", lists);
  CHECK(reason_for(*plain, stranger, "2026-11-11") == "allow clear");
  CHECK(reason_for(*plain, stranger, "2026-11-12") == "unknown registry: stale");
}

TEST_CASE("A damaged list stops the binding") {
  const temporary_folder folder;
  const store lists = filled_store(folder);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "lists" / "ftc")) {
    if (entry.path().extension() == ".snapshot") std::filesystem::resize_file(entry.path(), entry.file_size() - 1);
  }
  CHECK(error_of(opt_out + objection + registry, lists).find(".snapshot") != std::string::npos);
}

TEST_CASE("Over snapshots, asked one number at a time, the pipeline decides as the oracle does") {
  random_source random(test::random_seed());
  for (int round = 0; round < 300; ++round) {
    const day today = around(random, on("2025-02-28"), 100);
    std::map<std::string, list_facts> facts = random_lists(random, today);
    std::map<std::string, list> lists;
    for (auto& [name, f] : facts) {
      f.default_max_age.reset();  // a list in memory has no settings
      lists.emplace(name, in_memory(f, one_in(random, 2) ? list_tuning::speed : list_tuning::memory));
    }
    const policy_document policy = random_policy(random, today);
    const pipeline read = composed_over(lists, policy);
    const oracle judge(policy, facts, as_of{today, {}}, false);
    for (int i = 0; i < 30; ++i) {
      const std::string& region = pick(random, test_regions());
      const oracle_row row{random_number(random), region, static_cast<number_type>(below(random, number_type_count)),
                           false};
      const parsed_number parsed{phone_number::from_digits_unchecked(row.number), find_region(region), row.type,
                                 parse_error::none};
      const decision got = read.decide(parsed, as_of{today, {}});
      std::vector<std::uint64_t> passed(policy.rules.size());
      const oracle_decision right = judge.decide(row, passed);
      REQUIRE(to_string(got.outcome) == to_string(right.verdict));
      REQUIRE(got.rule == right.rule);
      if (got.outcome == verdict::unknown) REQUIRE(to_string(got.cause) == right.cause);
    }
  }
}
