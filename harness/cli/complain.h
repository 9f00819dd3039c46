// How errors are printed (what failed, on which object, what to do), and their exit codes.
#pragma once

#include <string>

#include "harness/base/error.h"

namespace kproof {

// Prints it on stderr after `head`, which is shown as it is. Returns the exit code.
int Complain(const Error& error, const std::string& head = "");

}  // namespace kproof
