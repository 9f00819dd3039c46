// Delays what goes between hosts, as distance does: both ways 50 ms makes a round trip 100 ms
// longer. With a jitter each frame is delayed on its own, so those behind overtake.
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/wire_fault.h"

namespace kproof {
namespace {

class Delay final : public WireFault {
 public:
  using WireFault::WireFault;

 private:
  void Shape(WireRule& rule) const override {
    rule.delay = Time("delay");
    rule.jitter = Time("jitter");
  }

  Bite Judge(const WireCount& count, bool netem) const override {
    if (netem) return {count.frames > 0, "delayed by " + options_.with.at("delay") + ": all"};
    return {count.delayed > 0, "delayed by " + HumanDuration(count.mean_delay) +
                                   " on average: " + WithThousands(count.delayed)};
  }
};

}  // namespace

FaultType DelayType() {
  return {.name = "delay",
          .summary = "delay what goes between the target and its peers",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(
              {{"delay", FaultParam::Kind::kDuration, "50ms", "of each frame, one way"},
               {"jitter", FaultParam::Kind::kDuration, "0ms",
                "so much more or less, evenly, each frame by itself"}}),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Delay>(options);
          }};
}

}  // namespace kproof
