// The lines of a file whose events do not stand in the order of their times, in that order: sorted
// in parts that fit in memory, which are then merged.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/events/event.h"

namespace kproof {

class SortedLines {
 public:
  // Reads `path` whole, with parts of `part_bytes` that are kept in `folder` until they are merged.
  // Throws Error(kUsage) when the file can't be read, Error(kNotRun) when `folder` can't be
  // written.
  SortedLines(const std::string& path, const std::string& folder,
              std::size_t part_bytes = 64U << 20);
  ~SortedLines();
  SortedLines(const SortedLines&) = delete;

  // The next line; lines of one time, and those without any, in the order of the file.
  bool Next(std::string& line, std::uint64_t& number);

 private:
  struct Key {
    std::int64_t at = 0;
    std::uint64_t number = 0;
    auto operator<=>(const Key&) const = default;
  };
  struct Line {
    Key key;
    std::string text;
  };
  struct Part {
    std::ifstream file;
    Line line;
    bool Next();
  };
  void WritePart(std::vector<Line>& lines, const std::string& folder);

  std::vector<std::string> files_;
  std::vector<std::unique_ptr<Part>> heap_;  // the part with the least line first
};

}  // namespace kproof
