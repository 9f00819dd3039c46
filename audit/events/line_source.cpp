#include "audit/events/line_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kBlock = 1U << 20;

}  // namespace

LineSource::LineSource(const std::string& path)
    : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (file_ < 0)
    throw Error(ErrorKind::kUsage, fmt::format("{} can't be read: {}", path, std::strerror(errno)));
}

LineSource::~LineSource() { ::close(file_); }

bool LineSource::Fill() {
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + kBlock) buffer_.resize(end_ + kBlock);
  ssize_t got = 0;
  do {
    got = ::read(file_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  if (got < 0)
    throw Error(ErrorKind::kUsage,
                fmt::format("{} can't be read: {}", path_, std::strerror(errno)));
  end_ += static_cast<std::size_t>(got);
  return got > 0;
}

bool LineSource::Next(std::string_view& line) {
  while (true) {
    std::size_t searched = begin_;
    const void* found = nullptr;
    bool last = false;
    while (true) {
      found = std::memchr(buffer_.data() + searched, '\n', end_ - searched);
      if (found != nullptr || last) break;
      const auto held = end_ - begin_;
      if (held > kLongestLine)
        throw Error(ErrorKind::kUsage,
                    fmt::format("{}:{}: the line is longer than {} bytes", path_, number_ + 1,
                                kLongestLine),
                    Hint("is it JSON with one event a line?"));
      last = !Fill();
      searched = begin_ + held;
    }
    if (last && begin_ == end_) return false;
    const auto stop =
        found == nullptr
            ? end_
            : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    line = std::string_view(buffer_).substr(begin_, stop - begin_);
    begin_ = found == nullptr ? end_ : stop + 1;
    ++number_;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) return true;
  }
}

}  // namespace kproof
