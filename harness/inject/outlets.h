// Frames on their way out of the userspace wire: sent at once, or kept in order for a socket that
// has no room at the moment. No call waits, so a blocked socket delays only its own frames.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "harness/inject/wire_rules.h"

namespace kproof {

class Outlets {
 public:
  struct Limits {
    Duration longest = std::chrono::milliseconds(100);    // that a frame is kept
    std::size_t most_bytes = std::size_t{16} << 20;       // kept for one socket
    Duration again_after = std::chrono::milliseconds(1);  // between two tries
  };
  // What became of a frame.
  struct Sink {
    std::function<void(const std::vector<WireRules::Hit>&, Duration waited)> passed_on;
    std::function<void(const std::vector<WireRules::Hit>&)> dropped;
  };

  Outlets(Sink sink, const Limits& limits) : sink_(std::move(sink)), limits_(limits) {}

  // `came`: when the wire was given the frame; `waited` is counted from there. Both and `now` are
  // MonotonicMicros.
  void Send(int socket, std::span<const unsigned char> frame,
            const std::vector<WireRules::Hit>& hits, std::int64_t came, std::int64_t now);
  // Once more for all that is kept; drops what is kept for too long.
  void TryAgain(std::int64_t now);
  // When to try again; nothing while nothing is kept.
  std::optional<std::int64_t> next_try() const { return next_try_; }
  // The socket is about to be closed: drops what is kept for it.
  void Forget(int socket);

 private:
  struct Kept {
    std::vector<unsigned char> frame;
    std::vector<WireRules::Hit> hits;
    std::int64_t came = 0, since = 0;
  };
  struct Queue {
    std::deque<Kept> frames;
    std::size_t bytes = 0;
  };
  enum class Outcome { kSent, kNoRoom, kRefused };
  static Outcome Try(int socket, std::span<const unsigned char> frame);
  void Drain(int socket, Queue& queue, std::int64_t now);

  const Sink sink_;
  const Limits limits_;
  std::map<int, Queue> queues_;  // by socket, of those with something kept
  std::optional<std::int64_t> next_try_;
};

}  // namespace kproof
