// Standard input, output and error, which may be closed, full or gone.
#pragma once

namespace callsieve::cli {

/// Before any file is opened: a standard stream that is closed gets a descriptor of its own, or the next file opened
/// would take its place. Standard input is then empty, standard output refuses what is written, standard error drops
/// it. Ends the program where even that is refused.
void fill_closed_streams();

/// At the end of the program: writes what is still held back of standard output. Returns the exit status: `failed`,
/// with a message, where some of the output was not written, else `status`.
[[nodiscard]] int finish_output(int status);

}  // namespace callsieve::cli
