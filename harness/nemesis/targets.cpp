// The table of targets, and how its phrases are put together.
#include "harness/nemesis/targets.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/scenario/agents.h"

namespace kproof {

// Who plays which role in a situation: the functions behind the rows below. All throw Error where
// the situation does not tell.
namespace roles {

using Args = std::vector<std::string>;

// of the cluster
RoleHolders ActiveController(const Situation& situation, const Args& args);
RoleHolders All(const Situation& situation, const Args& args);
RoleHolders Brokers(const Situation& situation, const Args& args);
RoleHolders Controllers(const Situation& situation, const Args& args);
RoleHolders CoordinatorOfGroup(const Situation& situation, const Args& args);
RoleHolders CoordinatorOfTransaction(const Situation& situation, const Args& args);
RoleHolders EverybodyElse(const Situation& situation, const Args& args);
RoleHolders OneBroker(const Situation& situation, const Args& args);
RoleHolders OneController(const Situation& situation, const Args& args);
RoleHolders Rack(const Situation& situation, const Args& args);
RoleHolders Voters(const Situation& situation, const Args& args);

// of a partition
RoleHolders FollowersOf(const Situation& situation, const Args& args);
RoleHolders IsrOf(const Situation& situation, const Args& args);
RoleHolders LeaderOf(const Situation& situation, const Args& args);
RoleHolders OneFollowerOf(const Situation& situation, const Args& args);
RoleHolders OnePartition(const Situation& situation, const Args& args);
RoleHolders OneReplicaOf(const Situation& situation, const Args& args);
RoleHolders OneTopic(const Situation& situation, const Args& args);
RoleHolders OutOfSyncReplicasOf(const Situation& situation, const Args& args);
RoleHolders ReplicasOf(const Situation& situation, const Args& args);

// of the load
RoleHolders Clients(const Situation& situation, const Args& args);
RoleHolders AgentsOfKind(const Situation& situation, const std::string& kind);
// Those of one name, or the one instance of it: "checkout", "checkout-0".
RoleHolders AgentsCalled(const Situation& situation, const std::string& kind,
                         const std::string& name);

// The plan has replaced phrases that leave a choice ("any broker"); they have rows so that a
// scenario may say them.
RoleHolders ChosenByThePlan(const Situation& situation, const Args& args);

}  // namespace roles

namespace {

RoleHolders PlayersOf(const Phrase& phrase, const Situation& situation) {
  for (const auto& type : Targets())
    if (type.form.pattern == phrase.pattern) return type.resolve(situation, phrase.args);
  throw Error(ErrorKind::kUsage, "there is no target '" + phrase.text + "'",
              Hint("'kproof list targets' lists them"));
}

template <typename T>
void AddOnce(std::vector<T>& all, const T& one) {
  if (!Contains(all, one)) all.push_back(one);
}

template <typename T>
void Remove(std::vector<T>& all, const T& one) {
  all.erase(std::remove(all.begin(), all.end(), one), all.end());
}

RoleHolders PlayersOf(const TargetPhrase& phrase, const Situation& situation) {
  RoleHolders all;
  for (const auto& part : phrase.parts) {
    const RoleHolders holders = PlayersOf(part, situation);
    for (Node* const node : holders.nodes) AddOnce(all.nodes, node);
    for (const auto& agent : holders.agents) AddOnce(all.agents, agent);
    for (const auto& partition : holders.partitions) AddOnce(all.partitions, partition);
  }
  for (const auto& part : phrase.except) {
    const RoleHolders holders = PlayersOf(part, situation);
    for (Node* const node : holders.nodes) Remove(all.nodes, node);
    for (const auto& agent : holders.agents) Remove(all.agents, agent);
    for (const auto& partition : holders.partitions) Remove(all.partitions, partition);
  }
  return all;
}

// Only what we started may be broken.
void RefuseOthers(const RoleHolders& holders, const Situation& situation) {
  const auto& owned = situation.cluster->nodes();
  for (Node* const node : holders.nodes) {
    if (!Contains(owned, node))
      throw Error(node->name() + " is not a node of cluster " + situation.cluster->name());
  }
  if (!holders.nodes.empty() && situation.cluster->driver() == "external")
    throw Error(ErrorKind::kUsage,
                "cluster " + situation.cluster->name() +
                    " was not started by kproof, so nothing is done to it",
                Hint("faults need a cluster that kproof started"));
}

Target Make(const TargetPhrase& phrase, const RoleHolders& holders, const Situation& situation) {
  RefuseOthers(holders, situation);
  Target target{.name = "", .nodes = holders.nodes, .hosts = {}, .partitions = holders.partitions};
  std::vector<std::string> names;
  for (const Node* node : holders.nodes) {
    names.push_back(node->name());
    if (node->host() != nullptr) target.hosts.push_back(*node->host());
  }
  for (const auto& agent : holders.agents) {
    names.push_back(agent.host.name);
    target.hosts.push_back(agent.host);
    if (agent.process) target.agents.push_back(agent.process);
  }
  for (const auto& partition : holders.partitions) names.push_back(partition);
  if (names.empty()) throw Error(phrase.text + " matches nothing at this moment");
  target.name = phrase.text + " (" + JoinFew(names) + ")";
  return target;
}

// Nodes and partitions, and all agents together.
const std::vector<TargetType>& TargetsOfNodes() {
  using namespace roles;
  static const std::vector<TargetType> kTargets = {
      {{"active controller", "the controller that leads the quorum"}, ActiveController},
      {{"all", "every broker and every controller"}, All},
      {{"any broker", "one broker, chosen by the seed when the plan is made"}, ChosenByThePlan},
      {{"any controller", "one controller, chosen by the seed when the plan is made"},
       ChosenByThePlan},
      {{"any follower of {partition}", "one follower of topic/number, chosen by the seed"},
       ChosenByThePlan},
      {{"any replica of {partition}", "one replica of topic/number, chosen by the seed"},
       ChosenByThePlan},
      {{"any {n} brokers", "n brokers, chosen by the seed"}, ChosenByThePlan},
      {{"any {n} controllers", "n controllers, chosen by the seed"}, ChosenByThePlan},
      {{"broker {n}", "the broker with this id, from 1"}, OneBroker},
      {{"brokers", "every broker"}, Brokers},
      {{"clients", "every producer, every monitor and every consumer"}, Clients},
      {{"controller {n}", "the n-th controller, from 1"}, OneController},
      {{"controllers", "every controller"}, Controllers},
      {{"coordinator of group {name}", "the broker that coordinates this consumer group"},
       CoordinatorOfGroup},
      {{"coordinator of transaction {name}", "the broker that coordinates this transactional id"},
       CoordinatorOfTransaction},
      {{"everybody else", "every node and agent that is not the step's target; only under `with`"},
       EverybodyElse},
      {{"follower {n} of {partition}", "the n-th follower of topic/number, from 1, as assigned"},
       OneFollowerOf},
      {{"followers of {partition}", "every replica of topic/number but its leader"}, FollowersOf},
      {{"isr of {partition}", "every in-sync replica of topic/number"}, IsrOf},
      {{"leader of {partition}", "the leader of topic/number"}, LeaderOf},
      {{"majority of brokers", "more than half of the brokers, chosen by the seed"},
       ChosenByThePlan},
      {{"majority of controllers", "more than half of the controllers, chosen by the seed"},
       ChosenByThePlan},
      {{"minority of brokers", "the largest number of brokers below half, chosen by the seed"},
       ChosenByThePlan},
      {{"minority of controllers",
        "the largest number of controllers below half, chosen by the seed"},
       ChosenByThePlan},
      {{"out-of-sync replicas of {partition}", "replicas of topic/number that are not in its ISR"},
       OutOfSyncReplicasOf},
      {{"partition {partition}", "topic/number itself, for operations on partitions"},
       OnePartition},
      {{"rack {rack}", "every broker and every controller of this rack"}, Rack},
      {{"replica {n} of {partition}", "the n-th replica of topic/number, from 1, as assigned"},
       OneReplicaOf},
      {{"replicas of {partition}", "every replica of topic/number"}, ReplicasOf},
      {{"topic {topic}", "every partition of this topic, for operations on partitions"}, OneTopic},
      {{"voters", "the controllers that vote, as the active controller reports"}, Voters},
  };
  return kTargets;
}

void AddTargetsOfAgents(const std::string& kind, std::vector<TargetType>& all) {
  all.push_back({{OnePattern(kind), "all instances of this " + kind + ", or one: NAME-0"},
                 [kind](const Situation& situation, const roles::Args& args) {
                   return roles::AgentsCalled(situation, kind, args.at(0));
                 }});
  all.push_back(
      {{AllPattern(kind), "every " + kind}, [kind](const Situation& situation, const roles::Args&) {
         return roles::AgentsOfKind(situation, kind);
       }});
}

}  // namespace

const std::vector<TargetType>& Targets() {
  static const std::vector<TargetType> kTargets = [] {
    auto all = TargetsOfNodes();
    for (const auto& kind : NamedAgentKinds()) AddTargetsOfAgents(kind, all);
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.form.pattern < b.form.pattern; });
    return all;
  }();
  return kTargets;
}

Target Resolve(const TargetPhrase& phrase, const Situation& situation) {
  return Make(phrase, PlayersOf(phrase, situation), situation);
}

Target ResolveOthers(const TargetPhrase& phrase, const Target& target, const Situation& situation) {
  const RoleHolders named = PlayersOf(phrase, situation);
  RoleHolders others = named;
  for (Node* const node : target.nodes) Remove(others.nodes, node);
  std::erase_if(others.agents,
                [&](const AgentHost& agent) { return Contains(target.hosts, agent.host); });
  const bool nobody = others.nodes.empty() && others.agents.empty();
  return Make(phrase, nobody ? named : others, situation);
}

}  // namespace kproof
