// "Kafka Server started" is the node's own word: Metadata lists a killed broker until its session
// ends, so what others say of it is no proof that it is back.
#include "harness/cluster/local_process.h"

#include "harness/base/error.h"
#include "harness/cluster/log_tail.h"
#include "harness/cluster/tool.h"

namespace kproof {

LocalProcess::LocalProcess(std::string name, Command command, std::string log_file)
    : name_(std::move(name)),
      log_file_(std::move(log_file)),
      output_file_(command.output),
      command_(std::move(command)) {}

std::shared_ptr<Process> LocalProcess::Current() const {
  const std::lock_guard lock(mutex_);
  return process_;
}

void LocalProcess::WhileEnded(const std::string& deed_text, const std::function<void()>& deed) {
  const std::lock_guard lock(mutex_);
  if (process_ && !process_->Exit())
    throw Error(name_ + " can't be " + deed_text + " while it runs");
  deed();
}

void LocalProcess::Start() {
  WhileEnded("started", [this] {
    log_start_ = LogSize(log_file_);
    process_ = Process::Start(command_);
  });
}

bool LocalProcess::WaitStarted(Deadline deadline) {
  std::int64_t log_start = 0;
  std::shared_ptr<Process> process;
  {
    const std::lock_guard lock(mutex_);
    log_start = log_start_;
    process = process_;
  }
  if (!process) return false;
  LogTail log(log_file_, log_start);
  bool started = false;
  WaitUntil([&] { return (started = log.Saw(kServerStarted)) || process->Exit(); }, deadline);
  return started && !process->Exit();
}

void LocalProcess::Signal(int signal) {
  if (const auto process = Current()) process->Signal(signal);
}

RunState LocalProcess::State() const {
  const auto process = Current();
  return process ? RunStateOf(process->State()) : RunState::kEnded;
}

std::optional<ExitStatus> LocalProcess::Exit() {
  const auto process = Current();
  return process ? process->Exit() : ExitStatus{};
}

bool LocalProcess::WaitExit(Deadline deadline) {
  const auto process = Current();
  return !process || process->WaitExit(deadline);
}

std::string LocalProcess::LastLogLines(int lines) const {
  const std::string log = LastLines(log_file_, lines);
  // What the JVM itself says (a flag it doesn't know, no memory) never reaches Kafka's log.
  const std::string output = LastLines(output_file_, lines);
  if (log.empty() || output.empty()) return log + output;
  return log + "\n" + output;
}

}  // namespace kproof
