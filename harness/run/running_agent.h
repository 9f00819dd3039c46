// An agent that was started, in its present life and those before it: an instance that faults end
// and start again.
//
// Thread-safe: the conductor, the heartbeat and steps of the nemesis use it at once.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harness/agent/kind.h"
#include "harness/base/live_page.h"
#include "harness/cluster/target_process.h"
#include "harness/run/agent_life.h"

namespace kproof {

class RunningAgent final : public TargetProcess {
 public:
  using Lives = std::vector<std::shared_ptr<AgentLife>>;

  // Starts its first life. Throws Error when that can't be done.
  RunningAgent(const AgentKind& kind, PlannedAgent planned, AgentPlace place);

  const AgentKind& kind() const { return kind_; }
  const PlannedAgent& planned() const { return lives().front()->planned(); }
  const Host& host() const { return place_.host; }
  // In their order; there is always one, and only the last one can still run.
  Lives lives() const;
  // Counters of all its lives; phase and text of the last one.
  LiveState Live() const;

  std::string name() const override { return planned().name; }
  // A life that ends by a SIGTERM or SIGKILL from here ended on request, whether the run or a fault
  // sent it.
  void Signal(int signal) override { Now()->Signal(signal); }
  RunState State() const override { return RunStateOf(Now()->process().State()); }
  std::optional<ExitStatus> Exit() override { return Now()->process().Exit(); }
  bool WaitExit(Deadline deadline) override { return Now()->process().WaitExit(deadline); }
  std::string LastLogLines(int lines) const override { return Now()->LastLogLines(lines); }
  // Its next life; nothing happens once it was retired.
  void Start() override;
  // It says itself that it is ready, or was retired.
  bool WaitStarted(Deadline deadline) override;

  // From now on nobody starts it again: the run wants it to end.
  void Retire();
  // If it killed itself because its scenario asks for that, its next life begins.
  void StartIfCrashed();

 private:
  std::shared_ptr<AgentLife> Now() const { return lives().back(); }
  bool retired() const;

  const AgentKind& kind_;
  const AgentPlace place_;
  mutable std::mutex mutex_;  // for what follows
  Lives lives_;
  bool retired_ = false;
};

}  // namespace kproof
