// add and remove: live changes to a list, durable when the command returns.
#include <cstdio>
#include <memory>

#include "callsieve/lists/store.hpp"
#include "callsieve/number/parse.hpp"

#include "command.hpp"

namespace callsieve::cli {
namespace {

struct change_options {
  std::string list_name, store_folder, region;
  std::vector<std::string> numbers;
  bool create = false;
};

/// All numbers, or an error naming every one that cannot be read: nothing is changed by halves.
absl::StatusOr<std::vector<phone_number>> read_numbers(const std::vector<std::string>& texts, region_id region) {
  std::vector<phone_number> numbers;
  std::string bad;
  for (const std::string& text : texts) {
    const parsed_number parsed = parse(text, region);
    if (parsed.readable()) {
      numbers.push_back(parsed.number);
    } else {
      bad += (bad.empty() ? "" : ", ") + text + " (" + std::string(to_string(parsed.error)) + ')';
    }
  }
  if (bad.empty()) return numbers;
  return bad_input("nothing was changed: not read as a number: " + bad +
                   "; write it as +CC..., or say with --region how national numbers are meant");
}

int change(const change_options& options, bool adding) {
  const auto region = region_of(options.region);
  if (!region.ok()) return fail(region.status());
  const auto numbers = read_numbers(options.numbers, *region);
  if (!numbers.ok()) return fail(numbers.status());
  auto opened = options.create ? store::open_or_create(options.store_folder) : store::open(options.store_folder);
  if (!opened.ok()) return fail(opened.status());
  const auto counts = adding ? opened->add(options.list_name, *numbers, options.create, today())
                             : opened->remove(options.list_name, *numbers);
  if (!counts.ok()) return fail(counts.status());
  std::fprintf(stderr, "%s: %s %s, %s already so\n", options.list_name.c_str(),
               counted(counts->changed, "number").c_str(), adding ? "added" : "removed",
               grouped(counts->unchanged).c_str());
  return done;
}

void add_one(CLI::App& app, action& chosen, bool adding) {
  auto options = std::make_shared<change_options>();
  CLI::App* command = adding ? app.add_subcommand("add", "Add numbers to a list: durable when it returns")
                             : app.add_subcommand("remove", "Remove numbers from a list: durable when it returns");
  command->add_option("LIST", options->list_name, "The list")->required();
  command->add_option("NUMBER", options->numbers, "Numbers, in any spelling")->required();
  add_region_option(*command, options->region);
  add_store_option(*command, options->store_folder);
  if (adding) {
    command->add_flag("--create", options->create, "Make the list when there is none: a set that covers the world");
  }
  command->footer(adding ? "Example: callsieve add blacklist +12025550123 '(202) 555-0199' --region US"
                         : "A later import that brings the number lists it again.\n"
                           "Example: callsieve remove blacklist +12025550123");
  command->callback([options, adding, &chosen] { chosen = [options, adding] { return change(*options, adding); }; });
}

}  // namespace

void add_changes(CLI::App& app, action& chosen) {
  add_one(app, chosen, true);
  add_one(app, chosen, false);
}

}  // namespace callsieve::cli
