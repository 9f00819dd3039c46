#include "harness/fault/proxy_fault.h"

#include <fmt/format.h>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/wording.h"
#include "harness/cluster/connect.h"

namespace kproof {
namespace {

constexpr Duration kTopicIdLimit = std::chrono::seconds(2);

// Newer clients name a topic by its id alone.
TopicId IdOf(const std::string& topic, const Cluster& cluster) {
  for (const Node* const broker : cluster.brokers()) {
    NodeClient client = Connect(*broker);
    const auto answer = client.Metadata({topic}, kTopicIdLimit);
    if (!answer) continue;
    const auto id = answer->topic_ids.find(topic);
    if (answer->partitions.empty() || id == answer->topic_ids.end())
      throw Error("there is no topic " + topic + " that requests could name");
    return id->second;
  }
  throw Error("no broker says which id topic " + topic + " has");
}

}  // namespace

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
  if (!rule_.where.topic.empty()) rule_.where.id = IdOf(rule_.where.topic, *options_.cluster);
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
    all.late += counts.late;
    parts.push_back(fmt::format("{} {}", node->name(), counts.acted));
  }
  std::string proof = Describe(rule_, all);
  if (parts.size() > 1) proof += ": " + JoinFew(parts, ", ");
  const bool late = rule_.action == ProxyAction::kLateRequests;
  return {late ? all.late > 0 : all.acted > 0, proof};
}

Duration ProxyFault::ShowsAfter() const {
  return rule_.action == ProxyAction::kLateRequests ? rule_.delay : Duration::zero();
}

}  // namespace kproof
