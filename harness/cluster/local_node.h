// One Kafka process of the local driver.
//
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>

#include "harness/cluster/node_files.h"
#include "harness/cluster/own_disk.h"

namespace kproof {

class LocalNode final : public Node {
 public:
  // `plan` must have been prepared (PrepareNode) before the first Start(), on its `disk` if it has
  // one of its own.
  LocalNode(NodePlan plan, const KafkaHome& home, std::unique_ptr<OwnDisk> disk = nullptr);

  int id() const override { return plan_.id; }
  std::string name() const override { return plan_.name; }
  bool broker() const override { return plan_.broker; }
  bool controller() const override { return plan_.controller; }
  std::string rack() const override { return plan_.rack; }
  const Host& host() const override { return plan_.host; }
  Address clients() const override { return plan_.clients; }
  Address behind() const override { return plan_.behind.value_or(plan_.clients); }
  Address replication() const override { return plan_.replication; }
  Address control() const override { return plan_.control; }
  std::string log_file() const override { return plan_.log_file(); }

  std::vector<std::string> data_folders() const override { return plan_.data_folders(); }
  OwnDisk* disk() override { return disk_.get(); }
  void WipeDisk() override;
  // With all that is on it, where it has one of its own. Nothing may run on it any more.
  void RemoveDisk() { disk_.reset(); }
  // Its Kafka from the next start on. Throws Error while it runs.
  void Upgrade(const KafkaHome& home);

  void Start() override;
  bool WaitStarted(Deadline deadline) override;
  void Signal(int signal) override;
  char ProcessState() const override;
  std::optional<ExitStatus> Exit() override;
  bool WaitExit(Deadline deadline) override;
  std::string LastLogLines(int lines) const override;

  const NodePlan& plan() const { return plan_; }

 private:
  std::shared_ptr<Process> Current() const;

  const NodePlan plan_;
  std::unique_ptr<OwnDisk> disk_;
  mutable std::mutex mutex_;
  KafkaHome home_;
  Command command_;
  std::shared_ptr<Process> process_;  // null before the first start
  std::int64_t log_start_ = 0;        // size of the log file when the present process began
};

}  // namespace kproof
