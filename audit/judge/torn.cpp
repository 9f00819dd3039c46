// Transactions that count as committed, of which the log holds some records and, at places gone
// over, not others. One counts once; its missing records are the examples.
#include "audit/judge/checker.h"

namespace kproof {

bool LooksForTorn(const History& history) { return !history.transactions().all().empty(); }

CheckResult CheckTorn(const History& history) {
  CheckResult result;
  for (const auto& [transaction, missing] : history.torn()) {
    std::uint64_t counts = 1;
    for (const auto& [stream, range] : missing) {
      Anomaly anomaly{stream, range.first, range.size(),
                      history.streams()[stream].row.key.partition};
      anomaly.stands_there = "nothing, though its transaction committed";
      anomaly.txn = history.transactions().all()[transaction].row.txn.name;
      anomaly.counts = counts;
      counts = 0;
      result.anomalies.push_back(anomaly);
    }
  }
  return result;
}

}  // namespace kproof
