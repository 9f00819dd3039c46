#include "harness/words/failure_class.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr FailureClassRow kFailureClassTable[] = {
    {FailureClass::kClock, "clock", "wall clocks were wrong",
     "producers and transactions are forgotten by the wall clock; no setting excuses that records "
     "younger than their retention go"},
    {FailureClass::kCorruption, "corruption",
     "files of a replica were changed behind the broker's back", "nothing"},
    {FailureClass::kCrash, "crash",
     "processes ended at once; the page cache survives, and nodes come back with their disks",
     "the rows of the table"},
    {FailureClass::kCut, "cut", "the network, or a proxy, delayed, lost or changed traffic",
     "what a pause promises"},
    {FailureClass::kDeletion, "deletion", "records were deleted on request, and expire",
     "otherwise what a stop promises"},
    {FailureClass::kDisk, "disk",
     "disks failed or were full: a process ends, or a log folder of it", "what a crash promises"},
    {FailureClass::kNone, "none", "nothing that could hurt a record", "as without that fault"},
    {FailureClass::kOperation, "operation",
     "elections among in-sync replicas, moves, restarts, growth", "what a stop promises"},
    {FailureClass::kOperator, "operator", "settings were changed meanwhile", "unknown", false},
    {FailureClass::kPause, "pause", "processes were frozen, or got little of the processor",
     "the rows of the table"},
    {FailureClass::kPowerLoss, "power-loss",
     "nodes came back without what was not synced to their disks", "by the data that was lost",
     true, true},
    {FailureClass::kSlowDisk, "slow-disk", "disks took longer", "what a pause promises"},
    {FailureClass::kStop, "stop", "processes were asked to end, and did", "the rows of the table"},
    {FailureClass::kUncleanElection, "unclean-election", "an operator had any live replica elected",
     "not what was acked"},
    {FailureClass::kWipe, "wipe", "nodes came back without anything on their disks",
     "by the data that was lost", true, true},
};
static_assert(StandsByValue(kFailureClassTable));

}  // namespace

std::span<const FailureClassRow> FailureClassTable() { return kFailureClassTable; }

const FailureClassRow& RowOf(FailureClass failure) { return RowAt(FailureClassTable(), failure); }

const char* NameOf(FailureClass failure) { return RowOf(failure).name; }

const FailureClassRow* FindFailureClass(std::string_view name) {
  return FindByName(FailureClassTable(), name);
}

std::vector<std::string> FailureClassNames() { return SortedNames(FailureClassTable()); }

}  // namespace kproof
