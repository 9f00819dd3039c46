#include "harness/agent/commit/crash_point.h"

#include <fmt/format.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

CrashAt AtOf(const std::string& word) {
  if (word.empty()) return CrashAt::kNever;
  if (word == "after-commit") return CrashAt::kAfterCommit;
  if (word == "after-processing") return CrashAt::kAfterProcessing;
  if (word == "before-processing") return CrashAt::kBeforeProcessing;
  throw Error(ErrorKind::kUsage, "there is no crash point '" + word + "'");
}

}  // namespace

CrashPoint::CrashPoint(const CrashSpec& crash) : crash_(crash), at_(AtOf(crash.at)) {}

std::string CrashPoint::Text() const { return fmt::format("{}, number {}", crash_.at, crash_.nth); }

std::string CrashPoint::Missed() const {
  if (at_ == CrashAt::kNever) return "";
  return fmt::format("it was to crash at {}, and it got to number {} alone", Text(), count_);
}

}  // namespace kproof
