// A handler may not remove folders: a thread of ours waits for what it writes.
#include "harness/base/temporaries.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr int kMostRounds = 1000;

struct Temporaries {
  std::mutex mutex;
  std::set<std::string> paths;
};

// Never destroyed: the thread may still look at it when the process ends.
Temporaries& All() {
  static auto* all = new Temporaries;
  return *all;
}

int signals[2] = {-1, -1};  // a pipe from the handler to the thread

void OnSignal(int signal) {
  const auto byte = static_cast<unsigned char>(signal);
  const int before = errno;
  const auto written = ::write(signals[1], &byte, 1);
  static_cast<void>(written);
  errno = before;
}

// Whoever makes another one meanwhile waits for ever; a file that is made in one of them while that
// is being removed is removed in another round.
[[noreturn]] void EndBy(int signal) {
  All().mutex.lock();
  for (const auto& path : All().paths) {
    std::error_code ignored;
    for (int round = 0; round < kMostRounds && std::filesystem::exists(path, ignored); ++round)
      std::filesystem::remove_all(path, ignored);
  }
  std::signal(signal, SIG_DFL);
  ::kill(::getpid(), signal);
  while (true) ::pause();
}

}  // namespace

void AddTemporary(const std::string& path) {
  const std::lock_guard lock(All().mutex);
  All().paths.insert(path);
}

void ForgetTemporary(const std::string& path) {
  const std::lock_guard lock(All().mutex);
  All().paths.erase(path);
}

void RemoveTemporariesOnSignals() {
  if (::pipe2(signals, O_CLOEXEC) != 0) throw Error("no pipe for signals");
  std::thread([] {
    unsigned char signal = 0;
    while (::read(signals[0], &signal, 1) != 1) {
    }
    EndBy(signal);
  }).detach();
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup and its like
  }
}

}  // namespace kproof
