// The one place that reads clocks and the one place that sleeps.
//
// Times of a run are microseconds on CLOCK_MONOTONIC since the run began, so that all processes of
// one machine share one clock that no fault turns back. Wall-clock time is for people and stamps
// and never decides an order.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace kproof {

using Duration = std::chrono::microseconds;

// Microseconds since the run began (CLOCK_MONOTONIC minus the run's epoch).
using RunMicros = std::int64_t;
inline constexpr RunMicros kSecond = 1'000'000;

// The second that a time lies in, also before zero: -1 for the last microsecond before it.
constexpr std::int64_t SecondOf(RunMicros time) {
  return (time >= 0 ? time : time - kSecond + 1) / kSecond;
}
constexpr double InSeconds(RunMicros time) { return static_cast<double>(time) / 1e6; }

// Microseconds on CLOCK_MONOTONIC, which all processes of this machine share.
std::int64_t MonotonicMicros();
// Microseconds since 1970-01-01T00:00:00Z.
std::int64_t WallMicros();
// "2026-11-21T09:00:00Z" from microseconds since 1970.
std::string FormatUtc(std::int64_t wall_micros);
// "20261121T090000Z": the same, for file names.
std::string FormatUtcCompact(std::int64_t wall_micros);

// The clock of one run. Copy it freely; agents get `epoch_micros` in their configuration.
class RunClock {
 public:
  RunClock() : epoch_(MonotonicMicros()) {}
  explicit RunClock(std::int64_t epoch_micros) : epoch_(epoch_micros) {}
  RunMicros Now() const { return MonotonicMicros() - epoch_; }
  std::int64_t epoch_micros() const { return epoch_; }

 private:
  std::int64_t epoch_;
};

// A point in time after which a wait gives up.
class Deadline {
 public:
  explicit Deadline(Duration from_now) : at_(MonotonicMicros() + from_now.count()) {}
  bool Passed() const { return Left() <= Duration::zero(); }
  Duration Left() const { return Duration(at_ - MonotonicMicros()); }

 private:
  std::int64_t at_;
};

// Sleeps for `time`, or until MonotonicMicros() reaches `micros`.
void SleepFor(Duration time);
void SleepUntil(std::int64_t monotonic_micros);

// Asks `holds` until it says yes or the deadline passes; true when it held. `holds` is asked at
// least once.
bool WaitUntil(const std::function<bool()>& holds, Deadline deadline,
               Duration between = std::chrono::milliseconds(20));

}  // namespace kproof
