#include "harness/words/finding.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr const char* kAnomaly = "";

constexpr FindingRow kFindingTable[] = {
#define KPROOF_FINDING(kind, name, meaning, excuse) {FindingKind::k##kind, name, meaning, excuse},
#include "harness/words/finding.def"
};
static_assert(StandsByValue(kFindingTable));

}  // namespace

std::span<const FindingRow> FindingTable() { return kFindingTable; }

const FindingRow& RowOf(FindingKind kind) { return RowAt(FindingTable(), kind); }

const char* NameOf(FindingKind kind) { return RowOf(kind).name; }

const FindingRow* FindFindingKind(std::string_view name) {
  return FindByName(FindingTable(), name);
}

std::vector<std::string> FindingNames() { return SortedNames(FindingTable()); }

}  // namespace kproof
