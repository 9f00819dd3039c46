// The words of targets that name nodes for certain; vocabulary.h says what they mean.
#include "harness/scenario/nodes.h"

#include "harness/base/units.h"

namespace kproof {
namespace {

std::set<std::int32_t> FromOneTo(std::int32_t last) {
  std::set<std::int32_t> numbers;
  for (std::int32_t number = 1; number <= last; ++number) numbers.insert(number);
  return numbers;
}

}  // namespace

Taken TakenBy(const Phrase& target, const ClusterSpec& cluster) {
  Taken taken;
  auto& controllers = cluster.combined ? taken.brokers : taken.controllers;
  const auto number = [&] {
    return static_cast<std::int32_t>(ParseInt(target.args.at(0)).value_or(0));
  };
  const std::string& pattern = target.pattern;
  if (pattern == "any broker") taken.any_brokers = 1;
  if (pattern == "any controller")
    (cluster.combined ? taken.any_brokers : taken.any_controllers) = 1;
  if (pattern == "broker {n}") taken.brokers = {number()};
  if (pattern == "controller {n}") controllers = {number()};
  if (pattern == "brokers" || pattern == "all") taken.brokers = FromOneTo(cluster.brokers);
  if (pattern == "controllers" || pattern == "all")
    controllers = FromOneTo(cluster.combined ? cluster.brokers : cluster.controllers);
  return taken;
}

bool ActiveWhenBegins(const StepSpec& first, const StepSpec& second) {
  if (first.cluster != second.cluster || !first.begin.time || !second.begin.time) return false;
  const Duration from = *first.begin.time;
  const Duration at = *second.begin.time;
  return from == at || (from < at && first.end.time && at < from + *first.end.time);
}

}  // namespace kproof
