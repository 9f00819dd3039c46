// What a fault leaves behind, once it is undone and the cluster is whole again: a cluster with
// anything left is not handed on to the next run. docs/faults.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

#include "harness/words/table.h"

namespace kproof {

enum class Remains { kNothing, kMetadata, kDisk, kVersion };

struct RemainsRow {
  Remains word;
  const char* name;     // "metadata"
  const char* meaning;  // what differs from before
};

inline constexpr RemainsRow kRemainsTable[] = {
    {Remains::kNothing, "nothing",
     "the cluster is as good as new, once the scenario's topics are deleted"},
    {Remains::kMetadata, "metadata", "other members, voters or settings than before"},
    {Remains::kDisk, "disk",
     "files of nodes may be lost, changed, offline or dated by a wrong clock"},
    {Remains::kVersion, "version", "nodes run another Kafka, or another metadata.version"},
};
static_assert(StandsByValue(kRemainsTable));

inline std::span<const RemainsRow> RemainsTable() { return kRemainsTable; }
inline const char* NameOf(Remains remains) { return RowAt(RemainsTable(), remains).name; }

}  // namespace kproof
