// Any bytes at all: read_policy answers with a document or with an error that begins with the file's name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "callsieve/policy/policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = callsieve::read_policy({reinterpret_cast<const char*>(data), size}, "p.toml");
  if (!policy.ok()) {
    if (!callsieve::message_of(policy.status()).starts_with("p.toml:")) std::abort();
    return 0;
  }
  if (policy->otherwise_reason.empty()) std::abort();
  for (const callsieve::rule_document& rule : policy->rules) {
    if (!callsieve::is_reason(rule.reason) || callsieve::to_string(rule.when).empty()) std::abort();
  }
  return 0;
}
