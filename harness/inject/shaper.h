// Limits what goes out of a link to some addresses (or from some) to a rate: a queue of tbf below
// one of htb, which lets everything else pass. Its place decides the direction: in a host's
// namespace it limits what the host sends, at the hub's end of the host's cable what the host
// receives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/cluster/network.h"

namespace kproof {

struct ShaperCount {
  std::uint64_t packets = 0, bytes = 0;  // passed on
  std::uint64_t waited = 0;              // times that a packet had to wait
  std::uint64_t dropped = 0;             // because too much was waiting
};

// Not thread-safe.
class Shaper {
 public:
  enum class Side { kSends, kIsSent };
  // `peers`: IPv4 addresses of the others; `ports` of TCP, at either end, empty: everything.
  Shaper(const Host& host, Side side, std::vector<std::string> peers, std::vector<int> ports,
         std::uint64_t bytes_per_s);
  ~Shaper();  // calls Remove() and hides its errors: call Remove() first
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;

  // Throws Error; a second one at the same place is refused.
  void Install();
  // Does nothing when it is not there. Throws Error.
  void Remove();
  // Zeros while it is not installed. Throws Error.
  ShaperCount Count() const;

 private:
  std::string script_;
  std::string link_;
  int netns_;
  bool installed_ = false;
};

}  // namespace kproof
