// How one replica's log differs from the leader's: both are walked side by side, batch by batch, so
// that logs of any length need the memory of a few batches.
//
// Equal bytes mean equal records. Only where bytes differ are records compared one by one; a
// compressed batch is compared in one piece. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/kafka/record_batch.h"

namespace kproof {

// A log that is read from its start on.
class BatchSource {
 public:
  enum class At {
    kBatch,   // batch() is the next one
    kEnd,     // there is none before the end that is asked for
    kBroken,  // no batch is there; go on with SkipTo
    kSilent,  // it could not be read any further
  };
  virtual ~BatchSource() = default;

  // Waits for the next batch where it must.
  virtual At Look() = 0;
  virtual const RecordBatch& batch() const = 0;  // lives until Next or SkipTo
  virtual void Next() = 0;
  // Goes on with the batch that holds `offset`, or the first after it.
  virtual void SkipTo(std::int64_t offset) = 0;
  // The log start, as far as it is known. What lies below it was deleted and is compared with
  // nothing.
  virtual std::int64_t start() const = 0;
  // Why it is broken or silent.
  virtual const std::string& why() const = 0;
};

// kDeleted: below the replica's log start and not below the leader's.
enum class DifferenceKind { kLacks, kDiffers, kExtra, kDeleted };

// Consecutive offsets at which a replica does not hold what the leader holds.
struct LogDifference {
  DifferenceKind kind = DifferenceKind::kLacks;
  std::int64_t first_offset = 0;
  std::int64_t count = 0;
  std::string detail;
  bool operator==(const LogDifference&) const = default;
};

class LogComparison {
 public:
  // Compares the offsets from the later of both log starts up to `end`. Offsets between the two
  // starts count as deleted if the replica's start is the later one.
  LogComparison(BatchSource& replica, std::int64_t end) : replica_(replica), end_(end) {}

  // The leader's next batch, in order; `leader_start` is the leader's log start as it is known now.
  // Does nothing once the comparison has stopped.
  void Take(const RecordBatch& leader, std::int64_t leader_start);
  // The leader's log has been given up to the end.
  void Finish(std::int64_t leader_start);

  // Why it has stopped; "" while it has not.
  const std::string& stopped() const { return stopped_; }
  // Everything below has been compared.
  std::int64_t position() const { return position_; }
  // Neighbours of one kind and detail put together; what was deleted comes last.
  const std::vector<LogDifference>& differences() const { return differences_; }

 private:
  BatchSource::At Look(std::int64_t leader_start);
  void Unequal(const RecordBatch& leader);
  void Add(DifferenceKind kind, std::int64_t first, std::int64_t end, const std::string& detail);

  BatchSource& replica_;
  const std::int64_t end_;
  std::int64_t floor_ = 0;  // the later of both log starts
  std::int64_t position_ = 0;
  std::string stopped_;
  std::vector<LogDifference> differences_;
};

}  // namespace kproof
