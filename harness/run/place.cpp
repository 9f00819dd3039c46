// What a run needs is known from its steps alone, before anything is started.
#include "harness/run/place.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/client/clients.h"
#include "harness/cluster/fetch_first.h"
#include "harness/cluster/fit_folder.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/own_disk.h"
#include "harness/cluster/registry.h"
#include "harness/fault/fault.h"
#include "harness/inject/shim.h"
#include "harness/scenario/agents.h"

namespace kproof {

RunPlace ChoosePlace(const std::string& asked, const std::vector<Scenario>& scenarios) {
  const auto outside = [](const Scenario& scenario) {
    const auto& clusters = scenario.clusters;
    return std::any_of(clusters.begin(), clusters.end(), [](const auto& cluster) {
      return !FindDriver(cluster.second.driver).in_our_network;
    });
  };
  const bool all_outside =
      !scenarios.empty() && std::all_of(scenarios.begin(), scenarios.end(), outside);
  if (asked == "loopback" || (asked == "auto" && all_outside)) return {};
  RunPlace place{.mode = "private", .refusal = ProbeSandbox()};
  if (place.refusal && asked == "auto") place.mode = "loopback";
  return place;
}

std::set<Need> Needs(const Scenario& scenario) {
  std::set<Need> needs;
  for (const auto& step : scenario.steps) needs.merge(NeedsOf(FindFault(step.fault), step.with));
  return needs;
}

std::optional<Refusal> Missing(const std::set<Need>& needs, const RunPlace& place) {
  if (needs.contains(Need::kSandbox) && place.mode != "private")
    return Refusal{
        "needs the private sandbox" + (place.refusal ? ", and " + place.refusal->what : ""),
        place.refusal ? place.refusal->hint : "leave --sandbox loopback away"};
  if (needs.contains(Need::kShim) && !ShimLibrary())
    return Refusal{"needs the shim's library, which is not there",
                   "install lib/kproof/kproof_shim.so with kproof"};
  return needs.contains(Need::kDisk) ? OwnDisk::Lacking() : std::nullopt;
}

bool RunsOnLoopback(const Scenario& scenario) {
  const auto needs = Needs(scenario);
  return !needs.contains(Need::kSandbox) && !needs.contains(Need::kDisk);
}

std::optional<Refusal> Lacking(const RunPlace& place, const Scenario& scenario) {
  for (const auto& [name, cluster] : scenario.clusters) {
    const auto& driver = FindDriver(cluster.driver);
    if (!driver.in_our_network && place.mode == "private")
      return Refusal{
          "clusters of driver '" + driver.name + "' can't be reached from the private sandbox",
          "use --sandbox loopback"};
    if (auto lacks = driver.lacking == nullptr ? std::nullopt : driver.lacking())
      return Refusal{"driver '" + driver.name + "' " + lacks->what, lacks->hint};
  }
  for (const auto& client : ClientsOf(scenario))
    if (auto missing = ClientLacking(client)) return missing;
  for (const auto& step : scenario.steps)
    if (auto missing = Missing(NeedsOf(FindFault(step.fault), step.with), place))
      return Refusal{"fault '" + step.fault + "' " + missing->what, missing->hint};
  return std::nullopt;
}

void RequirePlace(const RunPlace& place, const Scenario& scenario) {
  if (place.mode == "private" && place.refusal)
    throw Error(ErrorKind::kNotRun, place.refusal->what,
                Hint(place.refusal->hint +
                     (RunsOnLoopback(scenario) ? ", or use --sandbox loopback" : "")));
  if (const auto lacking = Lacking(place, scenario))
    throw Error(ErrorKind::kNotRun, lacking->what, Hint(lacking->hint));
}

void RequireFitFolders(const std::string& out, const std::vector<Scenario>& scenarios) {
  RequireFitForNodes("--out", out);
  for (const auto& scenario : scenarios) {
    for (const auto& [name, cluster] : scenario.clusters) {
      if (!FindDriver(cluster.driver).runs_cached_kafka) continue;
      if (cluster.kafka_dir.empty())
        RequireFitForJars(kCacheWords, CacheFolder());
      else
        RequireFitForJars("kafka_dir of cluster " + name, cluster.kafka_dir);
    }
  }
}

void FetchBeforehand(const std::vector<Scenario>& scenarios) {
  std::set<std::string> versions;
  for (const auto& scenario : scenarios) {
    for (const auto& [name, cluster] : scenario.clusters)
      if (FindDriver(cluster.driver).runs_cached_kafka && cluster.kafka_dir.empty())
        versions.insert(cluster.kafka);
    for (const auto& step : scenario.steps)
      for (const auto& param : FindFault(step.fault).params)
        if (param.kind == FaultParam::Kind::kVersion) versions.insert(step.with.at(param.name));
  }
  FetchFirst(versions);
}

std::vector<std::string> FetchClientsBeforehand(const std::vector<Scenario>& scenarios) {
  std::set<std::string> clients = {kLibrdkafka};  // the final pass
  for (const auto& scenario : scenarios) {
    const auto more = ClientsOf(scenario);
    clients.insert(more.begin(), more.end());
  }
  return FetchClientsFirst(clients);
}

}  // namespace kproof
