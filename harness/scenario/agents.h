// The agents that a scenario names, whatever their kind: what targets, checks and the fleet have to
// know of each.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/on_agents.h"
#include "harness/scenario/scenario.h"

namespace kproof {

// The instances of one name.
struct NamedAgents {
  std::string kind;  // its word, of which targets are made: "consumer billing", "consumers"
  std::string name;  // "checkout"; its instances are "checkout-0", "checkout-1", …
  std::string cluster;
  std::int32_t count = 1;
  std::string client;  // as in the file
};

// The kinds that a scenario can name, in alphabetical order.
const std::vector<std::string>& NamedAgentKinds();
// Those of all kinds, kind by kind in that order, and within a kind as in the file.
std::vector<NamedAgents> AgentsOf(const Scenario& scenario);

// The clients that its agents are to be, as in the file: "librdkafka", "java@4.3.1". A producer
// with a client_library is none of them.
std::set<std::string> ClientsOf(const Scenario& scenario);

// Whether anybody sends to this cluster in transactions.
bool SendsInTransactions(const Scenario& scenario, const std::string& cluster);

// "checkout-0"
std::string InstanceName(const std::string& name, std::int32_t number);

// The phrases of targets that name agents of a kind: "consumer {consumer}" and "consumers".
std::string OnePattern(const std::string& kind);
std::string AllPattern(const std::string& kind);
// Whether such a phrase names agents, and so no node: those of one kind, or "clients".
bool NamesAgents(const std::string& pattern);
// Whether all that the target names are agents.
bool NamesAgentsAlone(const TargetPhrase& target);
// A fault that does this to agents ends what this target names, and no node.
bool EndsAgentsAlone(OnAgents on_agents, const TargetPhrase& target);

}  // namespace kproof
