// Cuts one direction of a Kafka connection into frames (a 32-bit length, then that many bytes)
// while it flows. It holds back only as much of a frame as the handler needs to decide about it.
//
// Not thread-safe: one for each direction of each connection.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kproof {

inline constexpr std::size_t kLengthBytes = 4;  // of the length before each frame

class FrameHandler {
 public:
  virtual ~FrameHandler() = default;
  // `head` is the frame from its length field on, as far as it has come; `frame_bytes` what its
  // length field says. False: asked again when there is more of it, never once all of it is there.
  // Throws Error(kCorrupt) for what is not Kafka's protocol.
  virtual bool Decide(std::string_view head, std::size_t frame_bytes) = 0;
  // More of the frame that was decided about last, length field included, in order.
  virtual void Take(std::string_view bytes) = 0;
};

class FrameSplitter {
 public:
  FrameSplitter(FrameHandler& handler, std::size_t max_frame_bytes)
      : handler_(handler), max_(max_frame_bytes) {}

  // Whatever was read from the connection. Throws Error(kCorrupt) for a length below zero or above
  // the limit; nothing of it may be used after that.
  void Feed(std::string_view bytes);

 private:
  // How many of `bytes` were used up; 0: all of them wait in head_.
  std::size_t Begin(std::string_view bytes);

  FrameHandler& handler_;
  std::size_t max_;
  std::string head_;      // begun, not decided yet
  std::size_t left_ = 0;  // of the frame decided about last
};

}  // namespace kproof
