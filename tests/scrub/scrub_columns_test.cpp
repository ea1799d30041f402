// Rules that read other columns of the call list, and reasons as a dialer's statuses.
#include "scrub_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

/// Florida is blocked, and rows in a zone where it is not day.
bound_policy state_policy() {
  hours_table day;
  for (auto& ranges : day.weekdays) ranges = {{8 * 60, 20 * 60}};
  day.zone_column = "tz";
  std::vector<pipeline_rule> rules;
  rules.push_back({{.outcome = verdict::block, .reason = "florida-list", .status = "DNCL"},
                   any_predicate(column_equals("state", {"FL"})),
                   "{ column = \"state\", equals = [\"FL\"] }"});
  rules.push_back({{.outcome = verdict::block, .reason = "hours"},
                   any_predicate(not_(calling_hours(day, "America/New_York"))),
                   "hours"});
  bound_policy policy;
  policy.document.region = find_region("US");
  policy.rules = pipeline(std::move(rules), verdict::allow, "clear");
  return policy;
}

}  // namespace

TEST_CASE("A rule on a column sees each row's own cell, quoted, padded, in any case") {
  scrub_folder f;
  f.options.when.time = std::chrono::minutes{12 * 60};
  f.options.all_reasons = true;
  f.add("in.csv",
        "phone,State,tz\n"
        "2025550101,NY,\n"
        "2025550102,FL,\n"
        "2025550103, fl ,\n"
        "2025550104,\"FL\",\n"
        "2025550105,\"F\"\"L\",\n"
        "2025550106,,\n"
        "2025550107,NY,Asia/Tokyo\n"
        "2025550108,NY,Nowhere\n");
  const scrubbed out = f.run(state_policy());
  REQUIRE(out.error == "");
  CHECK(out.kept ==
        "phone,State,tz\n"
        "2025550101,NY,\n"
        "2025550105,\"F\"\"L\",\n");
  CHECK(out.rejected ==
        "phone,State,tz,callsieve_verdict,callsieve_reason,callsieve_detail\n"
        "2025550102,FL,,block,florida-list,florida-list\n"
        "2025550103, fl ,,block,florida-list,florida-list\n"
        "2025550104,\"FL\",,block,florida-list,florida-list\n"
        "2025550106,,,unknown,florida-list,florida-list: no value\n"
        "2025550107,NY,Asia/Tokyo,block,hours,hours\n"
        "2025550108,NY,Nowhere,unknown,hours,hours: no time zone\n");
}

TEST_CASE("Each number of a row with several has the row's cell beside it, in every batch") {
  scrub_folder f;
  f.options.when.time = std::chrono::minutes{12 * 60};
  std::string text = "phone,phone2,state,tz\n", kept = text;
  for (int i = 0; i < 5'000; ++i) {
    const std::string last = std::to_string(10 + i % 80);
    const std::string row =
        "20255501" + last + (i % 3 == 0 ? ",20255501" + last : ",") + (i % 2 == 0 ? ",FL,\n" : ",NY,\n");
    text += row;
    if (i % 2 != 0) kept += row;
  }
  f.add("in.csv", text);
  const scrubbed out = f.run(state_policy());
  REQUIRE(out.error == "");
  CHECK(out.kept == kept);
}

TEST_CASE("A column that the input does not have stops the job before it begins") {
  scrub_folder f;
  f.add("in.csv", "phone,tz\n2025550101,\n");
  const scrubbed out = f.run(state_policy());
  CHECK(out.error.find("a rule of the policy reads a column: ") != std::string::npos);
  CHECK(out.error.find("state") != std::string::npos);
}

TEST_CASE("Reasons as statuses of ViciDial: the rule's own, else made from its reason") {
  scrub_folder f;
  f.options.codes = reason_codes::vicidial;
  f.add("in.csv", "phone,state,tz\n2025550101,FL,\n2025550102,NY,\nnobody,NY,\n");
  const scrubbed out = f.run(state_policy());
  REQUIRE(out.error == "");
  CHECK(out.rejected ==
        "phone,state,tz,callsieve_verdict,callsieve_reason,callsieve_detail\n"
        "2025550101,FL,,block,DNCL,\n"
        "2025550102,NY,,unknown,UNKNWN,no time\n"
        "nobody,NY,,block,INVLD,not_a_number\n");
  CHECK(vicidial_status("no-consent") == "NOCONS");
  CHECK(vicidial_status("b2") == "B2");
}
