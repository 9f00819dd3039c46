// One run from plan to verdict: prepare → steady? → break → heal → whole again? → final pass →
// judge → report.
//
// Whatever happens, the run folder is written and says what happened: a machine that can't run it
// gives "not-run", a defect "error", an interruption "interrupted" after the faults were undone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audit/judge/result.h"
#include "harness/cluster/cluster.h"
#include "harness/run/place.h"
#include "harness/run/progress.h"
#include "harness/scenario/plan.h"

namespace kproof {

class ClusterShare;
class Equipment;

struct RunRequest {
  Plan plan;
  std::string out = "results";
  RunPlace place;
  bool keep_cluster = false;
  ClusterShare* share = nullptr;  // where clusters come from and go to; nothing: its own, that end
  std::string audit_transport = "spool";  // spool | topic: how facts reach the store
  std::string program;                    // this program, which the agents are started from
  std::function<int()>
      signal;  // the signal that asked the run to end; 0: none yet. Asked from several threads
};

struct RunOutcome {
  Result result;
  std::string folder;
  std::string unwritten;  // why something of it could not be written; "": all of it was
  std::shared_ptr<Equipment> equipment;        // of those that are kept
  std::vector<std::unique_ptr<Cluster>> kept;  // with keep_cluster: they end when this goes
};

// Throws Error only where not even a run folder can be made.
RunOutcome RunPlan(const RunRequest& request, ProgressSink& progress);

}  // namespace kproof
