// What the proxy must know of a request: its kind, its correlation id, and whether it is answered.
// The rest of a request is looked at only where a rule asks about it (harness/protocol/request.h).
//
// Thread-safe: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kproof {

// Of both directions. A broker takes no request above socket.request.max.bytes (100 MiB by
// default); more than this is not Kafka's protocol.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{1} << 30;
// Kinds of request up to here pass even where api.h has no name for them, so that a newer
// client works; anything above is not Kafka's protocol.
inline constexpr std::int16_t kMaxApiKey = 511;

struct RequestHead {
  std::int16_t api_key = 0;
  std::int16_t version = 0;
  std::int32_t correlation = 0;
  bool answered = true;  // a Produce with acks=0 is not
};

// Reads the head of a request of `frame_bytes` (after its length field), of which `bytes` are there
// so far. Nothing: more of them are needed. Throws Error(kCorrupt) for bytes that are not a request
// of Kafka's.
std::optional<RequestHead> ReadRequestHead(std::string_view bytes, std::size_t frame_bytes);

}  // namespace kproof
