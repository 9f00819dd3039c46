// Watches one cluster for a step: gives its situation, fresh or as last seen, and waits for states.
//
// Not thread-safe; each step has its own.
#pragma once

#include <functional>
#include <string>

#include "harness/nemesis/run_scope.h"
#include "harness/nemesis/situation.h"
#include "harness/nemesis/step_progress.h"

namespace kproof {

inline constexpr Duration kTick = std::chrono::milliseconds(5);  // between two looks

using Stop = std::function<bool()>;  // waits end at once

class ClusterWatch {
 public:
  ClusterWatch(const RunScope& scope, const std::string& cluster, const StepProgress& steps);

  // With a view that was asked for after this call; throws Error when no node answers.
  Situation Fresh() const;
  // Without asking any node.
  Situation LastSeen() const;
  // What a wait for this state compares with: fresh where the cluster has to answer.
  Situation Before(const Phrase& state) const;

  // False: it did not hold within `within`, or `stop`. A wait for another step has no limit of its
  // own, because that step's waits have limits. Throws Error when it can never hold any more.
  bool Await(const Phrase& state, const Situation& before, Duration within, const Stop& stop) const;

 private:
  Situation Make(ClusterView view) const;

  const RunScope& scope_;
  const std::string& cluster_;
  const ClusterScope& cluster_scope_;
  const StepProgress& steps_;
};

}  // namespace kproof
