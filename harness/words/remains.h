// What a fault leaves behind, once it is undone and the cluster is whole again: a cluster with
// anything left is not handed on to the next run. docs/faults.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>

namespace kproof {

enum class Remains { kNothing, kMetadata, kDisk, kVersion };

struct RemainsRow {
  Remains word;
  const char* name;     // "metadata"
  const char* meaning;  // what differs from before
};

std::span<const RemainsRow> RemainsTable();
const char* NameOf(Remains remains);

}  // namespace kproof
