// What happened to the cluster: faults, notes, what brokers answered about partitions, what their
// replicas hold, and notable lines of their logs. Each event becomes a row of the store at once,
// but faults: their times count from a `t` that may be yet to come.
//
// Not thread-safe.
#pragma once

#include <vector>

#include "audit/events/complaints.h"
#include "audit/events/import_actor.h"
#include "audit/events/places.h"
#include "audit/store/sinks.h"

namespace kproof {

class ClusterImporter {
 public:
  // `actors` knows when time 0 is.
  ClusterImporter(ActorImporter& actors, Places& places, ClusterSink& store, FaultSink& faults)
      : actors_(actors), places_(places), store_(store), fault_store_(faults) {}

  void Fault(const Event& event, Complaints& complaints);
  void Note(const Event& event);
  void State(const Event& event);
  void Replica(const Event& event, Complaints& complaints);
  void Log(const Event& event);
  // Writes what had to wait for the end of the file.
  void WriteLate();

 private:
  RunMicros At(const Event& event) { return actors_.TimeOf(event).value_or(0); }

  ActorImporter& actors_;
  Places& places_;
  ClusterSink& store_;
  FaultSink& fault_store_;
  std::vector<FaultFact> faults_;  // on the clock of `t`
};

}  // namespace kproof
