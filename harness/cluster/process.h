// Child processes that end with the harness, whatever ends it.
//
// Every child gets PR_SET_PDEATHSIG=SIGKILL, a session of its own, its output in a file, and no
// inherited descriptors. PDEATHSIG fires when the *thread* that forked ends, so all forks happen on
// one thread that lives as long as the program.
//
// Thread-safe.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"

namespace kproof {

struct Command {
  std::string executable;  // absolute path
  std::vector<std::string> args = {};
  std::map<std::string, std::string> env = {};  // added to ours
  std::string output = "";  // file that stdout and stderr are appended to; "" : /dev/null
  std::string errors = "";  // file that stderr is appended to instead; "": with stdout
  std::string input = "";   // what it reads from stdin
  std::string folder = "";  // its working directory; "": ours
  int netns = -1;           // descriptor of the network namespace it lives in; -1: ours
};

// How a child ended: by exit code or by signal.
struct ExitStatus {
  int code = 0;  // when signal == 0
  int signal = 0;
  double cpu_seconds = 0;        // of user and system time, all its threads
  std::string ToString() const;  // "exit code 1", "SIGKILL"
};

class Process {
 public:
  // Throws Error when it can't be started.
  static std::shared_ptr<Process> Start(const Command& command);
  ~Process();  // SIGKILL and reap, if it still runs

  pid_t pid() const;
  // Nothing while it runs. Reaps; safe from any thread.
  std::optional<ExitStatus> Exit();
  bool WaitExit(Deadline deadline);  // true when it has ended
  void Signal(int signal);           // no-op once it ended: never signals a reused pid
  // State letter of /proc/PID/stat: 'R', 'S', 'D', 'T' (stopped), 'Z'; 'X' when it is gone.
  char State() const;

 private:
  struct Impl;
  explicit Process(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof
