// Tables of calling hours of policy files.
#include <algorithm>
#include <optional>

#include "policy_words.hpp"

namespace callsieve::detail {
namespace {

constexpr std::string_view day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<std::size_t> day_named(std::string_view name) {
  const auto* found = std::find(std::begin(day_names), std::end(day_names), name);
  if (found == std::end(day_names)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(day_names));
}

/// `fri` or `mon-fri`: first and last day.
std::optional<std::pair<std::size_t, std::size_t>> days_named(std::string_view key) {
  const std::size_t dash = key.find('-');
  const auto first = day_named(key.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_named(key.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return std::pair{*first, *last};
}

/// `08:00` to `24:00`.
std::optional<std::uint16_t> minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int value[2] = {0, 0};
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    int& part = value[i / 3];
    part = part * 10 + (text[i] - '0');
  }
  const int minute = value[0] * 60 + value[1];
  if (value[1] > 59 || minute > 24 * 60) return std::nullopt;
  return static_cast<std::uint16_t>(minute);
}

class hours_reader {
 public:
  hours_reader(value_reader& in, hours_document& out) : in_(in), out_(out) {}

  bool read(const toml::table& table) {
    for (const auto& [key, value] : table) {
      if (!read_key(key, value)) return false;
    }
    const bool any = std::any_of(out_.table.weekdays.begin(), out_.table.weekdays.end(),
                                 [](const auto& ranges) { return !ranges.empty(); });
    if (!any)
      return in_.fail(out_.at, "these hours allow no call on any weekday; name one: mon-fri = [\"09:00-17:00\"]");
    if (out_.holidays.empty() && (states_holiday_ || out_.table.on_eves)) {
      return in_.fail(out_.at, "'holiday' and 'eve' need to know the days: holidays = \"FILE\"");
    }
    out_.table.observes_holidays = !out_.holidays.empty();
    return true;
  }

 private:
  bool read_key(const toml::key& key, const toml::node& value) {
    const std::string name(key.str());
    hours_table& table = out_.table;
    if (name == "zone") return in_.read_zone(value, "zone", table.zone) && one_zone(value);
    if (name == "zone_column") return in_.read_text(value, "zone_column", table.zone_column) && one_zone(value);
    if (name == "holidays") {
      out_.holidays_at = place_of(value);
      return in_.read_text(value, "holidays", out_.holidays);
    }
    if (name == "holiday") {
      states_holiday_ = true;
      return read_ranges(value, name, table.on_holidays);
    }
    if (name == "eve") return read_ranges(value, name, table.on_eves.emplace());
    const auto span = days_named(name);
    if (!span) {
      return in_.fail(place_of(key.source()),
                      "unknown key '" + shown(name) + "' in hours" +
                          suggestion(name, {"mon-fri", "sat", "sun", "mon", "tue", "wed", "thu", "fri", "holidays",
                                            "holiday", "eve", "zone", "zone_column"}));
    }
    std::vector<minute_range> ranges;
    if (!read_ranges(value, name, ranges)) return false;
    for (std::size_t d = span->first; d <= span->second; ++d) {
      if (named_[d]) return in_.fail(place_of(key.source()), std::string(day_names[d]) + " is named twice");
      named_[d] = true;
      table.weekdays[d] = ranges;
    }
    return true;
  }

  bool one_zone(const toml::node& value) {
    return out_.table.zone.empty() || out_.table.zone_column.empty() ||
           in_.fail(place_of(value), "'zone' is for everybody and 'zone_column' for each row: state one of them");
  }

  /// `["08:00-13:00", "14:00-20:00"]`: ascending and apart; `[]`: no calls.
  bool read_ranges(const toml::node& node, const std::string& key, std::vector<minute_range>& out) {
    const toml::array* items = node.as_array();
    if (!items)
      return in_.fail(place_of(node), "'" + key + "' must be an array such as [\"08:00-21:00\"], or [] for no calls");
    for (const toml::node& item : *items) {
      std::string text;
      if (!in_.read_text(item, key, text)) return false;
      const auto begin = minute_of(std::string_view(text).substr(0, 5));
      const auto end = text.size() == 11 && text[5] == '-' ? minute_of(std::string_view(text).substr(6)) : std::nullopt;
      if (!begin || !end) {
        return in_.fail(place_of(item),
                        "'" + shown(text) + "' are no hours; write \"08:00-21:00\" (24:00 is midnight)");
      }
      if (*end <= *begin || (!out.empty() && *begin < out.back().end)) {
        return in_.fail(place_of(item), "'" + shown(text) + "' ends before it begins, or begins before the last ended");
      }
      out.push_back({*begin, *end});
    }
    return true;
  }

  value_reader& in_;
  hours_document& out_;
  std::array<bool, 7> named_{};
  bool states_holiday_ = false;
};

absl::Status check_predicate(const policy_document& policy, const rule_document& rule,
                             const predicate_document& predicate) {
  if (const auto* d = std::get_if<calling_hours_document>(&predicate.what)) {
    words known;
    for (const hours_document& hours : policy.hours) known.push_back(hours.table.name);
    if (!contains(known, d->hours)) {
      const std::string make = "there are no hours named '" + shown(d->hours) + "'";
      const std::string nearest = nearest_name(d->hours, known);
      return bad_place(rule.file, predicate.at,
                       make + (nearest.empty() ? "; add a table [hours." + shown(d->hours) + "] to the policy"
                                               : "; did you mean '" + nearest + "'?"));
    }
  }
  absl::Status found;
  std::visit(
      [&](const auto& d) {
        if constexpr (requires { d.parts; }) {
          for (const predicate_document& part : d.parts) {
            if (found.ok()) found = check_predicate(policy, rule, part);
          }
        }
      },
      predicate.what);
  return found;
}

}  // namespace

bool read_hours(value_reader& in, const toml::node& node, std::vector<hours_document>& out) {
  const toml::table* tables = node.as_table();
  if (!tables) return in.fail(place_of(node), "hours are written as a table: [hours.NAME]");
  for (const auto& [key, value] : *tables) {
    const toml::table* table = value.as_table();
    if (!table) return in.fail(place_of(key.source()), "hours are written as a table: [hours.NAME]");
    hours_document hours;
    hours.table.name = key.str();
    hours.file = in.file();
    hours.at = place_of(key.source());
    if (!hours_reader(in, hours).read(*table)) return false;
    out.push_back(std::move(hours));
  }
  return true;
}

absl::Status check_hours(const policy_document& policy) {
  for (const rule_document& rule : policy.rules) {
    if (absl::Status status = check_predicate(policy, rule, rule.when); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace callsieve::detail
