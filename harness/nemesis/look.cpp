#include "harness/nemesis/look.h"

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

Look::Look(const World& world, const std::string& cluster, const StepBook& book)
    : world_(world), cluster_(cluster), sight_(world.clusters.at(cluster)), book_(book) {}

Situation Look::Fresh() const {
  auto view = sight_.observer->FreshView(Deadline(kLookLimit));
  if (!view) throw Error("no node answered within " + HumanDuration(kLookLimit));
  return Make(std::move(*view));
}

Situation Look::LastSeen() const { return Make(sight_.observer->View()); }

Situation Look::Before(const Phrase& state) const {
  return FindState(state).of == StateOf::kCluster ? Fresh() : LastSeen();
}

bool Look::Await(const Phrase& phrase, const Situation& before, Duration within,
                 const Stop& stop) const {
  const StateOf of = FindState(phrase).of;
  const State state = MakeState(phrase, before);
  const Deadline deadline(within);
  while (!stop() && (of == StateOf::kSteps || !deadline.Passed())) {
    if (of != StateOf::kCluster) {
      if (state(LastSeen()).value_or(false)) return true;
      SleepFor(kTick);
    } else if (auto view =
                   sight_.observer->FreshView(Deadline(std::min(kLookLimit, deadline.Left())))) {
      if (state(Make(std::move(*view))).value_or(false)) return true;
    }
  }
  return false;
}

Situation Look::Make(ClusterView view) const {
  Situation situation;
  situation.cluster = sight_.cluster;
  situation.view = std::move(view);
  situation.acked = world_.acked();
  situation.at = MonotonicMicros();
  situation.steps = book_.Moments();
  situation.ask = AskNodes(*sight_.cluster, *sight_.observer, kAskLimit);
  if (!world_.agents) return situation;
  for (auto& agent : world_.agents())
    if (agent.cluster == cluster_) situation.agents.push_back(std::move(agent));
  return situation;
}

}  // namespace kproof
