// Sets the wall clock of nodes wrong, for the time of the step; monotonic time goes on untouched,
// so no time-out of Kafka's is affected. What is: retention (retention.ms against the newest time
// stamp of a segment), LogAppendTime, the check of CreateTime (message.timestamp.after.max.ms), the
// ages of producer ids, transactional ids and committed offsets.
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/inject/shim.h"

namespace kproof {
namespace {

class Clock final : public Fault {
 public:
  explicit Clock(const FaultOptions& options)
      : sign_(Sign(options.with.at("direction"))),
        by_(ParseDuration(options.with.at("by")).value()),
        drift_(ParseDuration(options.with.at("drift")).value()),
        shims_(*options.mechanisms.shims) {
    if (by_ == Duration::zero() && drift_ == Duration::zero())
      throw Error(ErrorKind::kUsage, "fault clock needs `by` or `drift` above zero");
  }

  Undo Prepare(const Target& target) override {
    return Undo{"set the clock of " + target.name + " right", [this, target] {
                  Regardless all;
                  for (const Node* node : target.nodes)
                    all.Do([&] { shims_.of(node->id()).MendClock(); });
                  before_.clear();
                  all.Throw();
                }};
  }

  void Inject(const Target& target) override {
    for (const Node* node : target.nodes) {
      Shim& shim = shims_.of(node->id());
      before_[node->id()] = shim.counters().shifted;
      shim.ShiftClock(sign_ * by_, static_cast<double>(sign_ * drift_.count()) / 1e6);
    }
  }

  // A JVM reads the clock all the time: it got another time than this machine has.
  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](const Node& node) {
      const auto before = before_.find(node.id());
      if (before == before_.end()) return Bite{false, "its clock is right"};
      const auto shifted = shims_.of(node.id()).counters().shifted - before->second;
      return Bite{shifted > 0, "read a wrong clock " +
                                   WithThousands(static_cast<std::uint64_t>(shifted)) + " times"};
    });
  }

 private:
  static int Sign(const std::string& direction) {
    if (direction != "forward" && direction != "back")
      throw Error(ErrorKind::kUsage, "direction is '" + direction + "'",
                  Hint("write forward or back"));
    return direction == "forward" ? 1 : -1;
  }

  const int sign_;
  const Duration by_, drift_;
  Shims& shims_;
  std::map<int, std::int64_t> before_;  // shifted reads when the clock was set wrong
};

}  // namespace

FaultType ClockType() {
  return {
      .name = "clock",
      .summary =
          "set the wall clock wrong: a jump, a skew, a drift; right again at the end of "
          "the step",
      .failure_class = FailureClass::kClock,
      .remains = Remains::kDisk,
      .takes_down = false,
      .params = {{"by", FaultParam::Kind::kDuration, "0s", "how far, such as 720h"},
                 {"direction", FaultParam::Kind::kWord, "forward", "where to", {"forward", "back"}},
                 {"drift", FaultParam::Kind::kDuration, "0s",
                  "gained on top in each second, such as 10ms"}},
      .needs = {Need::kShim},
      .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<Clock>(options);
      }};
}

}  // namespace kproof
