#include "harness/agent/commit/crash_point.h"

#include <fmt/format.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

CrashAt AtOf(const std::string& word) {
  if (word.empty()) return CrashAt::kNever;
  if (word == "after-commit") return CrashAt::kAfterCommit;
  if (word == "after-end") return CrashAt::kAfterEnd;
  if (word == "after-offsets") return CrashAt::kAfterOffsets;
  if (word == "after-processing") return CrashAt::kAfterProcessing;
  if (word == "before-end") return CrashAt::kBeforeEnd;
  if (word == "before-offsets") return CrashAt::kBeforeOffsets;
  if (word == "before-processing") return CrashAt::kBeforeProcessing;
  if (word == "before-send") return CrashAt::kBeforeSend;
  if (word == "between-sends") return CrashAt::kBetweenSends;
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
