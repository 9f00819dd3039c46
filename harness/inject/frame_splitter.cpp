#include "harness/inject/frame_splitter.h"

#include <algorithm>
#include <cstdint>

#include "harness/base/error.h"

namespace kproof {
namespace {

std::int32_t LengthOf(std::string_view head) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    length = length << 8 | static_cast<std::uint8_t>(head[i]);
  return static_cast<std::int32_t>(length);
}

}  // namespace

void FrameSplitter::Feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t body = std::min(left_, bytes.size());
    if (body > 0) {
      handler_.Take(bytes.substr(0, body));
      left_ -= body;
      bytes.remove_prefix(body);
      continue;
    }
    // Where a frame is complete in what was read, it is looked at in place.
    if (head_.empty()) {
      const std::size_t used = Begin(bytes);
      if (used == 0) head_ = bytes;
      bytes.remove_prefix(used == 0 ? bytes.size() : used);
      continue;
    }
    const std::size_t before = head_.size();
    head_ += bytes;
    const std::string head = std::move(head_);
    head_.clear();
    const std::size_t used = Begin(head);
    if (used == 0) head_ = head;
    bytes.remove_prefix(used == 0 ? bytes.size() : used - before);
  }
}

std::size_t FrameSplitter::Begin(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return 0;
  const std::int32_t length = LengthOf(bytes);
  if (length < 0 || static_cast<std::size_t>(length) > max_) {
    throw Error(ErrorKind::kCorrupt, "a frame of " + std::to_string(length) + " bytes");
  }
  const auto frame = static_cast<std::size_t>(length);
  const std::size_t there = std::min(bytes.size(), frame + kLengthBytes);
  if (!handler_.Decide(bytes.substr(0, there), frame)) {
    if (there == frame + kLengthBytes)
      throw Error(ErrorKind::kCorrupt, "a frame that ends within its header");
    return 0;
  }
  handler_.Take(bytes.substr(0, there));
  left_ = frame + kLengthBytes - there;
  return there;
}

}  // namespace kproof
