// Makes sure that what a verb printed on stdout was written: on a full disk "kproof … > file" has
// no result.
#pragma once

namespace kproof {

// Call it before anything is opened: each standard stream that is closed gets /dev/null, so that no
// other file gets its number, and the output with it.
void RequireStreams();

// Flushes stdout and returns `code`. If output could not be written, prints an error on stderr and
// returns the worse of `code` and kExitNotRun. A reader that stops early, as in "| head", is not an
// error.
int FinishStdout(int code);

// Throws Error(kNotRun) once something could not be written: for verbs that print for long.
void RequireStdout();

}  // namespace kproof
