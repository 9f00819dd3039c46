// A thread that does the same thing again and again for as long as it lives, and that ends neither
// itself nor the program when it throws.
//
// Belongs to one thread; the actions run on its own.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "harness/base/clock.h"
#include "harness/base/error.h"

namespace kproof {

class Heartbeat {
 public:
  // `beat` is called each `interval` from now on; whatever it throws, of any type, goes to
  // `failed`, and the next beat comes all the same. What `failed` throws is swallowed.
  Heartbeat(Duration interval, std::function<void()> beat,
            std::function<void(const Error&)> failed);
  ~Heartbeat() { End(); }
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  // Returns after the last beat, and waits for no other.
  void End();

 private:
  void Run(const std::stop_token& stop);

  const Duration interval_;
  const std::function<void()> beat_;
  const std::function<void(const Error&)> failed_;
  std::mutex mutex_;  // nobody's: what the thread waits with
  std::condition_variable_any end_;
  std::jthread thread_;
};

}  // namespace kproof
