#include "audit/judge/verdict/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "audit/judge/run/record_context.h"
#include "harness/base/units.h"
#include "harness/words/failure_class.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"

namespace kproof {
namespace {

// Of offsets that hold no record with a stamp.
Example UnstampedExample(const Anomaly& anomaly, const History& history) {
  Example example;
  example.origin = anomaly.detail.empty() ? "(no stamp)" : "(commit)";
  example.count = anomaly.count;
  for (const auto& topic : history.topics()) {
    if (topic.id != anomaly.topic) continue;
    example.cluster = topic.cluster;
    example.topic = topic.name;
  }
  example.partition = anomaly.partition;
  example.offset = anomaly.offset;
  example.stands_there = anomaly.stands_there;
  example.reader = anomaly.reader;
  example.group = anomaly.group;
  example.detail = anomaly.detail;
  return example;
}

Example ExampleOf(const Anomaly& anomaly, const History& history, const RecordContext& context) {
  if (anomaly.stream == kNoStream) return UnstampedExample(anomaly, history);
  const auto& stream = history.streams()[anomaly.stream];
  Example example;
  example.origin = stream.origin;
  example.life = stream.row.key.life;
  example.seq = anomaly.sequence;
  example.count = anomaly.count;
  example.cluster = stream.row.key.cluster;
  example.topic = stream.row.key.topic;
  example.partition = anomaly.partition;
  example.stands_there = anomaly.stands_there;
  example.reader = anomaly.reader;
  example.group = anomaly.group;
  example.txn = anomaly.txn;
  example.detail = anomaly.detail;
  if (anomaly.offset >= 0) example.offset = anomaly.offset;
  for (const auto& topic : history.topics()) {
    if (topic.id == anomaly.found_in) example.found_in = InCluster(topic.cluster, topic.name);
  }
  const auto& [first, from, until] = anomaly.acked;
  if (first >= 0) {
    const auto seconds = [](RunMicros time) { return static_cast<double>(time) / 1e6; };
    example.acked_s = seconds(first);
    example.acked_between_s = {seconds(from), seconds(until)};
    const auto& key = stream.row.key;
    example.during = context.During(key.cluster, from, until);
    if (const auto lead = context.LeaderOf(key.cluster, key.topic, anomaly.partition, first)) {
      example.leader = lead->leader;
      example.leader_epoch = lead->epoch;
    }
    example.log_lines = context.LinesAbout(key.cluster, key.topic, anomaly.partition, first);
  }
  return example;
}

// Whether something went wrong unasked. How long it lasted is not told, unless a node ended.
bool Disturbed(const History& history) {
  const auto events = history.store().Events();
  return std::any_of(events.begin(), events.end(),
                     [](const EventFact& event) { return event.kind == "disturbance"; });
}

// Producers that sent in transactions, for which each of them needs a transactional.id.
std::set<std::string> Transactional(const History& history) {
  std::set<std::string> origins;
  for (std::size_t i = 0; i < history.streams().size(); ++i) {
    if (history.transactions().Of(i) != nullptr) origins.insert(history.streams()[i].origin);
  }
  return origins;
}

std::string AlwaysWhy(const std::string& check) {
  const auto* row = FindFindingKind(check);
  return row->anomaly() ? "excluded under every configuration" : row->excuse;
}

}  // namespace

PromiseLookup::PromiseLookup(const History& history, const Timeline& timeline)
    : history_(history),
      effective_(history.store().Settings()),
      failures_(history.store().Faults()),
      end_(timeline.load_end()) {
  configured_ = !history.store().Settings().empty();
  AddUnaskedDeaths(history.store(), failures_);
  if (Disturbed(history)) shortest_outage_ = kShortestTimeout;
  transactional_ = Transactional(history);
  for (const auto& topic : history.topics()) topics_[topic.id] = topic;
}

const PromiseVerdict& PromiseLookup::Of(const std::string& guarantee, std::size_t stream) {
  const auto& of = history_.streams()[stream];
  const auto key = std::tuple(guarantee, of.origin, of.row.topic);
  auto known = known_.find(key);
  if (known == known_.end()) {
    const auto& topic = topics_[of.row.topic];
    auto settings = SettingsOf(effective_, of.origin, topic);
    if (!settings.transactional && transactional_.contains(of.origin))
      settings.transactional = true;
    auto failures = FailuresOf(effective_, failures_, topic.cluster, end_);
    failures.outage = std::max(failures.outage, shortest_outage_);
    known = known_
                .emplace(key, configured_ ? PromiseOf(guarantee, settings, failures)
                                          : PromiseOfNothing())
                .first;
  }
  return known->second;
}

PromiseVerdict PromiseLookup::Overall(const std::string& guarantee) {
  PromiseVerdict overall{std::nullopt, "nothing-sent", "no producer sent anything"};
  bool first = true;
  for (std::size_t i = 0; i < history_.streams().size(); ++i) {
    if (history_.streams()[i].sent == 0) continue;
    const auto& one = Of(guarantee, i);
    const bool worse =
        (one.holds == std::optional(false) && overall.holds != std::optional(false)) ||
        (!one.holds && overall.holds == std::optional(true));
    if (first || worse) overall = one;
    first = false;
  }
  return overall;
}

void AddUnaskedDeaths(const FactReader& store, std::vector<FaultFact>& failures) {
  std::set<std::string> clusters;
  for (const auto& topic : store.Topics()) clusters.insert(topic.cluster);
  for (const auto& event : store.Events()) {
    if (event.kind != "disturbance" || !event.node) continue;
    for (const auto& cluster : clusters) {
      if (!event.cluster.empty() && event.cluster != cluster) continue;
      FaultFact death;
      death.cluster = cluster;
      death.failure_class = NameOf(FailureClass::kCrash);
      death.nodes = {*event.node};
      death.from = event.at;
      failures.push_back(death);
    }
  }
}

JudgedFinding JudgeFinding(const std::string& check, CheckResult found, const History& history,
                           PromiseLookup& promises) {
  JudgedFinding judged;
  auto& finding = judged.finding;
  finding.check = check;
  finding.count = found.anomalies.count();
  finding.ranges = found.anomalies.ranges();
  finding.evidence = std::move(found.evidence);
  judged.doubts = std::move(found.doubts);
  const auto guarantees = GuaranteesAgainst(check);
  const auto* promised =
      guarantees.empty() || !guarantees[0]->by_settings ? nullptr : guarantees[0];
  finding.why = AlwaysWhy(check);
  if (!guarantees.empty() && promised == nullptr) {
    finding.why = fmt::format("no setting promises {}: it counts where it is required or expected",
                              guarantees[0]->name);
  }
  const PromiseVerdict* decides = nullptr;  // the strictest that applies to any of them
  const auto rank = [](const PromiseVerdict& v) { return !v.holds ? 1 : *v.holds ? 2 : 0; };
  for (const auto& [stream, of_transaction, count] : found.anomalies.shares()) {
    if (promised == nullptr || (check == NameOf(FindingKind::kGhost) && !of_transaction)) {
      if (guarantees.empty() || promised != nullptr) judged.always += count;
      continue;
    }
    const auto& promise = promises.Of(promised->name, stream);
    (!promise.holds ? judged.unclear : *promise.holds ? judged.excluded : judged.allowed) += count;
    if (decides == nullptr || rank(promise) > rank(*decides)) decides = &promise;
  }
  if (decides != nullptr && judged.always == 0) finding.why = decides->rule + ": " + decides->why;
  finding.allowed = judged.allowed > 0 && judged.allowed == finding.count;
  const RecordContext context(history.store());
  for (const auto& example : found.anomalies.examples())
    finding.examples.push_back(ExampleOf(example, history, context));
  return judged;
}

}  // namespace kproof
