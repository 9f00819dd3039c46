// What was configured: `config` events, until all origins and topics are known that they are about.
//
// A config that names an origin, topic or node is about that one alone; one that names none is
// about every one of its cluster. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/event.h"
#include "audit/store/writer.h"

namespace kproof {

class SettingsBook {
 public:
  void Take(const Event& event, Complaints& complaints);
  // `origins`: cluster → those that sent there. `topics`: cluster and topic → partitions that were
  // named.
  void Write(StoreWriter& store, const std::map<std::string, std::set<std::string>>& origins,
             const std::map<std::pair<std::string, std::string>, std::int32_t>& topics) const;

 private:
  struct Value {
    std::string text;
    std::uint64_t line = 0;
  };
  using Subject = std::tuple<std::string, std::string, std::string>;  // scope, cluster, name or ""
  void Put(const Subject& subject, const std::string& key, const OtherValue& value,
           std::uint64_t line, Complaints& complaints);
  // The cluster's settings, overridden by the subject's own.
  std::map<std::string, std::string> Of(const std::string& scope, const std::string& cluster,
                                        const std::string& name) const;

  std::map<Subject, std::map<std::string, Value>> values_;
};

}  // namespace kproof
