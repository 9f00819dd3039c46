// Faults that would certainly leave a partition without any replica that is up, in a scenario that
// does not say so. What depends on who plays a role is found when the step fires.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/base/text.h"
#include "harness/scenario/nodes.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

class DestructiveCheck {
 public:
  DestructiveCheck(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                   Diagnostics& complaints)
      : root_(root), vocabulary_(vocabulary), scenario_(scenario), complaints_(complaints) {}

  void Run() {
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) {
      const StepSpec& step = scenario_.steps[at];
      const auto cluster = scenario_.clusters.find(step.cluster);
      if (cluster == scenario_.clusters.end() || !TakesDown(step)) continue;
      const std::string victim =
          NobodyIsLeft(at, cluster->second) ? AnyPartition(step.cluster) : OnlyReplica(step);
      if (victim.empty()) continue;
      complaints_.At(PlaceOf(root_, {"steps", std::to_string(at), "target"}),
                     fmt::format("step {} would leave no replica of {} up", at + 1, victim),
                     "write `destructive: true` in the scenario if that is what you want");
    }
  }

 private:
  bool TakesDown(const StepSpec& step) const {
    const FaultForm* fault = FindFaultForm(vocabulary_, step.fault);
    return fault != nullptr && fault->takes_down;
  }

  // Every broker is down once this step has begun.
  bool NobodyIsLeft(std::size_t at, const ClusterSpec& cluster) const {
    if (cluster.brokers == kUnread) return false;
    const StepSpec& step = scenario_.steps[at];
    Taken down = TakenBy(step.target, cluster);
    if (down.brokers.empty() && down.any_brokers == 0) return false;
    for (std::size_t other = 0; other < scenario_.steps.size(); ++other) {
      const StepSpec& first = scenario_.steps[other];
      if (other == at || !TakesDown(first) || !ActiveWhenBegins(first, step)) continue;
      if (first.begin.time == step.begin.time && other > at) continue;
      const Taken before = TakenBy(first.target, cluster);
      down.brokers.insert(before.brokers.begin(), before.brokers.end());
      down.any_brokers += before.any_brokers;
    }
    const auto known = std::count_if(down.brokers.begin(), down.brokers.end(),
                                     [&](auto id) { return id >= 1 && id <= cluster.brokers; });
    // More than there are is an error of its own, and so is the same one twice.
    return known + down.any_brokers == cluster.brokers;
  }

  std::string AnyPartition(const std::string& cluster) const {
    for (const auto& topic : scenario_.topics)
      if (topic.cluster == cluster) return topic.name + "/0";
    return "";
  }

  // The partition of which the target takes every replica, by its words: "leader of payments/0" of
  // one replica, "replicas of payments/0", "leader of payments/0 and followers of payments/0".
  std::string OnlyReplica(const StepSpec& step) const {
    if (!step.target.except.empty()) return "";
    std::map<std::string, std::set<std::string>> named;  // by partition
    for (const auto& phrase : step.target.parts) {
      const auto words = SplitWords(phrase.pattern);
      if (words.size() < 2 || words.back() != "{partition}" || words[words.size() - 2] != "of")
        continue;
      const std::string& partition = phrase.args.back();
      const TopicSpec* topic =
          FindTopic(scenario_, step.cluster, partition.substr(0, partition.rfind('/')));
      if (topic == nullptr) continue;
      const bool of_one = words.front() == "leader" || words.front() == "isr" ||
                          words.front() == "replica" || phrase.pattern.starts_with("any replica");
      if (words.front() == "replicas" || (of_one && topic->replication == 1)) return partition;
      named[partition].insert(phrase.text.substr(0, phrase.text.rfind(" of ")));
      if (NamesAll(named[partition], topic->replication)) return partition;
    }
    return "";
  }

  // As written: "leader", "followers", "follower 2", "any follower", "replica 1".
  static bool NamesAll(const std::set<std::string>& named, std::int32_t replication) {
    if (named.contains("leader") && named.contains("followers")) return true;
    if (replication == kUnread) return false;
    const auto how_many = [&](std::string_view role) {
      return std::count_if(named.begin(), named.end(),
                           [&](const std::string& text) { return text.starts_with(role); });
    };
    if (how_many("replica ") == replication) return true;
    const bool followers = how_many("follower ") == replication - 1 ||
                           (replication == 2 && named.contains("any follower"));
    return named.contains("leader") && followers;
  }

  const Tree& root_;
  const Vocabulary& vocabulary_;
  const Scenario& scenario_;
  Diagnostics& complaints_;
};

}  // namespace

void CheckDestructive(const Tree& root, const Vocabulary& vocabulary, const Scenario& scenario,
                      Diagnostics& complaints) {
  if (!scenario.destructive) DestructiveCheck(root, vocabulary, scenario, complaints).Run();
}

}  // namespace kproof
