// Answers who wants to open a connection with a reset: a port on which nobody listens. Those that
// are open stay. Clients hear of it at once, so they go elsewhere much sooner than after a cut.
#include "harness/fault/fault.h"
#include "harness/fault/filter_fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class Refuse final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const Traffic traffic = ChooseTraffic(target, options_);
    const FilterRule opening{.packets = FilterRule::Packets::kOpening,
                             .action = FilterRule::Action::kReset};
    return {.tables = TablesAtReceivers(traffic, opening, filter),
            .undo = "accept connections between " + traffic.text + " again",
            .deed = "refused"};
  }
};

}  // namespace

FaultType RefuseType() {
  return {.name = "refuse",
          .summary = "refuse new connections between the target and its peers; open ones stay",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Refuse>(options);
          }};
}

}  // namespace kproof
