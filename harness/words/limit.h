// Limits on availability, as `limits` of a scenario and `run` of events.jsonl name them and the
// judge measures them.
//
// Thread-safe: constants.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

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

// In alphabetical order.
std::span<const LimitRow> LimitTable();
// Null: there is no limit of that name.
const LimitRow* FindLimit(std::string_view name);
std::vector<std::string> LimitNames();

}  // namespace kproof
