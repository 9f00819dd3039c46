#include "harness/run/declared_settings.h"

#include <fmt/format.h>

#include "harness/base/error.h"
#include "harness/kafka/client_check.h"
#include "harness/kafka/client_config.h"

namespace kproof {
namespace {

// Topic settings that promises turn on, and the broker's setting that each follows.
constexpr struct {
  const char *topic, *broker;
} kFollowed[] = {{"flush.messages", "log.flush.interval.messages"},
                 {"min.insync.replicas", "min.insync.replicas"},
                 {"unclean.leader.election.enable", "unclean.leader.election.enable"}};
// As if it were a setting: ReadSettings (settings.h).
constexpr char kElr[] = "eligible.leader.replicas.version";

void Require(const std::vector<SettingProblem>& problems) {
  if (problems.empty()) return;
  throw Error(ErrorKind::kUsage, problems.front().what, Hint(problems.front().hint));
}

}  // namespace

std::vector<SettingFact> FactsOf(const DeclaredSettings& declared) {
  Require(CheckClientSettings(ClientRole::kProducer, "the producer", declared.defaults,
                              declared.producer));
  Require(CheckTopicSettings("the topic", declared.kafka, declared.topic));
  Require(CheckNodeSettings("the brokers", declared.kafka, declared.broker, {kElr}));
  std::vector<SettingFact> facts;
  const auto client = ClientConfig::Producer(declared.defaults, declared.producer);
  for (const auto& setting : client.EffectiveOfProducer())
    facts.push_back({"producer", "producer", setting.key, setting.value, setting.origin});
  for (const auto& [key, value] : declared.broker)
    facts.push_back({"broker", "broker", key, value, "given"});
  for (const auto& followed : kFollowed) {
    SettingFact fact{"topic", "topic", followed.topic, "", "default"};
    if (const auto setting = FindSetting(SettingKind::kTopic, declared.kafka, followed.topic))
      fact.value = setting->fallback;
    const auto broker = declared.broker.find(followed.broker);
    if (broker != declared.broker.end()) {
      fact.value = broker->second;
      fact.origin = fmt::format("the brokers' {}", followed.broker);
    }
    const auto topic = declared.topic.find(followed.topic);
    if (topic != declared.topic.end()) {
      fact.value = topic->second;
      fact.origin = "given";
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace kproof
