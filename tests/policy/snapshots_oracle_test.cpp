// Random policies over real lists, decided batch by batch, against the oracle that takes one row after another.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "callsieve/lists/store.hpp"

#include "io/temporary_folder.hpp"
#include "lists/histories_kit.hpp"
#include "policy/opened_lists.hpp"
#include "rules/batch_against_oracle.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

using namespace callsieve;
using namespace callsieve_test;

namespace {

/// Some numbers added live, and some removed.
void change_live(store& in, list_facts& facts, random_source& random) {
  for (std::size_t n = below(random, 4); n > 0; --n) {
    const std::uint64_t digits = random_number(random);
    const std::vector<phone_number> number = {phone_number::from_digits_unchecked(digits)};
    const bool adds = one_in(random, 2);
    const auto changed = adds ? in.add(facts.name, number, false, day()) : in.remove(facts.name, number);
    REQUIRE(message_of(changed.status()) == "");
    facts.flags.erase(digits);
    facts.records.erase(digits);
    if (adds) facts.records[digits] = {0, record_state::listed};
  }
}

/// The lists in a store of that folder, imported and changed; `facts` becomes what they then hold.
std::map<std::string, list> mapped(const std::filesystem::path& folder, std::map<std::string, list_facts>& facts,
                                   random_source& random) {
  REQUIRE(store::open_or_create(folder).ok());
  std::string settings;
  for (const auto& [name, f] : facts) {
    settings += "[list." + name + "]\nkind = \"" + std::string(to_string(f.kind)) + "\"\n";
    if (f.default_max_age) settings += "max_age = \"" + to_string(*f.default_max_age) + "\"\n";
  }
  test::write_whole(folder / "store.toml", settings);
  store in = store::open(folder).value();
  std::map<std::string, list> lists;
  for (auto& [name, f] : facts) {
    if (f.covers.empty()) f.covers = {{"1", day_from_number(20'000)}};
    put(in, f);
    if (f.kind == list_kind::set) change_live(in, f, random);
    lists.emplace(name, in.load(name).value());
  }
  return lists;
}

/// The same world's lists, in memory as facts say.
std::map<std::string, list> in_memory(std::map<std::string, list_facts>& facts, random_source& random) {
  std::map<std::string, list> lists;
  for (auto& [name, f] : facts) {
    f.default_max_age.reset();
    lists.emplace(name, callsieve_test::in_memory(f, one_in(random, 2) ? list_tuning::speed : list_tuning::memory));
  }
  return lists;
}

/// Decides random batches by random policies over the lists that `make` gives.
template <class Make>
void decide_as_oracle(random_source& random, std::size_t worlds, const Make& make) {
  std::size_t rows = 0, unknowns = 0;
  for (std::size_t world = 0; world < worlds; ++world) {
    const as_of now = random_moment(random);
    std::map<std::string, list_facts> facts = random_lists(random, now.date);
    const std::map<std::string, list> lists = make(facts);
    for (int round = 0; round < 25; ++round) {
      const policy_document policy = random_policy(random, now.date);
      const pipeline rules = composed_over(lists, policy);
      const columns numbers(random, random_size(random));
      const outcome got = run(rules, now, numbers);
      std::string first;
      const std::size_t wrong =
          differences(got, oracle(policy, facts, now, numbers.has_columns), numbers, rules.size(), first);
      if (wrong != 0) {
        FAIL("world " << world << ", on " << to_string(now) << " in " << policy.time_zone << ", " << wrong
                      << " rows: " << first << "\n"
                      << spelled(policy));
      }
      rows += numbers.rows.size();
      for (const decision& d : got.decisions) unknowns += d.outcome == verdict::unknown;
    }
  }
  REQUIRE(unknowns > rows / 100);  // the worlds are not all plain ones
}

}  // namespace

TEST_CASE("Over snapshots in memory a batch is decided as the oracle decides its rows, whatever the policy") {
  random_source random(test::random_seed());
  decide_as_oracle(random, 60, [&](auto& facts) { return in_memory(facts, random); });
}

TEST_CASE("So it is over lists that a store maps, with their ages, after imports and live changes") {
  random_source random(test::random_seed());
  decide_as_oracle(random, 60, [&](auto& facts) {
    const test::histories::fast_folder folder;
    return mapped(folder.path(), facts, random);  // the mappings outlive the files
  });
}
