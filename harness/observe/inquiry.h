// Questions that the observer does not ask all the time: each is put to a chosen node when a step
// needs the answer. A missing answer does not mean "no".
//
// Thread-safe: every question opens connections of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/cluster/cluster.h"
#include "harness/observe/observer.h"

namespace kproof {

enum class CoordinatorOf { kGroup, kTransaction };

// What a target or a state may ask; an empty function: there is nobody to ask.
struct Inquiry {
  // The broker that coordinates this group or transactional id.
  std::function<std::optional<int>(CoordinatorOf, const std::string& name)> coordinator;
  // Records below the high watermarks that the group has not committed, over all partitions of
  // which it has committed any.
  std::function<std::optional<std::int64_t>(const std::string& group)> lag;
};

// Asks brokers that answered the observer last, one after the other until one knows, `timeout`
// each.
Inquiry AskNodes(const Cluster& cluster, const Observer& observer, Duration timeout);

// Partitions of which a reassignment is under way, "payments/0", as the active controller says;
// nothing: it did not answer.
std::optional<std::vector<std::string>> Reassigning(const Cluster& cluster, const ClusterView& view,
                                                    Duration timeout);

}  // namespace kproof
