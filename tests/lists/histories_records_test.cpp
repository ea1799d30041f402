// Random histories of lists of customers, consents and calls, against an account that keeps for each number what came
// of all that was said of it. CALLSIEVE_SEED plays one.
#include <random>
#include <sstream>

#include "callsieve/rules/predicates.hpp"

#include "lists/histories_kit.hpp"
#include "lists/histories_oracle.hpp"
#include "lists/store_kit.hpp"

using namespace callsieve;
using namespace callsieve::test::histories;

namespace {

/// What a line says of a number: the day, and which of the kind's two states.
struct record_line {
  std::size_t who = 0;
  int on = 0;
  bool blocks_more = false;  ///< withdrawn, or a purchase
};
struct record_step {
  bool full = true;  ///< else more records
  std::vector<record_line> lines{};
  std::vector<copy_of> brought{};
  int obtained = 0;
  bool allow_shrink = true, allow_older = true;
};
struct record_history {
  list_kind kind = list_kind::dated;
  std::vector<record_step> steps{};
};

std::string text_of(const record_history& one) {
  std::ostringstream text;
  text << to_string(one.kind) << '\n';
  for (const record_step& each : one.steps) {
    text << (each.full ? "  import" : "  add records") << (each.allow_shrink ? " allow_shrink" : "")
         << (each.allow_older ? " allow_older" : "");
    for (const copy_of& copy : each.full ? each.brought : std::vector<copy_of>{}) {
      text << "; brings " << to_string(prefixes()[copy.prefix]) << " of day " << copy.obtained;
    }
    if (!each.full) text << " of day " << each.obtained;
    for (const record_line& line : each.lines) {
      text << "; " << to_string(world()[line.who]) << " day " << line.on << (line.blocks_more ? " blocks more" : "");
    }
    text << '\n';
  }
  return text.str();
}

record_history random_records(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const auto any_day = [&] { return 1 + static_cast<int>(below(8)); };
  record_history one{static_cast<list_kind>(1 + below(3))};
  std::vector<std::size_t> pool;
  for (std::size_t i = 2 + below(6); i > 0; --i) pool.push_back(below(world_size));
  for (std::size_t i = 1 + below(10); i > 0; --i) {
    record_step step;
    step.full = one.steps.empty() || below(3) != 0;
    for (std::size_t k = below(one.kind == list_kind::attempts ? 16 : 7); k > 0; --k) {
      step.lines.push_back({pool[below(pool.size())], any_day(), below(2) == 0});
    }
    for (std::size_t k = below(5) == 0 ? 2 : 1; k > 0; --k) {
      const std::size_t prefix = below(prefixes().size());
      std::erase_if(step.brought, [&](const copy_of& each) { return each.prefix == prefix; });
      step.brought.push_back({prefix, any_day()});
    }
    step.obtained = any_day() + (below(2) == 0 ? 8 : 0);
    step.allow_shrink = below(3) != 0;
    step.allow_older = below(3) != 0;
    one.steps.push_back(std::move(step));
  }
  return one;
}

/// Of each number: calls by their days, the latest first; or one day and state.
struct record_model {
  struct one_record {
    int on = 0;
    bool blocks_more = false;
    friend auto operator<=>(const one_record&, const one_record&) = default;  // what supersedes is greater
  };
  using calls = std::vector<int>;

  list_kind kind;
  std::map<std::size_t, one_record> records{};
  std::map<std::size_t, calls> called{};
  copies covers{};

  [[nodiscard]] bool holds(std::size_t who) const {
    return kind == list_kind::attempts ? called.count(who) != 0 : records.count(who) != 0;
  }
  [[nodiscard]] std::size_t count() const { return kind == list_kind::attempts ? called.size() : records.size(); }

