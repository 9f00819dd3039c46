// Requests of one kind vanish on their way to the broker, while the connection and all others on it
// go on: to the client the broker is slow to answer, until the request's time-out. That is
// request.timeout.ms in Kafka's Java client; in librdkafka socket.timeout.ms, for a Produce no
// longer than its first record's delivery.timeout.ms, and then it ends the connection too, unless
// socket.max.fails=0.
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"

namespace kproof {

FaultType SwallowRequestsType() {
  return {.name = "swallow-requests",
          .summary =
              "requests of a kind never reach the broker, on connections that stay as they are; "
              "they pass again at the end of the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = ProxyParams("Produce"),
          .needs = {Need::kProxy},
          .make = MakeProxyFault<ProxyAction::kSwallowRequests>};
}

}  // namespace kproof
