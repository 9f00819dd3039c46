// What a checker returns: records (or records as read) that show its anomaly, as ranges.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/judge/anomalies.h"
#include "audit/judge/facts/history.h"
#include "audit/judge/records/lost_places.h"
#include "audit/judge/records/sweep.h"

namespace kproof {

struct CheckResult {
  Anomalies anomalies;
  std::map<std::string, std::uint64_t> evidence;
  // What may or may not be an anomaly, because facts are missing: sentences for "inconclusive".
  std::vector<std::string> doubts;
  LostPlaces places;  // of which it must be found out what stands there now
};

// -- checkers of one stretch of a stream after another, in order
void CheckCompacted(const Stretch& stretch, CheckResult& result);
void CheckDuplicated(const Stretch& stretch, CheckResult& result);
void CheckExpired(const Stretch& stretch, CheckResult& result);
void CheckLost(const Stretch& stretch, CheckResult& result);
void CheckMisplaced(const Stretch& stretch, CheckResult& result);
void CheckPending(const Stretch& stretch, CheckResult& result);
void CheckReordered(const Stretch& stretch, CheckResult& result);
// What stands at the places of lost records, once all of them are known.
void CompleteLost(const History& history, CheckResult& result);

// -- checkers of the whole history
CheckResult CheckCorrupt(const History& history);
CheckResult CheckDiverged(const History& history);
CheckResult CheckEarly(const History& history);
CheckResult CheckGhost(const History& history);
CheckResult CheckPhantom(const History& history);
CheckResult CheckRedelivered(const History& history);
CheckResult CheckRegressed(const History& history);
CheckResult CheckReprocessed(const History& history);
CheckResult CheckRewound(const History& history);
CheckResult CheckSkipped(const History& history);
CheckResult CheckStale(const History& history);
CheckResult CheckTorn(const History& history);
CheckResult CheckUnprocessed(const History& history);

// Whether the facts are there that these checks look at; the others look at any history.
bool LooksForDiverged(const History& history);
bool LooksForEarly(const History& history);
bool LooksForRedelivered(const History& history);
bool LooksForRegressed(const History& history);
bool LooksForReprocessed(const History& history);
bool LooksForRewound(const History& history);
bool LooksForSkipped(const History& history);
bool LooksForStale(const History& history);
bool LooksForTorn(const History& history);
bool LooksForUnprocessed(const History& history);

// Phantoms that a hole could explain; they count nowhere and make the run inconclusive.
std::uint64_t HiddenPhantoms(const History& history);

}  // namespace kproof