  /// The day of the longest of these prefixes that covers a prefix.
  [[nodiscard]] static std::optional<int> covering(const copies& all, std::size_t prefix) {
    std::optional<std::size_t> best;
    for (const auto& [each, obtained] : all) {
      if (!prefixes()[each].covers(prefixes()[prefix])) continue;
      if (!best || prefixes()[each].length > prefixes()[*best].length) best = each;
    }
    return best ? std::optional(all.at(*best)) : std::nullopt;
  }
  static void cut(calls& days) {
    std::sort(days.begin(), days.end(), std::greater<>());
    if (days.size() > 8) days.resize(8);
  }
  void say(const record_line& line) {
    if (kind == list_kind::attempts) {
      called[line.who].push_back(line.on);
      cut(called[line.who]);
    } else {
      records[line.who] = std::max(records[line.who], {line.on, line.blocks_more});
    }
  }
  /// Whether some copy is newer than the one that comes, which speaks for numbers that are held.
  [[nodiscard]] bool is_newer_than(const copies& brought) const {
    if (!older(brought, covers)) return false;
    for (std::size_t who = 0; who < world_size; ++who) {
      if (holds(who) && obtained_for(brought, world()[who])) return true;
    }
    return false;
  }
  /// An older copy takes nothing away, so what the list holds stays as fresh as it was.
  void take_copies(const copies& brought, bool is_older) {
    if (!is_older) return replace(covers, brought);
    copies both = brought;
    both.insert(covers.begin(), covers.end());
    for (auto& [prefix, obtained] : both) {
      obtained = std::max(covering(covers, prefix).value_or(0), covering(brought, prefix).value_or(0));
    }
    covers = both;
  }
  [[nodiscard]] bool is_later(std::size_t who, const record_model& than) const {
    return records.count(who) != 0 && than.records.count(who) != 0 && records.at(who) > than.records.at(who);
  }
  void forget(std::size_t who) {
    records.erase(who);
    called.erase(who);
  }
  /// Both tell of the same calls, perhaps: of each day as many as the one that has more.
  void unite(std::size_t who, const record_model& with) {
    if (kind != list_kind::attempts) {
      records[who] = std::max(records[who], with.records.at(who));
      return;
    }
    calls all;
    for (int on = 1; on <= 16; ++on) {
      const calls &mine = called[who], &theirs = with.called.at(who);
      const auto most =
          std::max(std::count(mine.begin(), mine.end(), on), std::count(theirs.begin(), theirs.end(), on));
      all.insert(all.end(), static_cast<std::size_t>(most), on);
    }
    cut(all);
    called[who] = all;
  }
};

class record_player {
 public:
  explicit record_player(const std::filesystem::path& folder) : lists_(test::store_world::opened(folder)) {}

  /// Throws `differs`.
  void play(const record_history& one) {
    std::filesystem::remove_all(lists_.folder() / "lists" / "r");
    const auto gone = lists_.accept("r");  // an error where the last history had no list
    if (!model_.covers.empty()) expect(gone.ok() && !*gone, "a list that is gone cannot be given up");
    model_ = {one.kind};
    std::size_t at = 0;
    for (const record_step& each : one.steps) {
      ++at;
      try {
        take(each);
        check();
      } catch (const differs& found) {
        throw differs{"step " + std::to_string(at) + ": " + found.how};
      }
    }
  }

