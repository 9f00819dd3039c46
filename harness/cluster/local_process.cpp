#include "harness/cluster/local_process.h"

#include "harness/cluster/tool.h"

namespace kproof {

LocalProcess::LocalProcess(std::string name, Command command, std::string log_file)
    : LoggedProcess(std::move(name), std::move(log_file)),
      output_file_(command.output),
      command_(std::move(command)) {}

void LocalProcess::Start() {
  WhileEnded("started", [this] { Launch(command_); });
}

void LocalProcess::Signal(int signal) {
  if (const auto child = Child()) child->Signal(signal);
}

RunState LocalProcess::State() const {
  const auto child = Child();
  return child ? RunStateOf(child->State()) : RunState::kEnded;
}

std::string LocalProcess::LastLogLines(int lines) const {
  const std::string log = LoggedProcess::LastLogLines(lines);
  // What the JVM itself says (a flag it doesn't know, no memory) never reaches Kafka's log.
  const std::string output = LastLines(output_file_, lines);
  if (log.empty() || output.empty()) return log + output;
  return log + "\n" + output;
}

}  // namespace kproof
