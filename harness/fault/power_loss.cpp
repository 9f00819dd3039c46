// Power loss: the nodes fall silent at one instant and lose whatever they had not synced to disk.
// Kafka acknowledges records that no replica has synced (flush.messages), so what survives is what
// other replicas hold in memory; with all of them gone at once, acked records are gone too.
//
// Two ways to the same end. Without root the loss is made up from what the shim saw synced: the
// worst legal outcome. With root each node has a disk of its own, whose file system the kernel
// shuts down under it: one real outcome, which keeps what was written back by chance (after some
// seconds, by vm.dirty_expire_centisecs) and tears files where the disk had got to. So both lose
// what no setting protects and neither loses what was synced, but not the same number of records.
//
// In the private sandbox their packets vanish first; elsewhere the kernel tells peers by closing
// sockets.
#include "harness/inject/power_loss.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/cluster/own_disk.h"
#include "harness/fault/fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class PowerLoss final : public Fault {
 public:
  explicit PowerLoss(const FaultOptions& options)
      : options_(options), by_filesystem_(options.with.at("by") == "filesystem") {}

  Undo Prepare(const Target& target) override {
    silence_ = Silence(target);
    return Undo{"give power to " + target.name + " again", [this, target] {
                  Regardless all;
                  if (std::exchange(cutting_, false))
                    all.Do([&] { End(target); });  // those that a cut which failed has left frozen
                  if (silence_) all.Do([&] { silence_->Remove(); });
                  if (by_filesystem_) all.Do([&] { GivePower(target); });  // likewise
                  all.Do([&] { StartAgain(target, options_.within); });
                  all.Throw();
                }};
  }

  void Inject(const Target& target) override {
    cutting_ = true;
    if (silence_) silence_->Install();
    if (by_filesystem_) {
      CutPower(target.nodes, options_.within, [&] {
        for (Node* node : target.nodes) node->disk().Cut();
      });
      GivePower(target);
    } else {
      CutPower(target.nodes, options_.within);
      for (const Node* node : target.nodes) {
        const auto lost =
            LoseUnsynced(options_.mechanisms.shims->of(node->id()), node->data().folders());
        left_[node->id()] = Bite{true, lost.ToString()};
      }
    }
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](Node& node) {
      const auto exit = node.Exit();
      if (!exit) return Bite{false, "still runs"};
      const auto left = left_.find(node.id());
      if (left == left_.end()) return Bite{false, "ended by " + exit->ToString()};
      return left->second;
    });
  }

 private:
  void End(const Target& target) const {
    for (Node* node : target.nodes) node->process().Signal(SIGKILL);
    for (Node* node : target.nodes) node->process().WaitExit(Deadline(options_.within));
  }

  // What was cut is mounted again and measured.
  void GivePower(const Target& target) {
    Regardless all;
    for (Node* node : target.nodes) {
      all.Do([&] {
        const auto lost = node->disk().Restore(options_.within);
        if (!lost) return;
        left_[node->id()] =
            Bite{lost->unclean, PowerLossReport{lost->files, lost->bytes}.ToString() +
                                    (lost->unclean ? ", its journal was replayed"
                                                   : ", but the disk had been unmounted cleanly")};
      });
    }
    all.Throw();
  }

  // Nothing where packets can't be dropped, or where nobody is left to hear the silence.
  std::unique_ptr<FilterTable> Silence(const Target& target) const {
    const auto& mechanisms = options_.mechanisms;
    if (mechanisms.filter == nullptr || mechanisms.network == nullptr) return nullptr;
    std::vector<Host> others;
    for (const Host& host : mechanisms.network->hosts()) {
      if (!Contains(target.hosts, host)) others.push_back(host);
    }
    if (others.empty()) return nullptr;
    const auto victims = AddressesOf(target.hosts);
    const auto rest = AddressesOf(others);
    return mechanisms.filter->OnBridge({{.name = "out", .from = victims, .to = rest},
                                        {.name = "in", .from = rest, .to = victims}});
  }

  const FaultOptions options_;
  const bool by_filesystem_;
  std::unique_ptr<FilterTable> silence_;
  bool cutting_ = false;
  std::map<int, Bite> left_;  // by node, once it is known
};

}  // namespace

FaultType PowerLossType() {
  return {
      .name = "power-loss",
      .summary =
          "end the node at once with what it had not synced lost; started again at the "
          "end of the step",
      .failure_class = FailureClass::kPowerLoss,
      .remains = Remains::kDisk,
      .takes_down = true,
      .params = {{.name = "by",
                  .kind = FaultParam::Kind::kWord,
                  .fallback = "shim",
                  .summary = "what loses it: shim (all that was not synced), filesystem (a real "
                             "one, shut down; takes root)",
                  .words = {"filesystem", "shim"},
                  .needs = {{"filesystem", {Need::kDisk, Need::kSandbox}},
                            {"shim", {Need::kData, Need::kShim}}}}},
      .needs = {Need::kProcess},
      .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<PowerLoss>(options);
      }};
}

}  // namespace kproof
