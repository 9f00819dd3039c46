// The connection that a request of one kind comes on is reset (TCP RST) instead: the client knows
// at once that it is gone, and not that the broker never saw that request. Other requests that were
// under way on it may have been carried out.
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"

namespace kproof {

FaultType ResetRequestsType() {
  return {.name = "reset-requests",
          .summary =
              "the connection that a request of a kind comes on is reset, and the broker never "
              "sees the request; they pass again at the end of the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = ProxyParams("Produce"),
          .needs = {Need::kProxy},
          .make = MakeProxyFault<ProxyAction::kResetRequests>};
}

}  // namespace kproof
