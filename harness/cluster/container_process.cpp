// The program docker stays attached to the container that it starts: no line is missed between the
// start and the first look at the log, and it ends with the container and its exit code.
#include "harness/cluster/container_process.h"

#include <csignal>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/docker.h"
#include "harness/cluster/log_tail.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr Duration kDockerLimit = std::chrono::seconds(20);
constexpr Duration kRunLimit = std::chrono::seconds(30);
constexpr int kKilled = 128 + SIGKILL;

}  // namespace

ContainerProcess::ContainerProcess(std::string name, std::string container, std::string log_file)
    : name_(std::move(name)), container_(std::move(container)), log_file_(std::move(log_file)) {}

std::shared_ptr<Process> ContainerProcess::Current() const {
  const std::lock_guard lock(mutex_);
  return attached_;
}

void ContainerProcess::Start() {
  const std::lock_guard lock(mutex_);
  if (attached_ && !attached_->Exit()) throw Error(name_ + " can't be started while it runs");
  log_start_ = LogSize(log_file_);
  attached_ = Process::Start({.executable = FindProgram("docker"),
                              .args = {"start", "--attach", container_},
                              .output = log_file_});
  std::string status;
  const auto runs = [&] {
    status = Trim(Docker({"inspect", "--format", "{{.State.Status}}", container_}, kDockerLimit));
    return status == "running" || attached_->Exit();
  };
  if (!WaitUntil(runs, Deadline(kRunLimit)) || attached_->Exit())
    throw Error(ErrorKind::kNotRun, name_ + ": its container does not run (it is '" + status + "')",
                Hint("its last lines: " + LastLines(log_file_, 5)));
}

bool ContainerProcess::WaitStarted(Deadline deadline) {
  std::int64_t log_start = 0;
  std::shared_ptr<Process> attached;
  {
    const std::lock_guard lock(mutex_);
    log_start = log_start_;
    attached = attached_;
  }
  if (!attached) return false;
  LogTail log(log_file_, log_start);
  bool started = false;
  WaitUntil([&] { return (started = log.Saw(kServerStarted)) || attached->Exit(); }, deadline);
  return started && !attached->Exit();
}

// What docker refuses because it is so already, or has ended meanwhile, was no error. It is asked
// only then: slow-cpu signals often, and each call takes its time.
void ContainerProcess::Signal(int signal) {
  const auto attached = Current();
  if (!attached || attached->Exit()) return;
  std::vector<std::string> call = {"kill", "--signal", std::to_string(signal), container_};
  if (signal == SIGSTOP) call = {"pause", container_};
  if (signal == SIGCONT) call = {"unpause", container_};
  try {
    Docker(call, kDockerLimit);
  } catch (const Error&) {
    const auto state = State();
    const bool so_already = (signal == SIGSTOP && state == RunState::kFrozen) ||
                            (signal == SIGCONT && state == RunState::kRuns);
    if (state != RunState::kEnded && !so_already) throw;
  }
}

RunState ContainerProcess::State() const {
  const auto attached = Current();
  if (!attached || attached->Exit()) return RunState::kEnded;
  const auto status =
      Trim(Docker({"inspect", "--format", "{{.State.Status}}", container_}, kDockerLimit));
  if (status == "paused") return RunState::kFrozen;
  return status == "running" ? RunState::kRuns : RunState::kEnded;
}

std::optional<ExitStatus> ContainerProcess::Exit() {
  const auto attached = Current();
  if (!attached) return ExitStatus{};
  auto exit = attached->Exit();
  if (exit && exit->signal == 0 && exit->code == kKilled)
    exit = ExitStatus{.code = 0, .signal = SIGKILL};
  return exit;
}

bool ContainerProcess::WaitExit(Deadline deadline) {
  const auto attached = Current();
  return !attached || attached->WaitExit(deadline);
}

std::string ContainerProcess::LastLogLines(int lines) const { return LastLines(log_file_, lines); }

}  // namespace kproof
