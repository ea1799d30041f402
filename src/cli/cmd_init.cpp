// init and accept: a store is made, and a list is taken as it stands.
#include <cstdio>
#include <memory>

#include "callsieve/lists/store.hpp"

#include "command.hpp"

namespace callsieve::cli {
namespace {

int init(const std::string& store_folder) {
  std::vector<std::string> made;
  const auto opened = store::init(store_folder, made);
  if (!opened.ok()) return fail(opened.status());
  // What was there is looked at: a store whose blacklist cannot be read lacks more than can be made.
  if (const auto blacklist = opened->load(opened->settings().blacklist); !blacklist.ok()) {
    return fail(blacklist.status());
  }
  std::string text;
  for (const std::string& one : made) text += (text.empty() ? "made " : " and ") + one;
  std::fprintf(stderr, "%s: %s\n", store_folder.c_str(), text.empty() ? "nothing was missing" : text.c_str());
  return done;
}

int accept(const std::string& store_folder, const std::vector<std::string>& names) {
  auto opened = store::open(store_folder);
  if (!opened.ok()) return fail(opened.status());
  for (const std::string& name : names) {
    const auto there = opened->accept(name);
    if (!there.ok()) return fail(there.status());
    const bool is_blacklist = name == opened->settings().blacklist;
    std::fprintf(stderr, "%s: %s\n", name.c_str(),
                 *there         ? "taken as it stands"
                 : is_blacklist ? "no longer expected; it is the blacklist: `callsieve init` makes an empty one"
                                : "no longer expected");
  }
  return done;
}

}  // namespace

void add_init(CLI::App& app, action& chosen) {
  auto folder = std::make_shared<std::string>();
  CLI::App* init_command =
      app.add_subcommand("init", "Make a store, or what is missing of one: settings and blacklist");
  add_store_option(*init_command, *folder);
  init_command->footer(
      "Imports and `add --create` make a store that never was, too. What was there and is gone is not made anew: that\n"
      "is an error, since an empty blacklist would know of no objection.\n"
      "Example: callsieve init --store /srv/callsieve-store");
  init_command->callback([folder, &chosen] { chosen = [folder] { return init(*folder); }; });

  auto names = std::make_shared<std::vector<std::string>>();
  CLI::App* accept_command =
      app.add_subcommand("accept", "Take lists as they stand: after a backup was put back, or a list was removed");
  accept_command->add_option("LIST", *names, "The lists")->required();
  add_store_option(*accept_command, *folder);
  accept_command->footer(
      "A store knows how far each of its lists had come. An older state of a list, or none, is an error until it is\n"
      "accepted: what was added since the backup is not known.\n"
      "Example: callsieve accept blacklist");
  accept_command->callback([folder, names, &chosen] { chosen = [folder, names] { return accept(*folder, *names); }; });
}

}  // namespace callsieve::cli
