// Freezes nodes with SIGSTOP. Sockets stay open and heartbeats stop, so the cluster sees a slow
// node until broker.session.timeout.ms has passed, then a dead one that comes back with stale
// beliefs.
#include <csignal>

#include "harness/base/error.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

class Pause final : public Fault {
 public:
  explicit Pause(const FaultOptions& options) : within_(options.within) {}

  Undo Prepare(const Target& target) override {
    RequireAgentsRun(target);
    return Undo{"thaw " + target.name, [this, target] {
                  for (TargetProcess* process : ProcessesOf(target)) process->Signal(SIGCONT);
                  for (TargetProcess* process : ProcessesOf(target)) Thawed(*process);
                }};
  }

  void Inject(const Target& target) override {
    for (TargetProcess* process : ProcessesOf(target)) process->Signal(SIGSTOP);
  }

  Bite Prove(const Target& target) const override {
    return ProveEachProcess(target, [](TargetProcess& process) {
      const RunState state = process.State();
      return Bite{state == RunState::kFrozen, NameOf(state)};
    });
  }

 private:
  void Thawed(const TargetProcess& process) const {
    if (!WaitUntil([&] { return process.State() != RunState::kFrozen; }, Deadline(within_)))
      throw Error(process.name() + " is still frozen after SIGCONT");
  }

  Duration within_;
};

}  // namespace

FaultType PauseType() {
  return {
      .name = "pause",
      .summary =
          "freeze the process with SIGSTOP, its sockets stay open; thawed at the end of the step",
      .failure_class = FailureClass::kPause,
      .remains = Remains::kNothing,
      .takes_down = true,
      .on_agents = OnAgents::kTakesBack,
      .params = {},
      .needs = {Need::kProcess},
      .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<Pause>(options);
      }};
}

}  // namespace kproof
