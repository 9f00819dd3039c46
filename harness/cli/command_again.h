// A command line as it was given, for whoever repeats it.
//
// Thread-safe: a pure function.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace kproof {

// "kproof certify --topic payments --replication 3", ready for a shell: each option that was given,
// in the order in which help has them. Left out is what only says how results look and where they
// go; values of secrets are "[redacted]". Of a verb that takes options alone.
std::string CommandOf(const CLI::App& verb);

}  // namespace kproof
