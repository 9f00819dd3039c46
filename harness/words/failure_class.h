// Classes of failure: what a fault does as far as promises depend on it. docs/promises.md has the
// table.
//
// Stores and events hold them as text, and may name a class that stands in no row: of such a one
// nothing is known. Thread-safe: constants.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

enum class FailureClass {
  kClock,
  kCorruption,
  kCrash,
  kCut,
  kDeletion,
  kDisk,
  kNone,
  kOperation,
  kOperator,
  kPause,
  kPowerLoss,
  kSlowDisk,
  kStop,
  kUncleanElection,
  kWipe
};

struct FailureClassRow {
  FailureClass word;
  const char* name;         // "power-loss"
  const char* meaning;      // what happens to a node or to records
  const char* promise;      // what is promised under it, in short
  bool known = true;        // to the rules of the promise; else the answer is unknown
  bool loses_data = false;  // nodes come back without records that they had
};

// In alphabetical order.
std::span<const FailureClassRow> FailureClassTable();
const FailureClassRow& RowOf(FailureClass failure);
const char* NameOf(FailureClass failure);
// Null: there is no class of that name.
const FailureClassRow* FindFailureClass(std::string_view name);
std::vector<std::string> FailureClassNames();

}  // namespace kproof
