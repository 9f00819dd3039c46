#include "harness/compare/side.h"

#include "harness/base/text.h"

namespace kproof {

std::string CellText(const CellPlace& place) {
  std::vector<std::string> parts;
  for (const auto& [axis, value] : place) parts.push_back(axis + "=" + value);
  return parts.empty() ? "all" : Join(parts, ", ");
}

bool IsConclusive(const ComparedTrial& trial) {
  return trial.verdict == Verdict::kPass || trial.verdict == Verdict::kViolation ||
         trial.verdict == Verdict::kLimit || trial.verdict == Verdict::kUnprotected;
}

bool IsJudged(const ComparedTrial& trial) {
  return IsConclusive(trial) || trial.verdict == Verdict::kInconclusive;
}

}  // namespace kproof
