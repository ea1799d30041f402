// May this number be called? The policy composed in C++; the lists are those of a store that `callsieve import` made.
#include <callsieve/callsieve.hpp>
#include <iostream>

using namespace callsieve;

int main() {
  const store lists = *store::open("callsieve-store");
  const list blacklist = *lists.load("blacklist"), customers = *lists.load("customers");
  const auto may_call = policy(block("objection", listed(blacklist)),
                               allow("customer", related_within(customers, years(3))), otherwise_block("no-consent"));
  const decision d = may_call.decide(parse("(202) 555-0123", find_region("US")), *parse_as_of("2026-11-24"));
  std::cout << to_string(d.outcome) << ": " << may_call.reason(d.rule) << '\n';
}
