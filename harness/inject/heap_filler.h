// A client that announces a large request and never sends it: the broker sets its entire size aside
// on the heap and waits (socket.request.max.bytes; no pool bounds it unless
// queued.max.request.bytes does).
//
// Not thread-safe.
#pragma once

#include <cstdint>

#include "harness/base/clock.h"
#include "harness/cluster/cluster.h"

namespace kproof {

class HeapFiller {
 public:
  // Connects and announces a request of `bytes`. Throws Error when the broker does not accept the
  // connection within `limit`.
  HeapFiller(const Address& address, std::int32_t bytes, Duration limit);
  ~HeapFiller();  // goes away; the broker drops what it had set aside
  HeapFiller(HeapFiller&& other) noexcept;
  HeapFiller(const HeapFiller&) = delete;
  HeapFiller& operator=(const HeapFiller&) = delete;

 private:
  int socket_;
};

}  // namespace kproof
