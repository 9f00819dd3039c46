// A run while it goes on, as its page and /metrics show it: what its live.jsonl says until now.
//
// A value; no more than the newest of what grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/words/verdict.h"

namespace kproof {

inline constexpr std::size_t kShownLines = 30;

struct LivePartition {
  std::string name;                    // "payments/0"
  std::optional<std::int64_t> leader;  // nothing: it has none
  std::uint64_t isr = 0, replicas = 0;
};

// The last sample. Rates are records a second, totals records since the run began.
struct LiveSample {
  double at_s = 0;
  double sent_per_s = 0, acked_per_s = 0, failed_per_s = 0, read_per_s = 0;
  std::uint64_t sent = 0, acked = 0, failed = 0, unknown = 0, read = 0;
  std::optional<double> last_ack_age_s, last_read_age_s;  // nothing: none came yet
  std::uint64_t partitions_total = 0, under_replicated = 0, leaderless = 0;
  std::vector<LivePartition> partitions;  // those that are worst off, a dozen
};

struct LiveFault {
  std::string step, fault, target;
  double since_s = 0;
  std::optional<double> until_s;    // nothing: it is active
  std::optional<bool> bit, healed;  // known once it has ended, if at all
  std::string problem;
};

struct LiveVerdict {
  Verdict verdict = Verdict::kInconclusive;
  std::string reason;
  std::map<std::string, std::uint64_t> counts;
  std::int64_t exit_code = 0;
};

struct LiveRun {
  std::string scenario, role, phase;
  std::uint64_t seed = 0;
  double at_s = 0;  // of the last line
  std::optional<double> expected_s;
  std::optional<LiveSample> sample;
  std::vector<LiveFault> faults;                      // in the order in which they began
  std::vector<std::pair<double, std::string>> lines;  // the last kShownLines
  std::optional<LiveVerdict> verdict;
  std::uint64_t unreadable = 0;  // lines that are none of kproof's
};

}  // namespace kproof
