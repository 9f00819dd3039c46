#include "harness/agent/calm_poll.h"

#include <poll.h>

#include <atomic>
#include <cstddef>
#include <ctime>

namespace kproof {
namespace {

std::atomic<bool> calm{false};

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

constexpr int kSpins = 4;
constexpr int kPauseMs = 1;
thread_local int empty_answers = 0;

int SystemPoll(pollfd* descriptors, nfds_t count, int timeout_ms) {
  const timespec timeout{.tv_sec = timeout_ms / 1'000, .tv_nsec = timeout_ms % 1'000 * 1'000'000L};
  return ::ppoll(descriptors, count, timeout_ms < 0 ? nullptr : &timeout, nullptr);
}

int Poll(pollfd* descriptors, nfds_t count, int timeout_ms) {
  if (timeout_ms != 0 || !calm.load(std::memory_order_relaxed))
    return SystemPoll(descriptors, count, timeout_ms);
  const int ready = SystemPoll(descriptors, count, empty_answers < kSpins ? 0 : kPauseMs);
  empty_answers = ready == 0 ? empty_answers + 1 : 0;
  return ready;
}

#endif

}  // namespace

void CalmPolls() { calm = true; }

}  // namespace kproof

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

extern "C" int poll(pollfd* descriptors, nfds_t count, int timeout_ms) {
  return kproof::Poll(descriptors, count, timeout_ms);
}

// What glibc's headers make of poll() where the compiler knows the size of the array.
extern "C" int __poll_chk(pollfd* descriptors, nfds_t count, int timeout_ms,
                          std::size_t /*bytes*/) {
  return kproof::Poll(descriptors, count, timeout_ms);
}

#endif
