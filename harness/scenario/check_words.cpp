// What targets and states name is there: topics, partitions, nodes, racks, agents, steps.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/scenario/agents.h"
#include "harness/scenario/nodes.h"
#include "harness/scenario/parts.h"

namespace kproof {
namespace {

constexpr const char* kEverybodyElse = "everybody else";

// One phrase in the circumstances in which it stands.
class WordCheck {
 public:
  WordCheck(const Scenario& scenario, const std::string& cluster, const SourcePlace& place,
            Diagnostics& complaints)
      : scenario_(scenario), cluster_(cluster), place_(place), complaints_(complaints) {}

  void Run(const Phrase& phrase) {
    const auto words = SplitWords(phrase.pattern);
    std::size_t hole = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at].front() != '{') continue;
      const std::string& arg = phrase.args.at(hole++);
      if (words[at] == "{topic}") TopicExists(arg);
      if (words[at] == "{partition}") PartitionExists(arg);
      for (const auto& kind : NamedAgentKinds())
        if (words[at] == "{" + kind + "}") AgentExists(kind, arg);
      if (words[at] == "{rack}") RackExists(arg);
      if (words[at] == "{step}") StepExists(arg);
      if (words[at] == "{n}" && at > 0) NumberExists(words[at - 1], arg, phrase);
    }
    if (const auto spec = scenario_.clusters.find(cluster_); spec != scenario_.clusters.end())
      ChoiceExists(phrase, spec->second);
  }

 private:
  void Complain(const std::string& what, const std::string& hint) {
    complaints_.At(place_, what, hint);
  }

  const TopicSpec* TopicExists(const std::string& name) {
    const TopicSpec* topic = FindTopic(scenario_, cluster_, name);
    if (topic != nullptr) return topic;
    std::vector<std::string> names;
    for (const auto& other : scenario_.topics)
      if (other.cluster == cluster_) names.push_back(other.name);
    Complain(fmt::format("there is no topic '{}'", name), Instead(name, names));
    return nullptr;
  }

  void PartitionExists(const std::string& name) {
    const auto slash = name.rfind('/');
    const TopicSpec* topic = TopicExists(name.substr(0, slash));
    if (topic == nullptr || topic->partitions == kUnread) return;
    if (ParseInt(name.substr(slash + 1)).value_or(0) >= topic->partitions)
      Complain(fmt::format("there is no partition {}", name),
               fmt::format("topic {} has partitions 0 to {}", topic->name, topic->partitions - 1));
  }

  // A number says what it counts by the word before it.
  void NumberExists(const std::string& before, const std::string& number, const Phrase& phrase) {
    if (before == "broker" || before == "controller") return NodeExists(before, number);
    if (before == "is" || before == "contains") return NodeExists("broker", number);
    if (before == "replica" || before == "follower") return ReplicaExists(before, number, phrase);
  }

  // "broker {n}" and "controller {n}" count from 1; in combined mode each broker is a controller.
  void NodeExists(const std::string& kind, const std::string& number) {
    const auto cluster = scenario_.clusters.find(cluster_);
    if (cluster == scenario_.clusters.end()) return;
    const bool broker = kind == "broker" || cluster->second.combined;
    const auto most = broker ? cluster->second.brokers : cluster->second.controllers;
    const auto n = ParseInt(number).value_or(0);
    if (most != kUnread && (n < 1 || n > most))
      Complain(fmt::format("there is no {} {}", kind, number),
               fmt::format("cluster {} has {}, counted from 1", cluster_, most));
  }

  // "replica {n} of {partition}", "follower {n} of {partition}"
  void ReplicaExists(const std::string& kind, const std::string& number, const Phrase& phrase) {
    const std::string& partition = phrase.args.back();
    const TopicSpec* topic =
        FindTopic(scenario_, cluster_, partition.substr(0, partition.rfind('/')));
    if (topic == nullptr || topic->replication == kUnread) return;
    const auto most = topic->replication - (kind == "follower" ? 1 : 0);
    const auto n = ParseInt(number).value_or(0);
    if (n < 1 || n > most)
      Complain(fmt::format("there is no {} {} of {}", kind, number, partition),
               fmt::format("it has {}, counted from 1", most));
  }

  // "any 4 brokers" of three, the minority of one.
  void ChoiceExists(const Phrase& phrase, const ClusterSpec& spec) {
    const auto choice = ChoiceIn(phrase, spec);
    if (!choice || choice->out_of == kUnread) return;
    const std::string kind = choice->brokers ? "brokers" : "controllers";
    if (choice->count < 1)
      Complain(fmt::format("'{}' matches no node", phrase.text),
               fmt::format("cluster {} has {} {}", cluster_, choice->out_of, kind));
    if (choice->count > choice->out_of)
      Complain(fmt::format("there are no {} {}", choice->count, kind),
               fmt::format("cluster {} has {}", cluster_, choice->out_of));
  }

  // By its name, which stands for all its instances, or by that of one: "checkout-0".
  void AgentExists(const std::string& kind, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& agents : AgentsOf(scenario_)) {
      if (agents.kind != kind || agents.cluster != cluster_) continue;
      names.push_back(agents.name);
      for (std::int32_t number = 0; number < agents.count; ++number)
        if (name == InstanceName(agents.name, number)) return;
    }
    if (Contains(names, name)) return;
    Complain(fmt::format("there is no {} '{}'", kind, name), Instead(name, names));
  }

  void RackExists(const std::string& name) {
    const auto cluster = scenario_.clusters.find(cluster_);
    if (cluster == scenario_.clusters.end()) return;
    const auto& racks = cluster->second.racks;
    if (Contains(racks, name)) return;
    Complain(fmt::format("there is no rack '{}' in cluster {}", name, cluster_),
             racks.empty() ? "give it some, as in `racks: [a, b, c]`" : Instead(name, racks));
  }

  void StepExists(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& step : scenario_.steps)
      if (!step.name.empty()) names.push_back(step.name);
    if (!Contains(names, name))
      Complain(fmt::format("there is no step called '{}'", name), Instead(name, names));
  }

  const Scenario& scenario_;
  const std::string& cluster_;
  const SourcePlace place_;
  Diagnostics& complaints_;
};

