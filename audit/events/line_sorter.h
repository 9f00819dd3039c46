// Lines in the order of their times, however many there are: sorted in parts that fit in memory,
// which are then merged.
//
// Not thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "audit/events/line_source.h"

namespace kproof {

class LineSorter {
 public:
  static constexpr auto kNoTime = std::numeric_limits<std::int64_t>::min();  // before all others

  // Parts of `part_bytes` are kept in `folder` until the end. Throws Error(kNotRun) when it can't
  // be written, here and in Add.
  explicit LineSorter(std::string folder, std::size_t part_bytes = 64U << 20);
  ~LineSorter();
  LineSorter(const LineSorter&) = delete;

  // `number` orders lines of one time.
  void Add(std::int64_t at, std::uint64_t number, std::string text);
  // The next line, once all are added.
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
  class Part;
  void WritePart();
  void Merge();

  const std::string folder_;
  const std::size_t part_bytes_;
  std::vector<Line> lines_;  // of the part that is not written yet
  std::size_t bytes_ = 0;
  std::vector<int> files_;                   // of parts, until they are merged
  std::vector<std::unique_ptr<Part>> heap_;  // the part with the least line first
  bool merging_ = false;
};

// Adds the lines of a history. One without `t` goes where the event of its actor before it goes; a
// line that is not an event goes first; its reader complains about it. Returns the number of the
// last line if that has no line end, else 0. Throws Error(kUsage) when it can't be read.
std::uint64_t AddEvents(LineSource& source, LineSorter& sorter);

}  // namespace kproof
