// Who plays which role: roles of a partition come from the freshest view of it; roles of nodes from
// the cluster itself.
#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/nemesis/targets.h"

namespace kproof::roles {

using Args = std::vector<std::string>;

namespace {

using Ids = std::vector<std::int32_t>;

const PartitionInfo& Partition(const Situation& situation, const std::string& name) {
  if (const PartitionInfo* partition = situation.view.Find(name)) return *partition;
  throw Error("no broker answered a query about " + name,
              Hint("was every broker down when the step began?"));
}

RoleHolders ByIds(const Situation& situation, const Ids& ids) {
  RoleHolders holders;
  for (const auto id : ids) holders.nodes.push_back(&situation.cluster->node(id));
  return holders;
}

std::size_t NumberIn(const Args& args) { return static_cast<std::size_t>(std::stoul(args.at(0))); }

// The n-th of those that there are, counted from 1.
RoleHolders Nth(const Situation& situation, const Ids& ids, const Args& args,
                const std::string& what) {
  const auto number = NumberIn(args);
  if (number < 1 || number > ids.size())
    throw Error("there is no " + what + " " + args.at(0) + " of " + args.at(1) + ": it has " +
                std::to_string(ids.size()));
  return ByIds(situation, {ids[number - 1]});
}

Ids FollowerIds(const Situation& situation, const std::string& name) {
  const auto& partition = Partition(situation, name);
  if (partition.leader < 0) throw Error(name + " has no leader, so no followers either");
  Ids followers;
  std::copy_if(partition.replicas.begin(), partition.replicas.end(), std::back_inserter(followers),
               [&](std::int32_t replica) { return replica != partition.leader; });
  if (followers.empty()) throw Error(name + " has no followers", Hint("its replication is 1"));
  return followers;
}

RoleHolders Coordinator(const Situation& situation, CoordinatorOf of, const std::string& what,
                        const std::string& name) {
  const auto id = situation.ask.coordinator ? situation.ask.coordinator(of, name) : std::nullopt;
  if (!id)
    throw Error("no broker said which one coordinates " + what + " " + name,
                Hint("a group or transaction that nobody has used yet may have no coordinator"));
  return ByIds(situation, {*id});
}

template <typename Wanted>
RoleHolders Agents(const Situation& situation, const std::string& what, Wanted wanted) {
  RoleHolders holders;
  for (const auto& agent : situation.agents)
    if (wanted(agent)) holders.agents.push_back(agent);
  if (holders.agents.empty()) throw Error("there is no " + what + " to be a target");
  return holders;
}

}  // namespace

RoleHolders ActiveController(const Situation& situation, const Args&) {
  if (!situation.view.quorum || situation.view.quorum->leader < 0)
    throw Error("no controller answered which one is active");
  return ByIds(situation, {situation.view.quorum->leader});
}

RoleHolders All(const Situation& situation, const Args&) { return {situation.cluster->nodes()}; }
RoleHolders Brokers(const Situation& situation, const Args&) {
  return {situation.cluster->brokers()};
}
RoleHolders Controllers(const Situation& situation, const Args&) {
  return {situation.cluster->controllers()};
}

RoleHolders CoordinatorOfGroup(const Situation& situation, const Args& args) {
  return Coordinator(situation, CoordinatorOf::kGroup, "group", args.at(0));
}
RoleHolders CoordinatorOfTransaction(const Situation& situation, const Args& args) {
  return Coordinator(situation, CoordinatorOf::kTransaction, "transaction", args.at(0));
}

RoleHolders EverybodyElse(const Situation& situation, const Args& args) {
  RoleHolders holders = All(situation, args);
  holders.agents = situation.agents;
  return holders;
}

// "broker 2" by its id; "controller 2" is the second controller, whatever its id.
RoleHolders OneBroker(const Situation& situation, const Args& args) {
  return ByIds(situation, {static_cast<std::int32_t>(std::stoi(args.at(0)))});
}

RoleHolders OneController(const Situation& situation, const Args& args) {
  const auto controllers = situation.cluster->controllers();
  const auto number = NumberIn(args);
  if (number < 1 || number > controllers.size())
    throw Error("there is no controller " + args.at(0) + ": the cluster has " +
                std::to_string(controllers.size()));
  return {{controllers[number - 1]}};
}

RoleHolders Rack(const Situation& situation, const Args& args) {
  RoleHolders holders;
  for (Node* const node : situation.cluster->nodes())
    if (node->rack() == args.at(0)) holders.nodes.push_back(node);
  if (holders.nodes.empty()) throw Error("no node is in rack " + args.at(0));
  return holders;
}

RoleHolders Voters(const Situation& situation, const Args&) {
  if (!situation.view.quorum || situation.view.quorum->voters.empty())
    throw Error("no controller answered which controllers vote");
  return ByIds(situation, situation.view.quorum->voters);
}

RoleHolders FollowersOf(const Situation& situation, const Args& args) {
  return ByIds(situation, FollowerIds(situation, args.at(0)));
}

RoleHolders IsrOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  if (partition.isr.empty()) throw Error(args.at(0) + " has an empty ISR");
  return ByIds(situation, partition.isr);
}

RoleHolders LeaderOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  if (partition.leader < 0) throw Error(args.at(0) + " has no leader");
  return ByIds(situation, {partition.leader});
}

// In the order of the replica assignment.
RoleHolders OneFollowerOf(const Situation& situation, const Args& args) {
  return Nth(situation, FollowerIds(situation, args.at(1)), args, "follower");
}

RoleHolders OneReplicaOf(const Situation& situation, const Args& args) {
  return Nth(situation, Partition(situation, args.at(1)).replicas, args, "replica");
}

RoleHolders OnePartition(const Situation& situation, const Args& args) {
  Partition(situation, args.at(0));
  return {.nodes = {}, .agents = {}, .partitions = {args.at(0)}};
}

RoleHolders OneTopic(const Situation& situation, const Args& args) {
  RoleHolders holders;
  for (const auto& [name, partition] : situation.view.partitions)
    if (partition.topic == args.at(0)) holders.partitions.push_back(name);
  if (holders.partitions.empty())
    throw Error("no broker answered a query about topic " + args.at(0));
  return holders;
}

RoleHolders OutOfSyncReplicasOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  Ids out;
  for (const auto replica : partition.replicas)
    if (!Contains(partition.isr, replica)) out.push_back(replica);
  if (out.empty()) throw Error("every replica of " + args.at(0) + " is in sync");
  return ByIds(situation, out);
}

RoleHolders ReplicasOf(const Situation& situation, const Args& args) {
  return ByIds(situation, Partition(situation, args.at(0)).replicas);
}

RoleHolders Clients(const Situation& situation, const Args&) {
  return Agents(situation, "client", [](const AgentHost&) { return true; });
}

RoleHolders AgentsOfKind(const Situation& situation, const std::string& kind) {
  return Agents(situation, kind, [&](const AgentHost& agent) { return agent.kind == kind; });
}

RoleHolders AgentsCalled(const Situation& situation, const std::string& kind,
                         const std::string& name) {
  return Agents(situation, kind + " " + name, [&](const AgentHost& agent) {
    return agent.kind == kind && (agent.name == name || agent.host.name == name);
  });
}

RoleHolders ChosenByThePlan(const Situation&, const Args&) {
  throw Error("a target with a choice in it was not resolved by the plan");
}

}  // namespace kproof::roles
