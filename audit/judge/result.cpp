#include "audit/judge/result.h"

#include <algorithm>

namespace kproof {

std::string Name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kViolation:
      return "violation";
    case Verdict::kInconclusive:
      return "inconclusive";
    case Verdict::kNotRun:
      return "not-run";
    case Verdict::kLimit:
      return "limit";
    case Verdict::kUnprotected:
      return "unprotected";
    case Verdict::kUsage:
    case Verdict::kError:
    case Verdict::kInterrupted:
      return "error";
  }
  return "error";
}

bool WasFaulted(const Result& result) {
  return std::any_of(result.faults.begin(), result.faults.end(),
                     [](const FaultReport& fault) { return fault.from_s.has_value(); });
}

int ExitCode(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return 0;
    case Verdict::kViolation:
      return 1;
    case Verdict::kInconclusive:
      return 2;
    case Verdict::kNotRun:
      return 4;
    case Verdict::kLimit:
      return 5;
    case Verdict::kUnprotected:
      return 6;
    case Verdict::kUsage:
      return 64;
    case Verdict::kError:
      return 70;
    case Verdict::kInterrupted:
      return 130;
  }
  return 70;
}

}  // namespace kproof
