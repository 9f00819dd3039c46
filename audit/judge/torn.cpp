// Transactions that count as committed, of which the log holds some records and, at places gone
// over, not others. One counts once; its missing records are the examples.
#include "audit/judge/checker.h"

namespace kproof {
namespace {

// Where and when it was acked, where it was.
void Complete(Anomaly& anomaly, const StreamHistory& stream) {
  for (const auto& piece : stream.acked_pieces) {
    if (anomaly.sequence < piece.sequence || anomaly.sequence >= piece.sequence + piece.count)
      continue;
    if (piece.offset >= 0)
      anomaly.offset = piece.offset + static_cast<std::int64_t>(anomaly.sequence - piece.sequence);
    anomaly.at = piece.at;
    return;
  }
}

}  // namespace

bool LooksForTorn(const History& history) { return !history.transactions().all().empty(); }

CheckResult CheckTorn(const History& history) {
  CheckResult result;
  for (const auto& [transaction, missing] : history.torn()) {
    std::uint64_t counts = 1;
    for (const auto& [stream, range] : missing) {
      Anomaly anomaly{stream, range.first, range.size(),
                      history.streams()[stream].row.key.partition};
      Complete(anomaly, history.streams()[stream]);
      anomaly.stands_there = "nothing, though its transaction committed";
      anomaly.txn = history.transactions().all()[transaction].row.txn.name;
      anomaly.counts = counts;
      counts = 0;
      result.anomalies.push_back(std::move(anomaly));
    }
  }
  return result;
}

}  // namespace kproof
