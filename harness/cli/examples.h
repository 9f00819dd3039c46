// Examples of each verb, for its --help. One table, so that a reader sees them beside each other.
//
// Thread-safe: a constant table.
#pragma once

#include <string>

namespace kproof {

// Lines "  command  # what it does" of the verb with this full name ("kproof run"); of "" those for
// somebody who is new. "" for a verb that has none.
std::string ExamplesOf(const std::string& verb);

}  // namespace kproof
