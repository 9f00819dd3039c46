// What the contract says of readers and groups, one record at a time.
#pragma once

#include "tests/unit/audit/oracle_txns.h"

namespace kproof {

// What one consumer got while nothing moved it.
struct OracleRun {
  std::string consumer, group;
  std::int32_t partition = 0;
  Isolation isolation = Isolation::kUncommitted;
  std::optional<int> assignment;
  bool stepped_back = false;
  std::optional<std::int64_t> position;
  RunMicros at = 0;
  std::map<std::int64_t, Identity> returned;
  std::map<std::int64_t, RunMicros> when;  // of these
  bool assigned = false;                   // it began with an assignment

  // Where it stood when it began, as far as anybody knows.
  std::optional<std::int64_t> From() const {
    if (position) return position;
    return returned.empty() ? std::nullopt : std::optional(returned.begin()->first);
  }
};

std::vector<OracleRun> OracleRuns(const EventList& events);

class OracleLog;
class OracleTopics;

// Adds skipped, rewound, redelivered, regressed, reprocessed, stale and unprocessed.
void CountConsumers(const OracleTopics& topics, const OracleTxns& txns, const OracleLog& log,
                    OracleSays& says);

}  // namespace kproof
