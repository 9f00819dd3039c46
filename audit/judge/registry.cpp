#include "audit/judge/registry.h"

#include <vector>

#include "audit/judge/checker.h"

namespace kproof {

std::span<const Checker> Checkers() {
  static const std::vector<Checker> kCheckers = {
      {FindingKind::kCompacted, CheckCompacted},
      {FindingKind::kCorrupt, CheckCorrupt},
      {FindingKind::kDiverged, CheckDiverged, LooksForDiverged},
      {FindingKind::kDuplicated, CheckDuplicated},
      {FindingKind::kEarly, CheckEarly, LooksForEarly},
      {FindingKind::kExpired, CheckExpired},
      {FindingKind::kGhost, CheckGhost},
      {FindingKind::kLost, CheckLost, CompleteLost},
      {FindingKind::kMisplaced, CheckMisplaced},
      {FindingKind::kPending, CheckPending},
      {FindingKind::kPhantom, CheckPhantom},
      {FindingKind::kRedelivered, CheckRedelivered, LooksForRedelivered},
      {FindingKind::kRegressed, CheckRegressed, LooksForRegressed},
      {FindingKind::kReordered, CheckReordered},
      {FindingKind::kReprocessed, CheckReprocessed, LooksForReprocessed},
      {FindingKind::kRewound, CheckRewound, LooksForRewound},
      {FindingKind::kSkipped, CheckSkipped, LooksForSkipped},
      {FindingKind::kStale, CheckStale, LooksForStale},
      {FindingKind::kTorn, CheckTorn, LooksForTorn},
      {FindingKind::kUnprocessed, CheckUnprocessed, LooksForUnprocessed},
  };
  return kCheckers;
}

}  // namespace kproof
