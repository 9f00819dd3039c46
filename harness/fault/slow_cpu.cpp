// A node that gets a fraction of its CPU time: stopped and let go by turns, many times a second. No
// cgroup is needed, and no right but that to signal the process. Unlike a pause it goes on
// answering, late: heartbeats arrive, requests queue, a follower may fall behind
// replica.lag.time.max.ms.
#include <atomic>
#include <csignal>
#include <optional>
#include <thread>
#include <utility>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"

namespace kproof {
namespace {

class SlowCpu final : public Fault {
 public:
  explicit SlowCpu(const FaultOptions& options)
      : fraction_(std::stod(options.with.at("fraction"))),
        period_(ParseDuration(options.with.at("period")).value()) {
    if (fraction_ <= 0 || fraction_ >= 1 || period_ < std::chrono::milliseconds(10))
      throw Error(ErrorKind::kUsage,
                  "fault slow-cpu needs a fraction between 0 and 1 and a period "
                  "of 10ms or more");
  }
  ~SlowCpu() override { Stop(); }

  Undo Prepare(const Target& target) override {
    return Undo{"give all of its CPU time to " + target.name, [this, target] {
                  Stop();
                  for (Node* node : target.nodes) node->process().Signal(SIGCONT);
                  turns_ = 0;
                  if (failure_) throw *std::exchange(failure_, std::nullopt);
                }};
  }

  void Inject(const Target& target) override {
    running_ = true;
    thread_ = std::thread([this, nodes = target.nodes] {
      try {
        while (running_) Turn(nodes);
      } catch (...) {  // a thread ends here; the undo lets the nodes go and tells
        failure_ = CaughtError();
      }
    });
  }

  // As seen from outside in the middle of the turns, not as ordered.
  Bite Prove(const Target&) const override {
    const int turns = turns_;
    return {turns >= 5, std::to_string(turns) + " times frozen, " +
                            HumanDuration(Duration(stopped_.load())) + " in all"};
  }

 private:
  void Turn(const std::vector<Node*>& nodes) {
    const auto begin = MonotonicMicros();
    for (Node* node : nodes) node->process().Signal(SIGSTOP);
    const auto go = static_cast<std::int64_t>(static_cast<double>(period_.count()) * fraction_);
    SleepFor(period_ - Duration(go));
    bool stopped = true;
    for (const Node* node : nodes) stopped = stopped && node->State() == RunState::kFrozen;
    for (Node* node : nodes) node->process().Signal(SIGCONT);
    if (stopped) {
      ++turns_;
      stopped_ += MonotonicMicros() - begin;
    }
    SleepFor(Duration(go));
  }

  void Stop() {
    running_ = false;
    if (thread_.joinable()) thread_.join();
  }

  const double fraction_;
  const Duration period_;
  std::atomic<bool> running_{false};
  std::atomic<int> turns_{0};
  std::atomic<std::int64_t> stopped_{0};  // µs
  std::optional<Error> failure_;          // of the thread, once it has ended
  std::thread thread_;
};

}  // namespace

FaultType SlowCpuType() {
  return {.name = "slow-cpu",
          .summary =
              "let the node run for a fraction of the time only, in short turns; all of it "
              "at the end of the step",
          .failure_class = FailureClass::kPause,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = {{"fraction", FaultParam::Kind::kFraction, "0.1",
                      "of the time that it may run, such as 0.1"},
                     {"period", FaultParam::Kind::kDuration, "100ms", "length of a turn"}},
          .needs = {Need::kProcess},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<SlowCpu>(options);
          }};
}

}  // namespace kproof
