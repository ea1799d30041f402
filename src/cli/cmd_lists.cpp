// lists: what the store holds, how old it is and what it speaks for.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "callsieve/lists/store.hpp"

#include "command.hpp"

#include <nlohmann/json.hpp>

namespace callsieve::cli {
namespace {

struct lists_options {
  std::string store_folder;
  bool json = false;
};

/// What one line of the table and one JSON object say of a list.
struct list_summary {
  list opened;
  std::optional<day> obtained;
  std::int64_t age_days = 0;

  list_summary(list from, day as_of_day) : opened(std::move(from)), obtained(opened.speaks_for().oldest()) {
    if (obtained) age_days = (as_of_day - *obtained).count();
  }
};

nlohmann::ordered_json last_json(const last_operation& last) {
  if (last.what == list_operation::none) return nullptr;
  return {{"what", std::string(to_string(last.what))}, {"on", to_string(last.on)}, {"numbers", last.numbers}};
}

/// `import 2026-11-20`, and what a list holds that nobody can be called under.
std::string notes_of(const list& of) {
  std::string text;
  if (of.last().what != list_operation::none) {
    text = std::string(to_string(of.last().what)) + ' ' + to_string(of.last().on);
  }
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += (text.empty() ? "" : "; ") + grouped(count) + what;
  };
  add(of.outside_plan(), " outside the plan");
  add(of.info().bad_lines, " unreadable lines left out");
  return text;
}

nlohmann::ordered_json json_of(const list_summary& summary, day as_of_day) {
  nlohmann::ordered_json object;
  object["name"] = summary.opened.name();
  object["kind"] = std::string(to_string(summary.opened.kind()));
  object["count"] = summary.opened.count();
  object["ranges"] = summary.opened.info().intervals;
  object["bytes"] = summary.opened.bytes();
  object["obtained"] = summary.obtained ? nlohmann::ordered_json(to_string(*summary.obtained)) : nullptr;
  object["version"] = summary.opened.info().version;
  object["age_days"] = summary.obtained ? nlohmann::ordered_json(summary.age_days) : nullptr;
  const auto max_age = summary.opened.default_max_age();
  // In days as they count back from today, since "1 month" is not one number of days.
  object["max_age_days"] = max_age ? nlohmann::ordered_json((add(as_of_day, *max_age) - as_of_day).count()) : nullptr;
  object["coverage"] = nlohmann::ordered_json::array();
  const auto entries = summary.opened.speaks_for().entries();
  for (const coverage_entry& entry : entries.first(std::min(entries.size(), most_prefixes_shown))) {
    object["coverage"].push_back(to_string(entry.prefix));
  }
  object["coverage_entries"] = entries.size();
  object["checksum"] = summary.opened.checksum();
  object["unreadable_lines"] = summary.opened.info().bad_lines;
  object["outside_plan"] = summary.opened.outside_plan();
  object["last_operation"] = last_json(summary.opened.last());
  object["tuned_for"] = std::string(to_string(summary.opened.info().tuning));
  return object;
}

/// `12,345`, and the ranges beside them.
std::string count_text(const list& of) {
  const std::uint64_t ranges = of.info().intervals;
  return grouped(of.count()) + (ranges > 0 ? " + " + counted(ranges, "range") : "");
}

void print_table(const std::vector<list_summary>& summaries) {
  std::printf("%-20s %-8s %15s %10s  %-6s  %-10s %9s  %-20s  %s\n", "list", "kind", "numbers", "size", "for",
              "obtained", "age", "covers", "last change");
  for (const list_summary& s : summaries) {
    const std::string age =
        s.obtained ? counted(static_cast<std::uint64_t>(std::max<std::int64_t>(s.age_days, 0)), "day") : "-";
    std::printf("%-20s %-8s %15s %10s  %-6s  %-10s %9s  %-20s  %s\n", s.opened.name().c_str(),
                std::string(to_string(s.opened.kind())).c_str(), count_text(s.opened).c_str(),
                size_text(s.opened.bytes()).c_str(), std::string(to_string(s.opened.info().tuning)).c_str(),
                s.obtained ? to_string(*s.obtained).c_str() : "-", age.c_str(),
                coverage_text(s.opened.speaks_for().entries()).c_str(), notes_of(s.opened).c_str());
  }
}

int show_lists(const lists_options& options) {
  const auto opened = store::open(options.store_folder);
  if (!opened.ok()) return fail(opened.status());
  const auto names = opened->list_names();
  if (!names.ok()) return fail(names.status());
  const day now = today();
  std::vector<list_summary> summaries;
  for (const std::string& name : *names) {
    auto loaded = opened->load(name, checking::head_only);
    if (!loaded.ok()) return fail(loaded.status());
    summaries.emplace_back(*std::move(loaded), now);
  }
  const std::string& blacklist = opened->settings().blacklist;
  const bool has_blacklist = std::find(names->begin(), names->end(), blacklist) != names->end();
  if (options.json) {
    auto array = nlohmann::ordered_json::array();
    for (const list_summary& summary : summaries) array.push_back(json_of(summary, now));
    std::printf("%s\n", array.dump(2).c_str());
  } else if (summaries.empty()) {
    std::fprintf(stderr, "no lists yet in %s: callsieve import LIST FILE...\n", options.store_folder.c_str());
  } else {
    print_table(summaries);
  }
  if (!has_blacklist) {
    return fail("the store " + options.store_folder + " has no list '" + blacklist +
                "', its blacklist, and no objection would be known; `callsieve init` makes it");
  }
  return done;
}

}  // namespace

void add_lists(CLI::App& app, action& chosen) {
  auto options = std::make_shared<lists_options>();
  CLI::App* command = app.add_subcommand("lists", "Show the lists: kind, count, size, age, coverage");
  add_store_option(*command, options->store_folder);
  command->add_flag("--json", options->json, "An array of objects, for machines");
  command->footer(
      "Age counts from the oldest copy that the list still speaks from. --json shows the first 1,000 prefixes of its\n"
      "coverage and their number (coverage_entries).");
  command->callback([options, &chosen] { chosen = [options] { return show_lists(*options); }; });
}

}  // namespace callsieve::cli
