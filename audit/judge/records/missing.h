// Sorts acked records that are not in the log by what became of them.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "audit/judge/facts/history.h"
#include "audit/judge/records/chain.h"

namespace kproof {

class Compaction;
struct SequenceBlock;

enum class Fate {
  kLost,          // a pass has gone over its place
  kDeletedEarly,  // below the log's start, and neither retention nor a deletion explains it: lost
                  // too
  kExpired,    // below the log's start, which retention, a deletion or the lack of any knowledge of
               // them explains; or gone with its topic
  kPending,    // nobody read it and no pass has gone over its place
  kCompacted,  // absent on a compacted topic, and a later record of its key explains it
  kRemade,     // its topic was deleted and made again, and nobody knows to which of them it went:
               // pending too
  kReplaced,   // absent on a compacted topic, where a later record of its key may have replaced it:
               // pending too, also where somebody read it
  kOnlyLive,  // a reader saw it while the load ran, and no pass has gone over its place: no anomaly
  kHidden,    // of a committed transaction, in the log, and committed passes do not return it: lost
  kTorn,      // lost too, and counted with its transaction
};

// Whether a pass has gone over its place and did not find it.
bool IsGone(Fate fate);

// Whether nobody knows what became of it.
bool IsPending(Fate fate);

// Acked records that are not in the log, and what became of them.
struct Missing {
  Piece piece;
  Fate fate = Fate::kPending;
};

// Whether all actors share the run's clock; else nobody knows how long ago something was acked.
bool OneClock(const History& history);

// Of one stream. Keeps references.
class MissingSorter {
 public:
  MissingSorter(const History& history, std::size_t stream);

  // Fills in `block.missing`.
  void Take(SequenceBlock& block) const;
  // Whether what stands in the log may be missing too: records of transactions, and those of a
  // topic that was deleted.
  bool of_what_stands() const { return txns_ != nullptr || incarnation_.deleted; }

 private:
  void TakeTransactional(SequenceBlock& block) const;
  void MarkTorn(SequenceBlock& block) const;
  void TakeAbsent(SequenceBlock& block, const Piece& ack) const;
  void TakePlaced(SequenceBlock& block, const Piece& ack) const;
  void TakeCompacted(SequenceBlock& block, const Piece& ack) const;
  Fate OfCompacted(std::uint64_t sequence, std::uint64_t offset, const Piece& ack) const;
  void PutBelowStart(SequenceBlock& block, const Piece& piece) const;
  // `unread`: what becomes of those that nobody read.
  void PutUnreached(SequenceBlock& block, const Piece& piece, Fate unread) const;
  // What does not depend on a transaction, or on one that committed.
  std::vector<Piece> Expected(const Piece& ack) const;

  const History& history_;
  std::size_t stream_;
  const Incarnation& incarnation_;
  const Compaction& compaction_;
  const TxnRecords* txns_;
  const RangeSet& hidden_;
  RangeSet torn_;
  const Retention& retention_;
  const PartitionHistory& partition_;
  const RangeSet& read_;
  RunMicros now_;
  bool one_clock_;
};

}  // namespace kproof
