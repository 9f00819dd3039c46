// Fills in the samples of a run while its agents, clusters and faults are there: the clients' live
// pages, the observers' last views, the nemesis. Nobody is asked anything for it.
//
// From its construction to its end, on the feed's thread; the parts outlive it.
#pragma once

#include "harness/nemesis/nemesis.h"
#include "harness/run/clusters.h"
#include "harness/run/fleet.h"
#include "harness/run/run_feed.h"

namespace kproof {

inline constexpr std::size_t kMostPartitions = 12;  // listed in a sample

class Sampler {
 public:
  Sampler(const Fleet& fleet, const Clusters& clusters, const Nemesis& nemesis, RunFeed& feed);
  ~Sampler() { feed_.SampleFrom({}); }
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

 private:
  void Fill(RunSample& sample);
  void FillRecords(RunSample& sample);

  const Fleet& fleet_;
  const Clusters& clusters_;
  const Nemesis& nemesis_;
  RunFeed& feed_;
  // The sample before; of the feed's thread.
  LiveState before_;
  RunMicros before_at_;
};

// Adds the partitions of one cluster to the sample, those that are worst off first.
void AddPartitions(const std::string& cluster, const ClusterView& view, RunSample& sample);

}  // namespace kproof
