#include "harness/agent/assigned.h"

namespace kproof {

PlaceId IdOf(const std::string& cluster, const ReadPlace& place) {
  return {.cluster = cluster, .topic = place.topic, .partition = place.partition};
}

Assignment FactOf(const GroupAssignment& assignment, const std::string& cluster,
                  const std::string& group, RunMicros at) {
  Assignment fact{.cluster = cluster,
                  .group = group,
                  .how = AssignHow::kSubscribe,
                  .generation = assignment.generation,
                  .at = at,
                  .places = {}};
  for (const auto& place : assignment.places)
    fact.places.push_back({.place = IdOf(cluster, place), .position = std::nullopt});
  return fact;
}

}  // namespace kproof
