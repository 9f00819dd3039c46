// Needs of faults: what a run prepares before it begins, because one of its steps needs it.
// docs/faults.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

namespace kproof {

enum class Need { kDisk, kDynamicQuorum, kProxy, kSandbox, kShim };

struct NeedRow {
  Need word;
  const char* name;     // "sandbox"
  const char* meaning;  // what has to be there
};

// In alphabetical order.
std::span<const NeedRow> NeedTable();
const char* NameOf(Need need);

}  // namespace kproof
