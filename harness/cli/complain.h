// How errors are said and which exit code they are: what, on which object, and what to do.
#pragma once

#include <string>

#include "harness/base/error.h"

namespace kproof {

// On stderr, after `head`, which is shown as it is. Gives the exit code.
int Complain(const Error& error, const std::string& head = "");

}  // namespace kproof
