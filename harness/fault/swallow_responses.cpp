// Answers to requests of one kind never reach the client, though the broker did what it was asked
// to: what makes duplicates. With "then: close" the connection ends in their stead, as on a real
// network, and the client sends again at once; with "then: keep" librdkafka waits for
// socket.timeout.ms, for a Produce no longer than its first record's delivery.timeout.ms, and
// Kafka's Java client ends the connection when the next answer is not the one it waits for.
#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/proxy_fault.h"

namespace kproof {
namespace {

SwallowThen ThenOf(const std::string& text) {
  if (text == "close") return SwallowThen::kClose;
  if (text == "keep") return SwallowThen::kKeep;
  throw Error(ErrorKind::kUsage, "`then` of swallow-responses is '" + text + "'",
              Hint("write close or keep"));
}

}  // namespace

FaultType SwallowResponsesType() {
  return {.name = "swallow-responses",
          .summary =
              "the broker does what requests of a kind ask for, and the client gets no answer; "
              "answers pass again at the end of the step",
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = ProxyParams("Produce", {{"then",
                                             FaultParam::Kind::kWord,
                                             "close",
                                             "what becomes of the connection",
                                             {"close", "keep"}}}),
          .needs = {Need::kProxy},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            ProxyRule rule = RuleOf(ProxyAction::kSwallowResponses, options);
            rule.then = ThenOf(options.with.at("then"));
            return std::make_unique<ProxyFault>(options, rule);
          }};
}

}  // namespace kproof
