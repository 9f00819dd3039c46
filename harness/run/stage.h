// The clusters of a run, the equipment for its faults, and the folders of their files. A stage has
// one owner, who runs on it, passes it on to the next run, or keeps it.
//
// Belongs to the thread that starts the runs.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "harness/cluster/cluster.h"
#include "harness/run/place.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class Equipment;

struct StageFolders {
  std::string nodes;  // what the folder of each cluster's nodes begins with: nodes-main, nodes-east
  std::string logs;   // exists already, or is made with the first node
};

class Stage {
 public:
  using Say = std::function<void(const std::string&)>;

  // Starts the scenario's clusters. Throws Error(kNotRun) when this place can't give what its
  // faults need, or a cluster does not come up; then everything has ended.
  Stage(const Scenario& scenario, const RunPlace& place, StageFolders folders, const Say& say);
  Stage(Stage&& other) noexcept;
  Stage& operator=(Stage&& other) noexcept;
  ~Stage();  // ends the clusters, then what they stand on

  // For which scenarios it can be used again (reuse.h).
  const std::string& key() const { return key_; }
  Equipment& equipment() const { return *equipment_; }
  const std::map<std::string, std::unique_ptr<Cluster>>& clusters() const { return clusters_; }

  // Prepares clusters that are as good as new for another run: deletes all topics, and counts what
  // nodes logged until now to the run before. False: a node has ended, so the stage can't be used.
  bool Renew();
  // Bytes of the node's log from before the present run.
  std::int64_t LogFrom(const std::string& cluster, int node) const;
  // Copies what each node logged in the present run to `folder`, unless it logs there itself.
  // Throws Error(kNotRun) when the disk refuses.
  void CopyLogs(const std::string& folder) const;

 private:
  std::string key_;
  StageFolders folders_;
  std::unique_ptr<Equipment> equipment_;
  std::map<std::string, std::unique_ptr<Cluster>> clusters_;  // they end before the equipment
  std::map<std::pair<std::string, int>, std::int64_t> log_from_;
};

}  // namespace kproof
