#include "audit/judge/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/judge/circumstances.h"
#include "audit/judge/findings.h"
#include "audit/judge/registry.h"
#include "audit/judge/verdict.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

void CountRecords(Result& result, const History& history) {
  auto& counts = result.counts;
  for (const char* name : {"sent", "acked", "failed", "unknown"}) counts[name] = 0;
  counts["read"] = history.reads();
  for (const auto& stream : history.streams()) {
    const auto acked = stream.acked.size();
    const auto failed = stream.failed.size();
    counts["sent"] += stream.sent;
    counts["acked"] += acked;
    counts["failed"] += failed;
    counts["unknown"] += stream.sent - acked - failed;  // with what was never settled
  }
}

std::vector<JudgedFinding> RunCheckers(Result& result, const History& history, PromiseBook& book) {
  std::vector<JudgedFinding> judged;
  for (const auto& checker : Checkers()) {
    result.counts[checker.name] = 0;
    try {
      if (checker.looks != nullptr && !checker.looks(history)) {
        result.not_tested.emplace_back(checker.name);
        continue;
      }
      judged.push_back(JudgeFinding(checker.name, checker.check(history), history, book));
      result.counts[checker.name] = judged.back().finding.count;
    } catch (const std::exception& error) {
      result.doubts.push_back(fmt::format("checker '{}' failed: {}", checker.name, error.what()));
      result.not_tested.emplace_back(checker.name);
    }
  }
  return judged;
}

}  // namespace

Result Judge(const StoreReader& store) {
  Result result;
  const RunInfo info = ReadRunInfo(store, result);
  const History history(store);
  const Timeline timeline(history);
  PromiseBook book(history, timeline);
  CountRecords(result, history);
  const auto judged = RunCheckers(result, history, book);
  std::vector<std::string> guarantees = {"no-loss", "no-duplicates", "order"};
  if (!history.transactions().all().empty()) guarantees.emplace_back("atomic");
  for (const auto& guarantee : result.require) {
    if (std::find(guarantees.begin(), guarantees.end(), guarantee) == guarantees.end())
      guarantees.push_back(guarantee);
  }
  for (const auto& guarantee : guarantees) {
    const auto overall = book.Overall(guarantee);
    result.promise[guarantee] = {overall.holds, overall.rule, overall.why};
  }
  for (const auto& setting : store.Settings()) {
    result.effective[setting.scope][InCluster(setting.cluster, setting.subject)][setting.key] = {
        setting.value, setting.origin};
  }
  result.availability = AvailabilityOf(history, timeline);
  result.faults = FaultReports(history, timeline);
  AddCircumstances(result, info, history, timeline);
  Decide(result, judged, info);
  return result;
}

}  // namespace kproof
