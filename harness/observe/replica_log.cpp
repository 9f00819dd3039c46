// A follower serves up to the high watermark that it knows, which its leader tells it with its next
// fetch, so an answer without batches means "not yet". Only when that lasts is it asked where its
// log ends: a replica of the ISR claims to hold everything up to the leader's high watermark.
#include "harness/observe/replica_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::int32_t kPartBytes = 1 << 20;
constexpr Duration kWait = std::chrono::milliseconds(200);  // that the node may take for a batch

}  // namespace

ReplicaLog::ReplicaLog(NodeClient& node, LogPlace place, std::int64_t end, const Limits& limits,
                       std::function<bool()> give_up)
    : node_(node),
      place_(std::move(place)),
      end_(end),
      limits_(limits),
      give_up_(std::move(give_up)) {}

BatchSource::At ReplicaLog::Look() {
  if (state_ == State::kNeeded) state_ = Read();
  switch (state_) {
    case State::kThere:
      return At::kBatch;
    case State::kBroken:
      return At::kBroken;
    case State::kSilent:
      return At::kSilent;
    default:
      return At::kEnd;
  }
}

void ReplicaLog::Next() { SkipTo(batch_.last_offset + 1); }

void ReplicaLog::SkipTo(std::int64_t offset) {
  place_.offset = offset;
  if (state_ == State::kBroken) left_ = {};  // there is no telling where the next batch begins
  state_ = State::kNeeded;
}

ReplicaLog::State ReplicaLog::Read() {
  try {
    for (bool fresh = false; place_.offset < end_;) {
      const auto batch = TakeBatch(left_);
      if (!batch && fresh) {
        why_ = fmt::format("at offset {} it holds something that is not a batch with that offset",
                           place_.offset);
        return State::kBroken;
      }
      if (!batch) {
        if (const State state = Fetch(); state != State::kThere) return state;
        fresh = true;
        continue;
      }
      if (batch->last_offset < place_.offset) continue;
      if (batch->base_offset >= end_) break;
      batch_ = *batch;
      return State::kThere;
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kCorrupt) throw;
    why_ = error.what();
    return State::kBroken;
  }
  why_.clear();
  return State::kEnd;
}

// kThere: there are bytes to take batches from.
ReplicaLog::State ReplicaLog::Fetch() {
  const Deadline stall(limits_.stall);
  while (!give_up_()) {
    auto part = node_.Log(place_, kPartBytes, kWait, limits_.answer);
    if (part && !part->batches.empty()) {
      start_ = std::max(start_, part->start);
      part_ = std::move(part->batches);
      left_ = part_;
      return State::kThere;
    }
    why_ = part ? fmt::format("its high watermark stays at {}", part->high_watermark)
                : node_.last_error();
    if (why_ == "FENCED_LEADER_EPOCH") return State::kSilent;  // the leader has changed
    if (part && !stall.Passed()) continue;
    const auto extent = node_.Extent(place_, limits_.answer);
    if (extent && extent->start > place_.offset) {  // deleted in the meantime
      start_ = place_.offset = extent->start;
      if (place_.offset >= end_) return State::kEnd;
    } else if (stall.Passed()) {
      if (!part || !extent || extent->end >= end_) return State::kSilent;
      why_ = fmt::format("its log ends at {}", extent->end);
      return State::kEnd;
    } else {
      SleepFor(kWait);
    }
  }
  why_ = "given up";
  return State::kSilent;
}

}  // namespace kproof
