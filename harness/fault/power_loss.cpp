// Power loss: the nodes fall silent at one instant and lose whatever they had not synced to disk.
// Kafka acknowledges records that no replica has synced (flush.messages), so what survives is what
// other replicas hold in memory; with all of them gone at once, acked records are gone too.
//
// Without root the loss is made up from what the shim saw synced: the worst legal outcome. In the
// private sandbox their packets vanish first; elsewhere the kernel tells peers by closing sockets.
#include "harness/inject/power_loss.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/fault/registry.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class PowerLoss final : public Fault {
 public:
  explicit PowerLoss(const FaultOptions& options) : options_(options) {}

  Undo Prepare(const Target& target) override {
    silence_ = Silence(target);
    return Undo{"give power to " + target.name + " again", [this, target] {
                  if (silence_) silence_->Remove();
                  StartAgain(target, options_.within);
                }};
  }

  void Inject(const Target& target) override {
    if (silence_) silence_->Install();
    CutPower(target.nodes, options_.within);
    for (const Node* node : target.nodes)
      left_[node->id()] =
          LoseUnsynced(options_.mechanisms.shims->of(node->id()), node->data_folders());
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](Node& node) {
      const auto exit = node.Exit();
      if (!exit) return Bite{false, "still runs"};
      const auto left = left_.find(node.id());
      if (left == left_.end()) return Bite{false, "ended by " + exit->ToString()};
      return Bite{true, left->second.ToString()};
    });
  }

 private:
  // Nothing where packets can't be dropped, or where nobody is left to hear the silence.
  std::unique_ptr<FilterTable> Silence(const Target& target) const {
    const auto& mechanisms = options_.mechanisms;
    if (mechanisms.filter == nullptr || mechanisms.network == nullptr) return nullptr;
    std::vector<Host> others;
    for (const Host& host : mechanisms.network->hosts()) {
      if (std::find(target.hosts.begin(), target.hosts.end(), host) == target.hosts.end())
        others.push_back(host);
    }
    if (others.empty()) return nullptr;
    const auto victims = AddressesOf(target.hosts);
    const auto rest = AddressesOf(others);
    return mechanisms.filter->OnBridge({{.name = "out", .from = victims, .to = rest},
                                        {.name = "in", .from = rest, .to = victims}});
  }

  const FaultOptions options_;
  std::unique_ptr<FilterTable> silence_;
  std::map<int, PowerLossReport> left_;
};

}  // namespace

FaultType PowerLossType() {
  return {.name = "power-loss",
          .summary =
              "end the node at once with what it had not synced lost; started again at the "
              "end of the step",
          .failure_class = "power-loss",
          .takes_down = true,
          .params = {},
          .needs = {"shim"},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<PowerLoss>(options);
          }};
}

}  // namespace kproof
