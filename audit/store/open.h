// Whether a file is an audit store that this program understands.
#pragma once

#include <string>

namespace kproof {

enum class StoreUse { kRead, kWrite };

// Throws Error(kCorrupt) when `path` is missing, no audit store, damaged, or of a version that this
// kproof does not read (or write).
void CheckStore(const std::string& path, StoreUse use);

}  // namespace kproof
