// Whether a file is an audit store that this program understands.
#pragma once

#include <string>

namespace kproof {

enum class StoreUse { kRead, kWrite };

// Throws Error(kCorrupt) when `path` is missing, no audit store, damaged, or of a version that this
// kproof does not read (or write). A sealed store is opened as one (seal.h).
void CheckStore(const std::string& path, StoreUse use, bool sealed = false);

// Who made a store: "run", "check" or "audit" (run_key::kMadeBy); "" where it does not say. Touches
// nothing, whoever writes it meanwhile. Throws Error(kCorrupt) for a file that is no audit store.
std::string StoreMadeBy(const std::string& path);

}  // namespace kproof
