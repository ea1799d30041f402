// add and remove: live changes to a list, durable when the command returns.
#include <cstdio>
#include <memory>

#include "callsieve/lists/store.hpp"
#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/number/renumbering.hpp"

#include "command.hpp"

namespace callsieve::cli {
namespace {

struct change_options {
  std::string list_name, store_folder, region, plus_lost;
  std::vector<std::string> numbers;
  bool create = false, force = false;
};

/// What a command line's numbers come to.
struct numbers_read {
  std::vector<phone_number> numbers;
  std::vector<std::string> notes;
  std::string refused;  ///< those that are none, with the reason of each; empty when all were read
};

std::string shown(const std::string& text, const parsed_number& parsed) {
  const std::string number = to_string(parsed.number);
  return text == number ? text : text + " (" + number + ')';
}

/// Numbers to be added. What nobody can be called under is refused: a digit was lost, or the region is wrong, and the
/// person who objected would be called. Old numbers become what they are today.
numbers_read read_to_add(const change_options& options, region_id region) {
  numbers_read read;
  for (const std::string& text : options.numbers) {
    parsed_number parsed = without_day_or_range(text, parse(text, region, plus_lost_of(options.plus_lost)), region);
    if (parsed.error == parse_error::ambiguous) {
      const parsed_number national = parse(text, region, callsieve::plus_lost::no);
      read.numbers.push_back(national.number);
      read.notes.push_back(text + " is " + to_string(parsed.number) + " or " + to_string(national.number) +
                           ": both are added; --plus-lost yes or no says which is meant");
    }
    if (parsed.in_plan()) parsed.error = parse_error::none;
    const phone_number today = parsed.valid() || options.force ? phone_number() : renumbered(parsed.number);
    std::string reason;
    if (!parsed.readable()) {
      reason = text + " (" + std::string(to_string(parsed.error)) + ')';
    } else if (today) {
      read.numbers.push_back(today);
      read.notes.push_back(shown(text, parsed) + " is " + to_string(today) + " today (" +
                           std::string(renumbering_of(parsed.number)) + ')');
    } else if (parsed.valid() || options.force) {
      read.numbers.push_back(parsed.number);
    } else {
      reason = shown(text, parsed) + ", which the numbering plan does not have";
    }
    if (!reason.empty()) read.refused += (read.refused.empty() ? "" : "; ") + reason;
  }
  return read;
}

/// Numbers to be removed: all or none. Old numbers go as they are and as what they are today.
numbers_read read_to_remove(const change_options& options, region_id region) {
  numbers_read read;
  for (const std::string& text : options.numbers) {
    parsed_number parsed = without_day_or_range(text, parse(text, region, plus_lost_of(options.plus_lost)), region);
    if (parsed.error == parse_error::marked) parsed.error = parse_error::none;
    if (!parsed.readable()) {
      read.refused += (read.refused.empty() ? "" : ", ") + text + " (" + std::string(to_string(parsed.error)) + ')';
      continue;
    }
    read.numbers.push_back(parsed.number);
    if (const phone_number today = parsed.valid() ? phone_number() : renumbered(parsed.number)) {
      read.numbers.push_back(today);
    }
  }
  return read;
}

int add(const change_options& options) {
  const auto region = region_of(options.region);
  if (!region.ok()) return fail(region.status());
  const numbers_read read = read_to_add(options, *region);
  const std::string refused =
      "not added: " + read.refused +
      "; nobody can be called under such a number: mend it, write it as +CC..., say with --region how national numbers "
      "are meant; --force adds what reads as E.164 all the same";
  auto opened = options.create ? store::open_or_create(options.store_folder) : store::open(options.store_folder);
  if (!opened.ok()) return fail(opened.status());
  if (read.numbers.empty() && !options.create) return fail(refused);
  const auto counts = opened->add(options.list_name, read.numbers, options.create, today());
  if (!counts.ok()) return fail(counts.status());
  for (const std::string& note : read.notes) std::fprintf(stderr, "callsieve: %s\n", note.c_str());
  const std::string strengthened =
      counts->strengthened == 0 ? "" : ", " + grouped(counts->strengthened) + " listed for good from now on";
  std::fprintf(stderr, "%s: %s added%s, %s already so\n", options.list_name.c_str(),
               counted(counts->changed, "number").c_str(), strengthened.c_str(), grouped(counts->unchanged).c_str());
  return read.refused.empty() ? done : fail(refused);
}

int remove(const change_options& options) {
  const auto region = region_of(options.region);
  if (!region.ok()) return fail(region.status());
  const numbers_read read = read_to_remove(options, *region);
  if (!read.refused.empty()) {
    return fail("nothing was changed: not read as a number: " + read.refused +
                "; write it as +CC..., or say with --region how national numbers are meant");
  }
  auto opened = store::open(options.store_folder);
  if (!opened.ok()) return fail(opened.status());
  const auto counts = opened->remove(options.list_name, read.numbers);
  if (!counts.ok()) return fail(counts.status());
  std::fprintf(stderr, "%s: %s removed, %s already so\n", options.list_name.c_str(),
               counted(counts->changed, "number").c_str(), grouped(counts->unchanged).c_str());
  return done;
}

void add_one(CLI::App& app, action& chosen, bool adding) {
  auto options = std::make_shared<change_options>();
  CLI::App* command = adding ? app.add_subcommand("add", "Add numbers to a list: durable when it returns")
                             : app.add_subcommand("remove", "Remove numbers from a list: durable when it returns");
  command->add_option("LIST", options->list_name, "The list")->required();
  command->add_option("NUMBER", options->numbers, "Numbers, in any spelling")->required();
  add_region_option(*command, options->region);
  add_plus_lost_option(*command, options->plus_lost);
  add_store_option(*command, options->store_folder);
  if (adding) {
    command->add_flag("--create", options->create, "Make the list when there is none: a set that covers the world");
    command->add_flag("--force", options->force, "Add numbers outside the numbering plan, too");
  }
  command->footer(adding ? "Example: callsieve add blacklist +12025550123 '(202) 555-0199' --region US"
                         : "A later import that brings the number lists it again.\n"
                           "Example: callsieve remove blacklist +12025550123");
  command->callback(
      [options, adding, &chosen] { chosen = [options, adding] { return adding ? add(*options) : remove(*options); }; });
}

}  // namespace

void add_changes(CLI::App& app, action& chosen) {
  add_one(app, chosen, true);
  add_one(app, chosen, false);
}

}  // namespace callsieve::cli
