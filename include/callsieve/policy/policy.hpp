// Policy files: TOML to a document, a document and its lists to a pipeline.
//
// Trust: a policy file may hold any bytes; all errors are found before anything is decided. No exception leaves these
// functions. Threads: pure functions over their arguments; any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"
#include "callsieve/lists/list.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/policy/document.hpp"
#include "callsieve/rules/pipeline.hpp"

namespace callsieve {

/// How deep all, any and not may nest, the outermost counted.
inline constexpr std::size_t max_predicate_depth = 32;
/// How many rules a policy may have.
inline constexpr std::size_t max_rules = 1'000;

/// How many policies may extend one another.
inline constexpr std::size_t max_extends = 16;

/// Reads a policy's text. `file_name` is for messages, and names a policy that has no `name`. What it extends and files
/// of holidays are not read: see find_policy().
/// Errors: bad_input for syntax, an unknown key (with the nearest known word), a bad value, a reserved or malformed
/// reason, what this version does not support: `file:line:column: what is wrong`.
[[nodiscard]] absl::StatusOr<policy_document> read_policy(std::string_view toml, std::string_view file_name);

/// A policy by path, or by name. A path contains `/`, ends in `.toml` or is a file. A name is looked for as
/// `<store>/policies/NAME.toml`, then as NAME.toml in the folders of $CALLSIEVE_POLICIES (`:` between), beside the
/// running program as installed (bin/../share/callsieve/policies), in the packs installed with this build, and in the
/// source tree that it was built from. What it extends is found the same way, a path from the folder of the file that
/// names it. A file of holidays is looked for beside the policy's file, in `<store>/policies`, then as policies are.
/// The search goes on only past places where there is plainly no such file. A link to nothing, a folder that this user
/// may not search, something of that name that is no file: errors that name it. (The source tree, the last place, is as
/// good as absent where it is closed.)
/// Errors: as read_policy; not found (says where it looked and which names there are); extends in a circle or against
/// itself; a bad or missing file of holidays; system_failure.
[[nodiscard]] absl::StatusOr<policy_document> find_policy(std::string_view name_or_file, const store& in);
/// The same for the folder of a store, which need not be there.
[[nodiscard]] absl::StatusOr<policy_document> find_policy(std::string_view name_or_file,
                                                          const std::filesystem::path& store_folder);

/// The files that names stand for, sorted by name: of several of one name the one that find_policy() takes.
/// Errors: as find_policy() has them where a place cannot be looked at; a folder of policies that cannot be read.
[[nodiscard]] absl::StatusOr<std::vector<std::filesystem::path>> list_policies(
    const std::filesystem::path& store_folder);

/// The extension with what it inherits from `base`, which extends nothing. Its own rules come before the inherited
/// ones, in the order written, or where `before`, `after` and `instead` say; tables of hours of the same name are its
/// own. Errors: an unknown reason of inherited rules; an extension that calls whom its base does not (`otherwise`).
[[nodiscard]] absl::StatusOr<policy_document> extend_policy(policy_document extension, const policy_document& base);

/// Days of a file of public holidays, ascending: a line holds YYYY-MM-DD and a name, `#` begins a comment.
/// Errors: `file:line`, what is no day or stands twice; a file without days.
[[nodiscard]] absl::StatusOr<std::vector<day>> read_holidays(std::string_view text, std::string_view file_name);

/// A policy bound to its lists, ready to decide.
struct bound_policy {
  policy_document document;
  pipeline rules;
  std::vector<list> lists;            ///< in order of first use
  std::string blacklist;              ///< the name of the store's
  std::vector<std::string> hints;     ///< for people who look closer: optional allowances that have no list
  std::vector<std::string> warnings;  ///< for people: the policy never asks the blacklist, no sector given
};

/// The sector of a campaign that sells what no rule names.
inline constexpr std::string_view other_sector = "other";

struct bind_options {
  /// What the campaign sells: a sector that some rule names, or `other`. Rules meant for other sectors are not in
  /// force. Not said: blocks meant for some sectors are in force, allowances are not.
  std::optional<std::string> sector{};
  bool dedupe = false;  ///< a `duplicate` block right after the blacklist's rule (first, when there is none)
};

/// Loads every list that the policy asks. A rule's max_age goes before the list's own from store.toml. The rule on the
/// blacklist (a block on it alone, or on any of several lists with it, without `from` and `until`) rejects whole rows
/// unless it says otherwise.
/// Errors: `file:line:column` and an unknown list (with the nearest name, or how to make it), a wrong kind for the
/// question, a sector that no rule names (lists those that rules name), an allow rule before the rule on the blacklist,
/// that rule with on_unknown = "pass"; a damaged list.
[[nodiscard]] absl::StatusOr<bound_policy> bind_policy(policy_document document, const store& lists,
                                                       const bind_options& options);

/// What people should know of the lists on that day: which are stale, and the command that refreshes each.
[[nodiscard]] std::vector<std::string> stale_lists(const bound_policy& policy, day today);

}  // namespace callsieve
