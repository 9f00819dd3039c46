#include "harness/inject/proxies.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/cluster/connect.h"

namespace kproof {
namespace {

constexpr Duration kAskLimit = std::chrono::seconds(1);

MetadataAnswer Ask(const Node& broker, Deadline deadline) {
  NodeClient client = Connect(broker);
  std::optional<MetadataAnswer> answer;
  WaitUntil(
      [&] { return (answer = client.Metadata({"__consumer_offsets"}, kAskLimit)).has_value(); },
      deadline);
  if (!answer)
    throw Error(broker.name() +
                " does not answer which addresses it gives to clients: " + client.last_error());
  return *std::move(answer);
}

}  // namespace

Proxies::Proxies(const Cluster& cluster) {
  for (const Node* const broker : cluster.brokers()) {
    if (broker->behind() == broker->clients())
      throw Error(broker->name() + " itself listens on " + broker->clients().ToString() +
                  ", so no proxy can listen there");
    proxies_[broker->name()] = std::make_unique<KafkaProxy>(ProxyPlace{
        .listen = broker->clients(), .forward = broker->behind(), .netns = broker->host()->netns});
  }
}

KafkaProxy& Proxies::Of(const Node& node) const {
  const auto found = proxies_.find(node.name());
  if (found == proxies_.end())
    throw Error("there is no proxy in front of " + node.name(), Hint("name brokers as the target"));
  return *found->second;
}

std::vector<std::string> Proxies::Failures() const {
  std::vector<std::string> failures;
  for (const auto& [node, proxy] : proxies_)
    if (const auto failure = proxy->failure(); !failure.empty())
      failures.push_back(node + ": its proxy reset all connections: " + failure);
  return failures;
}

bool Proxies::StandsAt(const std::string& address) const {
  return std::any_of(proxies_.begin(), proxies_.end(), [&](const auto& proxy) {
    return proxy.second->place().listen.ToString() == address;
  });
}

void VerifyBehindProxies(const Cluster& cluster, const Proxies& proxies, Deadline deadline) {
  for (const Node* const broker : cluster.brokers()) {
    for (const auto& [id, address] : Ask(*broker, deadline).addresses) {
      if (proxies.StandsAt(address)) continue;
      throw Error(broker->name() + " sends clients of broker " + std::to_string(id) + " to " +
                      address + ", where no proxy listens",
                  Hint("does the scenario set advertised.listeners?"));
    }
  }
}

}  // namespace kproof
