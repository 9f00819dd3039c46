// Facts about an unknown incarnation of a topic: they may belong to any of them.
//
// Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/judge/facts/history.h"

namespace kproof {

class Vague {
 public:
  // `history` must have loaded its names.
  explicit Vague(const History& history);

  bool any() const { return !siblings_.empty(); }
  // Something of that group, or a reset of it, may have happened in this partition.
  bool InGroup(const GroupId& group, PartitionKey key) const;
  bool Reset(const GroupId& group, PartitionKey key) const;
  // Whether any fact of a reader or about a group may be about this topic.
  bool Readers(std::int64_t topic) const { return readers_.contains(topic); }
  // Whether a reader with assignments read this incarnation without one.
  bool Unassigned(std::int64_t topic) const { return unassigned_.contains(topic); }
  // Whether a record that was sent or found may have gone to this partition.
  bool Records(PartitionKey key) const;
  // The same partition of the incarnations that are known, of one that is not; none of another one.
  std::vector<PartitionKey> OthersOf(PartitionKey key) const;

 private:
  using Place = std::tuple<std::string, std::string, std::int32_t>;  // cluster, topic, partition
  Place PlaceOf(PartitionKey key) const;
  void LoadRecords();
  void LoadGroups();

  const History& history_;
  std::map<std::int64_t, std::vector<std::int64_t>> siblings_;  // by unknown topics
  std::set<std::pair<GroupId, Place>> groups_, resets_;
  std::set<Place> records_;
  std::set<std::int64_t> readers_;     // unknown topics
  std::set<std::int64_t> unassigned_;  // known ones
};

}  // namespace kproof
