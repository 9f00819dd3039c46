// Bytes on their way through the proxy in one direction, in order: a waiting frame holds up all
// bytes behind it, as it must on one TCP connection.
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

  // Appends the beginning of a frame that waits for `gates`, or more bytes of the last frame.
  void Push(std::string_view bytes, std::vector<Gate> gates = {});
  // Takes out what may pass, in as few pieces as possible.
  std::vector<std::string> TakeReady(const Closed& closed);
  // When the first waiting frame may pass by time; nothing when none waits for a time.
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
