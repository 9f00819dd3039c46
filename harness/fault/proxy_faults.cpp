#include "harness/fault/proxy_faults.h"

#include <fmt/format.h>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/inject/kafka_api.h"

namespace kproof {

Undo ProxyFault::Prepare(const Target& target) {
  if (target.nodes.empty())
    throw Error("no broker is among " + target.name, Hint("the proxy stands before brokers"));
  // Found now, so that the undo needs nothing but the proxies themselves.
  for (const Node* const node : target.nodes) options_.mechanisms.proxies->Of(*node);
  return Undo{"take the rule off the proxy of " + target.name, [this] {
                Regardless all;
                for (const auto& entry : rules_)
                  all.Do([&] { entry.second.first->Remove(entry.second.second); });
                rules_.clear();
                all.Throw();
              }};
}

void ProxyFault::Inject(const Target& target) {
  Complete(rule_);
  for (const Node* const node : target.nodes) {
    KafkaProxy& proxy = options_.mechanisms.proxies->Of(*node);
    ProxyRule rule = rule_;
    rule.seed += static_cast<std::uint64_t>(node->id());
    rules_[&proxy] = {&proxy, proxy.Set(rule)};
  }
}

Bite ProxyFault::Prove(const Target& target) const {
  if (rules_.empty()) return {false, "no rule at the proxy of " + target.name};
  ProxyRuleCounts all;
  std::vector<std::string> parts;
  for (const Node* const node : target.nodes) {
    KafkaProxy& proxy = options_.mechanisms.proxies->Of(*node);
    const auto rule = rules_.find(&proxy);
    if (rule == rules_.end()) continue;
    const auto counts = proxy.Counts(rule->second.second);
    all.matched += counts.matched;
    all.acted += counts.acted;
    all.undecoded += counts.undecoded;
    parts.push_back(fmt::format("{} {}", node->name(), counts.acted));
  }
  std::string proof = Describe(rule_, all);
  if (parts.size() > 1) proof += ": " + JoinFew(parts, ", ");
  return {all.acted > 0, proof};
}

namespace {

// Parameters `requests` (which kinds; `fallback` if not given), `probability` and `count`; `more`
// come between.
std::vector<FaultParam> ProxyParams(const std::string& fallback,
                                    const std::vector<FaultParam>& more = {}) {
  std::vector<FaultParam> params = {
      {"requests", FaultParam::Kind::kText, fallback,
       "which kinds by Kafka's names, such as Produce or \"Fetch, Metadata\", or any"}};
  params.insert(params.end(), more.begin(), more.end());
  params.push_back(
      {"probability", FaultParam::Kind::kFraction, "1", "of each one of that kind, 0 to 1"});
  params.push_back({"count", FaultParam::Kind::kInt, "0",
                    "only the first so many at each broker, then all pass; 0: no limit"});
  return params;
}

// A rule with those parameters. Throws Error(kUsage) for what is no kind of request.
ProxyRule RuleOf(ProxyAction action, const FaultOptions& options) {
  ProxyRule rule{.action = action, .apis = ParseApis(options.with.at("requests"))};
  rule.probability = std::stod(options.with.at("probability"));
  const auto count = std::stoll(options.with.at("count"));
  if (count < 0)
    throw Error(ErrorKind::kUsage, "`count` of a proxy's fault is " + std::to_string(count),
                Hint("write how many to hit at most, or 0 for no limit"));
  rule.count = static_cast<std::uint64_t>(count);
  if (const auto delay = options.with.find("delay"); delay != options.with.end())
    rule.delay = ParseDuration(delay->second).value();
  return rule;
}

// A rule that has no more to it than its action.
template <ProxyAction action>
std::unique_ptr<Fault> MakeProxyFault(const FaultOptions& options) {
  return std::make_unique<ProxyFault>(options, RuleOf(action, options));
}

SwallowThen ThenOf(const std::string& text) {
  if (text == "close") return SwallowThen::kClose;
  if (text == "keep") return SwallowThen::kKeep;
  throw Error(ErrorKind::kUsage, "`then` of swallow-responses is '" + text + "'",
              Hint("write close or keep"));
}

std::unique_ptr<Fault> SwallowResponses(const FaultOptions& options) {
  ProxyRule rule = RuleOf(ProxyAction::kSwallowResponses, options);
  rule.then = ThenOf(options.with.at("then"));
  return std::make_unique<ProxyFault>(options, rule);
}

FaultType ProxyRow(std::string name, std::string summary, std::vector<FaultParam> params,
                   decltype(FaultType::make) make) {
  return {.name = std::move(name),
          .summary = std::move(summary),
          .failure_class = FailureClass::kCut,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = std::move(params),
          .needs = {Need::kProxy},
          .make = make};
}

}  // namespace

// Requests of one kind reach the broker later. TCP keeps the order, so what follows one of them on
// its connection waits with it; delays of several do not add up.
FaultType DelayRequestsType() {
  return ProxyRow(
      "delay-requests",
      "requests of a kind reach the broker later, and what follows them on their connection too; "
      "as quick as before at the end of the step",
      ProxyParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}),
      MakeProxyFault<ProxyAction::kDelayRequests>);
}

// Answers to requests of one kind reach the client later. The broker has done what it was asked to
// by then: a client whose time-out passes first asks again.
FaultType DelayResponsesType() {
  return ProxyRow(
      "delay-responses",
      "answers to requests of a kind reach the client later, and what follows them on their "
      "connection too; as quick as before at the end of the step",
      ProxyParams("any", {{"delay", FaultParam::Kind::kDuration, "200ms", "of each of them"}}),
      MakeProxyFault<ProxyAction::kDelayResponses>);
}

// The connection that a request of one kind comes on is reset (TCP RST) instead: the client knows
// at once that it is gone, and not that the broker never saw that request. Other requests that were
// under way on it may have been carried out.
FaultType ResetRequestsType() {
  return ProxyRow("reset-requests",
                  "the connection that a request of a kind comes on is reset, and the broker never "
                  "sees the request; they pass again at the end of the step",
                  ProxyParams("Produce"), MakeProxyFault<ProxyAction::kResetRequests>);
}

// Requests of one kind vanish on their way to the broker, while the connection and all others on it
// go on: to the client the broker is slow to answer, until the request's time-out. That is
// request.timeout.ms in Kafka's Java client; in librdkafka socket.timeout.ms, for a Produce no
// longer than its first record's delivery.timeout.ms, and then it ends the connection too, unless
// socket.max.fails=0.
FaultType SwallowRequestsType() {
  return ProxyRow("swallow-requests",
                  "requests of a kind never reach the broker, on connections that stay as they "
                  "are; they pass again at the end of the step",
                  ProxyParams("Produce"), MakeProxyFault<ProxyAction::kSwallowRequests>);
}

// Answers to requests of one kind never reach the client, though the broker did what it was asked
// to: what makes duplicates. With "then: close" the connection ends in their stead, as on a real
// network, and the client sends again at once; with "then: keep" librdkafka waits for
// socket.timeout.ms, for a Produce no longer than its first record's delivery.timeout.ms, and
// Kafka's Java client ends the connection when the next answer is not the one it waits for.
FaultType SwallowResponsesType() {
  return ProxyRow("swallow-responses",
                  "the broker does what requests of a kind ask for, and the client gets no "
                  "answer; answers pass again at the end of the step",
                  ProxyParams("Produce", {{"then",
                                           FaultParam::Kind::kWord,
                                           "close",
                                           "what becomes of the connection",
                                           {"close", "keep"}}}),
                  SwallowResponses);
}

}  // namespace kproof
