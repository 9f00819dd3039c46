// Answers to requests of one kind reach the client later. The broker has done what it was asked to
// by then: a client whose time-out passes first asks again.
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"

namespace kproof {

FaultType DelayResponsesType() {
  return {
      .name = "delay-responses",
      .summary =
          "answers to requests of a kind reach the client later, and what follows them on their "
          "connection too; as quick as before at the end of the step",
      .failure_class = FailureClass::kCut,
      .remains = Remains::kNothing,
      .takes_down = false,
      .params =
          ProxyParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}),
      .needs = {Need::kProxy},
      .make = MakeProxyFault<ProxyAction::kDelayResponses>};
}

}  // namespace kproof
