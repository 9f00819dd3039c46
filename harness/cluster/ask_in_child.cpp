#include "harness/cluster/ask_in_child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "harness/base/caught.h"
#include "harness/base/descriptor.h"
#include "harness/base/text.h"
#include "harness/cluster/sandbox.h"

namespace kproof {
namespace {

// The first character of what comes through the pipe; an error is its kind, what and hint.
constexpr char kAnswer = '+', kFailure = '-', kEnd = '\0';

std::string AnswerTo(const std::function<std::string()>& question) {
  try {
    return kAnswer + question();
  } catch (...) {
    const Error error = CaughtError();
    return kFailure + std::to_string(static_cast<int>(error.kind())) + kEnd + error.what() + kEnd +
           error.hint();
  }
}

void WriteAll(int pipe, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(pipe, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody listens any more
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string ReadToEnd(int pipe) {
  std::string text;
  char buffer[4096];
  while (true) {
    const auto got = ::read(pipe, buffer, sizeof buffer);
    if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR)) return text;
  }
}

}  // namespace

std::string AskInChild(const std::function<std::string()>& question) {
  if (!HasSingleThread()) return question();
  std::fflush(nullptr);  // or both would print what is in the buffers
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(std::string("pipe: ") + std::strerror(errno));
  const Descriptor out(ends[0]);
  Descriptor in(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    WriteAll(in.get(), AnswerTo(question));
    std::fflush(nullptr);
    ::_exit(0);
  }
  if (child < 0) throw Error(std::string("fork: ") + std::strerror(errno));
  in = Descriptor();
  const std::string text = ReadToEnd(out.get());
  ::waitpid(child, nullptr, 0);
  if (text.empty()) throw Error("the process that was to find out died");
  if (text.front() == kAnswer) return text.substr(1);
  const auto parts = Split(text.substr(1), kEnd);
  throw Error(static_cast<ErrorKind>(std::stoi(parts.at(0))), parts.at(1), Hint(parts.at(2)));
}

}  // namespace kproof
