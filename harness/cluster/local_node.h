// One node of the local driver, with all abilities.
//
// Thread-safe.
#pragma once

#include <memory>

#include "harness/cluster/local_process.h"
#include "harness/cluster/node_files.h"
#include "harness/cluster/own_disk.h"

namespace kproof {

class LocalNode final : public Node, private NodeData, private NodeSoftware {
 public:
  // `plan` must have been prepared (PrepareNode) before its process is started, on its `disk` if it
  // has one of its own.
  LocalNode(NodePlan plan, const KafkaHome& home, std::unique_ptr<OwnDisk> disk = nullptr);

  const NodePlan& plan() const { return plan_; }
  // Removes the node's own disk and all data on it, if it has one. The node may not be used
  // afterwards.
  void RemoveDisk() { disk_.reset(); }

 private:
  std::vector<std::string> folders() const override { return plan_.data_folders(); }
  void Wipe() override;
  void Use(const std::string& kafka_version) override;

  const NodePlan plan_;
  const NodeLog log_;
  std::unique_ptr<OwnDisk> disk_;
  KafkaHome home_;  // what it runs, from its next start on
  LocalProcess process_;
};

}  // namespace kproof
