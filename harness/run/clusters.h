// The clusters of one run: creates their topics and has an observer for each. The stage owns them.
//
// Observers write changes as facts from threads of their own; everything else belongs to the
// conductor's thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/store/sinks.h"
#include "harness/base/error.h"
#include "harness/cluster/cluster.h"
#include "harness/observe/observer.h"
#include "harness/run/stage.h"
#include "harness/scenario/plan.h"

namespace kproof {

class Clusters {
 public:
  using Say = std::function<void(const std::string&)>;
  using Failed = std::function<void(const Error&)>;

  // Creates the plan's topics and writes topics and settings as facts. Throws Error(kNotRun) where
  // that can't be done. `failed` gets what the store refused, on the thread of an observer.
  Clusters(const Plan& plan, const Stage& stage, ClusterSink& store, RunClock clock, const Say& say,
           const Failed& failed);

  struct Member {
    Cluster* cluster = nullptr;
    std::unique_ptr<Observer> observer = nullptr;
  };
  const std::map<std::string, Member>& members() const { return members_; }
  std::map<std::string, std::string> Bootstraps() const;

  // Whether every broker is unfenced, every ISR is full and a controller is active; nodes are asked
  // anew. `missing` gets what is not so.
  bool WholeNow(std::string* missing) const;
  // From now on everything that happens to any node is a disturbance again.
  void ExpectAllUp();
  // What is wrong with the nodes' own disks by now, one text each.
  std::vector<std::string> DiskTroubles() const;
  // Writes the notable lines of every node's log as facts.
  void RecordLogLines(std::int64_t wall_minus_run_micros);

 private:
  void Watch(const std::string& name, Member& member, const std::vector<std::string>& topics,
             bool first);

  const Stage& stage_;
  ClusterSink& store_;
  RunClock clock_;
  Say say_;
  Failed failed_;
  std::map<std::string, Member> members_;
};

}  // namespace kproof
