#include "harness/words/guarantee.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr GuaranteeRow kGuaranteeTable[] = {
    {Guarantee::kNoLoss,
     "no-loss",
     "each acked record is in the log",
     {FindingKind::kLost},
     true,
     true},
    {Guarantee::kNoDuplicates,
     "no-duplicates",
     "each record stands once in the log",
     {FindingKind::kDuplicated},
     true,
     true},
    {Guarantee::kOrder,
     "order",
     "records of a stream stand in the order in which they were sent",
     {FindingKind::kReordered},
     true,
     true},
    {Guarantee::kAtomic,
     "atomic",
     "of a transaction committed readers get all records or none, and none before its commit",
     {FindingKind::kTorn, FindingKind::kEarly, FindingKind::kGhost},
     true},
    {Guarantee::kAtLeastOnce,
     "at-least-once",
     "a group did each record that it committed",
     {FindingKind::kUnprocessed}},
    {Guarantee::kAtMostOnce,
     "at-most-once",
     "a group did no record twice",
     {FindingKind::kReprocessed}},
    {Guarantee::kExactlyOnce,
     "exactly-once",
     "a group did each record that it committed once",
     {FindingKind::kUnprocessed, FindingKind::kReprocessed}},
    {Guarantee::kNoSkips,
     "no-skips",
     "a reader passes over no record within an assignment",
     {FindingKind::kSkipped}},
    {Guarantee::kNoRewinds,
     "no-rewinds",
     "a reader steps back only where it was asked to",
     {FindingKind::kRewound}},
    {Guarantee::kNoRedelivery,
     "no-redelivery",
     "a group gets each record once",
     {FindingKind::kRedelivered}},
    {Guarantee::kMonotonicCommits,
     "monotonic-commits",
     "commits of a group do not go back",
     {FindingKind::kRegressed}},
    {Guarantee::kNoStaleReads,
     "no-stale-reads",
     "what a reader got and went past stays in the log",
     {FindingKind::kStale}},
};
static_assert(StandsByValue(kGuaranteeTable));

}  // namespace

std::span<const GuaranteeRow> GuaranteeTable() { return kGuaranteeTable; }

const GuaranteeRow& RowOf(Guarantee guarantee) { return RowAt(GuaranteeTable(), guarantee); }

const char* NameOf(Guarantee guarantee) { return RowOf(guarantee).name; }

const GuaranteeRow* FindGuarantee(std::string_view name) {
  return FindByName(GuaranteeTable(), name);
}

std::vector<std::string> GuaranteeNames() { return SortedNames(GuaranteeTable()); }

std::vector<const GuaranteeRow*> GuaranteesAgainst(std::string_view finding) {
  std::vector<const GuaranteeRow*> against;
  for (const auto& row : GuaranteeTable())
    for (const FindingKind excluded : row.excludes)
      if (finding == NameOf(excluded)) against.push_back(&row);
  return against;
}

std::vector<std::string> FindingsAgainst(std::string_view guarantee) {
  const auto* row = FindGuarantee(guarantee);
  std::vector<std::string> findings;
  if (row == nullptr) return findings;
  for (const FindingKind excluded : row->excludes) findings.emplace_back(NameOf(excluded));
  return findings;
}

}  // namespace kproof
