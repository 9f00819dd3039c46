// Connections die without a word while new ones work: what a stateful firewall or a NAT does that
// has lost its memory. Packets of every connection that was open when the fault began vanish, both
// ways; each end goes on believing in it until its own timeout (request.timeout.ms of clients,
// replica.socket.timeout.ms of followers, TCP's retransmissions), and then a new one passes.
#include "harness/fault/fault.h"
#include "harness/fault/filter_fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class HalfOpen final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const Traffic traffic = ChooseTraffic(target, options_);
    Plan plan{.tables = {},
              .undo = "let old connections pass between " + traffic.text,
              .deed = "dropped"};
    plan.tables.push_back(
        filter.OnForgetfulBridge(RulesFor(traffic, {.packets = FilterRule::Packets::kOpened})));
    return plan;
  }
};

}  // namespace

FaultType HalfOpenType() {
  return {.name = "half-open",
          .summary =
              "drop what belongs to connections that were open before, silently; new ones "
              "work",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = PeerParams(),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<HalfOpen>(options);
          }};
}

}  // namespace kproof
