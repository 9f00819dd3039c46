#include "harness/scenario/agents.h"

#include <algorithm>

#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

constexpr const char* kClients = "clients";

template <typename Spec>
void AddAgents(const char* kind, const std::vector<Spec>& specs, std::vector<NamedAgents>& all) {
  for (const auto& spec : specs)
    all.push_back({kind, spec.name, spec.cluster, spec.count, spec.client});
}

}  // namespace

const std::vector<std::string>& NamedAgentKinds() {
  static const std::vector<std::string> kKinds = {
      NameOf(ActorKind::kConsumer), NameOf(ActorKind::kMonitor), NameOf(ActorKind::kProducer)};
  return kKinds;
}

std::vector<NamedAgents> AgentsOf(const Scenario& scenario) {
  std::vector<NamedAgents> all;
  AddAgents(NameOf(ActorKind::kConsumer), scenario.consumers, all);
  AddAgents(NameOf(ActorKind::kMonitor), scenario.monitors, all);
  AddAgents(NameOf(ActorKind::kProducer), scenario.producers, all);
  return all;
}

std::set<std::string> ClientsOf(const Scenario& scenario) {
  std::set<std::string> clients;
  for (const auto& producer : scenario.producers)
    if (producer.client_library.empty()) clients.insert(producer.client);
  for (const auto& monitor : scenario.monitors) clients.insert(monitor.client);
  for (const auto& consumer : scenario.consumers) clients.insert(consumer.client);
  return clients;
}

bool SendsInTransactions(const Scenario& scenario, const std::string& cluster) {
  const bool chained = std::any_of(
      scenario.consumers.begin(), scenario.consumers.end(),
      [&](const auto& spec) { return spec.cluster == cluster && spec.commit == "transaction"; });
  return chained ||
         std::any_of(scenario.producers.begin(), scenario.producers.end(), [&](const auto& spec) {
           return spec.cluster == cluster && spec.transaction.has_value();
         });
}

std::string InstanceName(const std::string& name, std::int32_t number) {
  return name + "-" + std::to_string(number);
}

std::string OnePattern(const std::string& kind) { return kind + " {" + kind + "}"; }
std::string AllPattern(const std::string& kind) { return kind + "s"; }

bool NamesAgents(const std::string& pattern) {
  const auto& kinds = NamedAgentKinds();
  return pattern == kClients || std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) {
           return pattern == OnePattern(kind) || pattern == AllPattern(kind);
         });
}

bool NamesAgentsAlone(const TargetPhrase& target) {
  return !target.parts.empty() &&
         std::all_of(target.parts.begin(), target.parts.end(),
                     [](const Phrase& phrase) { return NamesAgents(phrase.pattern); });
}

bool EndsAgentsAlone(OnAgents on_agents, const TargetPhrase& target) {
  return on_agents == OnAgents::kEnds && NamesAgentsAlone(target);
}

}  // namespace kproof
