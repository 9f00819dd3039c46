// The exact distribution of a sum of independent whole numbers, each of few values: what a test
// that is pooled over cells compares its statistic with.
//
// Probabilities are sums of positive terms, so also small ones are right to about 12 digits.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

namespace kproof {

struct SumOutcome {
  std::int64_t value = 0;
  double probability = 0;
};

class ExactSum {
 public:
  // `outcomes`: ascending values whose probabilities add up to 1.
  void Add(const std::vector<SumOutcome>& outcomes);

  std::int64_t lowest() const { return lowest_; }
  std::int64_t highest() const {
    return lowest_ + static_cast<std::int64_t>(probabilities_.size()) - 1;
  }
  double Of(std::int64_t value) const;
  double AtMost(std::int64_t value) const;
  double AtLeast(std::int64_t value) const;

 private:
  std::int64_t lowest_ = 0;
  std::vector<double> probabilities_{1.0};  // of lowest_, lowest_ + 1, …
};

}  // namespace kproof
