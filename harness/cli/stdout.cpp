#include "harness/cli/stdout.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "harness/base/error.h"
#include "harness/cli/verbs.h"
#include "reports/summary.h"

namespace kproof {
namespace {

// A pipe or socket whose other end is closed.
bool ReaderHasGone() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

bool Failed() { return std::ferror(stdout) != 0 || !std::cout; }

const Error& Unwritten() {
  static const Error error(ErrorKind::kNotRun, "can't write the result to stdout",
                           Hint("is the disk full?"));
  return error;
}

}  // namespace

void RequireStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    const int opened = ::open("/dev/null", O_RDWR);  // the lowest number that is free: this one
    static_cast<void>(opened);
  }
}

void RequireStdout() {
  if (Failed() && !ReaderHasGone()) throw Error(Unwritten());
}

int FinishStdout(int code) {
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  if ((flushed && !Failed()) || ReaderHasGone()) return code;
  std::fprintf(stderr, "kproof: %s\n", Unwritten().Full().c_str());
  return WorstExitCode({code, kExitNotRun});
}

}  // namespace kproof
