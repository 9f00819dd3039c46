#include "audit/judge/registry.h"

#include "audit/judge/checker.h"

namespace kproof {
namespace {

constexpr Checker kCheckers[] = {
    {"corrupt", "records read whose value does not match the CRC of their stamp", CheckCorrupt},
    {"duplicated", "offsets beyond the first at which one record stands in the log",
     CheckDuplicated},
    {"expired", "acked records below the log's start, which retention explains", CheckExpired},
    {"ghost", "records read although their send certainly failed", CheckGhost},
    {"lost", "acked records that are not in the log although a pass has gone over their place",
     CheckLost},
    {"misplaced",
     "acked records at another offset, and records in a partition they were not sent to",
     CheckMisplaced},
    {"pending", "acked records that nobody read and whose place no pass has gone over",
     CheckPending},
    {"phantom", "records read that nobody sent", CheckPhantom},
    {"reordered", "records that stand after a higher sequence of their stream", CheckReordered},
};

}  // namespace

std::span<const Checker> Checkers() { return kCheckers; }

}  // namespace kproof
