// The Kafka process of a node of the local driver: a child of ours.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "harness/cluster/node.h"

namespace kproof {

class LocalProcess final : public NodeProcess {
 public:
  // What the JVM itself says goes to `command.output`, what Kafka logs to `log_file`. Nothing is
  // started yet.
  LocalProcess(std::string name, Command command, std::string log_file);

  // Calls `deed` and keeps the process from being started meanwhile; throws Error that the node
  // "can't be <deed_text>" where it runs.
  void WhileEnded(const std::string& deed_text, const std::function<void()>& deed);
  // Within WhileEnded: the command of the next start.
  void SetCommand(Command command) { command_ = std::move(command); }

  std::string name() const override { return name_; }
  void Start() override;
  bool WaitStarted(Deadline deadline) override;
  void Signal(int signal) override;
  RunState State() const override;
  std::optional<ExitStatus> Exit() override;
  bool WaitExit(Deadline deadline) override;
  std::string LastLogLines(int lines) const override;

 private:
  std::shared_ptr<Process> Current() const;

  const std::string name_, log_file_, output_file_;
  mutable std::mutex mutex_;
  Command command_;
  std::shared_ptr<Process> process_;  // null before the first start
  std::int64_t log_start_ = 0;        // size of the log file when the present process began
};

}  // namespace kproof
