// One step of the nemesis, start to finish, as straight-line code on a thread of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "harness/fault/fault.h"
#include "harness/nemesis/cluster_watch.h"
#include "harness/nemesis/guard.h"
#include "harness/nemesis/run_scope.h"
#include "harness/nemesis/step_progress.h"

namespace kproof {

// A fault whose undo is left out on purpose; the undo is run when this goes.
struct Withheld {
  std::unique_ptr<Fault> fault;
  Undo undo;
};

class Step {
 public:
  // What all steps of a nemesis share.
  struct Shared {
    const RunScope& scope;
    Guard& guard;
    StepProgress& steps;
    std::function<void(Withheld)> withhold;
  };
  struct Number {
    std::size_t index = 0;  // of the step in the plan
    std::int32_t time = 0;  // of a step that is repeated
  };
  // Who is informed of the fault; each is called once at most, and `ended` only after `began`.
  struct Watcher {
    std::function<void(const ActiveFault&)> began;
    std::function<void(const EndedFault&)> ended;
  };

  Step(const Shared& shared, const StepSpec& spec, Number number, Watcher watcher);

  // Begins at `at`, or by the step's own trigger; returns when it began, nothing when it never did.
  // Throws WouldDestroy before it did anything, and Error when the store refuses a fact: what else
  // went wrong is in the fault's fact, and makes the verdict inconclusive.
  std::optional<RunMicros> Run(std::optional<RunMicros> at, RunMicros steady_at, const Stop& stop);

 private:
  bool WaitToBegin(std::optional<RunMicros> at, RunMicros steady_at, const Stop& stop);
  bool WaitForTime(RunMicros at, const Stop& stop);
  void Break(const Stop& stop);
  Target Prepare(const Situation& before, FaultOptions& options);
  void Inject(const Target& target);
  void Hold(const Situation& before, const Stop& stop);
  void TakeBack(const Target& target, Undo undo);
  void Begin(const Target& target);  // from here on the fault counts as being in the cluster
  void Over();                       // writes the last of the fact
  void Record();                     // writes the fact as it stands
  void NoteSeen(const std::string& when);
  void Note(const std::string& what);  // about the step
  void Note(const std::string& subject, const std::string& detail);
  void Note(const std::string& when, const Situation& situation);

  const Shared shared_;
  const RunScope& scope_;
  const StepSpec& spec_;
  const FaultType& type_;
  const ClusterScope& cluster_scope_;
  const ClusterWatch watch_;
  const std::string label_;  // "step 1: kill leader of payments/0"
  const Watcher watcher_;
  std::unique_ptr<Fault> fault_;
  RunMicros in_since_ = 0;  // what `for:` counts from: putting a fault in may take seconds
  FaultFact fact_;
  std::optional<ActiveFault> active_;
};

}  // namespace kproof
