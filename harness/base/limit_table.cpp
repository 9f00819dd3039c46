#include "harness/base/limit_table.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"

namespace kproof {

const std::vector<LimitRow>& LimitTable() {
  static const std::vector<LimitRow> kTable = {
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
      {Limit::kLongestReadGap, "longest_read_gap", "longest time without a live read",
       "live reads"},
      {Limit::kRecovery, "recovery", "the old name of `whole`",
       "a fault that was undone, and phases"},
      {Limit::kWhole, "whole", "time from the last heal until the cluster was whole again",
       "a fault that was undone, and phases"},
  };
  return kTable;
}

const LimitRow* FindLimit(std::string_view name) {
  const auto& table = LimitTable();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const LimitRow& row) { return name == row.name; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> LimitNames() {
  std::vector<std::string> names;
  for (const auto& row : LimitTable()) names.emplace_back(row.name);
  return names;
}

std::pair<std::string, std::string> SplitBound(const std::string& text) {
  const auto end = text.find_first_not_of("<>=");
  if (end == std::string::npos) return {text, ""};
  return {text.substr(0, end), Trim(text.substr(end))};
}

std::string WrongLimit(std::string_view sign, std::string_view time) {
  if (sign != "<" && sign != "<=") return "a limit is an upper bound: write \"< 15s\"";
  const auto bound = ParseDuration(time);
  if (!bound) return "write a time with its unit, as in \"< 15s\"";
  return *bound == Duration::zero() ? "nothing takes no time: write more than 0s" : "";
}

}  // namespace kproof
