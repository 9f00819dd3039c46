// Clusters that runs hand on to each other, because starting them takes longer than most trials:
// the next run gets fresh topics on them and says that they are whole before it goes on.
//
// Only clusters of equal specs with the same equipment are handed on, and only after a run that
// left them as they were: see LeavesAsItWas. Anything else is started anew.
//
// Belongs to the thread that starts the runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/file_lock.h"
#include "harness/cluster/cluster.h"
#include "harness/run/place.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class Equipment;

// Whether clusters that went through this scenario are as good as new once they are whole again and
// have other topics. Not so where a fault leaves something behind (FaultType::remains) or was not
// undone, where nodes have the shim in them, or where consumer groups kept offsets.
bool LeavesAsItWas(const Scenario& scenario);

// Equal for scenarios that can use the same clusters one after the other.
std::string ShareKey(const Scenario& scenario);

class ClusterShare {
 public:
  // A folder below `out` has the nodes' files and logs, which outlive runs; it is removed at the
  // end, by `kproof cleanup` where that did not come. Throws Error when it can't be made.
  explicit ClusterShare(const std::string& out);
  ~ClusterShare();
  ClusterShare(const ClusterShare&) = delete;
  ClusterShare& operator=(const ClusterShare&) = delete;

  // What one run leaves to the next; empty: nothing fits.
  struct Lot {
    std::string key;
    std::shared_ptr<Equipment> equipment;
    std::vector<std::unique_ptr<Cluster>> clusters;  // they end before the equipment
  };
  // What was given back, where it fits and every node still runs, without the topics that were on
  // it; ends it otherwise.
  Lot Take(const Scenario& scenario);
  void GiveBack(Lot lot);

  // A folder that is not taken yet, for clusters that are started anew.
  std::string NewFolder();

 private:
  bool Cleaned() const;

  std::string folder_;
  std::optional<FileLock> lock_;
  int folders_ = 0;
  Lot lot_;
};

}  // namespace kproof
