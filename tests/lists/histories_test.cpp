// Random histories of lists that are sets (imports, live changes, lists of changes, folders copied, put back, exchanged
// and lost), against an account that keeps every fact and answers by looking at all of them. CALLSIEVE_SEED plays one.
#include <map>

#include "callsieve/rules/static_pipeline.hpp"

#include "lists/histories_kit.hpp"
#include "lists/histories_oracle.hpp"
#include "lists/histories_steps.hpp"
#include "lists/store_kit.hpp"

using namespace callsieve;
using namespace callsieve::test::histories;

namespace {

/// A state that a list had: what it said, and by which writes it came about. `quiet` writes may have written nothing.
struct state {
  set_model says;
  std::size_t name = 0;                        ///< which of the store's lists it was made as, or accepted as
  std::vector<std::pair<int, bool>> writes{};  ///< each with a number of its own, and whether it was quiet

  [[nodiscard]] int id() const { return writes.front().first; }
  [[nodiscard]] state written(int number, bool quiet) const {
    state next = *this;
    next.writes.emplace_back(number, quiet);
    return next;
  }
  /// Whether nothing that `earlier` has is missing here.
  [[nodiscard]] bool follows(const state& earlier) const { return begins(earlier.writes, writes); }
  /// The same, whatever quiet writes did.
  [[nodiscard]] bool may_follow(const state& earlier) const { return begins(loud(earlier.writes), loud(writes)); }

  /// Whether it may have had more writes than the other one.
  [[nodiscard]] bool may_be_further(const state& than) const { return writes.size() > loud(than.writes).size(); }

 private:
  using all_writes = std::vector<std::pair<int, bool>>;
  [[nodiscard]] static bool begins(const all_writes& some, const all_writes& all) {
    return some.size() <= all.size() && std::equal(some.begin(), some.end(), all.begin());
  }
  [[nodiscard]] static all_writes loud(all_writes all) {
    std::erase_if(all, [](const auto& write) { return write.second; });
    return all;
  }
};

/// A list's place in a store: what stands there, and what the store has seen there last.
struct place {
  std::optional<state> stands{}, seen{};
  bool dangles = false;
};
enum class opens { yes, no, either };

class player {
 public:
  explicit player(const std::filesystem::path& folder) : folder_(folder) {
    for (std::size_t s = 0; s < 2; ++s) stores_.push_back(store_world_of(s));
  }

  /// Throws `differs`.
  void play(const history& one) {
    begin(one.days);
    std::size_t at = 0;
    for (const step& each : one.steps) {
      ++at;
      try {
        take(each);
        check(each.store, each.list);
        if (each.what == act::exchange) check(each.store, 1 - each.list);
        if (each.what == act::carry) check(1 - each.store, each.list);
      } catch (const differs& found) {
        throw differs{"step " + std::to_string(at) + " (" + to_text(each) + "): " + found.how};
      }
    }
  }

