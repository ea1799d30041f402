// check: one number at a time, and why: what every rule saw and said.
#include <cstdio>
#include <memory>

#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/error_detail.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/policy/policy.hpp"
#include "callsieve/policy/review.hpp"

#include "command.hpp"

#include <nlohmann/json.hpp>

namespace callsieve::cli {
namespace {

struct check_options {
  std::string store_folder, region, plus_lost, policy_name, as_of_text, sector;
  std::vector<std::string> numbers, columns;  ///< columns: NAME=VALUE
  bool json = false;
};

struct trace_line {
  std::size_t rule;
  std::string predicate, saw;
  truth said;
  bool in_force;
};

struct answer {
  std::string input;
  parsed_number parsed;
  verdict outcome = verdict::block;
  std::string reason = "invalid", detail;
  std::size_t decided_by = 0;
  std::vector<trace_line> trace;
};

/// The columns of a row that were given as NAME=VALUE.
struct given_row {
  std::vector<std::string_view> values;
  std::vector<text_column> columns;

  explicit given_row(const std::vector<std::string>& given) {
    values.reserve(given.size());
    for (const std::string& one : given) {
      const std::size_t at = one.find('=');
      values.push_back(std::string_view(one).substr(at + 1));
      columns.push_back({std::string_view(one).substr(0, at), std::span(&values.back(), 1)});
    }
  }
  given_row(const given_row&) = delete;
  given_row& operator=(const given_row&) = delete;
};

answer ask(const bound_policy& policy, const as_of& when, const std::string& input, region_id region, plus_lost plus,
           const given_row& row) {
  answer result;
  result.input = input;
  result.parsed = without_day_or_range(input, parse(input, region, plus), region);
  if (!result.parsed.valid()) {
    result.detail = detail_of(result.parsed.error, input, region);
    return result;
  }
  const pipeline& rules = policy.rules;
  const batch one{{&result.parsed.number, 1}, {&result.parsed.region, 1}, {&result.parsed.type, 1}, {}, row.columns};
  std::vector<std::uint64_t> passed(rules.size());
  decision decided;
  rules.decide(when, one, {&decided, 1}, passed);
  result.outcome = decided.outcome;
  result.decided_by = decided.rule;
  result.reason = rules.reason(decided.rule);
  if (decided.outcome == verdict::unknown) result.detail = to_string(decided.cause);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    truth said = truth::no;
    rules.ask(r, when, one, {&said, 1});
    result.trace.push_back(
        {r, rules.predicate_text(r), rules.explain(r, when, one, 0), said, rules.rule(r).in_force(when.date)});
  }
  return result;
}

std::string said_text(const trace_line& line) {
  return line.in_force ? std::string(to_string(line.said)) : "not in force";
}

void print_json(const answer& a, const pipeline& rules) {
  nlohmann::ordered_json object;
  object["input"] = a.input;
  object["number"] = a.parsed.number ? nlohmann::ordered_json(to_string(a.parsed.number)) : nullptr;
  object["verdict"] = std::string(to_string(a.outcome));
  object["reason"] = a.reason;
  object["detail"] = a.detail;
  object["trace"] = nlohmann::ordered_json::array();
  for (const trace_line& line : a.trace) {
    object["trace"].push_back({{"rule", rules.rule(line.rule).reason},
                               {"verdict", std::string(to_string(rules.rule(line.rule).outcome))},
                               {"decided", line.rule == a.decided_by},
                               {"predicate", line.predicate},
                               {"saw", line.saw},
                               {"said", said_text(line)}});
  }
  std::printf("%s\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

void print_words(const answer& a, const pipeline& rules) {
  const std::string detail = a.detail.empty() ? "" : " (" + a.detail + ')';
  const std::string number = a.parsed.number ? to_string(a.parsed.number) : a.input;
  std::printf("%s  %s: %s%s\n", number.c_str(), std::string(to_string(a.outcome)).c_str(), a.reason.c_str(),
              detail.c_str());
  for (const trace_line& line : a.trace) {
    const rule_header& rule = rules.rule(line.rule);
    std::printf("  %s %-5s %-20s %-11s  %s\n", line.rule == a.decided_by ? ">" : " ",
                std::string(to_string(rule.outcome)).c_str(), rule.reason.c_str(), said_text(line).c_str(),
                line.saw.c_str());
  }
  if (!a.trace.empty() && a.decided_by == rules.size()) {
    std::printf("  > otherwise %s\n", a.reason.c_str());
  }
}

int check(const check_options& options) {
  const auto given_region = region_of(options.region);
  if (!given_region.ok()) return fail(given_region.status());
  const auto opened = store::open(options.store_folder);
  if (!opened.ok()) return fail(opened.status());
  auto document = find_policy(options.policy_name.empty() ? opened->settings().policy : options.policy_name, *opened);
  if (!document.ok()) return fail(document.status());
  const auto when = moment_of(options.as_of_text, document->time_zone);
  if (!when.ok()) return fail(when.status());
  const region_id region = *given_region == region_id::none ? document->region : *given_region;
  const auto policy = bind_policy(*std::move(document), *opened, {.sector = optional_text(options.sector)});
  if (!policy.ok()) return fail(policy.status());
  for (const std::string& warning : policy->warnings) std::fprintf(stderr, "callsieve: warning: %s\n", warning.c_str());

  for (const std::string& text : stale_lists(*policy, when->date)) {
    std::fprintf(stderr, "callsieve: warning: %s\n", text.c_str());
  }
  for (const std::string& text : hours_left_to_the_dialer(*policy, *when)) {
    std::fprintf(stderr, "callsieve: warning: %s\n", text.c_str());
  }
  for (const std::string& one : options.columns) {
    if (one.find('=') == std::string::npos) return fail("--column " + one + ": write NAME=VALUE");
  }
  const given_row row(options.columns);

  bool all_callable = true;
  for (const std::string& input : options.numbers) {
    const answer a = ask(*policy, *when, input, region, plus_lost_of(options.plus_lost), row);
    all_callable &= a.outcome == verdict::allow;
    if (options.json) {
      print_json(a, policy->rules);
    } else {
      print_words(a, policy->rules);
    }
  }
  return all_callable ? done : not_all_callable;
}

}  // namespace

void add_check(CLI::App& app, action& chosen) {
  auto options = std::make_shared<check_options>();
  CLI::App* command = app.add_subcommand("check", "May these numbers be called, and why (not)?");
  command->add_option("NUMBER", options->numbers, "Numbers, in any spelling")->required();
  command->add_option("--policy", options->policy_name, "A policy's name or file; default: the store's")
      ->type_name("NAME|FILE");
  add_region_option(*command, options->region);
  add_plus_lost_option(*command, options->plus_lost);
  command->add_option("--as-of", options->as_of_text, "The moment asked for; default: now, in the policy's time zone")
      ->type_name("DATE[THH:MM]");
  add_sector_option(*command, options->sector);
  command->add_option("--column", options->columns, "What a column of the call list would say, for rules that read one")
      ->type_name("NAME=VALUE");
  command->add_flag("--json", options->json, "An object a line, for machines");
  add_store_option(*command, options->store_folder);
  command->footer(
      "Exit status: 0 all callable, 1 some not, 2 error.\n"
      "Example: callsieve check '(202) 555-0123' --policy us-federal --as-of 2026-11-24");
  command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace callsieve::cli
