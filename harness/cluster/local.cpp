// All nodes start at once: on two cores their start-up is bound by CPU time, not by who waits for
// whom.
#include "harness/cluster/local.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <future>
#include <set>

#include "harness/base/cluster_name.h"
#include "harness/base/file_lock.h"
#include "harness/base/wording.h"
#include "harness/cluster/await_ready.h"
#include "harness/cluster/connect.h"
#include "harness/cluster/dynamic_quorum.h"
#include "harness/cluster/first_candidate.h"
#include "harness/cluster/local_node.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/cluster/registry.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

constexpr int kFirstController = 101;
constexpr Duration kNodeTimeout = std::chrono::milliseconds(500);

std::vector<NodePlan> PlanNodes(const ClusterSetup& spec, Network& network) {
  std::vector<NodePlan> plans;
  const auto add = [&](int id, const std::string& role, bool broker, bool controller) {
    NodePlan plan;
    plan.id = id;
    plan.name = fmt::format("{}-{}", role, id);
    plan.broker = broker;
    plan.controller = controller;
    plan.log_name = LogNameOf(spec.name, plan.name);
    plan.host = network.Add(spec.name, InCluster(spec.name, plan.name), id);
    plan.clients.host = plan.replication.host = plan.control.host = plan.host.address;
    plan.folder = std::filesystem::absolute(spec.folder + "/" + plan.name).string();
    plan.log_folder = std::filesystem::absolute(spec.log_folder).string();
    plan.heap = spec.heap;
    plan.log_dirs = spec.log_dirs;
    plan.dynamic_quorum = spec.dynamic_quorum;
    plan.own_disk = spec.own_disks;
    if (!spec.racks.empty()) {
      const int first = broker ? 1 : kFirstController;
      plan.rack = spec.racks[static_cast<std::size_t>(id - first) % spec.racks.size()];
    }
    plan.features = spec.features;
    plans.push_back(std::move(plan));
  };
  for (int id = 1; id <= spec.brokers; ++id) {
    add(id, spec.combined ? "node" : "broker", true, spec.combined);
  }
  for (int id = kFirstController; !spec.combined && id < kFirstController + spec.controllers;
       ++id) {
    add(id, "controller", false, true);
  }
  return plans;
}

void GivePorts(std::vector<NodePlan>& plans, std::optional<int> fixed, bool proxied) {
  std::vector<std::string> hosts;  // that others on this machine may listen on
  for (const auto& plan : plans)
    if (plan.host.netns < 0) hosts.push_back(plan.host.address);
  const Ports ports = ChoosePorts(hosts, fixed, proxied);
  for (auto& plan : plans) {
    plan.clients.port = plan.broker ? ports.clients : 0;
    plan.replication.port = plan.broker ? ports.replication : 0;
    plan.control.port = plan.controller ? ports.control : 0;
    if (proxied && plan.broker) plan.behind = Address{plan.clients.host, ports.behind};
  }
}

std::vector<NodePlan> Founders(const ClusterSetup& spec, const std::vector<NodePlan>& plans) {
  std::vector<NodePlan> founders;
  for (const auto& plan : plans)
    if (plan.controller &&
        static_cast<int>(founders.size()) < spec.voters.value_or(spec.brokers + spec.controllers))
      founders.push_back(plan);
  return founders;
}

std::unique_ptr<OwnDisk> MakeDisk(const NodePlan& plan) {
  if (!plan.own_disk) return nullptr;
  return std::make_unique<OwnDisk>(plan.folder + "/disk.img", plan.disk_folder());
}

class LocalCluster final : public Cluster {
 public:
  LocalCluster(const ClusterSetup& spec, const KafkaHome& home)
      : name_(spec.name),
        version_(home.version),
        ready_within_(spec.ready_within),
        id_(RandomUuid()),
        network_(spec.network ? spec.network : LoopbackNetwork()) {
    const auto begin = MonotonicMicros();
    if (spec.dynamic_quorum) RequireDynamicQuorum(home);
    lock_ = ClaimNodes(spec.folder);
    std::vector<NodePlan> plans = PlanNodes(spec, *network_);
    GivePorts(plans, spec.port, spec.proxied);
    for (auto& plan : plans) {
      plan.properties = ServerProperties(plan, plans, home.version, spec.config);
    }
    for (auto& plan : plans) {
      if (spec.environment) plan.env = spec.environment(plan);
      auto disk = MakeDisk(plan);
      PrepareNode(plan, home, id_);
      owned_.push_back(std::make_unique<LocalNode>(plan, home, std::move(disk)));
      nodes_.push_back(owned_.back().get());
    }
    if (spec.dynamic_quorum) {
      const auto founders = Founders(spec, plans);
      for (const auto& plan : founders) founders_.insert(plan.id);
      FoundQuorum(home, founders, spec.folder);
    }
    LetFirstControllerStand(plans);
    ready_.prepared = Duration(MonotonicMicros() - begin);
  }

