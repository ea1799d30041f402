// What becomes of the program's temporary files when a signal or an error that nobody catches ends it.
#pragma once

namespace callsieve::cli {

/// From now on a signal that ends the program removes its temporary files first, and the program dies of it as it would
/// have. A fault says what it is and ends with `failed` instead, as does the limit of processor time; a file that was
/// cut while it was mapped is named. So does an error that nobody catches. A signal that is ignored already stays
/// ignored.
void leave_no_temporary_files();

/// Faults of the calling thread are handled on a stack of their own, since the thread's may be what is used up.
/// Requires: one thread at a time, the one that runs the command.
void take_faults_on_own_stack();

/// Instead of leave_no_temporary_files(), for a job that can be interrupted between two steps: the signals by which
/// people end a program call `handler`, which takes what a signal handler may do. System calls that wait come back.
void on_interrupt(void (*handler)(int));

}  // namespace callsieve::cli
