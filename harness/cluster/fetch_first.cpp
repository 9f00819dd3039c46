// Progress goes to stderr as it is: the run that shows it its own way has not begun.
#include "harness/cluster/fetch_first.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/undo.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {
namespace {

constexpr char kEnd = '\0';  // of each text on the pipe: version, kind, what, hint

void Tell(int pipe, const std::string& version, const Error& error) {
  std::string text = version + kEnd + std::to_string(static_cast<int>(error.kind())) + kEnd +
                     error.what() + kEnd + error.hint() + kEnd;
  for (std::string_view left = text; !left.empty();) {
    const auto written = ::write(pipe, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody listens any more
    left.remove_prefix(static_cast<std::size_t>(written));
  }
}

void FetchAll(const std::set<std::string>& versions, int pipe) {
  for (const auto& version : versions) {
    try {
      FindKafka(version, "",
                [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
    } catch (const Error& error) {
      Tell(pipe, version, error);
    } catch (const std::exception& error) {
      Tell(pipe, version, Error(error.what()));
    }
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

void FetchFirst(const std::set<std::string>& versions) {
  if (std::all_of(versions.begin(), versions.end(), IsCached)) return;
  std::fflush(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return;  // FindKafka tries by itself
  Undo close_ours("close the pipe", [&ends] { ::close(ends[0]); });
  const pid_t child = ::fork();
  if (child == 0) {
    FetchAll(versions, ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  if (child < 0) return;
  const auto told = Split(ReadToEnd(ends[0]), kEnd);
  for (std::size_t i = 0; i + 3 < told.size(); i += 4)
    RememberFailedFetch(told[i], Error(static_cast<ErrorKind>(std::stoi(told[i + 1])), told[i + 2],
                                       Hint(told[i + 3])));
  int status = 0;
  ::waitpid(child, &status, 0);
}

}  // namespace kproof
