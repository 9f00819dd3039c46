// Which sequences of a stream have been named so far. They begin at 0 and have no gaps, so all but
// a few that came early are one number.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>

namespace kproof {

class Sequences {
 public:
  static constexpr std::size_t kMostEarly = 1'000'000;  // kept; see Add

  // False when it was there already.
  bool Add(std::uint64_t sequence) {
    end_ = std::max(end_, sequence + 1);
    if (sequence < next_) return false;
    if (sequence == next_) {
      ++next_;
      while (!early_.empty() && *early_.begin() == next_) {
        early_.erase(early_.begin());
        ++next_;
      }
      return true;
    }
    if (early_.size() < kMostEarly) return early_.insert(sequence).second;
    return !early_.contains(sequence);  // with so many early ones, next() is a gap for good
  }
  std::uint64_t next() const { return next_; }  // all below it were named
  bool HasGap() const { return !early_.empty(); }
  std::uint64_t end() const { return end_; }  // one more than the highest
  // How many below end() were not named; too many where Add lost count.
  std::uint64_t missing() const { return end_ - next_ - early_.size(); }

 private:
  std::uint64_t next_ = 0, end_ = 0;
  std::set<std::uint64_t> early_;
};

}  // namespace kproof
