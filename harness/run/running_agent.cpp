#include "harness/run/running_agent.h"

#include <utility>

#include "harness/agent/next_life.h"
#include "harness/base/error.h"

namespace kproof {

RunningAgent::RunningAgent(const AgentKind& kind, PlannedAgent planned, AgentPlace place)
    : kind_(kind), place_(std::move(place)) {
  lives_.push_back(std::make_shared<AgentLife>(kind_, std::move(planned), place_));
}

RunningAgent::Lives RunningAgent::lives() const {
  const std::lock_guard lock(mutex_);
  return lives_;
}

LiveState RunningAgent::Live() const {
  const Lives all = lives();
  LiveState total = all.back()->Live();
  for (std::size_t life = 0; life + 1 < all.size(); ++life) AddCounters(total, all[life]->Live());
  return total;
}

void RunningAgent::Start() {
  const std::lock_guard lock(mutex_);
  if (retired_) return;
  const AgentLife& last = *lives_.back();
  if (!last.process().Exit()) throw Error(last.name() + " still runs, so it has no next life yet");
  lives_.push_back(std::make_shared<AgentLife>(kind_, NextLife(last.planned()), place_));
}

bool RunningAgent::WaitStarted(Deadline deadline) {
  const auto life = Now();
  bool ready = false;
  WaitUntil(
      [&] { return (ready = SaysReady(life->Live())) || life->process().Exit() || retired(); },
      deadline);
  return ready || retired();
}

bool RunningAgent::retired() const {
  const std::lock_guard lock(mutex_);
  return retired_;
}

void RunningAgent::Retire() {
  const std::lock_guard lock(mutex_);
  retired_ = true;
}

void RunningAgent::StartIfCrashed() {
  if (Now()->Crashed()) Start();
}

}  // namespace kproof
