// What a fault needs from the cluster that it breaks: abilities of its nodes, which their driver
// gives or not, and what a run prepares before it begins. docs/faults.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

#include "harness/words/table.h"

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

inline constexpr NeedRow kNeedTable[] = {
    {Need::kData, "data", "the log folders of each node, to read and to change"},
    {Need::kDisk, "disk", "a file system of its own for each node"},
    {Need::kDynamicQuorum, "dynamic-quorum",
     "a cluster whose voters can change; the scenario asks for it with `quorum: dynamic`"},
    {Need::kLog, "log", "what each node logs, as it logs it"},
    {Need::kProcess, "process", "the process of each node, to signal and to start"},
    {Need::kProxy, "proxy", "a proxy before each broker's listener for clients"},
    {Need::kSandbox, "sandbox", "the private sandbox, with a network of its own"},
    {Need::kShim, "shim", "a library in each node, between it and its disks and clocks"},
    {Need::kSoftware, "software",
     "the Kafka that each node runs, to put another version in its place"},
};
static_assert(StandsByValue(kNeedTable));

// In alphabetical order.
inline std::span<const NeedRow> NeedTable() { return kNeedTable; }
inline const char* NameOf(Need need) { return RowAt(NeedTable(), need).name; }
inline const char* MeaningOf(Need need) { return RowAt(NeedTable(), need).meaning; }
// Whether it is an ability of nodes, which their driver gives, and nothing that a run prepares.
inline bool IsOfNodes(Need need) {
  return need == Need::kData || need == Need::kLog || need == Need::kProcess ||
         need == Need::kSoftware;
}

}  // namespace kproof
