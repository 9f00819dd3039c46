// Limits on availability: the one table that the judge measures by, that `run` in events.jsonl and
// `limits` in a scenario know, and that docs/checks.md and the schema of scenarios are held to.
//
// Thread-safe: constants and pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
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
  Limit limit;
  const char* name;      // "leaderless"
  const char* measures;  // what time it is, in words
  const char* needs;     // facts without which it can't be measured
};

// In alphabetical order.
const std::vector<LimitRow>& LimitTable();
// Nothing: there is no limit of that name.
const LimitRow* FindLimit(std::string_view name);
std::vector<std::string> LimitNames();

// "< 15s" and "<15s" alike: the sign and what stands behind it; without a sign {text, ""}.
std::pair<std::string, std::string> SplitBound(const std::string& text);
// What is wrong with a limit's bound, as a hint; "": nothing. A limit is an upper bound with a
// unit, above zero.
std::string WrongLimit(std::string_view sign, std::string_view time);

}  // namespace kproof
