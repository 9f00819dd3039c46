// Requests of one kind reach the broker later. TCP keeps the order, so what follows one of them on
// its connection waits with it; delays of several do not add up.
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"

namespace kproof {

FaultType DelayRequestsType() {
  return {
      .name = "delay-requests",
      .summary =
          "requests of a kind reach the broker later, and what follows them on their connection "
          "too; as quick as before at the end of the step",
      .failure_class = FailureClass::kCut,
      .remains = Remains::kNothing,
      .takes_down = false,
      .params =
          ProxyParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}),
      .needs = {Need::kProxy},
      .make = MakeProxyFault<ProxyAction::kDelayRequests>};
}

}  // namespace kproof
