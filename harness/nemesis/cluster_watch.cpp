#include "harness/nemesis/cluster_watch.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/nemesis/states.h"

namespace kproof {
namespace {

// How long a fresh view may take, and one answer to a question that is not asked all the time.
constexpr Duration kLookLimit = std::chrono::seconds(5);
constexpr Duration kAskLimit = std::chrono::seconds(1);

}  // namespace

ClusterWatch::ClusterWatch(const RunScope& scope, const std::string& cluster,
                           const StepProgress& steps)
    : scope_(scope), cluster_(cluster), cluster_scope_(scope.clusters.at(cluster)), steps_(steps) {}

Situation ClusterWatch::Fresh() const {
  auto view = cluster_scope_.observer->FreshView(Deadline(kLookLimit));
  if (!view) throw Error("no node answered within " + HumanDuration(kLookLimit));
  return Make(std::move(*view));
}

Situation ClusterWatch::LastSeen() const { return Make(cluster_scope_.observer->View()); }

Situation ClusterWatch::Before(const Phrase& state) const {
  return FindState(state).of == StateOf::kCluster ? Fresh() : LastSeen();
}

bool ClusterWatch::Await(const Phrase& phrase, const Situation& before, Duration within,
                         const Stop& stop) const {
  const StateOf of = FindState(phrase).of;
  const State state = MakeState(phrase, before);
  const Deadline deadline(within);
  while (!stop() && (of == StateOf::kSteps || !deadline.Passed())) {
    if (of != StateOf::kCluster) {
      if (state(LastSeen()).value_or(false)) return true;
      SleepFor(kTick);
    } else if (auto view = cluster_scope_.observer->FreshView(
                   Deadline(std::min(kLookLimit, deadline.Left())))) {
      if (state(Make(std::move(*view))).value_or(false)) return true;
    }
  }
  return false;
}

Situation ClusterWatch::Make(ClusterView view) const {
  Situation situation;
  situation.cluster = cluster_scope_.cluster;
  situation.view = std::move(view);
  situation.acked = scope_.acked();
  situation.at = MonotonicMicros();
  situation.steps = steps_.Moments();
  situation.ask = AskNodes(*cluster_scope_.cluster, *cluster_scope_.observer, kAskLimit);
  if (!scope_.agents) return situation;
  for (auto& agent : scope_.agents())
    if (agent.cluster == cluster_) situation.agents.push_back(std::move(agent));
  return situation;
}

}  // namespace kproof
