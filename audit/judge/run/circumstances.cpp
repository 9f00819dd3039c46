#include "audit/judge/run/circumstances.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "audit/judge/checker.h"
#include "audit/judge/records/missing.h"
#include "audit/judge/records/replicas.h"
#include "audit/judge/run/client_errors.h"
#include "audit/judge/run/limits.h"
#include "audit/judge/topics/vague.h"
#include "audit/judge/verdict/findings.h"
#include "audit/store/run_keys.h"
#include "harness/base/contains.h"
#include "harness/base/wording.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

constexpr std::size_t kClients = 3;  // whose errors one doubt names

// Records acked before the cluster was whole again count as at stake unless nobody read them and no
// pass has gone over their places.
void AddExposure(Result& result, const MissingTotals& missing, const Timeline& timeline) {
  result.acked_under_fault = timeline.acked_under_fault();
  const auto acked = timeline.acked_before_whole();
  result.at_stake = acked - std::min(acked, missing.out_of_reach);
}

void DoubtFaults(Result& result, const History& history) {
  for (const auto& fault : history.store().Faults()) {
    if (DeletesSomeTopic(fault) && fault.topics.empty())
      result.doubts.push_back(fmt::format(
          "fault '{}' of class deletion names no topic: say which in 'topics'", fault.fault));
  }
  for (const auto& fault : result.faults) {
    const auto name = fmt::format("fault '{}' on {}", fault.fault, fault.target);
    const auto because = fault.problem.empty() ? "" : ": " + fault.problem;
    if (!fault.from_s) {
      result.doubts.push_back(name + " was not injected" + because);
      continue;
    }
    if (!fault.bit) result.doubts.push_back(name + " did not bite" + because);
    const auto left = name + (fault.to_s ? " was not healed" : " was active when the run ended");
    if (!fault.healed) result.doubts.push_back(left + because);
    if (fault.bit && fault.healed && !fault.problem.empty())
      result.doubts.push_back(name + because);
  }
}

void DoubtHoles(Result& result, const History& history) {
  for (const auto& stream : history.streams()) {
    if (stream.actor == nullptr || !stream.actor->MayLackFacts()) continue;
    const auto settled = stream.acked.size() + stream.failed.size() + stream.unknown.size();
    if (settled >= stream.records_sent()) continue;
    const auto open = stream.records_sent() - settled;
    result.doubts.push_back(
        fmt::format("{} that {} sent to {}/{} {} no outcome, and facts of it may be missing",
                    Counted(open, "record"), stream.origin,
                    InCluster(stream.row.key.cluster, stream.row.key.topic),
                    stream.row.key.partition, Plural(open, "has", "have")));
  }
  if (const auto hidden = HiddenPhantoms(history)) {
    result.doubts.push_back(
        fmt::format("{} read that no known producer sent, but facts of producers may be missing",
                    Counted(hidden, "record was", "records were")));
  }
}

void DoubtEvents(Result& result, const History& history) {
  for (const auto& event : history.store().Events()) {
    const auto text =
        InCluster(event.cluster, event.subject) + (event.detail.empty() ? "" : ": " + event.detail);
    if (event.kind == "problem") result.doubts.push_back(text);
    if (event.kind != "disturbance") continue;
    result.disturbances.push_back(
        fmt::format("{:.1f} s: {}", static_cast<double>(event.at) / 1e6, text));
    // What is told about a node itself is that it ended. A node that ended unasked is a failure
    // that the promise was not asked about. The rest is told.
    if (event.node) {
      result.doubts.push_back("an unplanned disturbance: " + text);
    }
  }
}

// Where it is known why, that comes first: it is why the rest is as it is.
void DoubtSilence(Result& result, const History& history) {
  const auto doubt = [&](const char* nothing, Side side) {
    const auto errors = LastErrors(history, side);
    result.doubts.insert(errors.empty() ? result.doubts.end() : result.doubts.begin(),
                         nothing + (errors.empty() ? "" : "; " + JoinFew(errors, "; ", kClients)));
  };
  if (result.counts.at("read") == 0) doubt("nothing was read", Side::kReaders);
  if (result.counts.at("acked") == 0) return doubt("nothing was acked", Side::kProducers);
  for (const auto& error : LastErrors(history, Side::kProducers))
    result.disturbances.push_back("a producer got no ack: " + error);
}

