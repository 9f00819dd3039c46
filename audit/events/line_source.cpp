#include "audit/events/line_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "audit/events/unnamed_file.h"
#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr std::size_t kBlock = 1U << 20;

}  // namespace

std::string NameOfSource(const std::string& path) { return path == "-" ? "stdin" : path; }

LineSource::LineSource(const std::string& path) : path_(NameOfSource(path)) {
  file_ = path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                      : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0)
    throw Error(ErrorKind::kUsage,
                fmt::format("{} can't be read: {}", path_, std::strerror(errno)));
  struct stat status {};
  once_ = ::fstat(file_, &status) != 0 || !S_ISREG(status.st_mode);
  if (!once_) start_ = ::lseek(file_, 0, SEEK_CUR);  // of stdin somebody may have read a part
}

LineSource::~LineSource() {
  ::close(file_);
  if (copy_ >= 0) ::close(copy_);
}

void LineSource::KeepCopy(const std::string& folder) { copy_ = OpenUnnamedFile(folder); }

void LineSource::Rewind() {
  if (copy_ >= 0) {
    do {
      begin_ = end_;
    } while (Fill());
    ::close(file_);
    file_ = std::exchange(copy_, -1);
    once_ = false;
    start_ = 0;
  }
  if (::lseek(file_, start_, SEEK_SET) != start_)
    throw Error(ErrorKind::kUsage,
                fmt::format("{} can't be read again: {}", path_, std::strerror(errno)));
  begin_ = end_ = 0;
  number_ = 0;
}

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
  const auto size = static_cast<std::size_t>(got);
  if (copy_ >= 0) WriteAll(copy_, std::string_view(buffer_).substr(end_, size));
  end_ += size;
  return got > 0;
}

void LineSource::RefuseTooLong() const {
  throw Error(
      ErrorKind::kUsage,
      fmt::format("{}:{}: the line is longer than {} bytes", path_, number_ + 1, kLongestLine),
      Hint("is it JSON with one event a line?"));
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
      if (held > kLongestLine) RefuseTooLong();
      last = !Fill();
      searched = begin_ + held;
    }
    if (last && begin_ == end_) return false;
    const auto stop =
        found == nullptr
            ? end_
            : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    if (stop - begin_ > kLongestLine) RefuseTooLong();
    line = std::string_view(buffer_).substr(begin_, stop - begin_);
    begin_ = found == nullptr ? end_ : stop + 1;
    ended_ = found != nullptr;
    ++number_;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) return true;
  }
}

}  // namespace kproof
