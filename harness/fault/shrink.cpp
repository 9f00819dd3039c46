// Takes brokers out of the cluster for good and, at the end of the step, adds new ones in their
// place: every partition is moved off them, they are stopped and unregistered; later they come back
// with an empty disk as brokers that the cluster has never seen, and get their partitions back. So
// one step is a shrink and its undo an expansion.
#include <algorithm>
#include <csignal>
#include <set>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/fault/fault.h"
#include "harness/fault/moves.h"
#include "harness/fault/operation.h"
#include "harness/inject/shim.h"

namespace kproof {
namespace {

constexpr Duration kMembersLimit = std::chrono::seconds(1);

class Shrink final : public Operation {
 public:
  explicit Shrink(const FaultOptions& options) : Operation(options) {}

  Undo Prepare(const Target& target) override {
    return Undo{"add " + target.name + " as new brokers and give them their partitions",
                [this, target] { Expand(target); }};
  }

  void Inject(const Target& target) override {
    std::set<std::int32_t> leaving;
    for (const Node* node : target.nodes) leaving.insert(node->id());
    std::vector<Reassignment> away;
    for (const auto& info : Everything()) {
      if (!Holds(info, leaving)) continue;
      const TopicPartition partition{info.topic, info.partition};
      back_.push_back({partition, info.replicas});
      away.push_back({partition, Without(info, leaving)});
    }
    if (!away.empty()) Move(admin(), away, Limit());
    for (Node* node : target.nodes) {
      node->process().Signal(SIGTERM);
      if (!node->process().WaitExit(Limit()))
        throw Error(node->name() + " did not end within " + HumanDuration(options().within),
                    Hint("its last log lines: " + node->process().LastLogLines(3)));
      Require(admin().UnregisterBroker(node->id(), Limit()), "unregister " + node->name(),
              {kafka_error::kBrokerIdNotRegistered});
    }
  }

  // They ended, and no partition names them any more.
  Bite Prove(const Target& target) const override {
    std::set<std::int32_t> left;
    for (const Node* node : target.nodes) left.insert(node->id());
    std::size_t held = 0;
    for (const auto& info : Everything())
      if (Holds(info, left)) ++held;
    return ProveEach(target, [&](Node& node) {
      const auto exit = node.Exit();
      if (!exit) return Bite{false, "runs"};
      return Bite{held == 0, "ended by " + exit->ToString() + ", " +
                                 Counted(back_.size(), "partition") + " moved off it, " +
                                 std::to_string(held) + " still name it"};
    });
  }

 private:
  void Expand(const Target& target) {
    for (Node* node : target.nodes) {
      if (!node->Exit()) continue;
      node->data().Wipe();
      // Inodes are used again: what the shim knew of the old files is not true of the new ones.
      if (options().mechanisms.shims != nullptr)
        options().mechanisms.shims->of(node->id()).ForgetFiles();
    }
    StartAgain(target, options().within);
    AwaitUnfenced(target);
    if (!back_.empty()) Move(admin(), back_, Limit());
  }

  // Before that, replicas can't be placed on them: INVALID_REPLICA_ASSIGNMENT.
  void AwaitUnfenced(const Target& target) const {
    const auto listed = [&] {
      for (const Node* node : target.nodes) {
        NodeClient client = Connect(*node);
        const auto answer = client.Metadata({"__consumer_offsets"}, kMembersLimit);
        if (!answer || !Contains(answer->brokers, node->id())) return false;
      }
      return true;
    };
    if (!WaitUntil(listed, Limit()))
      throw Error(target.name + " did not become a member within " +
                  HumanDuration(options().within));
  }

  // Every partition of every topic, as a broker that answers knows it.
  std::vector<PartitionInfo> Everything() const {
    std::vector<PartitionInfo> all;
    const auto told = [&] {
      for (const Node* node : RunningBrokers()) {
        NodeClient client = Connect(*node);
        const auto answer = client.Metadata({}, kMembersLimit);
        if (!answer) continue;
        all = answer->partitions;
        return true;
      }
      return false;
    };
    if (!WaitUntil(told, Limit()))
      throw Error("no broker listed the partitions within " + HumanDuration(options().within));
    return all;
  }

  static bool Holds(const PartitionInfo& info, const std::set<std::int32_t>& ids) {
    return std::any_of(info.replicas.begin(), info.replicas.end(),
                       [&](std::int32_t id) { return ids.contains(id); });
  }

  // Its replicas with others in the place of those that leave: the next brokers that it is not on.
  std::vector<std::int32_t> Without(const PartitionInfo& info,
                                    const std::set<std::int32_t>& leaving) const {
    std::vector<std::int32_t> spare;
    for (const Node* node : cluster().brokers()) {
      const bool here = Contains(info.replicas, node->id());
      if (!here && !leaving.contains(node->id())) spare.push_back(node->id());
    }
    std::vector<std::int32_t> replicas = info.replicas;
    auto next = static_cast<std::size_t>(info.partition);
    for (auto& replica : replicas) {
      if (!leaving.contains(replica)) continue;
      if (spare.empty())
        throw Error(
            ErrorKind::kUsage,
            ToString({info.topic, info.partition}) + " has no other broker to move to",
            Hint("a cluster can only shrink to as many brokers as a partition has replicas"));
      const auto chosen = spare.begin() + static_cast<std::ptrdiff_t>(next++ % spare.size());
      replica = *chosen;
      spare.erase(chosen);
    }
    return replicas;
  }

  std::vector<Reassignment> back_;
};

}  // namespace

FaultType ShrinkType() {
  return {.name = "shrink",
          .summary =
              "move everything off brokers, stop and unregister them; added again as new ones, "
              "with their partitions, at the end of the step",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kMetadata,
          .params = {},
          .needs = {Need::kData, Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Shrink>(options);
          }};
}

}  // namespace kproof
