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

// One for each row of finding.def.
enum class FindingKind {
#define KPROOF_FINDING(kind, ...) k##kind,
#include "harness/words/finding.def"
};

struct FindingRow {
  FindingKind word;
  const char* name;     // "lost"
  const char* meaning;  // what is counted
  const char* excuse;   // why it breaks nothing; "": it is an anomaly

  constexpr bool anomaly() const { return *excuse == '\0'; }
};

std::span<const FindingRow> FindingTable();
const FindingRow& RowOf(FindingKind kind);
const char* NameOf(FindingKind kind);
// Null: there is no finding of that name.
const FindingRow* FindFindingKind(std::string_view name);
// In alphabetical order.
std::vector<std::string> FindingNames();

}  // namespace kproof
