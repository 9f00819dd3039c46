// Kinds of findings: what checkers count, as `counts` of result.json, `expect` and `fail_on` name
// them. docs/checks.md has the table.
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// In the order in which reports show them.
enum class FindingKind {
  kLost,
  kExpired,
  kDuplicated,
  kReordered,
  kPhantom,
  kGhost,
  kMisplaced,
  kCorrupt,
  kTorn,
  kEarly,
  kSkipped,
  kRewound,
  kRedelivered,
  kUnprocessed,
  kReprocessed,
  kDiverged,
  kPending,
  kCompacted,
  kRegressed,
  kStale
};

struct FindingRow {
  FindingKind word;
  const char* name;     // "lost"
  const char* meaning;  // what is counted
  bool anomaly = true;  // else it is told and breaks nothing
};

std::span<const FindingRow> FindingTable();
const FindingRow& RowOf(FindingKind kind);
const char* NameOf(FindingKind kind);
// Null: there is no finding of that name.
const FindingRow* FindFindingKind(std::string_view name);
// In alphabetical order.
std::vector<std::string> FindingNames();

}  // namespace kproof
