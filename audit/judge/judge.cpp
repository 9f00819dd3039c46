#include "audit/judge/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "audit/judge/checks.h"
#include "audit/judge/run/circumstances.h"
#include "audit/judge/topics/incarnations.h"
#include "audit/judge/verdict/findings.h"
#include "audit/judge/verdict/verdict.h"
#include "harness/base/cluster_name.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

void CountRecords(Result& result, const History& history) {
  auto& counts = result.counts;
  for (const char* name : {"sent", "acked", "failed", "unknown"}) counts[name] = 0;
  counts["read"] = history.reads();
  for (const auto& stream : history.streams()) {
    const auto acked = stream.acked.size();
    const auto failed = stream.failed.size();
    counts["sent"] += stream.records_sent();
    counts["acked"] += acked;
    counts["failed"] += failed;
    counts["unknown"] += stream.records_sent() - acked - failed;  // with what was never settled
  }
}

std::vector<JudgedFinding> JudgeFindings(Result& result, std::vector<Checked> checks,
                                         const History& history, PromiseLookup& promises) {
  std::vector<JudgedFinding> judged;
  for (auto& [checker, found, looked, failed] : checks) {
    result.counts[checker->name] = failed.empty() ? found.anomalies.count() : 0;
    if (!failed.empty())
      result.doubts.push_back(fmt::format("checker '{}' failed: {}", checker->name, failed));
    if (looked && failed.empty()) {
      judged.push_back(JudgeFinding(checker->name, std::move(found), history, promises));
    } else {
      result.not_tested.emplace_back(checker->name);
    }
  }
  return judged;
}

// Whose promise the result tells.
std::vector<std::string> GuaranteesOf(const Result& result, const History& history) {
  std::vector<std::string> names;
  for (const auto& row : GuaranteeTable()) {
    if (row.of_every_run) names.emplace_back(row.name);
  }
  if (!history.transactions().all().empty()) names.emplace_back(NameOf(Guarantee::kAtomic));
  for (const auto& name : result.require) {
    if (!Contains(names, name)) names.push_back(name);
  }
  return names;
}

}  // namespace

Result Judge(const FactReader& told, const std::vector<std::string>& doubts,
             const Parallel& parallel, std::size_t examples) {
  Result result;
  result.doubts = doubts;
  std::optional<Incarnations> apart;
  if (Incarnations::Needed(told)) apart.emplace(told);
  const auto& store = apart ? *apart : told;
  const RunInfo info = ReadRunInfo(store, result);
  Timeline timeline(store);
  const History history(store, timeline, parallel);
  PromiseLookup promises(history, timeline);
  CountRecords(result, history);
  auto [checks, missing] = RunCheckers(history, timeline.whole(), examples);
  const auto judged = JudgeFindings(result, std::move(checks), history, promises);
  for (const auto& guarantee : GuaranteesOf(result, history)) {
    const auto overall = promises.Overall(guarantee);
    result.promise[guarantee] = {overall.holds, overall.rule, overall.why};
  }
  for (const auto& setting : store.Settings()) {
    result.effective[setting.scope][InCluster(setting.cluster, setting.subject)][setting.key] = {
        setting.value, setting.origin};
  }
  result.availability = AvailabilityOf(history, timeline);
  result.availability.acked_per_s = AckedPerSecond(result.counts["acked"], timeline);
  result.faults = FaultReports(history, timeline);
  AddCircumstances(result, info, history, timeline, missing);
  Decide(result, judged, info);
  if (doubts.empty()) return result;
  if (result.verdict == Verdict::kPass) result.verdict = Verdict::kInconclusive;
  if (result.verdict == Verdict::kInconclusive) {
    result.reason = doubts.front();
  } else {
    result.reason = doubts.front() + "; " + result.reason;
  }
  return result;
}

}  // namespace kproof
