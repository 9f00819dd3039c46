#include "harness/run/heartbeat.h"

#include <utility>

#include "harness/base/caught.h"

namespace kproof {

Heartbeat::Heartbeat(Duration interval, std::function<void()> beat,
                     std::function<void(const Error&)> failed)
    : interval_(interval),
      beat_(std::move(beat)),
      failed_(std::move(failed)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void Heartbeat::End() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Heartbeat::Run(const std::stop_token& stop) {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (end_.wait_for(lock, stop, interval_, [] { return false; }) || stop.stop_requested())
        return;
    }
    try {
      beat_();
    } catch (...) {  // a thread has nobody above it
      const Error error = CaughtError();
      DoQuietly([&] { failed_(error); });
    }
  }
}

}  // namespace kproof
