// Asks nodes to end with SIGTERM. A broker then does a controlled shutdown: it hands its
// leaderships over before it ends (controlled.shutdown.enable, always on in KRaft), so leaders move
// without waiting for a session to end. An agent sends nothing more, waits for what is outstanding,
// leaves its group and closes its spool; the end of the step starts its next life.
#include <csignal>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

class Stop final : public Fault {
 public:
  explicit Stop(const FaultOptions& options) : within_(options.within), endless_(options.endless) {}

  Undo Prepare(const Target& target) override {
    RequireAgentsRun(target);
    return StartingAgain(target, within_, endless_);
  }

  void Inject(const Target& target) override {
    const auto processes = ProcessesOf(target);
    for (TargetProcess* process : processes) process->Signal(SIGTERM);
    const Deadline deadline(within_);
    for (TargetProcess* process : processes) {
      if (!process->WaitExit(deadline))
        throw Error(
            process->name() + " did not end within " + HumanDuration(within_) + " of SIGTERM",
            Hint("its last log lines: " + process->LastLogLines(3)));
    }
  }

  // A JVM that ran its shutdown hooks exits with 128 + 15, an agent that closed its spool with 0;
  // anything else was no controlled shutdown.
  Bite Prove(const Target& target) const override {
    return ProveEachProcess(target, [](TargetProcess& process) {
      const auto exit = process.Exit();
      if (!exit) return Bite{false, "still runs"};
      return Bite{exit->signal == 0 && (exit->code == 143 || exit->code == 0),
                  "ended by " + exit->ToString()};
    });
  }

 private:
  Duration within_;
  bool endless_;
};

}  // namespace

FaultType StopType() {
  return {.name = "stop",
          .summary =
              "end the process with SIGTERM (controlled shutdown); it is started again at the end "
              "of the step",
          .failure_class = FailureClass::kStop,
          .remains = Remains::kNothing,
          .takes_down = true,
          .on_agents = OnAgents::kEnds,
          .params = {},
          .needs = {Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Stop>(options);
          }};
}

}  // namespace kproof
