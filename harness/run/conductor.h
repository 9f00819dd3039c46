// One run from plan to verdict: prepare → steady? → break → heal → whole again? → final pass →
// judge → report.
//
// Whatever happens, the run folder is written and says what happened: a machine that can't run it
// gives "not-run", a defect "error", an interruption "interrupted" after the faults were undone.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "audit/judge/result.h"
#include "harness/run/place.h"
#include "harness/run/progress.h"
#include "harness/run/stage.h"
#include "harness/scenario/plan.h"

namespace kproof {

// What happens to the stage after a run.
enum class StageAfter {
  kEnds,
  kHandedOn,  // to the caller if it is as good as new; else it ends
  kKept       // to the caller as it is; it ends if the run failed
};

struct RunRequest {
  Plan plan;
  std::string out = "results";
  RunPlace place;
  StageAfter after = StageAfter::kEnds;
  // Folder for files and logs of nodes that may outlive this run; "": beside the run folder or in
  // it.
  std::string stage_folder;
  std::string audit_transport = "spool";  // spool | topic: how facts reach the store
  std::string campaign;                   // name of the folder of its campaign; "": none
  std::string program;                    // this program, which the agents are started from
  std::function<int()>
      signal;  // the signal that asked the run to end; 0: none yet. Asked from several threads
};

struct RunOutcome {
  Result result;
  std::string folder;
  std::string unwritten;       // why something of it could not be written; "": all of it was
  std::optional<Stage> stage;  // what `after` says; it ends when this goes
};

// Runs the plan on `stage`, which must fit the scenario (reuse.h) and have been renewed; starts a
// stage if none is given. Throws Error only if no run folder can be created.
RunOutcome RunPlan(const RunRequest& request, std::optional<Stage> stage, ProgressSink& progress);

}  // namespace kproof
