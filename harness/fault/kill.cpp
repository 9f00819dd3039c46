// Ends nodes with SIGKILL. The kernel closes their sockets at once, yet the cluster takes a killed
// broker for alive until broker.session.timeout.ms has passed; what it had written stays in the
// page cache, so its disk loses nothing. Agents are ended likewise; the end of the step starts
// their next lives.
#include <csignal>

#include "harness/fault/fault.h"

namespace kproof {
namespace {

class Kill final : public Fault {
 public:
  explicit Kill(const FaultOptions& options) : within_(options.within), endless_(options.endless) {}

  Undo Prepare(const Target& target) override {
    RequireAgentsRun(target);
    return StartingAgain(target, within_, endless_);
  }

  void Inject(const Target& target) override {
    for (TargetProcess* process : ProcessesOf(target)) process->Signal(SIGKILL);
  }

  Bite Prove(const Target& target) const override {
    return ProveEachProcess(target, [](TargetProcess& process) {
      const auto exit = process.Exit();
      if (!exit) return Bite{false, "still runs"};
      return Bite{exit->signal == SIGKILL, "ended by " + exit->ToString()};
    });
  }

 private:
  Duration within_;
  bool endless_;
};

}  // namespace

FaultType KillType() {
  return {.name = "kill",
          .summary = "end the process with SIGKILL; it is started again at the end of the step",
          .failure_class = FailureClass::kCrash,
          .remains = Remains::kNothing,
          .takes_down = true,
          .on_agents = OnAgents::kEnds,
          .params = {},
          .needs = {Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Kill>(options);
          }};
}

}  // namespace kproof
