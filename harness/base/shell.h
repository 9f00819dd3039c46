// Words of a command line, as a shell reads them back.
//
// Thread-safe: pure functions.
#pragma once

#include <string>

namespace kproof {

// In single quotes, as bash, zsh and fish read them: fish knows \' inside, the others do not.
std::string ShellQuoted(const std::string& text);

// The same, but as it is where no shell reads anything into it: "results/a", "--margin", "10%".
std::string ShellWord(const std::string& text);

}  // namespace kproof
