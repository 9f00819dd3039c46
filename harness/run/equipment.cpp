// Nothing is made that no step needs: a proxy or a shim that only stands there would still be part
// of what is measured.
#include "harness/run/equipment.h"

#include "harness/base/cluster_name.h"
#include "harness/inject/packet_filter.h"
#include "harness/inject/proxies.h"
#include "harness/inject/shim.h"
#include "harness/inject/wire.h"

namespace kproof {
namespace {

constexpr Duration kAddressesLimit = std::chrono::seconds(20);

}  // namespace

Equipment::Equipment(const Scenario& scenario, const RunPlace& place) : needs_(Needs(scenario)) {
  RequirePlace(place, scenario);
  network_ = place.mode == "private" ? PrivateNetwork() : LoopbackNetwork();
  const bool silences = needs_.contains(Need::kShim) && place.mode == "private";  // power loss
  if (needs_.contains(Need::kSandbox) || silences) filter_ = std::make_unique<PacketFilter>();
  if (needs_.contains(Need::kSandbox)) wire_ = std::make_unique<Wire>();
}

Equipment::~Equipment() = default;

void Equipment::Prepare(ClusterSetup& setup) {
  setup.network = network_;
  setup.proxied = needs_.contains(Need::kProxy);
  setup.own_disks = needs_.contains(Need::kDisk);
  if (!needs_.contains(Need::kShim)) return;
  auto& shims = shims_[setup.name] = std::make_unique<Shims>();
  setup.environment = [&shims = *shims](const NodePlan& node) { return shims.Prepare(node); };
}

void Equipment::Attach(const Cluster& cluster) {
  if (!needs_.contains(Need::kProxy)) return;
  const auto& proxies = proxies_[cluster.name()] = std::make_unique<Proxies>(cluster);
  VerifyBehindProxies(cluster, *proxies, Deadline(kAddressesLimit));
}

Mechanisms Equipment::For(const std::string& cluster) const {
  const auto proxies = proxies_.find(cluster);
  const auto shims = shims_.find(cluster);
  return {.network = network_.get(),
          .filter = filter_.get(),
          .wire = wire_.get(),
          .proxies = proxies == proxies_.end() ? nullptr : proxies->second.get(),
          .shims = shims == shims_.end() ? nullptr : shims->second.get()};
}

std::vector<std::string> Equipment::Failures() const {
  std::vector<std::string> failures;
  for (const auto& [cluster, proxies] : proxies_)
    for (const auto& failure : proxies->Failures()) failures.push_back(InCluster(cluster, failure));
  return failures;
}

}  // namespace kproof
