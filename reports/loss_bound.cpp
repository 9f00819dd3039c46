#include "reports/loss_bound.h"

#include <boost/math/distributions/binomial.hpp>

#include "harness/words/finding.h"

namespace kproof {

// A history that was cut accuses nobody and acquits nobody.
bool LostSomething(const Result& result) {
  if (!result.cut.empty()) return false;
  const auto lost = result.counts.find(NameOf(FindingKind::kLost));
  return lost != result.counts.end() && lost->second > 0;
}

bool IsTrial(const Result& result) {
  const bool judged = result.verdict == Verdict::kPass || result.verdict == Verdict::kViolation ||
                      result.verdict == Verdict::kLimit || result.verdict == Verdict::kUnprotected;
  const bool clear = judged && result.cut.empty() && result.doubts.empty();
  return LostSomething(result) || (clear && result.at_stake > 0);
}

double LossUpperBound(std::uint64_t trials, std::uint64_t lossy) {
  return UpperBound(trials, lossy, kConfidence);
}

double UpperBound(std::uint64_t trials, std::uint64_t seen, double confidence) {
  if (seen >= trials) return 1;
  return boost::math::binomial_distribution<>::find_upper_bound_on_p(
      static_cast<double>(trials), static_cast<double>(seen), 1 - confidence);
}

}  // namespace kproof
