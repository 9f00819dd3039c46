#include "audit/judge/registry.h"

#include "audit/judge/checker.h"

namespace kproof {
namespace {

constexpr Checker kCheckers[] = {
    {"compacted", "acked records of a compacted topic that a later record of their key explains",
     CheckCompacted},
    {"corrupt", "records read whose value does not match the CRC of their stamp", CheckCorrupt},
    {"diverged", "records in the log that a replica of the ISR lacks or holds otherwise",
     CheckDiverged, LooksForDiverged},
    {"duplicated", "offsets beyond the first at which one record stands in the log",
     CheckDuplicated},
    {"early", "records that a committed reader saw before their commit was asked for", CheckEarly,
     LooksForEarly},
    {"expired", "acked records below the log's start, which retention explains", CheckExpired},
    {"ghost",
     "records read although their send certainly failed, or read as committed although aborted",
     CheckGhost},
    {"lost", "acked records that are not in the log although a pass has gone over their place",
     CheckLost, CompleteLost},
    {"misplaced",
     "acked records at another offset, and records in a partition they were not sent to",
     CheckMisplaced},
    {"pending", "acked records that nobody read and whose place no pass has gone over",
     CheckPending},
    {"phantom", "records read that nobody sent", CheckPhantom},
    {"redelivered", "deliveries of one offset to one group beyond the first", CheckRedelivered,
     LooksForRedelivered},
    {"regressed", "acked commits of a group below the acked commit just before them",
     CheckRegressed, LooksForRegressed},
    {"reordered", "records that stand after a higher sequence of their stream", CheckReordered},
    {"reprocessed", "effects of one record in one group beyond the first", CheckReprocessed,
     LooksForReprocessed},
    {"rewound", "steps back within one assignment that nobody asked for", CheckRewound,
     LooksForRewound},
    {"skipped", "records that a reader passed over within one assignment", CheckSkipped,
     LooksForSkipped},
    {"stale", "records that a reader returned, went past, and the log then lost at their place",
     CheckStale, LooksForStale},
    {"torn", "committed transactions of which the log holds some records and not others", CheckTorn,
     LooksForTorn},
    {"unprocessed", "records that a group claims to have done and no member processed",
     CheckUnprocessed, LooksForUnprocessed},
};

}  // namespace

std::span<const Checker> Checkers() { return kCheckers; }

}  // namespace kproof
