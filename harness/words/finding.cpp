#include "harness/words/finding.h"

#include "harness/words/table.h"

namespace kproof {
namespace {

constexpr FindingRow kFindingTable[] = {
    {FindingKind::kLost, "lost",
     "acked records that are not in the log although a pass has gone over their place"},
    {FindingKind::kExpired, "expired",
     "acked records below the log's start, which retention explains", false},
    {FindingKind::kDuplicated, "duplicated",
     "offsets beyond the first at which one record stands in the log"},
    {FindingKind::kReordered, "reordered",
     "records that stand after a higher sequence of their stream"},
    {FindingKind::kPhantom, "phantom", "records read that nobody sent"},
    {FindingKind::kGhost, "ghost",
     "records read although their send certainly failed, or read as committed although aborted"},
    {FindingKind::kMisplaced, "misplaced",
     "acked records at another offset, and records in a partition they were not sent to"},
    {FindingKind::kCorrupt, "corrupt",
     "records read whose value does not match the CRC of their stamp"},
    {FindingKind::kTorn, "torn",
     "committed transactions of which the log holds some records and not others"},
    {FindingKind::kEarly, "early",
     "records that a committed reader saw before their commit was asked for"},
    {FindingKind::kSkipped, "skipped", "records that a reader passed over within one assignment"},
    {FindingKind::kRewound, "rewound", "steps back within one assignment that nobody asked for"},
    {FindingKind::kRedelivered, "redelivered",
     "deliveries of one offset to one group beyond the first"},
    {FindingKind::kUnprocessed, "unprocessed",
     "records that a group claims to have done and no member processed"},
    {FindingKind::kReprocessed, "reprocessed",
     "effects of one record in one group beyond the first"},
    {FindingKind::kDiverged, "diverged",
     "records in the log that a replica of the ISR lacks or holds otherwise"},
    {FindingKind::kPending, "pending",
     "acked records that nobody read and whose place no pass has gone over", false},
    {FindingKind::kCompacted, "compacted",
     "acked records of a compacted topic that a later record of their key explains", false},
    {FindingKind::kRegressed, "regressed",
     "acked commits of a group below the acked commit just before them"},
    {FindingKind::kStale, "stale",
     "records that a reader returned, went past, and the log then lost at their place"},
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
