// The table of targets. Roles of a partition come from the freshest view of it; roles of nodes from
// the cluster itself.
#include "harness/nemesis/targets.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using Args = std::vector<std::string>;
using Nodes = std::vector<Node*>;

const PartitionInfo& Partition(const Situation& situation, const std::string& name) {
  if (const PartitionInfo* partition = situation.view.Find(name)) return *partition;
  throw Error("no broker answered about " + name,
              Hint("was the whole cluster down when the step fired?"));
}

Nodes ByIds(const Situation& situation, const std::vector<std::int32_t>& ids) {
  Nodes nodes;
  for (const auto id : ids) nodes.push_back(&situation.cluster->node(id));
  return nodes;
}

Nodes ActiveController(const Situation& situation, const Args&) {
  if (!situation.view.quorum || situation.view.quorum->leader < 0)
    throw Error("no controller answered who is active");
  return ByIds(situation, {situation.view.quorum->leader});
}

Nodes All(const Situation& situation, const Args&) { return situation.cluster->nodes(); }
Nodes Brokers(const Situation& situation, const Args&) { return situation.cluster->brokers(); }
Nodes Controllers(const Situation& situation, const Args&) {
  return situation.cluster->controllers();
}

// "broker 2" by its id; "controller 2" is the second controller, whatever its id.
Nodes OneBroker(const Situation& situation, const Args& args) {
  return ByIds(situation, {static_cast<std::int32_t>(std::stoi(args.at(0)))});
}

Nodes OneController(const Situation& situation, const Args& args) {
  const auto controllers = situation.cluster->controllers();
  const auto number = static_cast<std::size_t>(std::stoul(args.at(0)));
  if (number < 1 || number > controllers.size())
    throw Error("there is no controller " + args.at(0) + ": the cluster has " +
                std::to_string(controllers.size()));
  return {controllers[number - 1]};
}

Nodes LeaderOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  if (partition.leader < 0) throw Error(args.at(0) + " has no leader");
  return ByIds(situation, {partition.leader});
}

Nodes FollowersOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  if (partition.leader < 0) throw Error(args.at(0) + " has no leader, so no followers either");
  std::vector<std::int32_t> followers;
  std::copy_if(partition.replicas.begin(), partition.replicas.end(), std::back_inserter(followers),
               [&](std::int32_t replica) { return replica != partition.leader; });
  if (followers.empty())
    throw Error(args.at(0) + " has no followers", Hint("its replication is 1"));
  return ByIds(situation, followers);
}

Nodes IsrOf(const Situation& situation, const Args& args) {
  const auto& partition = Partition(situation, args.at(0));
  if (partition.isr.empty()) throw Error(args.at(0) + " has an empty ISR");
  return ByIds(situation, partition.isr);
}

// The plan has replaced "any …" by "broker {n}" or "controller {n}"; they are here so that a
// scenario may say them.
Nodes ChosenByThePlan(const Situation&, const Args&) {
  throw Error("an 'any …' target was not resolved by the plan");
}

}  // namespace

const std::vector<TargetType>& Targets() {
  static const std::vector<TargetType> kTargets = {
      {{"active controller", "the controller that leads the quorum"}, ActiveController},
      {{"all", "every broker and every controller"}, All},
      {{"any broker", "one broker, chosen by the seed when the plan is made"}, ChosenByThePlan},
      {{"any controller", "one controller, chosen by the seed when the plan is made"},
       ChosenByThePlan},
      {{"broker {n}", "the broker with this id, from 1"}, OneBroker},
      {{"brokers", "every broker"}, Brokers},
      {{"controller {n}", "the n-th controller, from 1"}, OneController},
      {{"controllers", "every controller"}, Controllers},
      {{"followers of {partition}", "every replica of topic/number but its leader"}, FollowersOf},
      {{"isr of {partition}", "every in-sync replica of topic/number"}, IsrOf},
      {{"leader of {partition}", "the leader of topic/number"}, LeaderOf},
  };
  return kTargets;
}

Target Resolve(const Phrase& phrase, const Situation& situation) {
  for (const auto& type : Targets()) {
    if (type.form.pattern != phrase.pattern) continue;
    Target target{.name = "", .nodes = type.resolve(situation, phrase.args)};
    std::vector<std::string> names;
    for (const Node* node : target.nodes) {
      names.push_back(node->name());
      target.hosts.push_back(node->host());
    }
    target.name = phrase.text + " (" + Join(names, ", ") + ")";
    return target;
  }
  throw Error(ErrorKind::kUsage, "there is no target '" + phrase.text + "'",
              Hint("kproof list targets names them"));
}

std::string Describe(const Situation& situation, const std::vector<std::string>& partitions) {
  std::vector<std::string> parts;
  const auto list = [](const std::vector<std::int32_t>& ids) {
    std::vector<std::string> texts;
    for (const auto id : ids) texts.push_back(std::to_string(id));
    return "[" + Join(texts, ", ") + "]";
  };
  for (const auto& name : partitions) {
    const PartitionInfo* partition = situation.view.Find(name);
    if (partition == nullptr) {
      parts.push_back(name + ": no answer");
      continue;
    }
    parts.push_back(name + ": leader " + std::to_string(partition->leader) + " (epoch " +
                    std::to_string(partition->leader_epoch) + "), isr " + list(partition->isr) +
                    (partition->elr.empty() ? "" : ", elr " + list(partition->elr)));
  }
  const auto& quorum = situation.view.quorum;
  parts.push_back(quorum ? "active controller " + std::to_string(quorum->leader) + " (epoch " +
                               std::to_string(quorum->epoch) + ")"
                         : "active controller: no answer");
  return Join(parts, "; ");
}

}  // namespace kproof
