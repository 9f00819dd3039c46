// The clusters of one run with an observer each: started, given their topics, watched.
//
// Observers write what changes as facts from their own threads; everything else belongs to the
// conductor's.
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
#include "harness/run/equipment.h"
#include "harness/scenario/plan.h"

namespace kproof {

class Clusters {
 public:
  using Say = std::function<void(const std::string&)>;
  using Failed = std::function<void(const Error&)>;

  // Starts each cluster that is not `lent`, creates its topics and writes topics and settings as
  // facts. Throws Error(kNotRun) where that can't be done. `failed` is told, from an observer's
  // thread, what the store refused.
  Clusters(const Plan& plan, Equipment& equipment, const std::string& node_folder,
           const std::string& log_folder, ClusterSink& store, RunClock clock, const Say& say,
           const Failed& failed, std::vector<std::unique_ptr<Cluster>> lent = {});

  struct Member {
    std::unique_ptr<Cluster> cluster;
    std::map<int, std::int64_t> log_from = {};  // node → bytes of its log from before this run
    std::unique_ptr<Observer> observer;
  };
  const std::map<std::string, Member>& members() const { return members_; }
  std::map<std::string, std::string> Bootstraps() const;

  // Every broker in, every ISR full, a controller active; asked afresh. `missing` says what not.
  bool WholeNow(std::string* missing) const;
  // From now on everything that happens to any node is a disturbance again.
  void ForgiveNobody();
  // What is wrong with the nodes' own disks by now, one text each.
  std::vector<std::string> DiskTroubles() const;
  // Telling lines of every node's log, as facts.
  void RecordLogLines(std::int64_t wall_minus_run_micros);
  // What each node logged in this run, for logs that stand elsewhere.
  void CopyLogs(const std::string& folder) const;
  // Ends observers and hands the clusters over.
  std::vector<std::unique_ptr<Cluster>> Release();

 private:
  void Watch(const std::string& name, Member& member, const std::vector<std::string>& topics,
             bool first);

  ClusterSink& store_;
  RunClock clock_;
  Say say_;
  Failed failed_;
  std::map<std::string, Member> members_;
};

}  // namespace kproof
