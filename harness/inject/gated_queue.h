// Bytes on their way through the proxy in one direction, in order: a frame that waits holds up
// whatever stands behind it, as on one TCP connection it must.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/inject/proxy_rules.h"

namespace kproof {

class GatedQueue {
 public:
  using Closed = std::function<bool(const Gate&)>;

  // The begin of a frame that waits for `gates`, or more bytes behind what is there.
  void Push(std::string_view bytes, std::vector<Gate> gates = {});
  // Takes out what may go, as few and as long pieces as there are.
  std::vector<std::string> TakeReady(const Closed& closed);
  // When the first frame that waits may go by time; nothing when none waits, or not for a time.
  std::optional<std::int64_t> NextDue(const Closed& closed) const;
  void Clear();

  bool empty() const { return pieces_.empty(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Piece {
    std::string bytes;
    std::vector<Gate> gates;
  };
  std::deque<Piece> pieces_;
  std::size_t bytes_ = 0;
};

}  // namespace kproof
