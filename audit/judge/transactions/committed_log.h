// Which transactional records the log has for read_committed readers, and which transactions are
// torn.
#pragma once

#include <map>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

// Partitions with a committed final pass, and the offsets that one has gone over.
std::map<PartitionKey, RangeSet> CommittedPasses(const History& history);

// For the transactional streams: sequences that a committed reader has or can get, and those that
// only uncommitted passes returned although a committed pass has gone over their places. Where a
// partition has no committed final pass, what is in the log counts for committed readers too.
class CommittedLog {
 public:
  explicit CommittedLog(const History& history);

  const RangeSet& Visible(std::size_t stream) const;
  const RangeSet& Hidden(std::size_t stream) const;

 private:
  std::map<std::size_t, RangeSet> visible_, hidden_;
};

// Transactions of which some records are visible and others are missing. What is missing of them
// gets Fate::kTorn from then on: it counts once. Sends of unknown outcome are doubtful if it is not
// known whether they are missing, or if nothing else of their transaction is in the log. `history`
// must have loaded all else.
TornFound FindTorn(const History& history);

}  // namespace kproof
