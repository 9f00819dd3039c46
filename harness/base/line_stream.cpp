// A write of at most PIPE_BUF bytes never waits where poll(2) has said that there is room: so it
// needs no O_NONBLOCK, which would be everybody's who has the same pipe open.
#include "harness/base/line_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include "harness/base/output_file.h"

namespace kproof {
namespace {

bool HasRoom(int descriptor, Duration wait) {
  pollfd room{descriptor, POLLOUT, 0};
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
  return ::poll(&room, 1, static_cast<int>(ms)) == 1;  // also when the other end is closed
}

// Takes back the part of a line that is at the end of a file.
void CutFile(int descriptor, std::size_t bytes) {
  struct stat file {};
  if (bytes == 0 || ::fstat(descriptor, &file) != 0 || !S_ISREG(file.st_mode)) return;
  const int cut = ::ftruncate(descriptor, file.st_size - static_cast<off_t>(bytes));
  static_cast<void>(cut);
}

// A terminal may have room for less than is written: opened once more it can refuse to wait without
// changing how others write to it. As it was where that can't be done.
Descriptor NeverWaiting(Descriptor descriptor) {
  if (::isatty(descriptor.get()) != 1) return descriptor;
  const auto path = "/proc/self/fd/" + std::to_string(descriptor.get());
  Descriptor own(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  return own.ok() ? std::move(own) : std::move(descriptor);
}

}  // namespace

LineStream::LineStream(const std::string& path, const OutputRules& rules, std::string_view first) {
  OutputFile file(path, rules);
  file.Write(std::string(first) + "\n");
  descriptor_ = NeverWaiting(file.PublishOpen());
}

bool LineStream::Put(std::string_view line) {
  if (!trouble_.empty()) return true;
  Pump();
  if (kept_.size() + line.size() >= kMostKept) return false;
  kept_.append(line).push_back('\n');
  Pump();
  return true;
}

bool LineStream::Flush(Duration limit) {
  const Deadline deadline(limit);
  Pump();
  while (!kept_.empty() && !deadline.Passed() && HasRoom(descriptor_.get(), deadline.Left()))
    Pump();
  return kept_.empty();
}

void LineStream::Pump() {
  while (!kept_.empty() && HasRoom(descriptor_.get(), Duration::zero())) {
    const auto part = std::min<std::size_t>(kept_.size(), PIPE_BUF);
    const auto written = ::write(descriptor_.get(), kept_.data(), part);
    if (written < 0 && errno == EINTR) continue;
    if (written == 0 || (written < 0 && errno == EAGAIN)) return;
    if (written < 0) return Break(errno);
    const auto count = static_cast<std::size_t>(written);
    const auto end = kept_.rfind('\n', count - 1);
    of_line_ = end == std::string::npos ? of_line_ + count : count - end - 1;
    kept_.erase(0, count);
  }
}

void LineStream::Break(int code) {
  CutFile(descriptor_.get(), of_line_);
  gone_ = code == EPIPE || code == ECONNRESET;
  trouble_ = gone_ ? "its reader has gone" : std::strerror(code);
  kept_.clear();
}

}  // namespace kproof
