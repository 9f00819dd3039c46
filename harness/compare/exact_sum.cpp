#include "harness/compare/exact_sum.h"

#include <algorithm>

namespace kproof {

void ExactSum::Add(const std::vector<SumOutcome>& outcomes) {
  const auto first = outcomes.front().value;
  const auto width = static_cast<std::size_t>(outcomes.back().value - first);
  std::vector<double> sum(probabilities_.size() + width, 0.0);
  for (const auto& [value, probability] : outcomes) {
    const auto shift = static_cast<std::size_t>(value - first);
    for (std::size_t at = 0; at < probabilities_.size(); ++at)
      sum[at + shift] += probabilities_[at] * probability;
  }
  probabilities_ = std::move(sum);
  lowest_ += first;
}

double ExactSum::Of(std::int64_t value) const {
  if (value < lowest_ || value > highest()) return 0;
  return probabilities_[static_cast<std::size_t>(value - lowest_)];
}

double ExactSum::AtMost(std::int64_t value) const {
  double sum = 0;
  for (auto at = lowest_; at <= std::min(value, highest()); ++at) sum += Of(at);
  return std::min(sum, 1.0);
}

// From the far end, where the terms are smallest.
double ExactSum::AtLeast(std::int64_t value) const {
  double sum = 0;
  for (auto at = highest(); at >= std::max(value, lowest_); --at) sum += Of(at);
  return std::min(sum, 1.0);
}

}  // namespace kproof
