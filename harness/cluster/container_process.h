// The process of a node that lives in a container.
//
// Thread-safe. Each question costs a call of the program docker, some 50 ms.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "harness/cluster/node.h"

namespace kproof {

class ContainerProcess final : public NodeProcess {
 public:
  // What the container prints is appended to `log_file`, from its start on. Nothing is started yet.
  ContainerProcess(std::string name, std::string container, std::string log_file);

  std::string name() const override { return name_; }
  // `docker start`; returns once the container runs.
  void Start() override;
  bool WaitStarted(Deadline deadline) override;
  // SIGSTOP and SIGCONT are `docker pause` and `docker unpause`, others `docker kill`.
  void Signal(int signal) override;
  RunState State() const override;
  // 137 is told as SIGKILL: the container's first process was killed.
  std::optional<ExitStatus> Exit() override;
  bool WaitExit(Deadline deadline) override;
  std::string LastLogLines(int lines) const override;

 private:
  std::shared_ptr<Process> Current() const;

  const std::string name_, container_, log_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<Process> attached_;  // docker start --attach: ends with the container
  std::int64_t log_start_ = 0;         // size of the log file when the present process began
};

}  // namespace kproof
