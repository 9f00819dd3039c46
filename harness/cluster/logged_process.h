// The common part of node processes that are represented by a child of kproof: the Kafka process
// itself, or a program that ends with it. What Kafka logs goes to one file over all restarts.
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

class LoggedProcess : public TargetProcess {
 public:
  std::string name() const override { return name_; }
  bool WaitStarted(Deadline deadline) override;
  std::optional<ExitStatus> Exit() override;  // of the child; an end before the first start
  bool WaitExit(Deadline deadline) override;
  std::string LastLogLines(int lines) const override;

 protected:
  // Nothing is started yet.
  LoggedProcess(std::string name, std::string log_file);

  // Calls `deed` while the process is ended, and keeps it from being started meanwhile. If it runs,
  // throws Error: the node "can't be <deed_text>".
  void WhileEnded(const std::string& deed_text, const std::function<void()>& deed);
  // Within WhileEnded: starts the child and returns it.
  std::shared_ptr<Process> Launch(const Command& command);
  // Null before the first start.
  std::shared_ptr<Process> Child() const;

 private:
  const std::string name_, log_file_;
  mutable std::mutex mutex_;
  std::shared_ptr<Process> child_;
  std::int64_t log_start_ = 0;  // size of the log file when the present child began
};

}  // namespace kproof
