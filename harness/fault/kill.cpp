// Ends nodes with SIGKILL. The kernel closes their sockets at once, yet the cluster takes a killed
// broker for alive until broker.session.timeout.ms has passed; what it had written stays in the
// page cache, so its disk loses nothing.
#include <csignal>

#include "harness/fault/registry.h"

namespace kproof {
namespace {

class Kill final : public Fault {
 public:
  explicit Kill(const FaultOptions& options) : within_(options.within) {}

  Undo Prepare(const Target& target) override {
    return Undo{"start " + target.name + " again", [this, target] { StartAgain(target, within_); }};
  }

  void Inject(const Target& target) override {
    for (Node* node : target.nodes) node->Signal(SIGKILL);
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [](Node& node) {
      const auto exit = node.Exit();
      if (!exit) return Bite{false, "still runs"};
      return Bite{exit->signal == SIGKILL, "ended by " + exit->ToString()};
    });
  }

 private:
  Duration within_;
};

}  // namespace

FaultType KillType() {
  return {.name = "kill",
          .summary = "end the process with SIGKILL; started again at the end of the step",
          .failure_class = "crash",
          .takes_down = true,
          .params = {},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Kill>(options);
          }};
}

}  // namespace kproof
