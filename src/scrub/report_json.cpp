#include "callsieve/scrub/report.hpp"

#include <nlohmann/json.hpp>

namespace callsieve {
namespace {

using json = nlohmann::ordered_json;

json json_of(const tally& counts) {
  return {{"read", counts.read},
          {"allowed", counts.allowed},
          {"blocked", counts.blocked},
          {"unknown", counts.unknown},
          {"malformed", counts.malformed}};
}

json json_of(const line_tally& counts) {
  return {{"read", counts.read},
          {"rows", counts.rows},
          {"malformed", counts.malformed},
          {"header", counts.headers},
          {"separator", counts.separators},
          {"empty", counts.empty}};
}

json json_of(const long_record& record, const scrub_options& options) {
  return {{"input", options.inputs[record.input].string()},
          {"first_line", record.line},
          {"last_line", record.line + record.lines - 1},
          {"detail", std::string(to_string(record.state))}};
}

json json_of(const std::map<std::string, std::uint64_t>& counts) {
  json object = json::object();
  for (const auto& [key, count] : counts) object[key] = count;
  return object;
}

json json_of(const unchecked_numbers& found) {
  return {{"column", found.column}, {"count", found.count},           {"phones", found.phones},
          {"input", found.input},   {"first_line", found.first_line}, {"phone", found.option}};
}

json json_of(const list& asked, day today) {
  const std::optional<day> obtained = asked.speaks_for().oldest();
  json object = {{"name", asked.name()},        {"kind", std::string(to_string(asked.kind()))},
                 {"count", asked.count()},      {"bytes", asked.bytes()},
                 {"obtained", nullptr},         {"age_days", nullptr},
                 {"checksum", asked.checksum()}};
  if (obtained) {
    object["obtained"] = to_string(*obtained);
    object["age_days"] = day_number(today) - day_number(*obtained);
  }
  return object;
}

}  // namespace

std::string report_json(const scrub_report& report, const scrub_options& options, const bound_policy& policy) {
  json object;
  object["rows"] = json_of(report.rows);
  object["lines"] = json_of(report.lines);
  json& spans = object["malformed_spans"] = json::array();
  for (const long_record& record : report.long_malformed) spans.push_back(json_of(record, options));
  object["ragged"] = report.ragged;
  object["numbers"] = json_of(report.numbers);
  object["reasons"] = json_of(report.reasons);
  object["invalid"] = json_of(report.invalid);
  object["ambiguous"] = report.ambiguous;
  object["unknown_passed"] = json_of(report.unknown_passed);
  json& flags = object["flags"] = json::array();
  for (const unread_flag& flag : report.flags) {
    flags.push_back({{"column", flag.column}, {flag.answer ? "yes" : "no", flag.rows}});
  }
  json& unchecked = object["unchecked"] = json::array();
  for (const unchecked_numbers& found : report.unchecked) unchecked.push_back(json_of(found));
  json& rules = object["rules"] = json::array();
  for (const rule_tally& rule : report.rules) {
    rules.push_back(
        {{"reason", rule.reason}, {"decided", rule.decided}, {"unknown", rule.unknown}, {"passed", rule.passed}});
  }
  json& lists = object["lists"] = json::array();
  for (const list& asked : policy.lists) lists.push_back(json_of(asked, options.when.date));
  object["policy"] = {{"name", policy.document.name}, {"hash", policy.document.hash}};
  object["as_of"] = to_string(options.when);
  object["campaign"] = options.campaign.empty() ? json(nullptr) : json(options.campaign);
  object["seconds"] = report.seconds;
  object["threads"] = report.threads;
  json& stages = object["stages"] = json::object();
  for (const auto& [name, seconds] : report.stages) stages[name] = seconds;
  json& inputs = object["inputs"] = json::array();
  for (const auto& input : options.inputs) inputs.push_back(input.string());
  object["columns"] = report.columns;
  object["header"] = report.has_header;
  object["preview"] = options.preview;
  object["receipt"] = nullptr;
  return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace callsieve
