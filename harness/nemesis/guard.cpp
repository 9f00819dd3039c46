#include "harness/nemesis/guard.h"

#include <algorithm>

#include "harness/base/error.h"

namespace kproof {

Undo Guard::Claim(const FaultType& fault, const Target& target, const Situation& situation) {
  if (!fault.takes_down || target.nodes.empty()) return {};
  const std::lock_guard lock(mutex_);
  auto& down = down_[situation.cluster->name()];
  std::set<int> would(down.begin(), down.end());
  for (Node* const node : situation.cluster->nodes())
    if (node->Exit()) would.insert(node->id());
  for (const Node* const node : target.nodes) would.insert(node->id());
  for (const auto& [name, partition] : situation.view.partitions) {
    const auto& replicas = partition.replicas;
    const bool some_left = std::any_of(replicas.begin(), replicas.end(),
                                       [&](std::int32_t id) { return would.count(id) == 0; });
    if (destructive_ || replicas.empty() || some_left) continue;
    throw WouldDestroy(ErrorKind::kUsage,
                       fault.name + " " + target.name + " would leave no replica of " + name,
                       Hint("write `destructive: true` in the scenario if that is what you want"));
  }
  std::vector<int> ids;
  for (const Node* const node : target.nodes) ids.push_back(node->id());
  down.insert(ids.begin(), ids.end());
  return Undo("forget which nodes are down", [this, &down, ids] {
    const std::lock_guard release(mutex_);
    for (const int id : ids) down.erase(down.find(id));
  });
}

}  // namespace kproof
