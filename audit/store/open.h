// Whether a file is an audit store that this program understands.
#pragma once

#include <string>

#include "harness/base/sqlite.h"

namespace kproof {

// Whether a file begins as every SQLite 3 file does, whatever is in it.
bool IsDatabase(const std::string& path);

// How a store is opened to be read: kSealed where it is sealed (seal.h), else kRead.
Database::Mode ReadMode(const std::string& path);

// Throws Error(kCorrupt) when `path` is missing, no audit store, damaged, or of a version that this
// kproof does not open in this mode (kWrite: to go on writing it).
void CheckStore(const std::string& path, Database::Mode mode);

// Who made a store: "run", "check" or "audit" (run_key::kMadeBy); "" where it does not say. Touches
// nothing, whoever writes it meanwhile. Throws Error(kCorrupt) for a file that is no audit store.
std::string StoreMadeBy(const std::string& path);

}  // namespace kproof
