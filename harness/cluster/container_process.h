// The process of a node that lives in a container: the program docker stays attached to it, and
// ends with it.
//
// Thread-safe. Each question costs a call of the program docker, some 50 ms.
#pragma once

#include <string>

#include "harness/cluster/logged_process.h"

namespace kproof {

class ContainerProcess final : public LoggedProcess {
 public:
  // What the container prints is appended to `log_file`, from its start on.
  ContainerProcess(std::string name, std::string container, std::string log_file);

  // `docker start`; returns once the container runs.
  void Start() override;
  // SIGSTOP and SIGCONT are `docker pause` and `docker unpause`, others `docker kill`.
  void Signal(int signal) override;
  RunState State() const override;
  // 137 counts as SIGKILL: the container's first process was killed.
  std::optional<ExitStatus> Exit() override;

 private:
  const std::string container_, output_file_;
};

}  // namespace kproof
