// What a checker returns: records (or records as read) that show its anomaly, as ranges.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "audit/judge/history.h"

namespace kproof {

// In place of a stream: what stands at these offsets is no record with a stamp.
inline constexpr std::size_t kNoStream = std::numeric_limits<std::size_t>::max();

// Consecutive sequences of one stream (or, without one, offsets) that show one anomaly.
struct Anomaly {
  std::size_t stream = 0;  // index in History::streams()
  std::uint64_t sequence = 0;
  std::uint64_t count = 1;
  std::int32_t partition = 0;  // where it stands, or was sent to
  std::int64_t offset =
      -1;  // acked, or for findings about reads where it was read, of the first; -1: none
  RunMicros at = -1;  // when the first was acked; -1: never, or not known
  std::string stands_there = {};
  std::string reader = {}, group = {}, txn = {};  // whose finding it is, where that matters
  // A record of a transaction: what `atomic` promises decides, and not that it is excluded always.
  bool of_transaction = false;
  std::int64_t topic = -1;                   // id; only where stream is kNoStream
  std::optional<std::uint64_t> counts = {};  // how much it counts; nothing: its records
};

struct CheckResult {
  std::vector<Anomaly> anomalies;
  std::map<std::string, std::uint64_t> evidence;
  // What may or may not be an anomaly, because facts are missing: sentences for "inconclusive".
  std::vector<std::string> doubts;

  std::uint64_t Count() const;
};

CheckResult CheckCorrupt(const History& history);
CheckResult CheckDiverged(const History& history);
CheckResult CheckDuplicated(const History& history);
CheckResult CheckEarly(const History& history);
CheckResult CheckExpired(const History& history);
CheckResult CheckGhost(const History& history);
CheckResult CheckLost(const History& history);
CheckResult CheckMisplaced(const History& history);
CheckResult CheckPending(const History& history);
CheckResult CheckPhantom(const History& history);
CheckResult CheckRedelivered(const History& history);
CheckResult CheckReordered(const History& history);
CheckResult CheckReprocessed(const History& history);
CheckResult CheckRewound(const History& history);
CheckResult CheckSkipped(const History& history);
CheckResult CheckTorn(const History& history);
CheckResult CheckUnprocessed(const History& history);

// Whether the facts are there that these checks look at; the others look at any history.
bool LooksForDiverged(const History& history);
bool LooksForEarly(const History& history);
bool LooksForRedelivered(const History& history);
bool LooksForReprocessed(const History& history);
bool LooksForRewound(const History& history);
bool LooksForSkipped(const History& history);
bool LooksForTorn(const History& history);
bool LooksForUnprocessed(const History& history);

// Phantoms that a hole could explain; they count nowhere and make the run inconclusive.
std::uint64_t HiddenPhantoms(const History& history);

}  // namespace kproof
