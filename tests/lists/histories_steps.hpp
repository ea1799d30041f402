// Random histories of a list: what is done, step by step, as data, so that a failing one can be cut short and shown.
#pragma once

#include <algorithm>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "lists/histories_oracle.hpp"

namespace callsieve::test::histories {

enum class act : std::uint8_t {
  import,
  add,
  remove,
  change,
  keep,      ///< a copy of the list's folder, for later
  put_back,  ///< the kept copy takes the folder's place
  carry,     ///< the folder is copied to the other store
  exchange,  ///< the folders of the store's two lists change places
  lose,      ///< the folder is removed
  dangle,    ///< a link to nothing takes its place
  accept
};

struct step {
  act what = act::import;
  std::size_t store = 0, list = 0;  ///< two of each
  std::vector<entry> entries{};     ///< import, change
  std::vector<stretch> ranges{};
  std::vector<std::size_t> numbers{};  ///< add, remove; change: deleted
  std::vector<copy_of> brought{};
  int obtained = 0;
  bool allow_shrink = true, allow_older = true, says_days = true;
};

struct history {
  day_meaning days = day_meaning::none;
  std::vector<step> steps;
};

class random_history {
 public:
  explicit random_history(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] history made() {
    history one;
    one.days = static_cast<day_meaning>(below(3));
    with_ranges_ = below(2) == 0;
    with_folders_ = below(3) == 0;
    for (std::size_t i = 2 + below(6); i > 0; --i) pool_.push_back(below(world_size));
    for (std::size_t i = 1 + below(12); i > 0; --i) one.steps.push_back(any_step(one.days, one.steps.empty()));
    return one;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  std::size_t who() { return pool_[below(pool_.size())]; }
  int any_day() { return 1 + static_cast<int>(below(8)); }

  fact any_fact(day_meaning days) {
    const std::uint32_t flags[] = {0, 0, 1, 2, 3};
    return {days == day_meaning::none || below(3) == 0 ? 0 : any_day(), flags[below(5)]};
  }
  std::vector<copy_of> any_brought() {
    std::vector<copy_of> brought;
    for (std::size_t i = below(5) == 0 ? 2 : 1; i > 0; --i) {
      const std::size_t prefix = below(prefixes().size());
      std::erase_if(brought, [&](const copy_of& each) { return each.prefix == prefix; });
      brought.push_back({prefix, any_day()});
    }
    return brought;
  }
  std::vector<std::size_t> some_numbers() {
    std::vector<std::size_t> some;
    for (std::size_t i = 1 + below(3); i > 0; --i) some.push_back(who());
    return some;
  }
  stretch any_stretch(day_meaning days) {
    std::size_t first = std::min<std::size_t>(who(), 59), last = std::min<std::size_t>(first + below(25), 59);
    return {first, last, any_fact(days)};
  }
  step any_step(day_meaning days, bool is_first) {
    step one;
    constexpr act turns[] = {act::import, act::import, act::import,   act::import,   act::add,      act::add,
                             act::remove, act::remove, act::change,   act::change,   act::keep,     act::keep,
                             act::carry,  act::carry,  act::put_back, act::put_back, act::put_back, act::exchange,
                             act::lose,   act::dangle, act::accept};
    const std::size_t turn = is_first ? 0 : below(with_folders_ ? std::size(turns) : 10);
    one.what = turns[turn];
    if (with_folders_) {
      one.store = below(5) == 0 ? 1 : 0;
      one.list = below(5) == 0 ? 1 : 0;
    }
    one.allow_shrink = below(3) != 0;
    one.allow_older = below(3) != 0;
    one.says_days = below(4) != 0;
    one.obtained = any_day();
    one.numbers = some_numbers();
    if (one.what == act::import || one.what == act::change) fill(one, days);
    return one;
  }
  void fill(step& one, day_meaning days) {
    one.brought = any_brought();
    for (std::size_t i = below(6); i > 0; --i) one.entries.push_back({who(), any_fact(days)});
    for (std::size_t i = with_ranges_ ? below(3) : 0; i > 0; --i) one.ranges.push_back(any_stretch(days));
    if (one.what != act::change) return;
    one.obtained += below(2) == 0 ? 8 : 0;  // often later than every copy
    std::sort(one.entries.begin(), one.entries.end(), [](const entry& a, const entry& b) { return a.who < b.who; });
    const auto same = [](const entry& a, const entry& b) { return a.who == b.who; };
    one.entries.erase(std::unique(one.entries.begin(), one.entries.end(), same), one.entries.end());
    std::sort(one.numbers.begin(), one.numbers.end());
    one.numbers.erase(std::unique(one.numbers.begin(), one.numbers.end()), one.numbers.end());
    std::erase_if(one.numbers, [&](std::size_t number) {
      return std::any_of(one.entries.begin(), one.entries.end(), [&](const entry& e) { return e.who == number; });
    });
  }

  std::mt19937_64 random_;
  std::vector<std::size_t> pool_;
  bool with_ranges_ = false, with_folders_ = false;
};

inline std::string to_text(const fact& says) {
  return (says.on == 0 ? std::string("-") : "day " + std::to_string(says.on)) + "/" + std::to_string(says.flags);
}

/// For people: a step in one line.
inline std::string to_text(const step& one) {
  constexpr const char* names[] = {"import", "add",      "remove", "change", "keep",  "put back",
                                   "carry",  "exchange", "lose",   "dangle", "accept"};
  std::ostringstream text;
  text << names[static_cast<int>(one.what)] << " store " << one.store << " list " << one.list;
  if (one.what == act::import) {
    text << (one.allow_shrink ? " allow_shrink" : "") << (one.allow_older ? " allow_older" : "");
    if (!one.says_days) text << " without the meaning of days";
    for (const copy_of& each : one.brought) {
      text << "; brings " << to_string(prefixes()[each.prefix]) << " of day " << each.obtained;
    }
  }
  if (one.what == act::change) text << (one.allow_shrink ? " allow_shrink" : "") << " of day " << one.obtained;
  for (const entry& each : one.entries) text << "; " << to_string(world()[each.who]) << " " << to_text(each.says);
  if (one.what == act::import) {
    for (const stretch& each : one.ranges) {
      text << "; " << to_string(world()[each.first]) << " to " << to_string(world()[each.last]) << " "
           << to_text(each.says);
    }
  }
  if (one.what == act::add || one.what == act::remove || one.what == act::change) {
    for (const std::size_t who : one.numbers) {
      text << (one.what == act::change ? "; deletes " : " ") << to_string(world()[who]);
    }
  }
  return text.str();
}

inline std::string to_text(const history& one) {
  constexpr const char* meanings[] = {"none", "registered", "last valid"};
  std::string text = "days: " + std::string(meanings[static_cast<int>(one.days)]) + "\n";
  for (const step& each : one.steps) text += "  " + to_text(each) + "\n";
  return text;
}

/// Tries what cut_short() asks of each list of a step.
template <class Try>
bool lists_of_step(Try try_list) {
  bool cut = try_list([](step & one) -> auto& { return one.entries; });
  cut |= try_list([](step & one) -> auto& { return one.ranges; });
  return cut | try_list([](step & one) -> auto& { return one.numbers; });
}

}  // namespace callsieve::test::histories