 private:
  [[nodiscard]] list_record stored(const record_line& line) const {
    constexpr record_state states[][2] = {{record_state::contract_end, record_state::purchase},
                                          {record_state::given, record_state::withdrawn},
                                          {record_state::attempted, record_state::attempted}};
    return {stored_day(line.on), states[static_cast<int>(model_.kind) - 1][line.blocks_more ? 1 : 0]};
  }
  void take(const record_step& one) {
    list_import made{"r", snapshot_builder(model_.kind)};
    record_model fresh{model_.kind};
    for (const record_line& line : one.lines) {
      made.entries.add(world()[line.who], stored(line));
      fresh.say(line);
    }
    made.allow_shrink = one.allow_shrink;
    made.allow_older = one.allow_older;
    if (one.full) {
      import(one, std::move(made), fresh);
    } else {
      more(one, std::move(made));
    }
  }
  void import(const record_step& one, list_import made, const record_model& fresh) {
    const copies brought = copies_of(one.brought);
    for (const copy_of& each : one.brought) made.brought.push_back({prefixes()[each.prefix], day_of(each.obtained)});
    const auto counts = lists_.apply_import(std::move(made));
    const bool is_older = model_.is_newer_than(brought);
    record_model next = model_;
    std::size_t later = 0;
    for (std::size_t who = 0; who < world_size; ++who) {
      const bool inside = obtained_for(brought, world()[who]).has_value();
      if (fresh.holds(who)) {
        later += inside && model_.is_later(who, fresh) ? 1 : 0;
        next.unite(who, fresh);
      } else if (inside && !is_older) {
        next.forget(who);
      }
    }
    next.take_copies(brought, is_older);
    judge(counts, is_older && !one.allow_older, one.allow_shrink ? false : loses(next, brought));
    if (!counts.ok()) return;
    if (model_.kind != list_kind::attempts) expect(counts->later == later, "later is " + std::to_string(counts->later));
    became(*counts, std::move(next));
  }
  void more(const record_step& one, list_import made) {
    const auto counts = lists_.add_records(std::move(made), day_of(one.obtained));
    if (model_.covers.empty()) return expect(!counts.ok(), "records were added to no list");
    record_model next = model_;
    std::vector<std::size_t> changed;
    for (const record_line& line : one.lines) {
      changed.push_back(line.who);
      next.say(line);
    }
    bool is_older = false;
    for (const std::size_t prefix : touched(model_.covers, changed)) {
      is_older |= model_.covers.at(prefix) > one.obtained;
      next.covers[prefix] = one.obtained;
    }
    judge(counts, is_older, false);
    if (counts.ok()) became(*counts, std::move(next));
  }
  static void judge(const absl::StatusOr<import_counts>& counts, bool is_older, std::optional<bool> loses) {
    if (!is_older && !loses) return;
    const std::string said = counts.ok() ? "taken" : "refused: " + message_of(counts.status());
    expect(counts.ok() != (is_older || *loses), std::string(is_older ? "older, " : *loses ? "a loss, " : "") + said);
  }
  [[nodiscard]] std::optional<bool> loses(const record_model& next, const copies& brought) const {
    losses all(model_.covers, next.covers);
    for (std::size_t who = 0; who < world_size; ++who) {
      if (model_.holds(who) && obtained_for(brought, world()[who])) all.count(who, !next.holds(who));
    }
    return all.too_many();
  }
  void became(const import_counts& counts, record_model next) {
    std::size_t stayed = 0;
    for (std::size_t who = 0; who < world_size; ++who) stayed += model_.holds(who) && next.holds(who) ? 1 : 0;
    expect(counts.unchanged == stayed, "unchanged is " + std::to_string(counts.unchanged));
    expect(counts.removed == model_.count() - stayed, "removed is " + std::to_string(counts.removed));
    expect(counts.added == next.count() - stayed, "added is " + std::to_string(counts.added));
    expect(counts.count == next.count(), "count is " + std::to_string(counts.count));
    model_ = std::move(next);
  }
  void check() {
    const auto loaded = lists_.load("r");
    if (model_.covers.empty()) return expect(!loaded.ok(), "a list from nothing");
    expect(loaded.ok(), message_of(loaded.status()));
    expect(loaded->count() == model_.count(), "count() is " + std::to_string(loaded->count()));
    std::vector<list_record> records(world_size);
    std::vector<attempt_days> attempts(world_size);
    loaded->find(world(), records);
    if (model_.kind == list_kind::attempts) loaded->find_attempts(world(), attempts);
    for (std::size_t who = 0; who < world_size; ++who) {
      list_record should;
      if (model_.called.count(who) != 0) should = stored({who, model_.called.at(who).front(), false});
      if (model_.records.count(who) != 0)
        should = stored({who, model_.records.at(who).on, model_.records.at(who).blocks_more});
      const std::string is = "day " + std::to_string(records[who].day_number - day_zero) + " state " +
                             std::to_string(static_cast<int>(records[who].state));
      expect(records[who] == should,
             to_string(world()[who]) + " is " + is + ", not day " + std::to_string(should.day_number - day_zero));
      if (model_.kind == list_kind::attempts) check_calls(who, attempts[who]);
    }
    if (model_.kind == list_kind::attempts) check_attempted(*loaded);
    for (const phone_number number : probes()) {
      const std::optional<int> should = obtained_for(model_.covers, number);
      const std::optional<day> is = loaded->speaks_for().obtained_for(number);
      expect(is == (should ? std::optional(day_of(*should)) : std::nullopt),
             "the copy of " + to_string(number) + " is of " +
                 (is ? std::to_string(day_number(*is) - day_zero) : "none") + ", not " +
                 (should ? std::to_string(*should) : "none"));
    }
  }
  void check_calls(std::size_t who, const attempt_days& found) const {
    attempt_days should;
    should.fill(no_attempt);
    if (const auto calls = model_.called.find(who); calls != model_.called.end()) {
      std::transform(calls->second.begin(), calls->second.end(), should.begin(), stored_day);
    }
    expect(found == should, to_string(world()[who]) + ": other days of calls");
  }
  void check_attempted(const list& loaded) const {
    const std::vector<region_id> regions(world_size, region_id::none);
    const std::vector<number_type> types(world_size);
    std::vector<truth> said(world_size);
    const int at_least = 2, within = 3;
    const attempted<list> rule(loaded, at_least, days(within));
    for (int as_of = 1; as_of <= 12; ++as_of) {
      ask(rule, {day_of(as_of), {}}, batch{world(), regions, types, {}}, said);
      for (std::size_t who = 0; who < world_size; ++who) {
        const auto found = model_.called.find(who);
        const auto counts = [&](int on) { return on + within > as_of; };
        truth should =
            obtained_for(model_.covers, world()[who]) || found != model_.called.end() ? truth::no : truth::not_covered;
        if (found != model_.called.end() &&
            std::count_if(found->second.begin(), found->second.end(), counts) >= at_least) {
          should = truth::yes;
        }
        expect(said[who] == should, to_string(world()[who]) + " on day " + std::to_string(as_of) + ": attempted is " +
                                        std::string(to_string(said[who])));
      }
    }
  }

  store lists_;
  record_model model_{list_kind::dated};
};

}  // namespace

TEST_CASE("Whatever is done to customers, consents and calls, each number has what came of all that was said",
          "[histories]") {
  const fast_folder folder;
  record_player plays(folder.path());
  const seeds all(1'000);
  for (std::uint64_t i = 0; i < all.count; ++i) {
    const record_history one = random_records(all.first + i);
    const std::string found = difference(plays, one);
    if (found.empty()) continue;
    const record_history shortest = cut_short(
        one, [&](const record_history& h) { return !difference(plays, h).empty(); },
        [](auto each) { return each([](record_step & step) -> auto& { return step.lines; }); });
    FAIL("CALLSIEVE_SEED=" << all.first + i << ": " << found << "\ncut short: " << difference(plays, shortest) << "\n"
                           << text_of(shortest));
  }
}
