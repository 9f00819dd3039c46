// The cluster that `kproof cluster up` holds: a folder in the cache with a note of its nodes,
// locked as long as the holder lives, so that others see whether it is up without guessing from a
// process id.
//
// One at a time for each cache folder. Throws Error with the path in it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/base/file_lock.h"
#include "harness/cluster/cluster.h"

namespace kproof {

class HeldCluster {
 public:
  struct NodeNote {
    std::string name, host;
    int port = 0;
    bool broker = false;
  };

  // Takes the lock; throws Error(kUsage) when another holder has it.
  static HeldCluster Claim();
  HeldCluster(HeldCluster&& other) noexcept = default;
  ~HeldCluster();  // removes the note; the kernel frees the lock

  const std::string& folder() const { return folder_; }
  void Describe(const Cluster& cluster) const;

  // The nodes of the cluster that is up; empty when none is.
  static std::vector<NodeNote> Nodes();
  // Asks the holder to end and waits until it has ended; false when there was none. Throws Error
  // when it does not end.
  static bool End();

 private:
  HeldCluster(std::string folder, FileLock lock)
      : folder_(std::move(folder)), lock_(std::make_unique<FileLock>(std::move(lock))) {}
  std::string folder_;
  std::unique_ptr<FileLock> lock_;  // null once it was moved away
};

}  // namespace kproof
