// What section 6 of the contract says, counted one record at a time: slow, short, and written
// without a look at the judge. Property tests hold the judge to it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/facts/flow.h"

namespace kproof {

// A record of topic "payments".
struct Identity {
  std::uint32_t origin = 0;
  std::uint32_t life = 0;
  std::int32_t partition = 0;  // sent to
  std::uint64_t sequence = 0;
  auto operator<=>(const Identity&) const = default;
};

struct SettleEvent {
  Identity record;
  Outcome outcome = Outcome::kAcked;
  std::int64_t offset = -1;  // -1: none was told
};

struct ReadEvent {
  std::string reader;
  Pass pass = Pass::kLive;
  Isolation isolation = Isolation::kUncommitted;
  std::int32_t partition = 0;  // found in
  std::int64_t offset = 0;
  Identity record;
  RunMicros at = 0;
  bool consumer = false;  // it is one of the steps below too
};

// One step of a consumer, at its time.
struct ConsumerStep {
  enum Kind { kAssign, kSeek, kRead, kProcess, kCommit };
  std::string consumer;
  std::string group;
  Kind kind = kRead;
  RunMicros at = 0;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Identity record;  // read
  Isolation isolation = Isolation::kUncommitted;
  std::vector<std::pair<std::int32_t, std::optional<std::int64_t>>> assigned;
  Outcome outcome = Outcome::kAcked;  // of a commit
};

struct TxnEvents {
  std::uint32_t origin = 0;
  std::string name;
  std::optional<RunMicros> commit_asked;
  std::optional<TxnOutcome> outcome;  // nothing: it has no end
  std::set<Identity> sends;
};

struct BoundsEvent {
  std::string reader;
  Isolation isolation = Isolation::kUncommitted;
  Bounds bounds;
};

// Events of one actor are in order; consumers (all of them "c-…") belong to one group each. Each
// origin belongs to one producer.
struct EventList {
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::int32_t>, std::uint64_t> sent;  // marks
  std::vector<SettleEvent> settles;
  std::vector<ReadEvent> reads;
  std::vector<BoundsEvent> bounds;
  std::set<std::string> never_closed;      // readers
  std::set<std::uint32_t> hidden_origins;  // of producers that never closed
  std::vector<ConsumerStep> steps;         // in the order of their times
  std::vector<TxnEvents> txns;
  std::set<std::string> untimed;            // readers and consumers without a clock
  std::set<std::uint32_t> untimed_origins;  // producers likewise
  bool compacted = false;
  bool retention_explains = false;  // what is below the log's start
};

// Name in `counts` → number, without zeros.
std::map<std::string, std::uint64_t> OracleCounts(const EventList& events);

}  // namespace kproof
