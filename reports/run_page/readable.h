// How long after its ack each record was in the hands of a live reader: a follower that lags keeps
// acked records from readers, since these get no record above the high watermark.
//
// A record is known by its stream and sequence, so a lost one is never taken for another that
// stands at its offset. Times within a span (one second at most) are interpolated: with acks and
// reads that flow evenly the result is right to some milliseconds, with bursts to a second.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "audit/store/rows.h"

namespace kproof {

class ReadableTimes {
 public:
  // Of streams and readers whose times are those of the run alone; the others' are not compared.
  ReadableTimes(const std::vector<ActorRow>& actors, const std::vector<StreamRow>& streams);
  void Take(const SettledRow& row);
  void Take(const ReadRow& row);

  // `times` records of the stream that were acked in this second took so long: microseconds from
  // the ack to the first read of any reader, 0 where the read came first. Records that no live
  // reader got are not among them.
  struct Took {
    std::int64_t stream = 0;
    RunMicros acked = 0;
    std::int64_t micros = 0;
    std::uint64_t times = 0;
  };
  void Each(const std::function<void(const Took&)>& take);

 private:
  struct Span {
    std::uint64_t first = 0, count = 0;  // sequences
    RunMicros from = 0, to = 0;
    std::uint64_t reach = 0;  // of reads in order: behind the last sequence of it and all before it
    // When the record was acked or read, as if they came at even distances.
    RunMicros TimeOf(std::uint64_t sequence) const;
  };
  // The first time that a reader of the stream got it; nothing: none did.
  static std::optional<RunMicros> ReadAt(const std::vector<Span>& reads, std::uint64_t sequence);

  std::set<std::int64_t> untimed_;                          // actors
  std::set<std::int64_t> streams_;                          // that can be compared
  std::map<std::int64_t, std::vector<Span>> acks_, reads_;  // by stream
};

}  // namespace kproof
