// What a checker returns: records (or records as read) that show its anomaly, as ranges.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/judge/history.h"

namespace kproof {

// Consecutive sequences of one stream that show one anomaly.
struct Anomaly {
  std::size_t stream = 0;  // index in History::streams()
  std::uint64_t sequence = 0;
  std::uint64_t count = 1;
  std::int32_t partition = 0;  // where it stands, or was sent to
  std::int64_t offset =
      -1;  // acked, or for findings about reads where it was read, of the first; -1: none
  RunMicros at = -1;  // when the first was acked; -1: never, or not known
  std::string stands_there = {};
};

struct CheckResult {
  std::vector<Anomaly> anomalies;
  std::map<std::string, std::uint64_t> evidence;

  std::uint64_t Count() const;
};

CheckResult CheckCorrupt(const History& history);
CheckResult CheckDuplicated(const History& history);
CheckResult CheckExpired(const History& history);
CheckResult CheckGhost(const History& history);
CheckResult CheckLost(const History& history);
CheckResult CheckMisplaced(const History& history);
CheckResult CheckPending(const History& history);
CheckResult CheckPhantom(const History& history);
CheckResult CheckReordered(const History& history);

// Phantoms that a hole could explain; they count nowhere and make the run inconclusive.
std::uint64_t HiddenPhantoms(const History& history);

}  // namespace kproof
