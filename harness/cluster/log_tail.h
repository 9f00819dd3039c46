// Looks for a text in what is appended to a log file.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kproof {

// Bytes of the file; 0 where it is not there.
std::int64_t LogSize(const std::string& path);

class LogTail {
 public:
  // From that byte on.
  LogTail(std::string path, std::int64_t from) : path_(std::move(path)), next_(from) {}

  // Reads what is new. A text that lies across two reads is found too.
  bool Saw(std::string_view text);

 private:
  std::string path_;
  std::int64_t next_;
  std::string rest_;
};

}  // namespace kproof