// A hole that explains nothing is told, and changes nothing.
void TellHoles(Result& result, const History& history) {
  for (const auto& actor : history.actors()) {
    if (!actor.MayLackFacts()) continue;
    const auto why =
        actor.holes.empty() ? std::string("it was opened and never closed") : actor.holes.front();
    result.disturbances.push_back(fmt::format("facts of {} may be missing: {}", actor.name, why));
  }
}

void DoubtExpiry(Result& result, const History& history, const MissingTotals& missing) {
  const bool asked = Contains(result.require, NameOf(Guarantee::kNoLoss));
  if (!asked || result.counts.at(NameOf(FindingKind::kExpired)) == 0) return;
  for (const auto& topic : history.topics()) {
    const auto expired = missing.expired.find(topic.id);
    if (expired == missing.expired.end() || topic.incarnation.deleted ||
        !history.retention(topic.id).Unknown())
      continue;
    result.doubts.push_back(
        fmt::format("{} below the log's start, and the retention of {} is not known",
                    Counted(expired->second, "acked record is", "acked records are"),
                    InCluster(topic.cluster, topic.name)));
  }
}

// What readers and groups did nobody knows in which incarnation of a topic is not judged. That
// matters where somebody asked.
void DoubtRemade(Result& result, const History& history) {
  const bool asked =
      std::any_of(result.require.begin(), result.require.end(), [](const std::string& guarantee) {
        const auto* known = FindGuarantee(guarantee);
        return known != nullptr && !known->by_settings;
      });
  std::set<std::string> told;
  for (const auto& topic : history.topics()) {
    const auto name = InCluster(topic.cluster, topic.name);
    if (topic.incarnation.unexplained && told.insert(name).second) {
      result.doubts.push_back(
          fmt::format("{} has had several ids: it was deleted and created again, and no fault of "
                      "class deletion says when",
                      name));
    } else if (asked && history.vague().Unassigned(topic.id)) {
      result.doubts.push_back(
          fmt::format("{} was deleted and created again while a reader was assigned to it: what "
                      "that reader skipped or read twice is not known",
                      name));
    } else if (asked && history.vague().Readers(topic.id)) {
      result.doubts.push_back(
          fmt::format("{} was deleted and created again, and some facts of readers don't say which "
                      "of the two topics they are about",
                      name));
    }
  }
}

// Neither lost nor pending, but nobody knows that they are still there.
void DoubtFinalPass(Result& result, const MissingTotals& missing) {
  if (missing.only_live == 0) return;
  result.doubts.push_back(
      fmt::format("{} read while the load ran, but the final pass did not reach them",
                  Counted(missing.only_live, "acked record was", "acked records were")));
}

}  // namespace

void AddCircumstances(Result& result, const RunInfo& info, const History& history,
                      const Timeline& timeline, const MissingTotals& missing) {
  // First, because it is why the rest is as it is.
  if (info.ended != run_key::kComplete && info.ended != run_key::kInterrupted)
    result.doubts.push_back("the run did not end: it was killed, or is still going on");
  if (result.role == "control" && result.expect.empty())
    result.doubts.push_back("a control has to show an anomaly, but its `expect` names none");
  AddExposure(result, missing, timeline);
  AddLimits(result, info, history, timeline);
  DoubtEvents(result, history);
  DoubtFaults(result, history);
  if (timeline.first_fault() && timeline.has_phases() && !timeline.Phase("whole")) {
    result.doubts.push_back("the cluster was not seen whole again after the faults");
  }
  DoubtSilence(result, history);
  if (result.counts.at("acked") > 0 && result.at_stake == 0)
    result.doubts.push_back(
        timeline.first_fault() ? "no acked record was at stake"
                               : "every acked record is pending or expired, so nothing was tested");
  DoubtHoles(result, history);
  TellHoles(result, history);
  DoubtExpiry(result, history, missing);
  DoubtRemade(result, history);
  DoubtFinalPass(result, missing);
  for (auto& sentence : ReplicasNotCompared(history))
    result.not_tested.push_back(std::move(sentence));
}

}  // namespace kproof
