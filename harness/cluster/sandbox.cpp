// One clone3 makes all namespaces at once; whoever is not root becomes root of a user namespace in
// which no id but its own is mapped.
//
// PR_SET_PDEATHSIG is set after that map is written: becoming root there clears it. A process that
// died before prctl is noticed because its end of the pipe closes.
#include "harness/cluster/sandbox.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr int kRefusedInside = 113;  // init could not set the sandbox up; the pipe says why

// In the conductor: init's number outside, and whether there is a user namespace.
pid_t init_seen_from_outside = 0;
bool user_is_mapped = false;

sigset_t Watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

int CodeOf(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Waits for `child` and sends it what this process is asked by others. What a terminal sends goes
// to all of its foreground processes, the child among them, and must not reach it twice.
int ForwardUntilItEnds(pid_t child) {
  const sigset_t watched = Watched();
  while (true) {
    int status = 0;
    for (pid_t reaped = 0; (reaped = ::waitpid(-1, &status, WNOHANG)) > 0;)
      if (reaped == child) return CodeOf(status);
    siginfo_t info{};
    const int signal = ::sigwaitinfo(&watched, &info);
    if (signal > 0 && signal != SIGCHLD && info.si_code <= 0) ::kill(child, signal);
  }
}

bool Write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  return static_cast<bool>(file << text << std::flush);
}

bool MapIds(pid_t child) {
  const std::string folder = "/proc/" + std::to_string(child) + "/";
  return Write(folder + "setgroups", "deny") &&
         Write(folder + "uid_map", "0 " + std::to_string(::geteuid()) + " 1\n") &&
         Write(folder + "gid_map", "0 " + std::to_string(::getegid()) + " 1\n");
}

// What goes into `in` comes out of `out`.
struct Pipe {
  Descriptor out, in;
};

Pipe MakePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(std::string("pipe: ") + std::strerror(errno));
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

std::string Failed(const std::string& what) { return what + ": " + std::strerror(errno); }

// What init does before it has a conductor; "" or what was refused.
std::string SettleInside() {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return Failed("PR_SET_PDEATHSIG");
  // /proc/PID/ns and uid_map belong to root while a process is not dumpable, which a changed user
  // makes it.
  if (::prctl(PR_SET_DUMPABLE, 1) != 0) return Failed("PR_SET_DUMPABLE");
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return Failed("a mount namespace of its own");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0)
    return Failed("mounting /proc");
  return "";
}

[[noreturn]] void Init(int from_launcher, int to_launcher, const sigset_t& before,
                       const std::function<int()>& conductor) {
  pid_t own_pid = 0;  // as the launcher sees it; nothing comes when the launcher is dead
  if (::read(from_launcher, &own_pid, sizeof own_pid) != sizeof own_pid) ::_exit(kRefusedInside);
  if (const std::string refused = SettleInside(); !refused.empty()) {
    const auto ignored = ::write(to_launcher, refused.data(), refused.size());
    static_cast<void>(ignored);
    ::_exit(kRefusedInside);
  }
  ::close(to_launcher);
  const pid_t child = ::fork();
  if (child == 0) {
    init_seen_from_outside = own_pid;
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    const int code = conductor();
    std::fflush(nullptr);
    ::_exit(code);
  }
  ::_exit(child < 0 ? kRefusedInside : ForwardUntilItEnds(child));
}

std::string ReadAll(int descriptor) {
  std::string text;
  char part[256];
  for (ssize_t got = 0; (got = ::read(descriptor, part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(got));
  return text;
}

Hint HowToAllow() {
  return Hint(::geteuid() == 0
                  ? "in a container, give it CAP_SYS_ADMIN and CAP_NET_ADMIN (docker run "
                    "--privileged)"
                  : "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
                    "user.max_user_namespaces > 0), or run as root");
}

}  // namespace

bool HasSingleThread() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}) == 1;
}

int RunInSandbox(const std::function<int()>& conductor) {
  if (!HasSingleThread())
    throw Error(
        "a sandbox can be made only while the program has a single thread: others would "
        "not follow into it");
  Pipe down = MakePipe(), up = MakePipe();  // launcher → init, init → launcher
  std::fflush(nullptr);                     // or both would print what is in the buffers
  const sigset_t watched = Watched();
  sigset_t before;
  ::sigprocmask(SIG_BLOCK, &watched, &before);
  const bool new_user = ::geteuid() != 0;
  clone_args args{};
  args.flags = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
  if (new_user) args.flags |= CLONE_NEWUSER;
  args.exit_signal = SIGCHLD;
  user_is_mapped = new_user;
  const auto init = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    down.in = Descriptor();
    up.out = Descriptor();
    Init(down.out.Release(), up.in.Release(), before, conductor);
  }
  const int refused = errno;
  down.out = Descriptor();
  up.in = Descriptor();
  std::string why;
  int code = kRefusedInside;
  if (init < 0) {
    why = std::string("namespaces: ") + std::strerror(refused);
  } else if (new_user && !MapIds(init)) {
    why = Failed("the map of a user namespace");
  } else {
    const auto sent = ::write(down.in.get(), &init, sizeof init);
    static_cast<void>(sent);      // an init that is gone is seen below
    why = ReadAll(up.out.get());  // until init has closed its end
  }
  down.in = Descriptor();
  if (init > 0) code = ForwardUntilItEnds(init);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (why.empty() && code == kRefusedInside) why = "a first process in it";
  if (why.empty()) return code;
  throw Error(ErrorKind::kNotRun, "no private sandbox: this machine refuses " + why, HowToAllow());
}

bool InsideSandbox() { return init_seen_from_outside != 0; }

std::string EnterCommand() {
  if (!InsideSandbox()) return "";
  return "nsenter --target " + std::to_string(init_seen_from_outside) +
         (user_is_mapped ? " --user --preserve-credentials" : "") + " --mount --net --pid";
}

}  // namespace kproof
