#include "harness/cluster/workers.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <map>

#include "harness/base/error.h"

namespace kproof {
namespace {

sigset_t AskingToEnd() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

constexpr timespec kTick{.tv_sec = 0, .tv_nsec = 100'000'000};

[[noreturn]] void Work(pid_t parent, std::size_t index, const sigset_t& before,
                       const std::function<int(std::size_t)>& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(128 + SIGKILL);  // it ended meanwhile
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  const int code = work(index);
  std::fflush(nullptr);
  ::_exit(code);
}

}  // namespace

WorkersEnd RunWorkers(std::size_t count, const std::function<int(std::size_t)>& work,
                      const std::function<void()>& meanwhile) {
  std::fflush(nullptr);  // or each would print what is in the buffers
  const sigset_t watched = AskingToEnd();
  sigset_t before;
  ::sigprocmask(SIG_BLOCK, &watched, &before);
  const pid_t own = ::getpid();
  std::map<pid_t, std::size_t> running;
  WorkersEnd end;
  int failed = 0;
  for (std::size_t index = 0; index < count && failed == 0; ++index) {
    const pid_t worker = ::fork();
    if (worker == 0) Work(own, index, before, work);
    if (worker < 0)
      failed = errno;
    else
      running[worker] = index;
  }
  end.codes.resize(running.size(), 0);
  const auto tell = [&](int signal) {
    for (const auto& [worker, index] : running) ::kill(worker, signal);
  };
  if (failed != 0) tell(SIGTERM);
  while (!running.empty()) {
    siginfo_t info{};
    const int signal = ::sigtimedwait(&watched, &info, &kTick);
    if (signal > 0 && signal != SIGCHLD) end.signal = signal;
    // What a terminal sends goes to all of its foreground processes, and must not reach them twice.
    if (signal > 0 && signal != SIGCHLD && info.si_code <= 0) tell(signal);
    int status = 0;
    for (pid_t ended = 0; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      const auto found = running.find(ended);
      if (found == running.end()) continue;
      end.codes[found->second] = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
      running.erase(found);
    }
    meanwhile();
  }
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (failed != 0) throw Error(std::string("fork: ") + std::strerror(failed));
  return end;
}

}  // namespace kproof
