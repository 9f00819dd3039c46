// A JVM without memory: clients announce requests and never send them, and the broker sets their
// whole size aside on its heap (socket.request.max.bytes is 100 MB; queued.max.request.bytes, off
// by default, would bound it). Threads of Kafka then fail with OutOfMemoryError wherever they
// happen to be: the broker may limp, halt, or fall out of the ISR. The heap is free again when the
// clients go, but a thread that died stays dead: a JVM that ran out of memory is started again.
#include <algorithm>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/cluster/log_tail.h"
#include "harness/fault/fault.h"
#include "harness/fault/restarts.h"
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
    return Undo{"free the memory of " + target.name, [this, target] { Mend(target); }};
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
      const std::size_t errors = ErrorsOf(node, from->second);
      std::string proof = "OutOfMemoryError " + std::to_string(errors) + " times in its log";
      if (const auto exit = node.Exit()) proof += ", ended with " + exit->ToString();
      return Bite{errors > 0, proof};
    });
  }

 private:
  static std::size_t ErrorsOf(const Node& node, std::int64_t log_size) {
    const auto lines = NotableLines(node.log().file, log_size);
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const auto& line) {
      return line.text.find("OutOfMemoryError") != std::string::npos;
    }));
  }

  void Mend(const Target& target) {
    clients_.clear();
    std::vector<Node*> lame;  // a node that ended has no thread left to miss
    for (Node* node : target.nodes) {
      const auto from = log_sizes_.find(node->id());
      if (from != log_sizes_.end() && !node->Exit() && ErrorsOf(*node, from->second) > 0)
        lame.push_back(node);
    }
    log_sizes_.clear();
    Regardless all;
    for (Node* node : lame) all.Do([&] { ForceRestart(*node, within_); });
    all.Do([&] { StartAgain(target, within_); });
    all.Throw();
  }

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
              "the step, and a JVM that ran out of memory is started again",
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
