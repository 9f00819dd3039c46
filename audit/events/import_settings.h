// Settings: `config` events, kept until all origins and topics are known that they apply to.
//
// A config that names an origin, topic, node or actor is about that one alone; one that names none
// is about every producer, topic and node of its cluster. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/event.h"
#include "audit/store/sinks.h"

namespace kproof {

class SettingsImporter {
 public:
  void Take(const Event& event, Complaints& complaints);
  // Cluster and name of each topic that a config names.
  std::set<std::pair<std::string, std::string>> Topics() const;
  // Whether its cleanup.policy compacts it.
  bool IsCompacted(const std::string& cluster, const std::string& topic) const;
  // `origins`: cluster → those that sent there. `topics`: cluster and topic → partitions that were
  // named. `scope_of`: what the store calls settings of an actor.
  void Write(SettingSink& store, const std::map<std::string, std::set<std::string>>& origins,
             const std::map<std::pair<std::string, std::string>, std::int32_t>& topics,
             const std::function<std::string(const std::string& actor)>& scope_of) const;

 private:
  struct Value {
    std::string text;
    std::uint64_t line = 0;
    std::string source;
  };
  using Subject = std::tuple<std::string, std::string, std::string>;  // scope, cluster, name or ""
  using Values = std::map<std::string, Value>;
  void Put(const Subject& subject, const std::string& key, const OtherValue& value,
           const Event& event, Complaints& complaints);
  // The settings of these names ("": of the entire cluster), a later one's over an earlier one's.
  Values Of(const std::string& scope, const std::string& cluster,
            const std::vector<std::string>& names) const;

  std::map<Subject, Values> values_;
};

}  // namespace kproof
