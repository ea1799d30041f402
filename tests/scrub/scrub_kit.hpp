// A small policy in memory whose answers stand in the last two digits of a number, and a folder to scrub in.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "callsieve/rules/predicates.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

namespace callsieve::test {

/// Says of a number what is written for its last two digits; `no` for all others.
class by_ending {
 public:
  explicit by_ending(const std::vector<std::pair<int, truth>>& answers) {
    for (const auto& [ending, answer] : answers) answers_[static_cast<std::size_t>(ending)] = answer;
  }
  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    lanes.for_each([&](std::size_t lane) { out.add(lane, answers_[asked.numbers.numbers[lane].value() % 100]); });
  }
  [[nodiscard]] std::string explain(const as_of&, const batch&, std::size_t) const { return "its ending"; }

 private:
  std::array<truth, 100> answers_{};
};

inline day test_day() { return parse_day("2026-11-24").value(); }

/// 01 objection (whole row), 02 unknown there; duplicates; 03 customer, 04 unknown there; 05 soft, 06 unknown there and
/// passed on; 07 registry, 08 stale, 09 not covered; a rule on everything that is not in force yet; otherwise clear.
inline bound_policy ending_policy() {
  std::vector<pipeline_rule> rules;
  const auto add = [&](rule_header header, any_predicate when) {
    rules.push_back({std::move(header), std::move(when), "its ending"});
  };
  add({.outcome = verdict::block, .reason = "objection", .scope = rule_scope::row},
      any_predicate(by_ending({{1, truth::yes}, {2, truth::stale}})));
  add({.outcome = verdict::block, .reason = "duplicate"}, any_predicate(duplicate()));
  add({.outcome = verdict::allow, .reason = "customer"},
      any_predicate(by_ending({{3, truth::yes}, {4, truth::stale}})));
  add({.outcome = verdict::block, .reason = "soft", .pass_unknown = true},
      any_predicate(by_ending({{5, truth::yes}, {6, truth::not_covered}})));
  add({.outcome = verdict::block, .reason = "registry"},
      any_predicate(by_ending({{7, truth::yes}, {8, truth::stale}, {9, truth::not_covered}, {1, truth::yes}})));
  add({.outcome = verdict::block, .reason = "future", .from = parse_day("2027-01-01")}, any_predicate(always()));
  bound_policy policy;
  policy.document.name = "endings";
  policy.document.region = find_region("US");
  policy.document.hash = "0123456789abcdef";
  policy.rules = pipeline(std::move(rules), verdict::allow, "clear");
  return policy;
}

/// A scrub of one text: what came out, or the error.
struct scrubbed {
  std::string kept, rejected, error;
  scrub_report report;
};

class scrub_folder {
 public:
  scrub_folder() {
    options.output = folder / "kept.csv";
    options.rejected = folder / "rejected.csv";
    options.when.date = test_day();
  }

  /// Writes an input and adds it to the options.
  void add(std::string_view name, std::string_view text) {
    write_whole(folder / name, text);
    options.inputs.push_back(folder / name);
  }

  /// Scrubs, and small inputs twice: in pieces of a few bytes on three threads nothing may come out otherwise.
  scrubbed run(const bound_policy& policy = ending_policy()) const {
    scrubbed result = run_once(options, policy);
    if (input_bytes() > 20'000) return result;
    scrub_options split = options;
    split.chunk_bytes = 7;
    split.threads = 3;
    if (result.error.empty()) {
      // Of this folder alone: outputs may be devices.
      std::filesystem::remove(folder / "kept.csv");
      std::filesystem::remove(folder / "rejected.csv");
    }
    const scrubbed again = run_once(split, policy);
    CHECK(again.error == result.error);
    CHECK(again.kept == result.kept);
    CHECK(again.rejected == result.rejected);
    CHECK(again.report.reasons == result.report.reasons);
    CHECK(again.report.columns_note == result.report.columns_note);
    CHECK(again.report.lines.read == result.report.lines.read);
    CHECK(again.report.lines.rows == result.report.lines.rows);
    CHECK(again.report.long_malformed.size() == result.report.long_malformed.size());
    return result;
  }

  temporary_folder folder;
  scrub_options options;

 private:
  scrubbed run_once(const scrub_options& how, const bound_policy& policy) const {
    scrubbed result;
    auto report = scrub(how, policy);
    if (!report.ok()) {
      result.error = message_of(report.status());
      // Whatever went wrong, nothing may look like a result.
      CHECK(files_in(folder.path()) == inputs_in_folder());
      return result;
    }
    result.report = *std::move(report);
    result.kept = read_whole(how.output);
    result.rejected = read_whole(how.rejected);
    return result;
  }
  [[nodiscard]] std::uintmax_t input_bytes() const {
    std::uintmax_t sum = 0;
    for (const auto& input : options.inputs) {
      std::error_code error;
      const std::uintmax_t size = std::filesystem::file_size(input, error);
      sum += error ? 0 : size;
    }
    return sum;
  }
  [[nodiscard]] std::size_t inputs_in_folder() const {
    std::size_t count = 0;
    for (const auto& input : options.inputs) count += std::filesystem::exists(input);
    return count;
  }
};

inline scrubbed scrub_text(std::string_view text, const std::function<void(scrub_options&)>& adjust = {}) {
  scrub_folder world;
  world.add("leads.csv", text);
  if (adjust) adjust(world.options);
  return world.run();
}

}  // namespace callsieve::test
