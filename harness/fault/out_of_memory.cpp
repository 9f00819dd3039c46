// A JVM without memory: clients announce requests and never send them, and the broker sets their
// whole size aside on its heap (socket.request.max.bytes is 100 MB; queued.max.request.bytes, off
// by default, would bound it). Threads of Kafka then fail with OutOfMemoryError wherever they
// happen to be: the broker may limp, halt, or fall out of the ISR. Memory is free again when the
// clients go.
#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/cluster/log_tail.h"
#include "harness/fault/fault.h"
#include "harness/inject/heap_filler.h"
#include "harness/observe/log_watch.h"

namespace kproof {
namespace {

constexpr Duration kConnectLimit = std::chrono::seconds(2);
constexpr std::int32_t kRequestBytes = 100'000'000;  // just below socket.request.max.bytes

class OutOfMemory final : public Fault {
 public:
  explicit OutOfMemory(const FaultOptions& options)
      : requests_(ParseInt(options.with.at("requests")).value()), within_(options.within) {}

  Undo Prepare(const Target& target) override {
    return Undo{"free the memory of " + target.name, [this, target] {
                  clients_.clear();
                  log_sizes_.clear();
                  StartAgain(target, within_);
                }};
  }

  // Past any proxy, which would have to hold what is announced.
  void Inject(const Target& target) override {
    for (const Node* node : target.nodes) {
      log_sizes_[node->id()] = LogSize(node->log().file);
    }
    for (const Node* node : target.nodes) {
      for (std::int64_t i = 0; i < requests_; ++i)
        clients_.emplace_back(node->asked_at(), kRequestBytes, kConnectLimit);
    }
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](Node& node) {
      const auto from = log_sizes_.find(node.id());
      if (from == log_sizes_.end()) return Bite{false, "its memory is free"};
      std::size_t errors = 0;
      for (const auto& line : NotableLines(node.log().file, from->second))
        errors += line.text.find("OutOfMemoryError") != std::string::npos ? 1 : 0;
      std::string proof = "OutOfMemoryError " + std::to_string(errors) + " times in its log";
      if (const auto exit = node.Exit()) proof += ", ended with " + exit->ToString();
      return Bite{errors > 0, proof};
    });
  }

 private:
  const std::int64_t requests_;
  const Duration within_;
  std::vector<HeapFiller> clients_;
  std::map<int, std::int64_t> log_sizes_;  // of each node's log before
};

}  // namespace

FaultType OutOfMemoryType() {
  return {.name = "out-of-memory",
          .summary =
              "fill the JVM's heap with requests that never come; free again at the end of "
              "the step, started again where it ended",
          .failure_class = FailureClass::kCrash,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = {{.name = "requests",
                      .kind = FaultParam::Kind::kInt,
                      .fallback = "4",
                      .summary = "requests of 100 MB that are announced to each node",
                      .least = 1,
                      .most = 1000}},
          .needs = {Need::kLog, Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<OutOfMemory>(options);
          }};
}

}  // namespace kproof
