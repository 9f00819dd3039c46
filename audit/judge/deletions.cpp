#include "audit/judge/deletions.h"

#include <algorithm>
#include <string>
#include <utility>

namespace kproof {

Deletions::Deletions(const StoreReader& store) {
  std::map<std::pair<std::string, std::string>, std::int64_t> topics;
  for (const auto& topic : store.Topics()) topics[{topic.cluster, topic.name}] = topic.id;
  for (const auto& fault : store.Faults()) {
    if (fault.failure_class != "deletion" || fault.fault == "delete-records" || !fault.from)
      continue;
    for (const auto& name : fault.topics) {
      const auto topic = topics.find({fault.cluster, name});
      if (topic != topics.end()) requests_[topic->second].push_back({*fault.from, fault.to});
    }
  }
  for (const auto& [topic, ids] : store.TopicIds()) {
    if (ids.size() > 1 && !requests_.contains(topic)) several_ids_.insert(topic);
  }
}

Deletions::When Deletions::AckedWhen(std::int64_t topic, RunMicros from, RunMicros until) const {
  const auto requests = requests_.find(topic);
  if (requests == requests_.end()) return When::kAfter;
  auto when = When::kAfter;
  for (const auto& request : requests->second) {
    if (until < request.from) return When::kBefore;
    if (!request.to || from <= *request.to) when = When::kDuring;
  }
  return when;
}

}  // namespace kproof
