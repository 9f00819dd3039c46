// A cluster on paper: nodes with names and ids, for what is decided from a situation alone. Nothing
// can be done to it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/base/error.h"
#include "harness/nemesis/situation.h"

namespace kproof {

inline Host HostCalled(const std::string& name) {
  Host host;
  host.name = name;
  host.address = "of " + name;
  return host;
}

class PaperNode final : public Node {
 public:
  PaperNode(int id, bool broker)
      : Node({.id = id,
              .name = (broker ? "broker-" : "controller-") + std::to_string(id),
              .broker = broker,
              .controller = !broker,
              .rack = id % 100 == 2 ? "b" : "a"}),
        host_(HostCalled(name())) {
    Give({.host = &host_});
  }

 private:
  const Host host_;
};

// An agent on paper: nothing can be done to it either.
class PaperAgent final : public TargetProcess {
 public:
  explicit PaperAgent(std::string name) : name_(std::move(name)) {}
  std::string name() const override { return name_; }
  void Signal(int) override { throw Error("an agent on paper can't be signalled"); }
  RunState State() const override { return RunState::kEnded; }
  std::optional<ExitStatus> Exit() override { return std::nullopt; }
  bool WaitExit(Deadline) override { return false; }
  void Start() override { throw Error("an agent on paper can't be started"); }
  bool WaitStarted(Deadline) override { return false; }
  std::string LastLogLines(int) const override { return ""; }

 private:
  std::string name_;
};

// Brokers 1, 2, 3 and controllers 101, 102, 103; 2 and 102 are in rack b, the others in rack a.
class PaperCluster final : public Cluster {
 public:
  explicit PaperCluster(std::string driver = "paper") : driver_(std::move(driver)) {
    for (const int id : {1, 2, 3}) Add(id, true);
    for (const int id : {101, 102, 103}) Add(id, false);
  }
  const std::string& name() const override { return name_; }
  std::string id() const override { return "paper"; }
  std::string driver() const override { return driver_; }
  std::string kafka_version() const override { return ""; }
  const std::vector<Node*>& nodes() const override { return nodes_; }
  ReadyReport ready() const override { return {}; }
  void Destroy() override {}

 private:
  void Add(int id, bool broker) {
    owned_.push_back(std::make_unique<PaperNode>(id, broker));
    nodes_.push_back(owned_.back().get());
  }
  std::string name_ = "main";
  std::string driver_;
  std::vector<std::unique_ptr<PaperNode>> owned_;
  std::vector<Node*> nodes_;
};

// payments/0 is led by broker 2, with a full ISR; controller 103 is active.
// Agents: producer checkout with two instances, monitor monitor and consumer billing
// with one.
inline Situation Quiet(PaperCluster& cluster) {
  Situation situation;
  situation.cluster = &cluster;
  const auto add = [&](const std::string& kind, const std::string& name, const std::string& host) {
    situation.agents.push_back(
        {kind, name, "main", HostCalled(host), std::make_shared<PaperAgent>(host)});
  };
  add("producer", "checkout", "checkout-0");
  add("producer", "checkout", "checkout-1");
  add("monitor", "monitor", "monitor-0");
  add("consumer", "billing", "billing-0");
  situation.view.partitions["payments/0"] = {.topic = "payments",
                                             .partition = 0,
                                             .leader = 2,
                                             .leader_epoch = 5,
                                             .replicas = {2, 3, 1},
                                             .isr = {2, 3, 1},
                                             .elr = {}};
  situation.view.quorum =
      QuorumAnswer{.leader = 103, .epoch = 4, .high_watermark = 10, .voters = {101, 102, 103}};
  return situation;
}

}  // namespace kproof
