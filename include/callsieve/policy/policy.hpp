// Policy files: TOML to a document, a document and its lists to a pipeline.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/list.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/rules/pipeline.hpp"

namespace callsieve {

/// A predicate as the file spells it: a tree, not yet bound to lists.
struct predicate_document;

struct rule_document;

struct policy_document {
  std::string name;
  std::string file;          ///< for messages
  region_id region = region_id::none;
  std::string time_zone;     ///< IANA name; UTC when absent
  verdict otherwise = verdict::block;
  std::string otherwise_reason;
  std::vector<rule_document> rules;
  std::string hash;          ///< XXH3 of the file's bytes, 16 hexadecimal digits
  [[nodiscard]] std::vector<std::string> lists() const;  ///< names asked, each once, in order
};

/// Errors: syntax, unknown key, bad value, reserved or malformed reason: file, line, column, and the nearest known word.
[[nodiscard]] absl::StatusOr<policy_document> read_policy(std::string_view toml, std::string_view file_name);
/// A policy by path, or by name: `<store>/policies/NAME.toml`, then the installed packs. Errors say where it looked.
[[nodiscard]] absl::StatusOr<policy_document> find_policy(std::string_view name_or_file, const store& in);

/// A policy bound to its lists, ready to decide.
struct bound_policy {
  policy_document document;
  pipeline rules;
  std::vector<list> lists;              ///< in order of first use
  std::vector<std::string> warnings;    ///< never asks the blacklist; max_age on a list nobody refreshed; ...
};

struct bind_options {
  bool dedupe = false;   ///< a `duplicate` block right after the blacklist's rule (first, when there is none)
};

/// Loads every list asked. Errors: unknown list (line, column, nearest name), wrong kind for the predicate, an allow rule
/// before the rule on the blacklist, a damaged list.
[[nodiscard]] absl::StatusOr<bound_policy> bind_policy(policy_document document, const store& lists, const bind_options& options);

}  // namespace callsieve
