// Boost.Process v2 launches; everything that a v2 process object would do later (terminate,
// async_wait) stays unused, because in 1.81 both reap the child, after which its pid may belong to
// somebody else. Here one mutex a process guards reaping and signalling, so a signal never goes to
// a reused pid.
#define BOOST_PROCESS_USE_STD_FS 1
#include "harness/cluster/process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/optional.hpp>  // process/v2/detail/config.hpp needs it and does not say so
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

namespace process = boost::process::v2;

// The one thread that forks. It never ends, so that PR_SET_PDEATHSIG fires when the program does
// and not before.
class Spawner {
 public:
  static Spawner& Instance() {
    static auto* const spawner =
        new Spawner;  // never destroyed: its thread outlives static destructors
    return *spawner;
  }

  pid_t Run(std::function<pid_t(boost::asio::io_context&)> launch) {
    std::packaged_task<pid_t()> task(
        [this, launch = std::move(launch)] { return launch(context_); });
    auto pid = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      task_ = &task;
      wake_.notify_one();
    }
    return pid.get();
  }

  std::mutex& turn() { return turn_; }

 private:
  Spawner() {
    std::thread([this] { Loop(); }).detach();
  }

  void Loop() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return task_ != nullptr; });
      (*std::exchange(task_, nullptr))();
    }
  }

  boost::asio::io_context context_;
  std::mutex turn_;  // one launch at a time
  std::mutex mutex_;
  std::condition_variable wake_;
  std::packaged_task<pid_t()>* task_ = nullptr;
};

Descriptor OpenOutput(const std::string& path) {
  const char* const name = path.empty() ? "/dev/null" : path.c_str();
  Descriptor file(::open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!file.ok())
    throw Error(ErrorKind::kNotRun,
                std::string("can't write ") + name + ": " + std::strerror(errno));
  return file;
}

// A descriptor that reads as `text` from its start.
Descriptor OpenInput(const std::string& text) {
  Descriptor file(text.empty() ? ::open("/dev/null", O_RDONLY | O_CLOEXEC)
                               : ::memfd_create("input", MFD_CLOEXEC));
  if (file.ok() && text.empty()) return file;
  if (!file.ok() ||
      ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::lseek(file.get(), 0, SEEK_SET) != 0)
    throw Error(std::string("no memory for a program's input: ") + std::strerror(errno));
  return file;
}

// Runs in the child between fork and exec: system calls only.
struct ChildSetup {
  pid_t parent;
  int input;
  int output;
  int errors;
  int netns;
  const char* folder;

  boost::system::error_code on_exec_setup(process::posix::default_launcher&,
                                          const std::filesystem::path&, const char* const*) const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // it died before prctl
    if (netns >= 0 && ::setns(netns, CLONE_NEWNET) != 0)
      return {errno, boost::system::system_category()};
    if (*folder != '\0' && ::chdir(folder) != 0) return {errno, boost::system::system_category()};
    ::setsid();
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (input < 0 || ::dup2(input, STDIN_FILENO) < 0 || ::dup2(output, STDOUT_FILENO) < 0 ||
        ::dup2(errors, STDERR_FILENO) < 0) {
      return {errno, boost::system::system_category()};
    }
    // Boost 1.81 leaves gaps open when it closes descriptors; those marked here go with the exec.
    ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    return {};
  }
};

// Ours, with `added` over it. (v2/environment.hpp of 1.81 does not compile with std::filesystem.)
std::vector<std::string> Environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!added.contains(std::string(text.substr(0, text.find('='))))) all.emplace_back(text);
  }
  for (const auto& [key, value] : added) all.push_back(key + "=" + value);
  return all;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

std::string ExitStatus::ToString() const {
  if (signal == 0) return "exit code " + std::to_string(code);
  const char* const name = ::sigabbrev_np(signal);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

struct Process::Impl {
  pid_t pid = -1;
  std::mutex mutex;
  std::optional<ExitStatus> exit;

  // With the mutex held.
  void Reap() {
    if (exit) return;
    int status = 0;
    rusage usage{};
    const pid_t reaped = ::wait4(pid, &status, WNOHANG, &usage);
    if (reaped == pid) {
      exit = ExitStatus{.code = WIFSIGNALED(status) ? 0 : WEXITSTATUS(status),
                        .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                        .cpu_seconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime)};
    } else if (reaped < 0 && errno == ECHILD) {
      exit = ExitStatus{.code = 0, .signal = SIGKILL, .cpu_seconds = 0};  // somebody else reaped it
    }
  }
};

std::shared_ptr<Process> Process::Start(const Command& command) {
  auto impl = std::make_unique<Impl>();
  const Descriptor input = OpenInput(command.input);
  const Descriptor output = OpenOutput(command.output);
  const Descriptor errors = OpenOutput(command.errors.empty() ? command.output : command.errors);
  auto& spawner = Spawner::Instance();
  const std::vector<std::string> environment = Environment(command.env);
  std::vector<const char*> pointers;
  for (const auto& entry : environment) pointers.push_back(entry.c_str());
  pointers.push_back(nullptr);
  boost::system::error_code failed;
  {
    const std::lock_guard turn(spawner.turn());
    impl->pid = spawner.Run([&](boost::asio::io_context& context) {
      process::posix::default_launcher launcher;
      launcher.env = pointers.data();
      auto child = launcher(context.get_executor(), failed, command.executable, command.args,
                            ChildSetup{::getpid(), input.get(), output.get(), errors.get(),
                                       command.netns, command.folder.c_str()});
      child.detach();
      return static_cast<pid_t>(launcher.pid);
    });
  }
  if (failed) {
    throw Error(ErrorKind::kNotRun, command.executable + " can't be started: " + failed.message());
  }
  return std::shared_ptr<Process>(new Process(std::move(impl)));
}

Process::Process(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Process::~Process() {
  Signal(SIGKILL);
  // SIGKILL can't be refused; a process in uninterruptible sleep is left to init.
  WaitExit(Deadline(std::chrono::seconds(10)));
}

pid_t Process::pid() const { return impl_->pid; }

std::optional<ExitStatus> Process::Exit() {
  const std::lock_guard lock(impl_->mutex);
  impl_->Reap();
  return impl_->exit;
}

bool Process::WaitExit(Deadline deadline) {
  return WaitUntil([this] { return Exit().has_value(); }, deadline, std::chrono::milliseconds(2));
}

void Process::Signal(int signal) {
  const std::lock_guard lock(impl_->mutex);
  impl_->Reap();
  if (!impl_->exit) ::kill(impl_->pid, signal);
}

char Process::State() const {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->exit) return 'X';
  std::ifstream file("/proc/" + std::to_string(impl_->pid) + "/stat");
  std::string stat;
  std::getline(file, stat);
  // The command name before it is in parentheses and may hold anything, parentheses too.
  const auto name_end = stat.rfind(')');
  return name_end == std::string::npos || name_end + 2 >= stat.size() ? 'X' : stat[name_end + 2];
}

}  // namespace kproof
