// What a frame says of itself: between which IPv4 addresses and TCP ports it goes.
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace kproof {

struct FrameEnds {
  std::uint32_t from = 0, to = 0;            // IPv4 addresses, as Address() gives them
  std::uint16_t from_port = 0, to_port = 0;  // 0 where it is not TCP, or not its first fragment
};

// Nothing for a frame that is not IPv4 over Ethernet, or is cut short.
std::optional<FrameEnds> ReadFrame(std::span<const unsigned char> frame);

// "198.18.0.1" as a number; throws Error for anything else.
std::uint32_t AddressNumber(const std::string& address);

}  // namespace kproof
