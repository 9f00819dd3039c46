// What a fault needs from the cluster that it breaks: abilities of its nodes, which their driver
// gives or not, and what a run prepares before it begins. docs/faults.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

namespace kproof {

enum class Need {
  kData,
  kDisk,
  kDynamicQuorum,
  kLog,
  kProcess,
  kProxy,
  kSandbox,
  kShim,
  kSoftware
};

struct NeedRow {
  Need word;
  const char* name;     // "sandbox"
  const char* meaning;  // what has to be there
};

// In alphabetical order.
std::span<const NeedRow> NeedTable();
const char* NameOf(Need need);
const char* MeaningOf(Need need);
// Whether it is an ability of nodes, which their driver gives, and nothing that a run prepares.
bool IsOfNodes(Need need);

}  // namespace kproof
