// Enough stack for the program, whatever the limit of the process.
#pragma once

#include <functional>

namespace callsieve::cli {

/// Returns what `run` returns. Where the process has little stack (ulimit -s), `run` goes on a thread that has more,
/// and threads started later have more too; where the system gives no such thread, on the calling one after all. `run`
/// throws nothing.
[[nodiscard]] int with_enough_stack(const std::function<int()>& run);

}  // namespace callsieve::cli
