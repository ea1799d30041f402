// What a list that is a set promises, in the plainest words that could be right: of each number of a small world the
// bag of facts that stand, and answers found by looking at all of them. Written from the headers' promises alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/lists/store.hpp"
#include "callsieve/rules/listed.hpp"

namespace callsieve::test::histories {

/// Twenty numbers each of +1 202, +1 415 and +31 6, and one of +44 that only the world covers, ascending.
inline constexpr std::size_t world_size = 61;
inline const std::vector<phone_number>& world() {
  static const std::vector<phone_number> numbers = [] {
    std::vector<phone_number> made;
    for (const std::uint64_t first : {12'025'550'100U, 14'155'550'100U, 31'600'000'100U}) {
      for (std::uint64_t i = 0; i < 20; ++i) made.push_back(phone_number::from_digits(first + i).value());
    }
    made.push_back(phone_number::from_digits(442'079'460'958).value());
    return made;
  }();
  return numbers;
}

/// The prefixes that copies speak for: nested ones, and one whole number.
inline const std::vector<number_prefix>& prefixes() {
  static const std::vector<number_prefix> made = [] {
    std::vector<number_prefix> parsed;
    for (const char* text : {"world", "+1", "+1202", "+1415", "+316", "+1202555010", "+12025550105"}) {
      parsed.push_back(number_prefix::parse(text).value());
    }
    return parsed;
  }();
  return made;
}
inline constexpr std::size_t whole_number = 6;  ///< of prefixes()

/// A number for each way in which prefixes() can cover one: the world, and where no listed number is, +1, +1202, ...
inline const std::vector<phone_number>& probes() {
  static const std::vector<phone_number> made = [] {
    std::vector<phone_number> all = world();
    for (const std::uint64_t digits :
         {17'135'550'100U, 12'026'660'100U, 14'156'660'100U, 31'611'110'100U, 493'023'125'000U}) {
      all.push_back(phone_number::from_digits(digits).value());
    }
    return all;
  }();
  return made;
}

/// Days count from here: small numbers in histories, 0 for no day.
inline constexpr std::int32_t day_zero = 20'700;
inline std::int32_t stored_day(int d) { return d == 0 ? 0 : day_zero + d; }
inline day day_of(int d) { return day_from_number(day_zero + d); }

/// On which days, and for which categories, something blocks.
struct fact {
  int on = 0;  ///< 0: no day
  std::uint32_t flags = 0;
  friend bool operator==(const fact&, const fact&) = default;
};
struct entry {
  std::size_t who = 0;
  fact says{};
};
struct stretch {
  std::size_t first = 0, last = 0;
  fact says{};
};
struct copy_of {
  std::size_t prefix = 0;
  int obtained = 0;
};

using copies = std::map<std::size_t, int>;  ///< of prefixes(), the day of the copy

/// The longest prefix that covers the number.
inline std::optional<std::size_t> longest_prefix(const copies& covers, phone_number number) {
  std::optional<std::size_t> best;
  for (const auto& [prefix, obtained] : covers) {
    if (!prefixes()[prefix].covers(number)) continue;
    if (!best || prefixes()[prefix].length > prefixes()[*best].length) best = prefix;
  }
  return best;
}
/// The day of the copy that speaks for the number.
inline std::optional<int> obtained_for(const copies& covers, phone_number number) {
  const std::optional<std::size_t> best = longest_prefix(covers, number);
  return best ? std::optional(covers.at(*best)) : std::nullopt;
}
inline copies copies_of(const std::vector<copy_of>& brought) {
  copies made;
  for (const copy_of& each : brought) made[each.prefix] = each.obtained;
  return made;
}
/// Takes in the prefixes of an import: they replace those that they cover.
inline void replace(copies& covers, const copies& brought) {
  for (const auto& each : brought) {
    std::erase_if(covers, [&](const auto& old) { return prefixes()[each.first].covers(prefixes()[old.first]); });
  }
  for (const auto& [prefix, obtained] : brought) covers[prefix] = obtained;
}
/// Whether copies are older, anywhere, than those that they replace there.
inline bool older(const copies& brought, const copies& covers) {
  return std::any_of(probes().begin(), probes().end(), [&](phone_number number) {
    const std::optional<int> now = obtained_for(covers, number), then = obtained_for(brought, number);
    return now && then && *then < *now;
  });
}
/// Of the list's prefixes those that hold a changed number: the longest one of each.
inline std::vector<std::size_t> touched(const copies& covers, const std::vector<std::size_t>& changed) {
  std::vector<std::size_t> hit;
  for (const std::size_t who : changed) {
    if (const std::optional<std::size_t> best = longest_prefix(covers, world()[who])) hit.push_back(*best);
  }
  return hit;
}

/// What is lost of what was held: in all, and of the prefixes of the list's copies and of those that come.
class losses {
 public:
  losses(const copies& before, const copies& after) : covers_{before, after} {}
  void count(std::size_t who, bool is_lost) {
    all_.count(is_lost);
    for (std::size_t i = 0; i < covers_.size(); ++i) {
      const std::optional<std::size_t> longest = longest_prefix(covers_[i], world()[who]);
      for (const auto& [prefix, obtained] : covers_[i]) {
        if (prefix == whole_number || !prefixes()[prefix].covers(world()[who])) continue;
        beneath_[{i, prefix}].count(is_lost);
        if (prefix == longest) decided_[{i, prefix}].count(is_lost);
      }
    }
  }
  /// Nothing where all is lost of what a prefix decides, and more stands beneath it that a longer one decides.
  [[nodiscard]] std::optional<bool> too_many() const {
    const auto is_gone = [](const auto& each) { return each.second.lost == each.second.held; };
    if (all_.lost * 5 > all_.held || std::any_of(beneath_.begin(), beneath_.end(), is_gone)) return true;
    return std::any_of(decided_.begin(), decided_.end(), is_gone) ? std::nullopt : std::optional(false);
  }

 private:
  struct tally {
    std::size_t held = 0, lost = 0;
    void count(bool is_lost) {
      ++held;
      lost += is_lost ? 1 : 0;
    }
  };
  using by_prefix = std::map<std::pair<std::size_t, std::size_t>, tally>;
  std::array<copies, 2> covers_;
  tally all_{};
  by_prefix beneath_{}, decided_{};
};

/// What a rule asks, in the smallest form.
struct question {
  int as_of = 0, grace = 0, max_age = 0;  ///< 0: none
  std::uint32_t categories = 0;
};

/// Sets only. A value: copy it to remember a state.
class set_model {
 public:
  /// The union of facts, as precisely as lists promise it: a day and categories.
  [[nodiscard]] std::optional<fact> united(const std::vector<fact>& facts) const {
    if (facts.empty()) return std::nullopt;
    fact all = facts.front();
    for (const fact& each : facts) {
      if (each.on == 0) all.on = 0;
      if (all.on != 0)
        all.on = days_ == day_meaning::registered ? std::min(all.on, each.on) : std::max(all.on, each.on);
      all.flags = all.flags == 0 || each.flags == 0 ? 0 : all.flags | each.flags;
    }
    return all;
  }
  /// What the list says of a number now; nothing: it is not listed.
  [[nodiscard]] std::optional<fact> held(std::size_t who) const {
    const facts_of& of = numbers_[who];
    if (of.added) return fact{};
    if (of.removed) return std::nullopt;
    std::vector<fact> all = of.single;
    all.insert(all.end(), of.in_range.begin(), of.in_range.end());
    return united(all);
  }
  /// Whether the number counts as one held singly.
  [[nodiscard]] bool counted(std::size_t who) const {
    const facts_of& of = numbers_[who];
    return of.added ? !of.single.empty() || of.in_range.empty() : !of.removed && !of.single.empty();
  }
  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t count = 0;
    for (std::size_t who = 0; who < world_size; ++who) count += counted(who) ? 1 : 0;
    return count;
  }
  /// Whether ranges ever came: what they hold between the numbers of the small world is not in the account.
  [[nodiscard]] bool had_ranges() const { return had_ranges_; }
  /// Whether both say the same of every number and copy.
  [[nodiscard]] bool says_as(const set_model& other) const {
    for (std::size_t who = 0; who < world_size; ++who) {
      if (held(who) != other.held(who)) return false;
    }
    return covers_ == other.covers_;
  }
  [[nodiscard]] bool may_be_empty() const {
    for (std::size_t who = 0; who < world_size; ++who) {
      if (held(who)) return false;
    }
    return true;
  }
  [[nodiscard]] day_meaning days() const { return days_; }

  /// The day of the copy that speaks for a number, by the longest prefix.
  [[nodiscard]] std::optional<int> obtained(phone_number number) const { return obtained_for(covers_, number); }

  /// The truth that `listed` promises.
  [[nodiscard]] truth says(std::size_t who, const question& asked) const {
    const std::optional<int> copy = obtained(world()[who]);
    if (asked.max_age != 0 && copy && *copy + asked.max_age < asked.as_of) return truth::stale;
    const std::optional<fact> now = held(who);
    if (now && counts(*now, asked)) return truth::yes;
    return copy ? truth::no : truth::not_covered;  // an entry that does not count says nothing of the number
  }

  // What is done to the list. Each does it wholly; whether it may is for the caller to ask before.

  void add(std::size_t who) {
    numbers_[who].added = true;
    numbers_[who].removed = false;
  }
  void remove(std::size_t who) {
    if (!held(who)) return;
    numbers_[who].added = false;
    numbers_[who].removed = true;
  }
  void make(int today) { covers_[0] = today; }
  void import(day_meaning days, const std::vector<entry>& entries, const std::vector<stretch>& ranges,
              const std::vector<copy_of>& brought) {
    days_ = days;
    const copies brought_copies = copies_of(brought);
    for (std::size_t who = 0; who < world_size; ++who) {
      if (!obtained_for(brought_copies, world()[who])) continue;
      numbers_[who].single.clear();
      numbers_[who].in_range.clear();
      numbers_[who].removed = false;
    }
    for (std::size_t who = 0; who < world_size; ++who) {
      facts_of& of = numbers_[who];
      const std::vector<fact> brings = brought_of(who, entries);
      if (united(brings) == fact{}) of.added = false;  // the source's own from now on
      of.single.insert(of.single.end(), brings.begin(), brings.end());
      if (!brings.empty()) of.removed = false;
    }
    had_ranges_ |= !ranges.empty();
    for (const stretch& range : ranges) {
      for (std::size_t who = range.first; who <= range.last; ++who) {
        numbers_[who].in_range.push_back(range.says);
        numbers_[who].removed = false;
      }
    }
    replace(covers_, brought_copies);
  }
  void change(const std::vector<entry>& added, const std::vector<std::size_t>& deleted, int obtained) {
    for (const std::size_t prefix : touched(covers_, changed_by(added, deleted))) covers_[prefix] = obtained;
    for (const std::size_t who : deleted) {
      numbers_[who].single.clear();
      numbers_[who].in_range.clear();
      numbers_[who].removed = false;
    }
    for (const entry& each : added) {
      numbers_[each.who].single.push_back({days_ == day_meaning::registered ? each.says.on : 0, 0});
      numbers_[each.who].removed = false;
    }
  }

  // Whether it may be done.

  /// Whether an import is older than what it replaces: than some copy, where it speaks for numbers that are held.
  /// Nothing where only ranges may hold some.
  [[nodiscard]] std::optional<bool> older(const std::vector<copy_of>& brought) const {
    const copies fresh = copies_of(brought);
    if (!histories::older(fresh, covers_)) return false;
    for (std::size_t who = 0; who < world_size; ++who) {
      const bool is_held = !numbers_[who].single.empty() || !numbers_[who].in_range.empty();
      if (is_held && obtained_for(fresh, world()[who])) return true;
    }
    return had_ranges_ ? std::nullopt : std::optional(false);
  }
  [[nodiscard]] bool newer_than(const std::vector<entry>& added, const std::vector<std::size_t>& deleted,
                                int obtained) const {
    const std::vector<std::size_t> hit = touched(covers_, changed_by(added, deleted));
    return std::any_of(hit.begin(), hit.end(), [&](std::size_t prefix) { return covers_.at(prefix) > obtained; });
  }
  /// Whether going to `next` loses more than is done unasked; of single numbers, in lists that are small. `about` says
  /// the day of the new copy for numbers that it is about, and nothing for others: what has ended before that day is
  /// not held. Nothing where it depends on whether live additions count among what was held.
  template <class About>
  [[nodiscard]] std::optional<bool> loses(const set_model& next, About about) const {
    const std::optional<bool> with = loses(next, about, [](const facts_of&) { return true; });
    const std::optional<bool> without = loses(next, about, [](const facts_of& of) { return !of.added; });
    const std::optional<bool> with_imported = loses(next, about, [](const facts_of& of) { return !of.single.empty(); });
    return with == without && with == with_imported ? with : std::nullopt;
  }

  /// What an import's single entries say of a number.
  [[nodiscard]] static std::vector<fact> brought_of(std::size_t who, const std::vector<entry>& entries) {
    std::vector<fact> brings;
    for (const entry& each : entries) {
      if (each.who == who) brings.push_back(each.says);
    }
    return brings;
  }
  [[nodiscard]] bool live(std::size_t who) const { return numbers_[who].added; }

 private:
  struct facts_of {
    std::vector<fact> single, in_range;
    bool added = false, removed = false;
  };

  [[nodiscard]] static std::vector<std::size_t> changed_by(const std::vector<entry>& added,
                                                           std::vector<std::size_t> deleted) {
    for (const entry& each : added) deleted.push_back(each.who);
    return deleted;
  }
  template <class About, class Counted>
  [[nodiscard]] std::optional<bool> loses(const set_model& next, About about, Counted is_counted) const {
    losses all(covers_, next.covers_);
    for (std::size_t who = 0; who < world_size; ++who) {
      const std::optional<int> today = about(world()[who]);
      if (!today || !is_counted(numbers_[who]) || !blocks_on(who, *today)) continue;
      all.count(who, !next.blocks_as_much(who, *this));
    }
    return all.too_many();
  }
  /// On every day and for every category that the other one has of the number.
  [[nodiscard]] bool blocks_as_much(std::size_t who, const set_model& other) const {
    const std::optional<fact> mine = held(who);
    return mine && united({*mine, *other.held(who)}) == mine;
  }
  /// For any category.
  [[nodiscard]] bool blocks_on(std::size_t who, int today) const {
    const std::optional<fact> now = held(who);
    return now && counts(*now, {today, 0, 0, 0});
  }
  [[nodiscard]] bool counts(const fact& now, const question& asked) const {
    if (asked.categories != 0 && now.flags != 0 && (now.flags & asked.categories) == 0) return false;
    if (now.on == 0) return true;
    if (days_ == day_meaning::last_valid) return asked.as_of <= now.on;
    if (days_ == day_meaning::registered && asked.grace != 0) return asked.as_of >= now.on + asked.grace;
    return true;
  }

  day_meaning days_ = day_meaning::none;  ///< until an import says more
  std::array<facts_of, world_size> numbers_{};
  bool had_ranges_ = false;
  copies covers_{};
};

}  // namespace callsieve::test::histories
