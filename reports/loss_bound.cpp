#include "reports/loss_bound.h"

#include <cmath>

namespace kproof {

bool IsTrial(const Result& result) {
  const bool judged = result.verdict == Verdict::kPass || result.verdict == Verdict::kViolation ||
                      result.verdict == Verdict::kLimit || result.verdict == Verdict::kUnprotected;
  return judged && result.doubts.empty() && result.at_stake > 0;
}

double LossUpperBound(std::uint64_t clean) {
  if (clean == 0) return 1;
  return 1 - std::pow(1 - kConfidence, 1.0 / static_cast<double>(clean));
}

}  // namespace kproof
