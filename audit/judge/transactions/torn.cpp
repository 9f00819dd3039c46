// Transactions that count as committed, of which the log holds some records and, at places gone
// over, not others. One counts once; its missing records are the examples.
#include <fmt/format.h>

#include <map>

#include "audit/judge/checker.h"
#include "harness/base/cluster_name.h"
#include "harness/base/wording.h"

namespace kproof {

namespace {

void DoubtSends(const History& history, CheckResult& result) {
  const auto& doubtful = history.doubtful_sends();
  if (doubtful.empty()) return;
  std::map<std::size_t, RangeSet> records;  // each once, in however many transactions it was sent
  for (const auto& [transaction, sends] : doubtful)
    for (const auto& [stream, range] : sends) records[stream].Add(range);
  std::uint64_t count = 0;
  for (const auto& [stream, ranges] : records) count += ranges.size();
  const auto& [transaction, sends] = doubtful.front();
  const auto& [index, range] = sends.front();
  const auto& stream = history.streams()[index];
  result.doubts.push_back(fmt::format(
      "{} in transactions that committed {} no known outcome, and it is not known whether the log "
      "lacks {} (the first: {}, life {}, seq {} of {}/{}, in transaction {})",
      Counted(count, "record"), Plural(count, "has", "have"), Plural(count, "it", "them"),
      stream.origin, stream.row.key.life, range.first,
      InCluster(stream.row.key.cluster, stream.row.key.topic), stream.row.key.partition,
      history.transactions().all()[transaction].row.txn.name));
}

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
  DoubtSends(history, result);
  return result;
}

}  // namespace

Checker TornChecker() { return {FindingKind::kTorn, CheckTorn, LooksForTorn}; }

}  // namespace kproof