void CheckTarget(const TargetPhrase& target, WordCheck check) {
  for (const auto& phrase : target.parts) check.Run(phrase);
  for (const auto& phrase : target.except) check.Run(phrase);
}

bool Names(const TargetPhrase& target, const std::string& pattern) {
  const auto is = [&](const Phrase& phrase) { return phrase.pattern == pattern; };
  return std::any_of(target.parts.begin(), target.parts.end(), is) ||
         std::any_of(target.except.begin(), target.except.end(), is);
}

}  // namespace

void CheckWords(const Tree& root, const Scenario& scenario, Diagnostics& complaints) {
  for (std::size_t at = 0; at < scenario.steps.size(); ++at) {
    const StepSpec& step = scenario.steps[at];
    const auto place = [&](std::vector<std::string> path) {
      path.insert(path.begin(), {"steps", std::to_string(at)});
      return PlaceOf(root, path);
    };
    const auto check = [&](const SourcePlace& where) {
      return WordCheck(scenario, step.cluster, where, complaints);
    };
    CheckTarget(step.target, check(place({"target"})));
    if (Names(step.target, kEverybodyElse))
      complaints.At(place({"target"}), "'everybody else' can't be the target of a step",
                    "use it under `with`, where it means everything that is not the target");
    for (const auto& [param, target] : step.who) CheckTarget(target, check(place({"with", param})));
    if (step.begin.state) check(place({"when"})).Run(*step.begin.state);
    if (step.end.state) check(place({"until"})).Run(*step.end.state);
  }
  // A state of abort_if is asked of every cluster; it has to be about one of them at least.
  for (const auto& state : scenario.abort_if) {
    std::optional<Diagnostics> first;
    bool right = false;
    for (const auto& [name, spec] : scenario.clusters) {
      Diagnostics own;
      WordCheck(scenario, name, PlaceOf(root, {"abort_if"}), own).Run(state);
      right = right || own.all().empty();
      if (!first) first = own;
    }
    if (right || !first) continue;
    for (const auto& one : first->all()) complaints.all().push_back(one);
  }
}

}  // namespace kproof
