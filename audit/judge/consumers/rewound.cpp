// Steps back within one assignment that the client did not ask for: each run that began with one
// and returned a record. A step is judged against where the reader stood, which an assignment or a
// seek sets too. Of a reader that may lack facts, a seek could be missing.
#include <map>
#include <set>

#include "audit/judge/checker.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

CheckResult CheckRewound(const History& history) {
  std::map<std::int64_t, RunRow> steps;
  for (auto& row : history.store().Runs()) {
    if (row.run.cause == RunCause::kStepBack && row.run.assignment &&
        !history.topic(row.topic).incarnation.unknown)  // a step from one to another, it may be
      steps.emplace(row.id, std::move(row));
  }
  CheckResult result;
  if (steps.empty()) return result;
  std::map<std::int64_t, Anomaly> first;  // the record that each went back to
  history.store().EachRead([&](const ReadRow& row) {
    if (!row.run || !steps.contains(*row.run)) return;
    const auto [known, fresh] = first.try_emplace(*row.run);
    if (!fresh && known->second.offset <= row.first_offset) return;
    known->second = {history.IndexOf(row.stream), row.first_sequence, 1, row.partition,
                     row.first_offset};
  });
  std::uint64_t hidden = 0;
  for (auto& [id, anomaly] : first) {
    const auto& step = steps.at(id);
    if (history.MayLackFacts(step.actor)) {
      ++hidden;
      continue;
    }
    anomaly.reader = history.NameOf(step.actor);
    anomaly.group = step.run.group;
    result.anomalies.push_back(anomaly);
  }
  if (hidden > 0) {
    result.doubts.push_back(
        Counted(hidden, "step back was", "steps back were") +
        " made by readers whose facts may be incomplete: a seek could be missing");
  }
  return result;
}

}  // namespace

Checker RewoundChecker() { return {FindingKind::kRewound, CheckRewound, LooksForSkipped}; }

}  // namespace kproof
