// Restarts nodes one after the other, as an upgrade or a change of settings does. Gated, it goes on
// only once every replica is in sync again and every controller follows; ungated, as soon as the
// node says that it serves, so that the next leader may go down before the last one has caught up.
#include <algorithm>
#include <csignal>

#include "harness/base/text.h"
#include "harness/base/wording.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/restarts.h"

namespace kproof {
namespace {

class RollingRestart final : public Operation {
 public:
  explicit RollingRestart(const FaultOptions& options)
      : Operation(options), hard_(Flag("hard")), gated_(Flag("gated")) {}

  // Where it broke off between two nodes.
  Undo Prepare(const Target& target) override {
    return Undo{"start every node that is still down",
                [this, target] { StartAgain(target, options().within); }};
  }

  void Inject(const Target& target) override {
    for (Node* node : target.nodes) {
      if (gated_) AwaitInSync(cluster(), options().within);
      restarted_.push_back(Restart(*node, hard_ ? SIGKILL : SIGTERM, options().within));
    }
    if (gated_) AwaitInSync(cluster(), options().within);
  }

  // Each one ended, which was seen, and its present process runs.
  Bite Prove(const Target& target) const override {
    const bool all_run = std::none_of(target.nodes.begin(), target.nodes.end(),
                                      [](Node* node) { return node->Exit().has_value(); });
    return {all_run && restarted_.size() == target.nodes.size(), JoinFew(restarted_, ", ")};
  }

 private:
  bool hard_, gated_;
  std::vector<std::string> restarted_;
};

}  // namespace

FaultType RollingRestartType() {
  return {.name = "rolling-restart",
          .summary = "restart the nodes one after the other; the step lasts until all serve again",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {{.name = "hard",
                      .kind = FaultParam::Kind::kWord,
                      .fallback = "false",
                      .summary = "true: SIGKILL; false: SIGTERM, a controlled shutdown",
                      .words = {"true", "false"}},
                     {.name = "gated",
                      .kind = FaultParam::Kind::kWord,
                      .fallback = "true",
                      .summary = "true: the next one only once all replicas are in sync",
                      .words = {"true", "false"}}},
          .needs = {Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<RollingRestart>(options);
          }};
}

}  // namespace kproof
