#include "harness/base/clock.h"

#include <ctime>
#include <thread>

namespace kproof {
namespace {

std::int64_t Read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
}

std::string Format(std::int64_t wall_micros, const char* pattern) {
  const std::time_t seconds = wall_micros / 1'000'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, pattern, &utc)};
}

}  // namespace

std::int64_t MonotonicMicros() { return Read(CLOCK_MONOTONIC); }
std::int64_t WallMicros() { return Read(CLOCK_REALTIME); }
std::string FormatUtc(std::int64_t wall_micros) {
  return Format(wall_micros, "%Y-%m-%dT%H:%M:%SZ");
}
std::string FormatUtcCompact(std::int64_t wall_micros) {
  return Format(wall_micros, "%Y%m%dT%H%M%SZ");
}

void SleepFor(Duration time) {
  if (time > Duration::zero()) std::this_thread::sleep_for(time);
}

void SleepUntil(std::int64_t monotonic_micros) {
  SleepFor(Duration(monotonic_micros - MonotonicMicros()));
}

bool WaitUntil(const std::function<bool()>& holds, Deadline deadline, Duration between) {
  while (!holds()) {
    if (deadline.Passed()) return false;
    SleepFor(std::min(between, deadline.Left()));
  }
  return true;
}

}  // namespace kproof