  ~LocalCluster() override { Destroy(); }

  void StartAll() {
    const auto begin = MonotonicMicros();
    const Deadline deadline(ready_within_);
    for (const auto& node : owned_)
      if (founders_.empty() || founders_.contains(node->id())) node->process().Start();
    if (!founders_.empty()) {
      AwaitQuorum(deadline);
      for (const auto& node : owned_)
        if (!founders_.contains(node->id())) node->process().Start();
    }
    AwaitReady(*this, deadline, ready_within_);
    ready_.ready = Duration(MonotonicMicros() - begin);
  }

  const std::string& name() const override { return name_; }
  std::string id() const override { return id_; }
  std::string driver() const override { return "local"; }
  std::string kafka_version() const override { return version_; }
  const std::vector<Node*>& nodes() const override { return nodes_; }
  ReadyReport ready() const override { return ready_; }

  void Destroy() override {
    for (const auto& node : owned_) node->process().Signal(SIGKILL);
    std::vector<std::future<void>> removals;  // at once: a node's disk waits for its own end alone
    for (const auto& node : owned_)
      removals.push_back(std::async(std::launch::async, [&node] { Remove(*node); }));
    for (auto& removal : removals) removal.wait();
    if (owned_.empty()) return;
    const std::filesystem::path folder = owned_.front()->plan().folder;
    RemoveIfOnlyMarked(folder.parent_path().string());
  }

 private:
  static void Remove(LocalNode& node) {
    node.process().WaitExit(Deadline(std::chrono::seconds(10)));
    node.RemoveDisk();
    std::error_code ignored;
    std::filesystem::remove_all(node.plan().folder, ignored);
  }

  // Until a founder leads and something is committed. Others start later, because whoever read the
  // voters of a first leader that came to nothing, and had to truncate them, never reads those of
  // the next one (KRaftControlRecordStateMachine in 4.3.1: truncateNewEntries leaves nextOffset
  // where it was) and finds no active controller until it is started again.
  void AwaitQuorum(Deadline deadline) const {
    const auto founded = [&] {
      for (const auto& node : owned_) {
        if (!founders_.contains(node->id())) continue;
        if (const auto exit = node->Exit())
          FailToStart(*this, *node, "ended with " + exit->ToString());
        NodeClient client = ConnectToController(*node);
        const auto answer = client.Quorum(kNodeTimeout);
        if (answer && answer->leader == node->id() && answer->high_watermark > 0) return true;
      }
      return false;
    };
    if (!WaitUntil(founded, deadline, std::chrono::milliseconds(30)))
      FailToStart(*this, node(*founders_.begin()),
                  "and the other voters elected no active controller in time");
  }

  std::string name_;
  std::string version_;
  Duration ready_within_;
  std::string id_;
  const std::shared_ptr<Network> network_;
  std::optional<FileLock> lock_;  // that its folder is in use, for whoever cleans up
  ReadyReport ready_;
  std::set<int> founders_;  // of a dynamic quorum
  std::vector<std::unique_ptr<LocalNode>> owned_;
  std::vector<Node*> nodes_;
};

}  // namespace

std::unique_ptr<Cluster> StartLocalCluster(
    const ClusterSetup& spec, const KafkaHome& home,
    const std::function<void(const std::string&)>& progress) {
  if (progress) {
    const auto count = [](int nodes, std::string_view one) {
      return Counted(static_cast<std::uint64_t>(nodes), one);
    };
    progress("starting Kafka " + home.version + ": " +
             (spec.combined
                  ? count(spec.brokers, "combined node")
                  : count(spec.brokers, "broker") + ", " + count(spec.controllers, "controller")));
  }
  auto cluster = std::make_unique<LocalCluster>(spec, home);
  cluster->StartAll();
  return cluster;
}

DriverType LocalDriver() {
  return {
      .name = "local",
      .summary = "real Kafka as child processes: in the private sandbox, or on loopback addresses",
      .gives = {Need::kData, Need::kDisk, Need::kDynamicQuorum, Need::kLog, Need::kProcess,
                Need::kProxy, Need::kSandbox, Need::kShim, Need::kSoftware},
      .keys = {"brokers", "combined", "config", "config_unchecked", "controllers", "features",
               "heap", "kafka", "kafka_dir", "log_dirs", "mode", "port", "quorum", "racks",
               "voters"},
      .start = [](const ClusterSetup& setup, const std::function<void(const std::string&)>& say) {
        return StartLocalCluster(setup, FindKafka(setup.kafka, setup.kafka_dir, say), say);
      }};
}

}  // namespace kproof
