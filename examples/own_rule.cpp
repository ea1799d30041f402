// Rules of one's own: no number whose digits end in three zeros, as switchboards have them.
#include <callsieve/callsieve.hpp>
#include <iostream>

using namespace callsieve;

int main() {
  const auto switchboard = where([](phone_number n) { return n.value() % 1000 == 0; }, "ends in three zeros");
  // Composed while compiling, beside the predicates that come along; the column is the call list's own.
  const auto may_call = policy(block("switchboard", switchboard), block("florida", column_equals("state", {"FL"})),
                               otherwise_allow("clear"));
  // The same rules at run time.
  const pipeline same({{{.reason = "switchboard"}, any_predicate(switchboard), "ends in 000"},
                       {{.reason = "florida"}, any_predicate(column_equals("state", {"FL"})), "state is FL"}},
                      verdict::allow, "clear");

  const region_id none = region_id::none;
  const parsed_number numbers[] = {parse("+1 202 555 0100", none), parse("+44 20 7946 0000", none),
                                   parse("+1 305 555 0101", none)};
  const std::string_view states[] = {"DC", "", "FL"};
  for (std::size_t i = 0; i < 3; ++i) {
    const text_column columns[] = {{"state", std::span(&states[i], 1)}};
    const batch one{std::span(&numbers[i].number, 1),
                    std::span(&numbers[i].region, 1),
                    std::span(&numbers[i].type, 1),
                    {},
                    columns};
    decision composed, at_run_time;
    may_call.decide(as_of{*parse_day("2026-11-24"), {}}, one, std::span(&composed, 1), {});
    same.decide(as_of{*parse_day("2026-11-24"), {}}, one, std::span(&at_run_time, 1), {});
    std::cout << to_string(numbers[i].number) << ' ' << to_string(composed.outcome) << ' '
              << may_call.reason(composed.rule) << (composed == at_run_time ? "" : ", and something else at run time")
              << '\n';
  }
}
