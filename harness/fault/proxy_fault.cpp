#include "harness/fault/proxy_fault.h"

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

std::vector<FaultParam> ProxyParams(const std::string& fallback,
                                    const std::vector<FaultParam>& more) {
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

}  // namespace kproof
