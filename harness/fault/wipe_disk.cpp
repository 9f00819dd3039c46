// The disk of a node is lost with all that is on it: SIGKILL, every log folder deleted and
// formatted anew for the same node and cluster. It comes back empty under its old name. Before
// KIP-903 a broker that did so within its session (broker.session.timeout.ms) stayed in the ISR and
// could become leader with nothing; now brokers learn its new epoch, and fetchers of an old one are
// refused.
#include <csignal>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/fault/fault.h"
#include "harness/inject/shim.h"

namespace kproof {
namespace {

class WipeDisk final : public Fault {
 public:
  explicit WipeDisk(const FaultOptions& options) : options_(options) {}

  Undo Prepare(const Target& target) override {
    return Undo{"start " + target.name + " with an empty disk",
                [this, target] { StartAgain(target, options_.within); }};
  }

  void Inject(const Target& target) override {
    const Deadline deadline(options_.within);
    for (Node* node : target.nodes) node->process().Signal(SIGKILL);
    for (Node* node : target.nodes) {
      if (!node->process().WaitExit(deadline))
        throw Error(node->name() + " did not end within " + HumanDuration(options_.within));
      node->data().Wipe();
      // Inodes are used again: what the shim knew of the old files is not true of the new ones.
      if (options_.mechanisms.shims != nullptr)
        options_.mechanisms.shims->of(node->id()).ForgetFiles();
      wiped_.insert(node->id());
    }
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](Node& node) {
      if (!node.Exit()) return Bite{false, "runs"};
      return Bite{wiped_.contains(node.id()),
                  "ended by " + node.Exit()->ToString() + ", " +
                      Counted(node.data().folders().size(), "log folder") + " formatted anew"};
    });
  }

 private:
  const FaultOptions options_;
  std::set<int> wiped_;
};

}  // namespace

FaultType WipeDiskType() {
  return {.name = "wipe-disk",
          .summary =
              "end the node and delete its data; started with an empty disk at the end of "
              "the step",
          .failure_class = FailureClass::kWipe,
          .remains = Remains::kDisk,
          .takes_down = true,
          .params = {},
          .needs = {Need::kData, Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<WipeDisk>(options);
          }};
}

}  // namespace kproof