 private:
  [[nodiscard]] store store_world_of(std::size_t s) const {
    return test::store_world::opened(folder_ / ("store" + std::to_string(s)));
  }
  void begin(day_meaning days) {
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::size_t list = 0; list < 2; ++list) forget(s, list);
    }
    days_ = days;
    places_ = {};
    kept_ = {};
    std::filesystem::remove_all(folder_ / "kept");
    writes_ = 0;
  }
  void forget(std::size_t s, std::size_t list) {
    std::filesystem::remove_all(files(s, list));
    const place& p = places_[s * 2 + list];
    const auto gone = stores_[s].accept(name(list));
    if (p.seen) expect(gone.ok() && !*gone, "a list that is gone cannot be given up: " + message_of(gone.status()));
  }
  [[nodiscard]] static std::string name(std::size_t list) { return list == 0 ? "a" : "b"; }
  [[nodiscard]] std::filesystem::path files(std::size_t s, std::size_t list) const {
    return stores_[s].folder() / "lists" / name(list);
  }
  [[nodiscard]] std::filesystem::path kept_files(std::size_t list) const {
    return folder_ / "kept" / std::to_string(list);
  }
  [[nodiscard]] place& at(const step& one) { return places_[one.store * 2 + one.list]; }

  /// Whether the list there may be opened, for its place in the store.
  [[nodiscard]] opens may_open(const place& p) const {
    if (p.dangles || !p.stands) return opens::no;
    if (p.stands->name != static_cast<std::size_t>(&p - places_.data()) % 2) return opens::no;
    if (!p.seen || p.stands->follows(*p.seen)) return opens::yes;
    if (p.stands->id() != p.seen->id()) return p.seen->says.may_be_empty() ? opens::either : opens::no;
    // One that went another way and further is not told from a later state.
    const bool may = p.stands->may_follow(*p.seen) || p.stands->may_be_further(*p.seen);
    return may || p.stands->says.says_as(p.seen->says) ? opens::either : opens::no;
  }

  void take(const step& one) {
    switch (one.what) {
      case act::import: return import(one);
      case act::add: return add(one);
      case act::remove: return remove(one);
      case act::change: return change(one);
      case act::keep: return keep(one);
      case act::put_back: return put_back(one);
      case act::carry: return carry(one);
      case act::exchange: return exchange(one);
      case act::lose: return lose(one);
      case act::dangle: return dangle(one);
      case act::accept: return accept(one);
    }
  }

  /// Whether a write can be judged at all: where what stands is not to be opened it must be refused.
  [[nodiscard]] bool refused_for_its_place(const place& p, const absl::Status& said) const {
    if (p.dangles || p.seen || p.stands) {
      const opens may = may_open(p);
      if (may == opens::no) {
        expect(!said.ok(), "a write was taken by a list that may not be opened");
        return true;
      }
    }
    return false;
  }
  void wrote(place& p, std::size_t list, set_model next, bool quiet) {
    state now = p.stands ? *p.stands : state{next, list};
    now.says = std::move(next);
    p.stands = now.written(writes_++, quiet);
    p.seen = p.stands;
  }

  void import(const step& one) {
    place& p = at(one);
    list_import made{name(one.list), snapshot_builder(list_kind::set, {.days = days_})};
    for (const entry& each : one.entries) {
      made.entries.add(world()[each.who], {stored_day(each.says.on), record_state::listed}, {}, each.says.flags);
    }
    for (const stretch& each : one.ranges) {
      made.entries.add(
          number_interval{world()[each.first], world()[each.last], stored_day(each.says.on), each.says.flags});
    }
    int today = 0;
    for (const copy_of& each : one.brought) {
      made.brought.push_back({prefixes()[each.prefix], day_of(each.obtained)});
      today = std::max(today, each.obtained);
    }
    made.allow_shrink = one.allow_shrink;
    made.allow_older = one.allow_older;
    made.days = one.says_days || !p.stands || p.stands->says.days() == day_meaning::none ? days_ : day_meaning::none;
    const auto counts = stores_[one.store].apply_import(std::move(made));
    if (refused_for_its_place(p, counts.status())) return;
    if (may_open(p) == opens::either && !counts.ok()) return;
    const set_model before = p.stands ? p.stands->says : set_model();
    set_model next = before;
    next.import(days_, one.entries, one.ranges, one.brought);
    const std::optional<bool> too_old = one.allow_older ? false : before.older(one.brought);
    judge(counts, too_old, one.allow_shrink, before, next,
          [&](phone_number number) { return obtained_for(copies_of(one.brought), number); });
    if (!counts.ok()) return;
    compare(*counts, before, next);
    check_brought(*counts, one, before, next);
    wrote(p, one.list, std::move(next), false);
  }
  template <class About>
  static void judge(const absl::StatusOr<import_counts>& counts, std::optional<bool> too_old, bool allow_shrink,
                    const set_model& before, const set_model& next, About about) {
    const std::string said = counts.ok() ? "taken" : "refused: " + message_of(counts.status());
    if (!too_old) return;
    if (*too_old) return expect(!counts.ok(), "an older copy was taken");
    if (allow_shrink) return expect(counts.ok(), said);
    if (next.had_ranges()) return;  // how much of a range is lost has tests of its own
    const std::optional<bool> loses = before.loses(next, about);
    if (loses) expect(counts.ok() != *loses, (*loses ? "a loss was " : "without a loss it was ") + said);
  }
  static void compare(const import_counts& counts, const set_model& before, const set_model& next) {
    std::uint64_t stayed = 0;
    for (std::size_t who = 0; who < world_size; ++who) stayed += before.counted(who) && next.counted(who) ? 1 : 0;
    const auto same = [](const char* what, std::uint64_t is, std::uint64_t should) {
      expect(is == should, std::string(what) + " is " + std::to_string(is) + ", not " + std::to_string(should));
    };
    same("unchanged", counts.unchanged, stayed);
    same("added", counts.added, next.count() - stayed);
    same("removed", counts.removed, before.count() - stayed);
    same("count", counts.count, next.count());
  }
  static void check_brought(const import_counts& counts, const step& one, const set_model& before,
                            const set_model& next) {
    std::uint64_t entries = 0, outside = 0, live = 0;
    for (std::size_t who = 0; who < world_size; ++who) {
      const std::vector<fact> brings = set_model::brought_of(who, one.entries);
      if (brings.empty()) continue;
      ++entries;
      outside += obtained_for(copies_of(one.brought), world()[who]) ? 0 : 1;
      live += before.live(who) && next.united(brings) != fact{} ? 1 : 0;
    }
    expect(counts.entries == entries, "entries is " + std::to_string(counts.entries));
    expect(counts.outside_coverage == outside, "outside_coverage is " + std::to_string(counts.outside_coverage));
    expect(counts.live == live, "live is " + std::to_string(counts.live) + ", not " + std::to_string(live));
  }

  [[nodiscard]] static std::vector<phone_number> numbers_of(const step& one) {
    std::vector<phone_number> numbers;
    for (const std::size_t who : one.numbers) numbers.push_back(world()[who]);
    return numbers;
  }
  void add(const step& one) {
    place& p = at(one);
    const auto counts = stores_[one.store].add(name(one.list), numbers_of(one), true, day_of(one.obtained));
    if (refused_for_its_place(p, counts.status())) return;
    if (may_open(p) == opens::either && !counts.ok()) return;
    expect(counts.ok(), message_of(counts.status()));
    set_model next = p.stands ? p.stands->says : set_model();
    if (!p.stands) next.make(one.obtained);
    std::uint64_t changed = 0, strengthened = 0, same = 0;
    std::vector<std::size_t> distinct = one.numbers;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (const std::size_t who : distinct) {
      const std::optional<fact> was = next.held(who);
      changed += was ? 0 : 1;
      strengthened += was && *was != fact{} ? 1 : 0;
      same += was == fact{} ? 1 : 0;
      next.add(who);
    }
    expect(counts->changed == changed, "changed is " + std::to_string(counts->changed));
    expect(counts->unchanged == same, "unchanged is " + std::to_string(counts->unchanged));
    expect(counts->strengthened == strengthened, "strengthened is " + std::to_string(counts->strengthened));
    wrote(p, one.list, std::move(next), changed + strengthened == 0 && p.stands);
  }
  void remove(const step& one) {
    place& p = at(one);
    const auto counts = stores_[one.store].remove(name(one.list), numbers_of(one));
    if (refused_for_its_place(p, counts.status())) return;
    if (!p.stands) return expect(!counts.ok(), "a removal was taken by no list");
    if (may_open(p) == opens::either && !counts.ok()) return;
    expect(counts.ok(), message_of(counts.status()));
    set_model next = p.stands->says;
    std::uint64_t changed = 0;
    for (const std::size_t who : one.numbers) {
      changed += next.held(who) ? 1 : 0;
      next.remove(who);
    }
    expect(counts->changed == changed, "changed is " + std::to_string(counts->changed));
    wrote(p, one.list, std::move(next), changed == 0);
  }
  void change(const step& one) {
    place& p = at(one);
    list_changes changes;
    changes.list_name = name(one.list);
    for (const entry& each : one.entries) {
      changes.added.push_back({world()[each.who], {stored_day(each.says.on), record_state::listed}, {}});
    }
    changes.deleted = numbers_of(one);
    changes.obtained = day_of(one.obtained);
    changes.allow_shrink = one.allow_shrink;
    const auto counts = stores_[one.store].apply_changes(changes);
    if (refused_for_its_place(p, counts.status())) return;
    if (!p.stands) return expect(!counts.ok(), "changes were taken by no list");
    if (may_open(p) == opens::either && !counts.ok()) return;
    const set_model before = p.stands->says;
    set_model next = before;
    next.change(one.entries, one.numbers, one.obtained);
    judge(counts, before.newer_than(one.entries, one.numbers, one.obtained), one.allow_shrink, before, next,
          [&](phone_number) { return std::optional(one.obtained); });
    if (!counts.ok()) return;
    compare(*counts, before, next);
    wrote(p, one.list, std::move(next), false);
  }

  static void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }
  void keep(const step& one) {
    const place& p = at(one);
    if (!p.stands || p.dangles) return;
    copy_folder(files(one.store, one.list), kept_files(one.list));
    kept_[one.list] = p.stands;
  }
  void put_back(const step& one) {
    place& p = at(one);
    if (!kept_[one.list]) return;
    copy_folder(kept_files(one.list), files(one.store, one.list));
    p.stands = kept_[one.list];
    p.dangles = false;
  }
  void carry(const step& one) {
    const place& p = at(one);
    if (!p.stands || p.dangles) return;
    copy_folder(files(one.store, one.list), files(1 - one.store, one.list));
    place& to = places_[(1 - one.store) * 2 + one.list];
    to.stands = p.stands;
    to.dangles = false;
  }
  void exchange(const step& one) {
    place &a = places_[one.store * 2], &b = places_[one.store * 2 + 1];
    if (!a.stands || !b.stands || a.dangles || b.dangles) return;
    const std::filesystem::path aside = folder_ / "aside";
    std::filesystem::rename(files(one.store, 0), aside);
    std::filesystem::rename(files(one.store, 1), files(one.store, 0));
    std::filesystem::rename(aside, files(one.store, 1));
    std::swap(a.stands, b.stands);
  }
  void lose(const step& one) {
    place& p = at(one);
    std::filesystem::remove_all(files(one.store, one.list));
    p.stands.reset();
    p.dangles = false;
  }
  void dangle(const step& one) {
    place& p = at(one);
    std::filesystem::remove_all(files(one.store, one.list));
    std::filesystem::create_symlink(folder_ / "nowhere", files(one.store, one.list));
    p.stands.reset();
    p.dangles = true;
  }
  void accept(const step& one) {
    place& p = at(one);
    const auto there = stores_[one.store].accept(name(one.list));
    if (p.dangles) return expect(!there.ok() || *there, "a link to nothing is taken for nothing");
    if (!p.stands && !p.seen) return expect(!there.ok(), "what never was is taken as it stands");
    expect(there.ok(), message_of(there.status()));
    expect(*there == p.stands.has_value(), "whether the list is there");
    if (p.stands) {
      p.stands = p.stands->written(writes_++, true);
      p.stands->name = one.list;
    }
    p.seen = p.stands;
  }

  void check(std::size_t s, std::size_t list_at) {
    place& p = places_[s * 2 + list_at];
    const auto loaded = stores_[s].load(name(list_at));
    if (!p.stands && !p.seen && !p.dangles) return expect(!loaded.ok(), "a list from nothing");
    const opens may = may_open(p);
    if (may == opens::no) return expect(!loaded.ok(), "a list was opened that is older, another or gone");
    if (may == opens::yes) expect(loaded.ok(), message_of(loaded.status()));
    if (!loaded.ok()) return;
    p.seen = p.stands;
    check_content(*loaded, p.stands->says);
  }
  static void check_content(const list& loaded, const set_model& model) {
    expect(loaded.count() == model.count(),
           "count() is " + std::to_string(loaded.count()) + ", not " + std::to_string(model.count()));
    std::vector<list_record> records(world_size);
    std::vector<std::uint32_t> flags(world_size);
    std::vector<std::uint64_t> bits(1);
    loaded.find(world(), records);
    loaded.find_flags(world(), flags);
    loaded.contains(world(), bits);
    for (std::size_t who = 0; who < world_size; ++who) {
      const std::optional<fact> should = model.held(who);
      const bool is_held = records[who].state == record_state::listed;
      const std::string is =
          is_held ? to_text({records[who].day_number == 0 ? 0 : records[who].day_number - day_zero, flags[who]})
                  : "absent";
      const std::string wanted = should ? to_text(*should) : "absent";
      expect(is == wanted, to_string(world()[who]) + " is " + is + ", not " + wanted);
      expect(((bits[0] >> who) & 1) == (should ? 1U : 0U),
             to_string(world()[who]) + ": contains() differs from find()");
    }
    for (const phone_number number : probes()) {
      const std::optional<int> should = model.obtained(number);
      const std::optional<day> is = loaded.speaks_for().obtained_for(number);
      expect(is == (should ? std::optional(day_of(*should)) : std::nullopt),
             "the copy of " + to_string(number) + " is of " +
                 (is ? std::to_string(day_number(*is) - day_zero) : "none") + ", not " +
                 (should ? std::to_string(*should) : "none"));
    }
    check_rules(loaded, model);
  }
  static void check_rules(const list& loaded, const set_model& model) {
    constexpr question terms[] = {{}, {0, 2, 0, 0}, {0, 0, 0, 1}, {0, 3, 0, 2}, {0, 0, 3, 0}, {0, 2, 5, 4}};
    const std::vector<region_id> regions(world_size, region_id::none);
    const std::vector<number_type> types(world_size);
    const batch asked{world(), regions, types, {}};
    std::vector<truth> said(world_size);
    std::vector<decision> decided(world_size);
    for (question one : terms) {
      listed_terms as_listed;
      if (one.grace != 0) as_listed.grace = days(one.grace);
      if (one.max_age != 0) as_listed.max_age = days(one.max_age);
      as_listed.categories = one.categories;
      const listed<list> rule(loaded, as_listed);
      const auto rules = policy(block("listed", rule), otherwise_allow("clear"));
      for (one.as_of = 0; one.as_of <= 12; ++one.as_of) {
        const as_of when{day_of(one.as_of), {}};
        ask(rule, when, asked, said);
        rules.decide(when, asked, decided, {});
        for (std::size_t who = 0; who < world_size; ++who)
          check_truth(model.says(who, one), said[who], decided[who], who, one);
      }
    }
  }
  static void check_truth(truth should, truth said, const decision& decided, std::size_t who, const question& one) {
    const verdict outcome = should == truth::yes  ? verdict::block
                            : should == truth::no ? verdict::allow
                                                  : verdict::unknown;
    if (said == should && decided.outcome == outcome && (outcome != verdict::unknown || decided.cause == should))
      return;
    throw differs{to_string(world()[who]) + " on day " + std::to_string(one.as_of) + ", grace " +
                  std::to_string(one.grace) + ", max_age " + std::to_string(one.max_age) + ", categories " +
                  std::to_string(one.categories) + " is " + std::string(to_string(said)) + " and decided " +
                  std::string(to_string(decided.outcome)) + " (" + std::string(to_string(decided.cause)) + "), not " +
                  std::string(to_string(should))};
  }

  std::filesystem::path folder_;
  std::vector<store> stores_;
  day_meaning days_ = day_meaning::none;
  std::array<place, 4> places_{};
  std::array<std::optional<state>, 2> kept_{};
  int writes_ = 0;
};

}  // namespace

TEST_CASE("Whatever is done to a set, it says what an account of every fact says", "[histories]") {
  const fast_folder folder;
  player plays(folder.path());
  const seeds all(2'000);
  for (std::uint64_t i = 0; i < all.count; ++i) {
    const history one = random_history(all.first + i).made();
    const std::string found = difference(plays, one);
    if (found.empty()) continue;
    const history shortest = cut_short(
        one, [&](const history& h) { return !difference(plays, h).empty(); },
        [](auto each) { return lists_of_step(each); });
    FAIL("CALLSIEVE_SEED=" << all.first + i << ": " << found << "\ncut short: " << difference(plays, shortest) << "\n"
                           << to_text(shortest));
  }
}
