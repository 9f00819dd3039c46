// Sends frames twice. TCP throws the second away, so no record is ever doubled by it: this is a
// control of that belief. Duplicated records come from lost responses.
#include "harness/base/text.h"
#include "harness/fault/fault.h"
#include "harness/fault/wire_fault.h"

namespace kproof {
namespace {

class Duplicate final : public WireFault {
 public:
  using WireFault::WireFault;

 private:
  void Shape(WireRule& rule) const override { rule.doubled = Fraction("fraction"); }

  Bite Judge(const WireCount& count, bool netem) const override {
    if (netem) return {count.frames > 0, "sent twice: a share of " + options_.with.at("fraction")};
    return {count.doubled > 0, "sent twice: " + WithThousands(count.doubled)};
  }
};

}  // namespace

FaultType DuplicateType() {
  return {.name = "duplicate",
          .summary = "send a share of the frames between the target and its peers twice",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(
              {{"fraction", FaultParam::Kind::kFraction, "0.1", "of the frames, 0 to 1"}}),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Duplicate>(options);
          }};
}

}  // namespace kproof
