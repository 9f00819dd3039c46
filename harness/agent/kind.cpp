#include "harness/agent/kind.h"

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/kafka/java_client_check.h"
#include "harness/scenario/client_name.h"

namespace kproof {

const AgentKind& FindAgentKind(const std::string& word) {
  std::vector<std::string> words;
  for (const auto& kind : AgentKinds()) {
    if (kind.word == word) return kind;
    words.push_back(kind.word);
  }
  throw Error(ErrorKind::kUsage, "there is no agent '" + word + "'" + DidYouMean(word, words),
              Hint("there are " + Join(words, ", ")));
}

void FillConfig(const AgentRun& run, const std::string& name, const std::string& cluster,
                const std::string& audit_topic, AgentConfig& config) {
  config.actor = name;
  config.instance = name;
  config.cluster = cluster;
  config.bootstrap_servers = run.bootstraps.at(cluster);
  config.run_id = run.run_id;
  config.epoch_us = run.epoch_us;
  config.spool_folder = run.spool_folder;
  config.live_page = LivePageOf(run.spool_folder, name);
  for (const auto& topic : run.plan->scenario.topics)
    if (topic.cluster == cluster) config.topics.push_back({topic.name, topic.partitions});
  config.audit = run.audit;
  if (config.audit) config.audit->topic = audit_topic;
}

std::map<std::string, std::string> PropertiesFor(
    const std::string& client, const std::map<std::string, std::string>& properties) {
  const auto name = ParseClientName(client);
  return name && name->kind == kJava ? JavaNames(properties) : properties;
}

std::string LivePageOf(const std::string& spool_folder, const std::string& name) {
  return spool_folder + "/" + name + ".live";
}

bool SaysReady(const LiveState& state) {
  return state.phase == AgentPhase::kReady || state.phase == AgentPhase::kRunning;
}

}  // namespace kproof
