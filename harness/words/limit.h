// Limits on availability, as `limits` of a scenario and `run` of events.jsonl name them and the
// judge measures them.
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/words/table.h"

namespace kproof {

enum class Limit {
  kAckP50,
  kAckP99,
  kAckP999,
  kGroupStalled,
  kHangingTransaction,
  kLeaderless,
  kLongestAckGap,
  kLongestReadGap,
  kRecovery,  // the old name of kWhole
  kWhole
};

struct LimitRow {
  Limit word;
  const char* name;     // "leaderless"
  const char* meaning;  // which time it bounds
  const char* needs;    // facts without which that time can't be measured
};

inline constexpr LimitRow kLimitTable[] = {
    {Limit::kAckP50, "ack_p50", "median latency of acks, from the intended send", "acks"},
    {Limit::kAckP99, "ack_p99", "latency that 99 % of the acks stay within", "acks"},
    {Limit::kAckP999, "ack_p999", "latency that 99.9 % of the acks stay within", "acks"},
    {Limit::kGroupStalled, "group_stalled",
     "longest time in which a group had a member with a partition, lag there, and no acked "
     "commit of it",
     "a group's assignments and commits, with times"},
    {Limit::kHangingTransaction, "hanging_transaction",
     "longest standstill of a last stable offset below the high watermark, less the "
     "transaction.timeout.ms of who holds it",
     "transactions, and what committed readers got"},
    {Limit::kLeaderless, "leaderless",
     "longest time in which a partition had no leader that serves",
     "what brokers answered about partitions"},
    {Limit::kLongestAckGap, "longest_ack_gap", "longest time without an ack", "acks"},
    {Limit::kLongestReadGap, "longest_read_gap", "longest time without a live read", "live reads"},
    {Limit::kRecovery, "recovery", "the old name of `whole`",
     "a fault that was undone, and phases"},
    {Limit::kWhole, "whole", "time from the last heal until the cluster was whole again",
     "a fault that was undone, and phases"},
};
static_assert(StandsByValue(kLimitTable));

// In alphabetical order.
inline std::span<const LimitRow> LimitTable() { return kLimitTable; }
// Null: there is no limit of that name.
inline const LimitRow* FindLimit(std::string_view name) { return FindByName(LimitTable(), name); }
inline std::vector<std::string> LimitNames() { return SortedNames(LimitTable()); }

}  // namespace kproof
