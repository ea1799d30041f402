// inspect: what scrub would make of a call list, before anything is run.
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>

#include "callsieve/policy/policy.hpp"
#include "callsieve/scrub/inspect.hpp"

#include "command.hpp"
#include "list_options.hpp"

namespace callsieve::cli {
namespace {

struct inspect_arguments {
  std::string file, policy_name, store_folder;
  list_arguments list;
  scrub_options options;
  bool json = false;
};

/// What scrub would ask: the policy that is named, or the one of a store that is there. Nothing: none is known.
absl::StatusOr<std::optional<policy_document>> policy_asked(const inspect_arguments& arguments) {
  std::error_code error;
  const auto kind = std::filesystem::symlink_status(arguments.store_folder, error).type();
  const bool no_store = kind == std::filesystem::file_type::not_found;
  if (arguments.policy_name.empty() && no_store) return std::nullopt;
  const auto opened = store::open(arguments.store_folder);
  if (!opened.ok()) return opened.status();
  const std::string& name = arguments.policy_name.empty() ? opened->settings().policy : arguments.policy_name;
  if (name.empty()) return std::nullopt;
  auto document = find_policy(name, *opened);
  if (!document.ok()) return document.status();
  return *std::move(document);
}

int run_inspect(inspect_arguments arguments) {
  scrub_options& options = arguments.options;
  options.inputs = {arguments.file};
  if (absl::Status status = read_list_options(arguments.list, options); !status.ok()) return fail(status);
  const auto policy = policy_asked(arguments);
  if (!policy.ok()) return fail(policy.status());
  inspected_policy asked{.name = arguments.policy_name, .columns = {}};
  if (*policy) {
    if (options.region == region_id::none) options.region = (*policy)->region;
    asked.columns = (*policy)->columns();
  }
  const auto found = inspect(options, asked);
  if (!found.ok()) return fail(found.status());
  std::fputs((arguments.json ? inspection_json(*found) : inspection_text(*found)).c_str(), stdout);
  return found->problem.empty() ? done : failed;
}

}  // namespace

void add_inspect(CLI::App& app, action& chosen) {
  auto arguments = std::make_shared<inspect_arguments>();
  CLI::App* command = app.add_subcommand(
      "inspect", "What scrub would make of a call list: shape, columns, samples, warnings and the command to run");
  command->add_option("FILE", arguments->file, "A call list, CSV or TSV, also .gz and .zst; - is standard input")
      ->required();
  command->add_option("--policy", arguments->policy_name, "Whose region and columns count; default: the store's policy")
      ->type_name("NAME|FILE");
  add_list_options(*command, arguments->list, arguments->options);
  command->add_flag("--json", arguments->json, "What was found as an object, for machines");
  add_store_option(*command, arguments->store_folder);
  command->footer(
      "Nothing is written and no list is asked; samples are masked. Exit status 2 when scrub would refuse the file.\n"
      "Examples:\n"
      "  callsieve inspect leads.csv --region US\n"
      "  callsieve inspect export.txt --layout vicidial --json");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run_inspect(*arguments); }; });
}

}  // namespace callsieve::cli
