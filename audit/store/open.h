// Whether a file is an audit store that this program understands.
#pragma once

#include <string>

namespace kproof {

// Throws Error(kCorrupt) when `path` is missing, no audit store, damaged, or written by another
// version of kproof.
void CheckStore(const std::string& path);

}  // namespace kproof
