#include "harness/run/run_record.h"

#include <fmt/format.h>

#include <set>

#include "audit/store/run_keys.h"
#include "harness/base/cluster_name.h"
#include "harness/base/json_list.h"
#include "harness/base/random.h"
#include "harness/client/kind.h"
#include "harness/run/version.h"
#include "harness/scenario/agents.h"

namespace kproof {
namespace {

std::string Json(const std::map<std::string, Bound>& bounds) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, bound] : bounds) texts[name] = bound.op + " " + bound.value;
  return JsonObject(texts);
}

std::string ExpectOf(const Scenario& scenario) {
  if (!scenario.expect_inconclusive.empty())
    return JsonObject({{"inconclusive", scenario.expect_inconclusive}});
  if (!scenario.expect_limit.empty()) return JsonObject({{"limit", scenario.expect_limit}});
  return Json(scenario.expect);
}

// Of the cluster that Started names.
std::string DriverOf(const Scenario& scenario) {
  const auto& clusters = scenario.clusters;
  const auto main = clusters.find(kMainCluster);
  return (main == clusters.end() ? clusters.begin() : main)->second.driver;
}

}  // namespace

RunRecord::RunRecord(RunKeySink& store, const Plan& plan, const RunClock& clock,
                     const std::string& sandbox, const std::string& campaign)
    : store_(store),
      clock_(clock),
      wall_epoch_(WallMicros() - clock_.Now()),
      run_id_(fmt::format("{:016x}", EntropySeed())) {
  const Scenario& scenario = plan.scenario;
  StoreTransaction transaction(store);
  store.SetRun(run_key::kScenario, scenario.name);
  store.SetRun(run_key::kScenarioYaml, ToYaml(plan));
  store.SetRun(run_key::kSeed, std::to_string(plan.seed));
  store.SetRun(run_key::kRole, scenario.role);
  store.SetRun(run_key::kAbout, scenario.about);
  store.SetRun(run_key::kStartedUs, std::to_string(wall_epoch_));
  store.SetRun(run_key::kRequire, JsonList(scenario.require));
  store.SetRun(run_key::kIgnore, JsonList(scenario.ignore));
  store.SetRun(run_key::kExpect, ExpectOf(scenario));
  store.SetRun(run_key::kLimits, Json(scenario.limits));
  store.SetRun(run_key::kFailOn, JsonList(scenario.fail_on));
  store.SetRun(run_key::kLabels, JsonObject(scenario.labels));
  std::set<std::string> unchecked;
  for (const auto& [name, cluster] : scenario.clusters)
    unchecked.insert(cluster.config_unchecked.begin(), cluster.config_unchecked.end());
  store.SetRun(run_key::kConfigUnchecked, JsonList({unchecked.begin(), unchecked.end()}));
  store.SetRun(run_key::kDriver, DriverOf(scenario));
  store.SetRun(run_key::kSandbox, sandbox);
  if (!campaign.empty()) store.SetRun(run_key::kCampaign, campaign);
  if (const ClientKind& client = FindClientKind(kLibrdkafka);
      ClientsOf(scenario).contains(kLibrdkafka) && !client.is_here(""))
    store.SetRun(run_key::kClientMissing, client.name + " " + client.standard);
  store.SetRun(run_key::kVersionKproof, KproofVersion());
  transaction.Commit();
}

void RunRecord::Started(const Clusters& clusters, const std::string& audit_transport) {
  const auto& members = clusters.members();
  const auto main = members.find(kMainCluster);
  const Cluster& first = *(main == members.end() ? members.begin() : main)->second.cluster;
  StoreTransaction transaction(store_);
  if (audit_transport == "topic") store_.SetRun(run_key::kAuditTransport, audit_transport);
  store_.SetRun(run_key::kClusterId, first.id());
  store_.SetRun(run_key::kDriver, first.driver());
  store_.SetRun(run_key::kBootstrapServers, first.bootstrap_servers());
  store_.SetRun(run_key::kVersionKafka, first.kafka_version());
  if (members.size() > 1) {
    std::map<std::string, std::string> ids, servers, versions;
    for (const auto& [name, member] : members) {
      ids[name] = member.cluster->id();
      servers[name] = member.cluster->bootstrap_servers();
      versions[name] = member.cluster->kafka_version();
    }
    store_.SetRun(run_key::kClusterIds, JsonObject(ids));
    store_.SetRun(run_key::kClusterServers, JsonObject(servers));
    store_.SetRun(run_key::kClusterVersions, JsonObject(versions));
  }
  transaction.Commit();
}

void RunRecord::Failed(const Error& error) {
  store_.SetRun(error.kind() == ErrorKind::kUsage    ? run_key::kUsage
                : error.kind() == ErrorKind::kNotRun ? run_key::kNotRun
                                                     : run_key::kError,
                error.Full());
}

void RunRecord::Ended(bool interrupted) {
  store_.SetRun(run_key::kSeconds, fmt::format("{:.3f}", static_cast<double>(clock_.Now()) / 1e6));
  store_.SetRun(run_key::kEnded, interrupted ? run_key::kInterrupted : run_key::kComplete);
}

}  // namespace kproof
