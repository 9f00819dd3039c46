// The wall clock as the JVM reads it: System.currentTimeMillis and Instant.now are clock_gettime on
// CLOCK_REALTIME, native code asks gettimeofday and time. CLOCK_MONOTONIC (System.nanoTime, every
// wait with a time-out) is never touched; neither are waits for an absolute wall-clock time, which
// the kernel keeps.
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <ctime>

#include "harness/inject/shim_library/page.h"
#include "harness/inject/shim_library/real.h"

namespace kproof::shim {
namespace {

constexpr std::int64_t kNanos = 1'000'000'000;

constinit Real<int(clockid_t, timespec*)> real_clock_gettime{"clock_gettime"};

std::int64_t Nanos(const timespec& time) { return time.tv_sec * kNanos + time.tv_nsec; }

int Ask(clockid_t clock, timespec* time) {
  return real_clock_gettime.get() != nullptr
             ? real_clock_gettime(clock, time)
             : static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
}

std::int64_t Shift(const ShimPage& page) {
  const std::int64_t drift = page.clock_drift_ppb.load(std::memory_order_relaxed);
  std::int64_t gained = 0;
  if (drift != 0) {
    timespec now{};
    Ask(CLOCK_MONOTONIC, &now);
    const auto since = Nanos(now) - page.clock_since_ns.load(std::memory_order_relaxed);
    gained = static_cast<std::int64_t>(static_cast<double>(since) * static_cast<double>(drift) /
                                       static_cast<double>(kNanos));
  }
  return page.clock_offset_ns.load(std::memory_order_relaxed) + gained;
}

int AskShifted(clockid_t clock, timespec* time) {
  const int result = Ask(clock, time);
  ShimPage* const page = Page();
  const bool wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (result != 0 || !wall || page == nullptr ||
      page->clock_armed.load(std::memory_order_acquire) == 0) {
    return result;
  }
  const std::int64_t shifted = Nanos(*time) + Shift(*page);
  time->tv_sec = shifted / kNanos;
  time->tv_nsec = shifted % kNanos;
  Count(page->shifted);
  return 0;
}

}  // namespace
}  // namespace kproof::shim

extern "C" {

#pragma GCC visibility push(default)

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  return kproof::shim::AskShifted(clock, time);
}

int gettimeofday(timeval* __restrict time, void* __restrict) noexcept {
  timespec now{};
  kproof::shim::AskShifted(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* seconds) noexcept {
  timespec now{};
  kproof::shim::AskShifted(CLOCK_REALTIME, &now);
  if (seconds != nullptr) *seconds = now.tv_sec;
  return now.tv_sec;
}

#pragma GCC visibility pop
}
