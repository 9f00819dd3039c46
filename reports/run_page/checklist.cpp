#include "reports/run_page/checklist.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "audit/lint/lint.h"
#include "audit/store/run_keys.h"
#include "harness/base/cluster_name.h"
#include "harness/base/wording.h"
#include "reports/short_settings.h"

namespace kproof {
namespace {

constexpr std::size_t kCheckedPairs = 64;  // of a producer and a topic

using Subjects =
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<SettingFact>>;

// "librdkafka 2.0.2"
ClientSaid ClientOf(const std::string& words) {
  const auto space = words.find(' ');
  return {words.substr(0, space), space == std::string::npos ? "" : words.substr(space + 1)};
}

std::string ValueOf(const std::map<std::string, std::string>& run, const char* key) {
  const auto found = run.find(key);
  return found == run.end() ? "" : found->second;
}

// By scope, cluster and subject; of an actor the cluster is "", as its name is known in all.
Subjects SubjectsOf(const FactReader& store) {
  Subjects subjects;
  for (auto& fact : store.Settings()) {
    const auto cluster = fact.scope == "topic" ? fact.cluster : "";
    subjects[{fact.scope, cluster, fact.subject}].push_back(std::move(fact));
  }
  return subjects;
}

void Take(const std::vector<SettingFact>& facts, SettingScope scope, LintSubject& subject) {
  for (const auto& fact : facts)
    subject.settings[{scope, fact.key}] = {fact.value, fact.origin, !IsDefaultOrigin(fact.origin)};
}

// Who sent to what.
std::set<std::pair<std::int64_t, std::int64_t>> PairsOf(const FactReader& store) {
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  for (const auto& stream : store.Streams())
    if (stream.actor && pairs.size() < kCheckedPairs) pairs.emplace(*stream.actor, stream.topic);
  return pairs;
}

// A rule that applies, and the producers or topics that have the value.
struct Differing {
  explicit Differing(LintFinding found) : finding(std::move(found)) {}
  LintFinding finding;
  std::set<std::string> subjects = {};
};

ChecklistLine LineOf(const Differing& one) {
  const auto& [rule, setting, value, origin] = one.finding;
  const auto of = std::string(NameOf(setting.scope)) + " " +
                  JoinFew(std::vector(one.subjects.begin(), one.subjects.end()));
  return {NameOf(rule->severity), rule->id, of, setting.key, value, rule->mechanism, rule->advice};
}

}  // namespace

std::vector<ChecklistLine> ChecklistOf(const FactReader& store) {
  const auto run = store.Run();
  const auto subjects = SubjectsOf(store);
  std::map<std::int64_t, ActorRow> actors;
  std::map<std::int64_t, TopicRow> topics;
  for (auto& actor : store.Actors()) actors[actor.id] = std::move(actor);
  for (auto& topic : store.Topics()) topics[topic.id] = std::move(topic);
  std::map<std::tuple<LintSeverity, std::string, std::string>, Differing> all;
  for (const auto& [actor, topic] : PairsOf(store)) {
    const auto& producer = actors[actor];
    const auto& sent_to = topics[topic];
    const auto of_producer = subjects.find({"producer", "", producer.name});
    if (of_producer == subjects.end()) continue;
    LintSubject subject;
    subject.topic = sent_to.name;
    subject.kafka = ValueOf(run, run_key::kVersionKafka);
    subject.producer =
        ClientOf(producer.client.empty() ? ValueOf(run, run_key::kVersionClient) : producer.client);
    Take(of_producer->second, SettingScope::kProducer, subject);
    const auto of_topic = subjects.find({"topic", sent_to.cluster, sent_to.name});
    if (of_topic != subjects.end()) Take(of_topic->second, SettingScope::kTopic, subject);
    if (sent_to.replication)
      subject.settings[{SettingScope::kTopic, kReplicationKey}] = {
          std::to_string(*sent_to.replication), "scenario", true};
    for (const auto& finding : Lint(subject)) {
      if (finding.rule->severity == LintSeverity::kNote) continue;
      const bool of_client = finding.setting.scope == SettingScope::kProducer;
      auto& one =
          all.try_emplace({finding.rule->severity, finding.rule->id, finding.value}, finding)
              .first->second;
      one.subjects.insert(of_client ? producer.name : InCluster(sent_to.cluster, sent_to.name));
    }
  }
  std::vector<ChecklistLine> lines;
  for (const auto& [key, one] : all) lines.push_back(LineOf(one));
  return lines;
}

}  // namespace kproof
