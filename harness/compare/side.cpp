#include "harness/compare/side.h"

namespace kproof {

bool IsConclusive(const ComparedTrial& trial) {
  return trial.verdict == Verdict::kPass || trial.verdict == Verdict::kViolation ||
         trial.verdict == Verdict::kLimit || trial.verdict == Verdict::kUnprotected;
}

bool IsJudged(const ComparedTrial& trial) {
  return IsConclusive(trial) || trial.verdict == Verdict::kInconclusive;
}

}  // namespace kproof
