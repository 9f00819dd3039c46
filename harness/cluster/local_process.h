// The Kafka process of a node of the local driver: a child of ours.
//
// Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "harness/cluster/logged_process.h"

namespace kproof {

class LocalProcess final : public LoggedProcess {
 public:
  // What the JVM itself prints goes to `command.output`, what Kafka logs to `log_file`.
  LocalProcess(std::string name, Command command, std::string log_file);

  using LoggedProcess::WhileEnded;
  // Within WhileEnded: the command of the next start.
  void SetCommand(Command command) { command_ = std::move(command); }

  void Start() override;
  void Signal(int signal) override;
  RunState State() const override;
  std::string LastLogLines(int lines) const override;

 private:
  const std::string output_file_;
  Command command_;
};

}  // namespace kproof
