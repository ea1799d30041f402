// The options that say how a call list is to be read: the same for every command that reads one.
#pragma once

#include <string>

#include "callsieve/scrub/scrub.hpp"

#include "command.hpp"

namespace callsieve::cli {

/// What the command line says, as text.
struct list_arguments {
  std::string region, header = "auto", delimiter, quotes, ragged = "read", plus_lost;
};

/// Adds the options; columns and layout go to `options` at once.
void add_list_options(CLI::App& command, list_arguments& arguments, scrub_options& options);
/// Errors: no such region.
absl::Status read_list_options(const list_arguments& arguments, scrub_options& options);

}  // namespace callsieve::cli
