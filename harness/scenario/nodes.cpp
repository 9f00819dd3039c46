// The words of targets that name nodes for certain, or leave a choice among nodes to the plan.
#include "harness/scenario/nodes.h"

#include <algorithm>

#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/scenario/agents.h"

namespace kproof {
namespace {

using Numbers = std::set<std::int32_t>;

Numbers FromOneTo(std::int32_t last) {
  Numbers numbers;
  for (std::int32_t number = 1; number <= last; ++number) numbers.insert(number);
  return numbers;
}

std::int32_t NumberIn(const Phrase& phrase) {
  return static_cast<std::int32_t>(ParseInt(phrase.args.at(0)).value_or(0));
}

// False when the phrase is a role. Agents are no nodes: they take none.
bool AddTaken(const Phrase& phrase, const ClusterSpec& cluster, Taken& taken) {
  const std::string& pattern = phrase.pattern;
  Numbers& controllers = cluster.combined ? taken.brokers : taken.controllers;
  const bool all = pattern == "all";
  if (const auto choice = ChoiceIn(phrase, cluster)) {
    (choice->brokers || cluster.combined ? taken.any_brokers : taken.any_controllers) +=
        choice->count;
  } else if (pattern == "broker {n}") {
    taken.brokers.insert(NumberIn(phrase));
  } else if (pattern == "controller {n}") {
    controllers.insert(NumberIn(phrase));
  } else if (all || pattern == "brokers" || pattern == "controllers") {
    if (all || pattern == "brokers") taken.brokers.merge(FromOneTo(cluster.brokers));
    if (all || pattern == "controllers")
      controllers.merge(FromOneTo(cluster.combined ? cluster.brokers : cluster.controllers));
  } else if (pattern == "rack {rack}") {
    const auto in_rack = [&](std::int32_t number) {
      return !cluster.racks.empty() &&
             cluster.racks[static_cast<std::size_t>(number - 1) % cluster.racks.size()] ==
                 phrase.args.at(0);
    };
    for (const auto number : FromOneTo(cluster.brokers))
      if (in_rack(number)) taken.brokers.insert(number);
    for (const auto number : FromOneTo(cluster.combined ? 0 : cluster.controllers))
      if (in_rack(number)) controllers.insert(number);
  } else {
    return NamesAgents(pattern);
  }
  return true;
}

}  // namespace

Taken TakenBy(const TargetPhrase& target, const ClusterSpec& cluster) {
  Taken taken;
  Taken left_out;
  for (const auto& phrase : target.parts) AddTaken(phrase, cluster, taken);
  for (const auto& phrase : target.except)
    if (!AddTaken(phrase, cluster, left_out)) return {};
  for (const auto number : left_out.brokers) taken.brokers.erase(number);
  for (const auto number : left_out.controllers) taken.controllers.erase(number);
  return taken;
}

std::optional<NodeChoice> ChoiceIn(const Phrase& phrase, const ClusterSpec& cluster) {
  const auto words = SplitWords(phrase.pattern);
  const bool brokers = words.back() == "broker" || words.back() == "brokers";
  if (!brokers && words.back() != "controller" && words.back() != "controllers")
    return std::nullopt;
  NodeChoice choice{brokers, 0,
                    brokers || cluster.combined ? cluster.brokers : cluster.controllers};
  if (words.front() == "any")
    choice.count = words.size() == 2 ? 1 : NumberIn(phrase);
  else if (words.front() == "majority")
    choice.count = choice.out_of / 2 + 1;
  else if (words.front() == "minority")
    choice.count = (choice.out_of - 1) / 2;
  else
    return std::nullopt;
  return choice;
}

bool ActiveWhenBegins(const StepSpec& first, const StepSpec& second) {
  if (first.cluster != second.cluster || !first.begin.time || !second.begin.time) return false;
  const Duration from = *first.begin.time;
  const Duration at = *second.begin.time;
  return from == at || (from < at && first.end.time && at < from + *first.end.time);
}

}  // namespace kproof
