// What section 6 says of readers and groups, one record at a time.
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

  // Where it stood when it began, as far as anybody knows.
  std::optional<std::int64_t> From() const {
    if (position) return position;
    return returned.empty() ? std::nullopt : std::optional(returned.begin()->first);
  }
};

std::vector<OracleRun> OracleRuns(const EventList& events);

// Adds skipped, rewound, redelivered, unprocessed and reprocessed. `log` says where records stand.
void CountConsumers(const EventList& events, const OracleTxns& txns,
                    const std::map<Identity, std::set<std::pair<std::int32_t, std::int64_t>>>& log,
                    std::map<std::string, std::uint64_t>& counts);

}  // namespace kproof
