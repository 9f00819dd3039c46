// From anomalies to findings: what the settings promise for the records concerned, and examples for
// people.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "audit/judge/checker.h"
#include "audit/judge/result.h"
#include "audit/judge/run/timeline.h"
#include "audit/promise/settings.h"

namespace kproof {

// What the settings promise to each producer and topic that took part. Keeps references.
class PromiseLookup {
 public:
  PromiseLookup(const History& history, const Timeline& timeline);

  const PromiseVerdict& Of(const std::string& guarantee, std::size_t stream);
  // For the run: holds where it holds for every producer and topic.
  PromiseVerdict Overall(const std::string& guarantee);

 private:
  const History& history_;
  Effective effective_;
  std::vector<FaultFact> failures_;  // what was injected, and nodes that ended unasked
  RunMicros end_;
  Duration shortest_outage_{0};  // of any failure
  std::set<std::string> transactional_;
  bool configured_ = true;
  std::map<std::int64_t, TopicRow> topics_;
  std::map<std::tuple<std::string, std::string, std::int64_t>, PromiseVerdict>
      known_;  // guarantee, producer, topic
};

// A node that ended unasked has crashed, whatever the cause: what is promised under the faults
// alone may not be promised with the crash. Adds each such crash, without an end; if its cluster is
// not known, it counts for each cluster.
void AddUnaskedDeaths(const FactReader& store, std::vector<FaultFact>& failures);

// A finding with its records sorted by what was promised for them.
struct JudgedFinding {
  Finding finding;
  std::uint64_t excluded = 0;  // the promise excludes them
  std::uint64_t allowed = 0;   // the settings allow them
  std::uint64_t unclear = 0;   // a setting could not be read
  std::uint64_t always = 0;    // excluded under every configuration
  std::vector<std::string> doubts = {};
};

JudgedFinding JudgeFinding(const std::string& check, CheckResult found, const History& history,
                           PromiseLookup& promises);

}  // namespace kproof
