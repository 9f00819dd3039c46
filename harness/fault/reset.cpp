// Resets connections, as middleboxes do that want to be rid of them: each packet of an open
// connection is by chance not delivered but answered with a reset. New connections open, and meet
// the same fate. With the fraction 1 none outlives its first packet; in a step of some
// milliseconds that is every connection once.
#include "harness/fault/fault.h"
#include "harness/fault/filter_fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class Reset final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const Traffic traffic = ChooseTraffic(target, options_);
    const FilterRule opened{.packets = FilterRule::Packets::kOpened,
                            .fraction = std::stod(options_.with.at("fraction")),
                            .action = FilterRule::Action::kReset};
    return {.tables = TablesAtReceivers(traffic, opened, filter),
            .undo = "reset no more connections between " + traffic.text,
            .deed = "reset"};
  }
};

}  // namespace

FaultType ResetType() {
  return {.name = "reset",
          .summary =
              "answer packets of open connections with a reset; they pass again at the end of "
              "the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = PeerParams({{"fraction", FaultParam::Kind::kFraction, "1",
                                 "of the packets that are answered with a reset, 0 to 1"}}),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Reset>(options);
          }};
}

}  // namespace kproof
