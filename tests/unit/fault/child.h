// A process that stands for an agent in tests of faults.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "harness/cluster/target_process.h"

namespace kproof {

// A shell that runs until a signal ends it; with SIGTERM as `script` says. It is ready when it has
// not ended for a while.
class Child final : public TargetProcess {
 public:
  explicit Child(std::string name, const std::string& script = "trap 'exit 0' TERM")
      : name_(std::move(name)),
        command_{.executable = "/bin/sh",
                 .args = {"-c", script + "; echo ready; while :; do sleep 0.05; done"}},
        process_(Process::Start(command_)) {}
  std::string name() const override { return name_; }
  void Signal(int signal) override { process_->Signal(signal); }
  RunState State() const override { return RunStateOf(process_->State()); }
  std::optional<ExitStatus> Exit() override { return process_->Exit(); }
  bool WaitExit(Deadline deadline) override { return process_->WaitExit(deadline); }
  void Start() override { process_ = Process::Start(command_); }
  bool WaitStarted(Deadline) override {
    return !process_->WaitExit(Deadline(std::chrono::milliseconds(300)));
  }
  std::string LastLogLines(int) const override { return "ready"; }

 private:
  std::string name_;
  Command command_;
  std::shared_ptr<Process> process_;
};

}  // namespace kproof
