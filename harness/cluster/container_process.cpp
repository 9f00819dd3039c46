// The program docker stays attached to the container that it starts: no line is missed between the
// start and the first look at the log, and it ends with the container and its exit code.
#include "harness/cluster/container_process.h"

#include <csignal>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/docker.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

constexpr Duration kDockerLimit = std::chrono::seconds(20);
constexpr Duration kRunLimit = std::chrono::seconds(30);
constexpr int kKilled = 128 + SIGKILL;

}  // namespace

ContainerProcess::ContainerProcess(std::string name, std::string container, std::string log_file)
    : LoggedProcess(std::move(name), log_file),
      container_(std::move(container)),
      output_file_(std::move(log_file)) {}

// Nobody signals the container before it runs: the signal would be lost.
void ContainerProcess::Start() {
  WhileEnded("started", [this] {
    const auto child = Launch({.executable = FindProgram("docker"),
                               .args = {"start", "--attach", container_},
                               .output = output_file_});
    std::string status;
    const auto runs = [&] {
      status = Trim(Docker({"inspect", "--format", "{{.State.Status}}", container_}, kDockerLimit));
      return status == "running" || child->Exit();
    };
    if (!WaitUntil(runs, Deadline(kRunLimit)) || child->Exit())
      throw Error(ErrorKind::kNotRun,
                  name() + ": its container does not run (it is '" + status + "')",
                  Hint("its last lines: " + LastLogLines(5)));
  });
}

// What docker refuses because it is so already, or has ended meanwhile, was no error. It is asked
// only then: slow-cpu signals often, and each call takes its time.
void ContainerProcess::Signal(int signal) {
  const auto child = Child();
  if (!child || child->Exit()) return;
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
  const auto child = Child();
  if (!child || child->Exit()) return RunState::kEnded;
  const auto status =
      Trim(Docker({"inspect", "--format", "{{.State.Status}}", container_}, kDockerLimit));
  if (status == "paused") return RunState::kFrozen;
  return status == "running" ? RunState::kRuns : RunState::kEnded;
}

std::optional<ExitStatus> ContainerProcess::Exit() {
  const auto exit = LoggedProcess::Exit();
  if (!exit || exit->signal != 0 || exit->code != kKilled) return exit;
  return ExitStatus{.code = 0, .signal = SIGKILL};
}

}  // namespace kproof
