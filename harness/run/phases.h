// The phases of a run in order, each a function that ends when its state is reached, its limit has
// passed, or the run is asked to end. What could not be reached is a problem in the store, and the
// verdict is inconclusive because of it.
//
// Belongs to the conductor's thread; the parts outlive it.
#pragma once

#include <cstdint>

#include "audit/store/sinks.h"
#include "harness/nemesis/nemesis.h"
#include "harness/run/clusters.h"
#include "harness/run/fact_source.h"
#include "harness/run/fleet.h"
#include "harness/run/live_watch.h"
#include "harness/run/run_control.h"
#include "harness/run/sampler.h"
#include "harness/run/stage.h"

namespace kproof {

struct RunParts {
  const Scenario& scenario;
  const Stage& stage;
  Clusters& clusters;
  Fleet& fleet;
  Nemesis& nemesis;
  FactSource& facts;
  ClusterSink& store;
  std::int64_t wall_epoch_micros;  // wall clock when the run's clock stood at 0
};

class Phases {
 public:
  Phases(const RunParts& parts, RunControl& control);

  // The clusters are up and have their topics. Throws Error for what ends a run early (a defect, a
  // disk that is full).
  void Run();
  // After the last fault was taken back.
  bool was_whole() const { return was_whole_; }

 private:
  bool AwaitSteady();  // whole, acks and reads flow, and no agent has died
  void Break();        // the nemesis carries out its steps
  void AwaitWhole();   // every broker in, every ISR full, every producer had acks since
  void FinishLoad();   // waits until the load has lasted long enough; producers drain
  void FinalPass();    // then readers end, and members leave their groups
  void StopAgents(AgentShift shift);
  void Collect();  // all facts, the notable log lines

  const RunParts parts_;
  RunControl& control_;
  RunMicros steady_at_ = 0;
  bool was_whole_ = false;
  Sampler sampler_;
  LiveWatch watch_;  // last: it uses the parts
};

}  // namespace kproof
