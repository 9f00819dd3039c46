// Carries out the steps of a plan: waits for times and states, resolves targets, breaks, proves,
// holds, takes back.
//
// Each step has a thread of its own, so that a wait of one never delays the undo of another.
// Whatever happens, every undo that was prepared has been run when Run returns; an undo that fails
// is a fact, not an exception. Only what a step withholds on purpose (`sabotage: undo`) stays until
// the nemesis goes.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/nemesis/guard.h"
#include "harness/nemesis/run_scope.h"
#include "harness/nemesis/step.h"
#include "harness/nemesis/step_progress.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class Nemesis {
 public:
  // Both outlive the nemesis.
  Nemesis(const RunScope& scope, const Scenario& scenario);

  // Returns when every step is over. `steady_at` is what `at:` counts from. Once `stop` is set, or
  // a state of `abort_if` holds, waits end and faults are taken back at once. Throws Error when the
  // store refused a fact, and WouldDestroy (guard.h) once all faults are taken back.
  void Run(RunMicros steady_at, const std::atomic<bool>& stop);

  // What is in the clusters now, by step.
  std::vector<ActiveFault> Active() const;

 private:
  void RunStep(std::size_t index, RunMicros steady_at, const Stop& stop);
  void Began(const ActiveFault& fault);
  void Ended(const EndedFault& ended);
  void WatchForAbort(const Stop& stop);
  void Abort(const std::string& state);

  const RunScope& scope_;
  const Scenario& scenario_;
  Guard guard_;
  StepProgress steps_;
  std::atomic<bool> aborted_{false};
  std::atomic<bool> over_{false};  // every step is
  mutable std::mutex mutex_;
  std::map<std::size_t, ActiveFault> active_;  // by step
  std::vector<Withheld> withheld_;
};

}  // namespace kproof
