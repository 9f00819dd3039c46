// Anomalies as checkers find them: all are counted, and the first few kept as examples, so that
// millions take no more room than thousands.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "audit/judge/records/chain.h"

namespace kproof {

// In place of a stream: the records at these offsets have no stamp.
inline constexpr std::size_t kNoStream = std::numeric_limits<std::size_t>::max();

// Consecutive sequences of one stream (or, without one, offsets) that show one anomaly.
struct Anomaly {
  std::size_t stream = 0;  // index in History::streams()
  std::uint64_t sequence = 0;
  std::uint64_t count = 1;
  std::int32_t partition = 0;  // where it is, or was sent to
  std::int64_t offset =
      -1;  // acked, or for findings about reads where it was read, of the first; -1: none
  AckTimes acked = {};
  std::string stands_there = {};
  std::string reader = {}, group = {}, txn = {};  // whose finding it is, where that matters
  // A record of a transaction: the promise of `atomic` decides whether it is excluded.
  bool of_transaction = false;
  std::int64_t topic = -1;     // id; only where stream is kNoStream
  std::string detail = {};     // more about it
  std::int64_t found_in = -1;  // id of the topic where it stands, if not that of its stream
  std::optional<std::uint64_t> counts = {};  // how much it counts; nothing: its records

  std::uint64_t Counts() const { return counts.value_or(count); }
};

class Anomalies {
 public:
  void push_back(const Anomaly& anomaly);
  // Call it once all are added: neighbours become one range, and the first `most` ranges (by
  // reader, stream, partition and sequence) become examples. Beyond some thousand ranges the order
  // in which they were added decides instead.
  void Settle(std::size_t most);

  std::uint64_t count() const { return count_; }
  std::uint64_t ranges() const { return ranges_; }  // once settled
  const std::vector<Anomaly>& examples() const { return kept_; }
  std::vector<Anomaly>& examples() { return kept_; }

  struct Share {
    std::size_t stream = 0;
    bool of_transaction = false;
    std::uint64_t count = 0;
  };
  const std::vector<Share>& shares() const { return shares_; }  // a stream may come again

 private:
  std::uint64_t count_ = 0, ranges_ = 0;
  std::vector<Share> shares_;
  std::vector<Anomaly> kept_;
  Anomaly last_;  // the range that may go on, as far as it is known by
};

}  // namespace kproof
