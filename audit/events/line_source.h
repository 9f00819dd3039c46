// The lines of a file, one by one and with their numbers, however long the file is.
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

  // Throws Error(kUsage) when the file can't be read, here and in Next.
  explicit LineSource(const std::string& path);
  ~LineSource();
  LineSource(const LineSource&) = delete;

  // The next line without its end, valid until the next call; false when there is none. Lines of
  // nothing but white space are passed over. Throws Error(kUsage) for one that is too long.
  bool Next(std::string_view& line);
  std::uint64_t number() const { return number_; }  // of the line that Next gave, from 1

 private:
  bool Fill();

  std::string path_;
  int file_ = -1;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;  // what of the buffer is still to be given
  std::uint64_t number_ = 0;
};

}  // namespace kproof
