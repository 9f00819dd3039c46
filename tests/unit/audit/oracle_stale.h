// Which records a reader returned although the log was cut below them, and went on: section 7.
#pragma once

#include "tests/unit/audit/oracle_log.h"

namespace kproof {

// Surely, and maybe: the reader may have facts that were not written.
std::pair<std::uint64_t, std::uint64_t> OracleStale(const EventList& events, const OracleTxns& txns,
                                                    const std::vector<OracleRun>& runs,
                                                    const OracleLog& log);

}  // namespace kproof
