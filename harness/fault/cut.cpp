// Drops packets between hosts, silently: a cable that was pulled. No socket is told; TCP sends
// again at longer and longer intervals and goes on where it was once packets pass, so to Kafka a
// cut is a request without an answer until request.timeout.ms, a follower that does not fetch until
// replica.lag.time.max.ms, a broker without heartbeats until broker.session.timeout.ms.
#include "harness/fault/fault.h"
#include "harness/fault/filter_fault.h"
#include "harness/fault/traffic.h"

namespace kproof {
namespace {

class Cut final : public FilterFault {
 public:
  using FilterFault::FilterFault;

 private:
  Plan MakePlan(const Target& target, PacketFilter& filter) const override {
    const Traffic traffic = ChooseTraffic(target, options_);
    Plan plan{.tables = {}, .undo = "join " + traffic.text + " again", .deed = "dropped"};
    plan.tables.push_back(filter.OnBridge(RulesFor(traffic, {})));
    return plan;
  }
};

}  // namespace

FaultType CutType() {
  return {.name = "cut",
          .summary =
              "drop packets between the target and its peers, silently; they pass again at "
              "the end of the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .on_agents = OnAgents::kTakesBack,
          .params = TrafficParams(),
          .needs = {Need::kSandbox},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Cut>(options);
          }};
}

}  // namespace kproof
