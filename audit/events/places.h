// Clusters, topics and partitions by number.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/events/names.h"

namespace kproof {

struct Place {
  std::uint32_t cluster = 0, topic = 0;  // `topic` is of any cluster
  std::int32_t partition = 0;
  std::uint32_t topic_id = 0;  // its number; that of "": not known

  bool operator==(const Place&) const = default;
};

class Places {
 public:
  Places() { ids_.NumberOf(""); }

  std::uint32_t NumberOf(std::string_view cluster, std::string_view topic, std::int32_t partition,
                         std::string_view topic_id = {}) {
    const Place place{clusters_.NumberOf(cluster), topics_.NumberOf(topic), partition,
                      topic_id.empty() ? 0 : ids_.NumberOf(topic_id)};
    if (last_ < places_.size() && places_[last_] == place) return last_;
    const auto [known, fresh] =
        numbers_.try_emplace(place, static_cast<std::uint32_t>(places_.size()));
    if (fresh) places_.push_back(place);
    return last_ = known->second;
  }
  const std::string& ClusterOf(std::uint32_t place) const {
    return clusters_.NameOf(places_[place].cluster);
  }
  const std::string& TopicOf(std::uint32_t place) const {
    return topics_.NameOf(places_[place].topic);
  }
  const std::string& TopicIdOf(std::uint32_t place) const {
    return ids_.NameOf(places_[place].topic_id);
  }
  std::int32_t PartitionOf(std::uint32_t place) const { return places_[place].partition; }
  std::size_t size() const { return places_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Place& place) const {
      return ((std::size_t{place.topic} * 1'000'003 + place.cluster) * 1'000'003 +
              static_cast<std::size_t>(place.partition)) *
                 1'000'003 +
             place.topic_id;
    }
  };
  Names clusters_, topics_, ids_;
  std::unordered_map<Place, std::uint32_t, Hash> numbers_;
  std::vector<Place> places_;
  std::uint32_t last_ = 0;
};

}  // namespace kproof
