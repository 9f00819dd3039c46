// What a verb printed on stdout has to have arrived: on a full disk "kproof … > file" has no
// result.
#pragma once

namespace kproof {

// Before anything is opened: a stream that was closed gets /dev/null, so that no file gets its
// number and what is printed into it.
void RequireStreams();

// Flushes stdout. Gives `code`, or the worse of it and kExitNotRun where something that was printed
// could not be written, which is said on stderr. A reader that has all it wanted, as in "| head",
// is no trouble.
int FinishStdout(int code);

// Throws Error(kNotRun) once something could not be written: for verbs that print for long.
void RequireStdout();

}  // namespace kproof
