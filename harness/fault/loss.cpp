// Drops packets by chance, as a bad cable or a full queue does. TCP sends them again, so nothing is
// missing in the end but time: latencies grow by retransmission timeouts (at least 200 ms each).
#include "harness/fault/fault.h"
#include "harness/fault/filter_fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class Loss final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const Traffic traffic = ChooseTraffic(target, options_);
    Plan plan{.tables = {}, .undo = "lose nothing between " + traffic.text, .deed = "lost"};
    plan.tables.push_back(
        filter.OnBridge(RulesFor(traffic, {.fraction = std::stod(options_.with.at("fraction"))})));
    return plan;
  }
};

}  // namespace

FaultType LossType() {
  return {.name = "loss",
          .summary = "drop packets between the target and its peers by chance",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(
              {{"fraction", FaultParam::Kind::kFraction, "0.1", "of the packets, 0 to 1"}}),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Loss>(options);
          }};
}

}  // namespace kproof
