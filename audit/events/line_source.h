// The lines of a file or of stdin, one by one and with their numbers, however long it is.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kproof {

class LineSource {
 public:
  static constexpr std::size_t kLongestLine = 16U << 20;  // bytes

  // "-" is stdin. Throws Error(kUsage) when the file can't be read, here and in Next.
  explicit LineSource(const std::string& path);
  ~LineSource();
  LineSource(const LineSource&) = delete;

  // Whether it can be read only once: a pipe, a terminal.
  bool once() const { return once_; }
  // From now on everything that is read is also written to a temporary file in `folder`, which
  // Rewind reads. Throws Error(kNotRun), here and in Next, when it can't be written.
  void KeepCopy(const std::string& folder);
  // Begins with the first line again. A source that can be read only once must have been kept; its
  // rest is read first.
  void Rewind();

  // The next line without its end, valid until the next call; false when there is none. Lines with
  // only white space are skipped. Throws Error(kUsage) for one that is too long.
  bool Next(std::string_view& line);
  // Whether the line that Next gave had an end: all but the last one have.
  bool ended() const { return ended_; }
  std::uint64_t number() const { return number_; }  // of the line that Next gave, from 1

 private:
  bool Fill();
  [[noreturn]] void RefuseTooLong() const;

  std::string path_;
  int file_ = -1;
  int copy_ = -1;  // of what was read so far; -1: none is kept
  bool once_ = false;
  std::int64_t start_ = 0;  // byte of the first line
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;  // what of the buffer is still to be given
  std::uint64_t number_ = 0;
  bool ended_ = true;
};

// What a message calls the file at `path`: itself, or "stdin".
std::string NameOfSource(const std::string& path);

}  // namespace kproof
