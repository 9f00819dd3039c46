// "Kafka Server started" is the node's own word: Metadata lists a killed broker until its session
// ends, so what others say of it is no proof that it is back.
#include "harness/cluster/logged_process.h"

#include "harness/base/error.h"
#include "harness/cluster/log_tail.h"
#include "harness/cluster/tool.h"

namespace kproof {

LoggedProcess::LoggedProcess(std::string name, std::string log_file)
    : name_(std::move(name)), log_file_(std::move(log_file)) {}

std::shared_ptr<Process> LoggedProcess::Child() const {
  const std::lock_guard lock(mutex_);
  return child_;
}

void LoggedProcess::WhileEnded(const std::string& deed_text, const std::function<void()>& deed) {
  const std::lock_guard lock(mutex_);
  if (child_ && !child_->Exit()) throw Error(name_ + " can't be " + deed_text + " while it runs");
  deed();
}

std::shared_ptr<Process> LoggedProcess::Launch(const Command& command) {
  log_start_ = LogSize(log_file_);
  return child_ = Process::Start(command);
}

bool LoggedProcess::WaitStarted(Deadline deadline) {
  std::int64_t log_start = 0;
  std::shared_ptr<Process> child;
  {
    const std::lock_guard lock(mutex_);
    log_start = log_start_;
    child = child_;
  }
  if (!child) return false;
  LogTail log(log_file_, log_start);
  bool started = false;
  WaitUntil([&] { return (started = log.Saw(kServerStarted)) || child->Exit(); }, deadline);
  return started && !child->Exit();
}

std::optional<ExitStatus> LoggedProcess::Exit() {
  const auto child = Child();
  return child ? child->Exit() : ExitStatus{};
}

bool LoggedProcess::WaitExit(Deadline deadline) {
  const auto child = Child();
  return !child || child->WaitExit(deadline);
}

std::string LoggedProcess::LastLogLines(int lines) const { return LastLines(log_file_, lines); }

}  // namespace kproof
