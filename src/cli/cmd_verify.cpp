// verify: every checksum of every list, or of the files given.
#include <cstdio>
#include <memory>

#include "callsieve/lists/store.hpp"

#include "command.hpp"

namespace callsieve::cli {
namespace {

struct verify_options {
  std::string store_folder;
  std::vector<std::string> files;
};

int verify(const verify_options& options) {
  std::vector<damage> damages;
  if (options.files.empty()) {
    const auto opened = store::open(options.store_folder);
    if (!opened.ok()) return fail(opened.status());
    auto found = opened->verify();
    if (!found.ok()) return fail(found.status());
    damages = *std::move(found);
  } else {
    for (const std::string& file : options.files) {
      auto found = verify_file(file);
      if (!found.ok()) return fail(found.status());
      if (*found) damages.push_back(**found);
    }
  }
  for (const damage& d : damages) {
    const std::string place = d.offset ? "damaged at byte " + std::to_string(*d.offset) + ": " : std::string();
    std::fprintf(stderr, "callsieve: %s: %s%s\n", d.file.c_str(), place.c_str(), d.what.c_str());
  }
  if (!damages.empty())
    return fail(
        "nothing is scrubbed against such a list: mend what is said above, restore it from a backup, or import it "
        "again");
  std::fprintf(stderr, "every checksum holds\n");
  return done;
}

}  // namespace

void add_verify(CLI::App& app, action& chosen) {
  auto options = std::make_shared<verify_options>();
  CLI::App* command = app.add_subcommand("verify", "Check every checksum of the lists, or of the files given");
  command->add_option("FILE", options->files, "Snapshot files; default: everything under the store's lists/");
  add_store_option(*command, options->store_folder);
  command->footer("Exit status 2 names the file and the offset of the first damage in each.");
  command->callback([options, &chosen] { chosen = [options] { return verify(*options); }; });
}

}  // namespace callsieve::cli
