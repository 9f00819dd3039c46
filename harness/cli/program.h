// The command line: which verb it calls, its exit code, and errors that say what failed, on which
// object, and what to do.
#pragma once

namespace kproof {

// `argv` as main has it. Never throws: an error that ends a verb is printed on stderr and gives the
// exit code.
int RunProgram(int argc, const char* const* argv);

}  // namespace kproof
