// Makes the choices that a scenario leaves to the seed: "any broker", "any 2 controllers",
// "minority of brokers", "any replica of payments/0", "any follower of payments/0".
#include "harness/scenario/plan.h"

#include <algorithm>

#include "harness/base/random.h"
#include "harness/scenario/nodes.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

bool Together(const StepSpec& a, const StepSpec& b) {
  return ActiveWhenBegins(a, b) || ActiveWhenBegins(b, a);
}

class Chooser {
 public:
  Chooser(Scenario& scenario, std::uint64_t seed) : scenario_(scenario), random_(seed) {}

  void Run() {
    for (std::size_t at = 0; at < scenario_.steps.size(); ++at) {
      StepSpec& step = scenario_.steps[at];
      step.target = Chosen(step.target, at);
      for (auto& [param, target] : step.who) {
        const TargetPhrase chosen = Chosen(target, at);
        if (chosen != target) step.with[param] = chosen.text;
        target = chosen;
      }
    }
  }

 private:
  TargetPhrase Chosen(const TargetPhrase& target, std::size_t at) {
    std::vector<Phrase> parts;
    std::vector<Phrase> except;
    for (const auto& phrase : target.except) Choose(phrase, target, at, except);
    for (const auto& phrase : target.parts) Choose(phrase, target, at, parts);
    return parts == target.parts && except == target.except ? target : MakeTarget(parts, except);
  }

  // Adds what the phrase stands for.
  void Choose(const Phrase& phrase, const TargetPhrase& target, std::size_t at,
              std::vector<Phrase>& into) {
    const StepSpec& step = scenario_.steps[at];
    const ClusterSpec& cluster = scenario_.clusters.at(step.cluster);
    const bool replica = phrase.pattern == "any replica of {partition}";
    if (replica || phrase.pattern == "any follower of {partition}") {
      const std::string& partition = phrase.args.at(0);
      const auto replication = Replication(step.cluster, partition);
      const auto below =
          static_cast<std::uint64_t>(std::max(1, replica ? replication : replication - 1));
      const std::string number = std::to_string(1 + random_.Below(below));
      const std::string word = replica ? "replica" : "follower";
      into.push_back({word + " " + number + " of " + partition,
                      word + " {n} of {partition}",
                      {number, partition}});
      return;
    }
    const auto choice = ChoiceIn(phrase, cluster);
    if (!choice) {
      into.push_back(phrase);
      return;
    }
    const std::string kind = choice->brokers ? "broker" : "controller";
    for (const auto number : Numbers(*choice, target, at))
      into.push_back(
          {kind + " " + std::to_string(number), kind + " {n}", {std::to_string(number)}});
  }

  std::int32_t Replication(const std::string& cluster, const std::string& partition) const {
    const TopicSpec* topic =
        FindTopic(scenario_, cluster, partition.substr(0, partition.rfind('/')));
    return topic == nullptr ? 1 : topic->replication;
  }

  std::set<std::int32_t> Numbers(const NodeChoice& choice, const TargetPhrase& target,
                                 std::size_t at) {
    auto free = Free(choice, target, at);
    std::set<std::int32_t> numbers;
    while (numbers.size() < static_cast<std::size_t>(choice.count) && !free.empty()) {
      const auto index = static_cast<std::ptrdiff_t>(random_.Below(free.size()));
      numbers.insert(free[static_cast<std::size_t>(index)]);
      free.erase(free.begin() + index);
    }
    return numbers;
  }

  // Nodes of the kind that neither the rest of the target takes nor a step that is certainly active
  // at the same time; all of them when too few are left.
  std::vector<std::int32_t> Free(const NodeChoice& choice, const TargetPhrase& target,
                                 std::size_t at) const {
    const ClusterSpec& cluster = scenario_.clusters.at(scenario_.steps[at].cluster);
    const bool brokers = choice.brokers || cluster.combined;
    std::set<std::int32_t> taken;
    const auto take = [&](const TargetPhrase& by) {
      const Taken nodes = TakenBy(by, cluster);
      for (const auto number : brokers ? nodes.brokers : nodes.controllers) taken.insert(number);
    };
    take({"", target.parts, {}});
    take({"", target.except, {}});
    for (std::size_t other = 0; other < scenario_.steps.size(); ++other)
      if (other != at && Together(scenario_.steps[other], scenario_.steps[at]))
        take(scenario_.steps[other].target);
    std::vector<std::int32_t> free;
    std::vector<std::int32_t> every;
    for (std::int32_t number = 1; number <= choice.out_of; ++number) {
      every.push_back(number);
      if (taken.count(number) == 0) free.push_back(number);
    }
    return free.size() < static_cast<std::size_t>(choice.count) ? every : free;
  }

  Scenario& scenario_;
  Random random_;
};

}  // namespace

Plan MakePlan(const Scenario& scenario, std::uint64_t seed) {
  Plan plan{scenario, seed};
  Chooser(plan.scenario, seed).Run();
  return plan;
}

}  // namespace kproof
