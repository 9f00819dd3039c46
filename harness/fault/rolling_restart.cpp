// Restarts nodes one after the other, as an upgrade or a change of settings does. Gated, it goes on
// only once every replica is in sync again and every controller follows; ungated, as soon as the
// node says that it serves, so that the next leader may go down before the last one has caught up.
#include <algorithm>
#include <csignal>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/operation.h"
#include "harness/fault/registry.h"

namespace kproof {
namespace {

constexpr Duration kAskLimit = std::chrono::milliseconds(500);

class RollingRestart final : public Operation {
 public:
  explicit RollingRestart(const FaultOptions& options)
      : Operation(options), hard_(Flag("hard")), gated_(Flag("gated")) {}

  // Where it broke off between two nodes.
  Undo Prepare(const Target& target) override {
    return Undo{"start whoever is still down",
                [this, target] { StartAgain(target, options().within); }};
  }

  void Inject(const Target& target) override {
    for (Node* node : target.nodes) {
      if (gated_) AwaitInSync();
      const auto begin = MonotonicMicros();
      node->Signal(hard_ ? SIGKILL : SIGTERM);
      if (!node->WaitExit(Limit()))
        throw Error(node->name() + " did not end within " + HumanDuration(options().within),
                    Hint("its last log lines: " + node->LastLogLines(3)));
      const auto exit = node->Exit();
      StartAgain({node->name(), {node}}, options().within);
      restarted_.push_back(node->name() + ": ended by " + (exit ? exit->ToString() : "nothing") +
                           ", serves again after " +
                           HumanDuration(Duration(MonotonicMicros() - begin)));
    }
    if (gated_) AwaitInSync();
  }

  // Each one ended, which was seen, and its present process runs.
  Bite Prove(const Target& target) const override {
    const bool all_run = std::none_of(target.nodes.begin(), target.nodes.end(),
                                      [](Node* node) { return node->Exit().has_value(); });
    return {all_run && restarted_.size() == target.nodes.size(), Join(restarted_, ", ")};
  }

 private:
  // Every broker that runs lists all brokers and a full ISR for every partition, every controller
  // knows the active one.
  void AwaitInSync() const {
    std::string missing;
    const auto in_sync = [&] {
      missing.clear();
      for (const Node* node : cluster().nodes()) {
        missing = node->broker() ? MissingAt(*node) : MissingAtController(*node);
        if (!missing.empty()) return false;
      }
      return true;
    };
    if (!WaitUntil(in_sync, Limit()))
      throw Error("not in sync within " + HumanDuration(options().within) + ": " + missing);
  }

  std::string MissingAt(const Node& node) const {
    NodeClient client(node.behind().host, node.behind().port);
    const auto answer = client.Metadata({}, kAskLimit);
    if (!answer) return node.name() + ": " + client.last_error();
    if (answer->brokers.size() < cluster().brokers().size())
      return node.name() + " knows " + std::to_string(answer->brokers.size()) + " brokers";
    for (const auto& info : answer->partitions)
      if (info.isr.size() < info.replicas.size())
        return ToString({info.topic, info.partition}) + " has the ISR " + ListOf(info.isr) +
               " of " + ListOf(info.replicas);
    return "";
  }

  static std::string MissingAtController(const Node& node) {
    NodeClient client(node.control().host, node.control().port);
    const auto answer = client.Quorum(kAskLimit);
    if (!answer) return node.name() + ": " + client.last_error();
    return answer->leader >= 0 ? "" : node.name() + " knows no active controller";
  }

  bool hard_, gated_;
  std::vector<std::string> restarted_;
};

}  // namespace

FaultType RollingRestartType() {
  return {.name = "rolling-restart",
          .summary = "restart the nodes one after the other; the step lasts until all serve again",
          .failure_class = "operation",
          .permanent = true,
          .params = {{.name = "hard",
                      .kind = FaultParam::Kind::kText,
                      .fallback = "false",
                      .summary = "true: SIGKILL; false: SIGTERM, a controlled shutdown"},
                     {.name = "gated",
                      .kind = FaultParam::Kind::kText,
                      .fallback = "true",
                      .summary = "true: the next one only once all replicas are in sync"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<RollingRestart>(options);
          }};
}

}  // namespace kproof
