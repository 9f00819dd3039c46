#include "audit/store/run_facts.h"

#include <string_view>

#include "audit/store/run_keys.h"
#include "harness/base/units.h"

namespace kproof {

std::optional<std::int32_t> NodeOf(const std::string& kind, const std::string& subject) {
  if (kind != "node" && kind != "disturbance") return std::nullopt;
  for (const std::string_view prefix : {"broker-", "controller-", "node-"}) {
    if (!subject.starts_with(prefix)) continue;
    const auto number = ParseInt(subject.substr(prefix.size()));
    if (number) return static_cast<std::int32_t>(*number);
  }
  return std::nullopt;
}

bool Supersedes(const PartitionState& now, const PartitionState& before) {
  if (now.leader_epoch != before.leader_epoch) return now.leader_epoch > before.leader_epoch;
  return now.node == now.leader || before.node != before.leader;
}

std::optional<RunMicros> ToldUntil(const std::map<std::string, std::string>& run) {
  const auto told = run.find(run_key::kToldUntilUs);
  return told == run.end() ? std::nullopt : ParseInt(told->second);
}

}  // namespace kproof
