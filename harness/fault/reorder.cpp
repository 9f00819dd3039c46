// Holds a share of the frames back so that those behind overtake them. TCP puts them in order
// again and takes the gap for a loss at first, so it slows down; order of records is not at stake.
#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "harness/fault/wire_fault.h"

namespace kproof {
namespace {

class Reorder final : public WireFault {
 public:
  using WireFault::WireFault;

 private:
  void Shape(WireRule& rule) const override {
    rule.delay = Time("by");
    rule.delayed = Fraction("fraction");
  }

  Bite Judge(const WireCount& count, bool netem) const override {
    if (netem) return {count.frames > 0, "held back: a share of " + options_.with.at("fraction")};
    return {count.overtaken > 0, "held back: " + WithThousands(count.delayed) +
                                     ", overtaken: " + WithThousands(count.overtaken)};
  }
};

}  // namespace

FaultType ReorderType() {
  return {.name = "reorder",
          .summary =
              "hold a share of the frames between the target and its peers back, so that "
              "others overtake them",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(
              {{"fraction", FaultParam::Kind::kFraction, "0.1", "of the frames, 0 to 1"},
               {"by", FaultParam::Kind::kDuration, "20ms", "how long those are held back"}}),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Reorder>(options);
          }};
}

}  // namespace kproof
