// A host's cable cut in two, with a packet socket at each end: we move frames from one to the
// other.
//
//   before:  eth0 ── h0-1 [hub]
//   spliced: eth0 ── h0-1 ▪ (we) ▪ ih0-1 ── oh0-1 [hub]
//
// The frames cross the hub's bridge as before, so packet filters act on them too. Nothing is lost
// when it is cut or joined under load; for some milliseconds a frame may come twice, which TCP
// throws away. Not thread-safe.
#pragma once

#include <memory>

#include "harness/base/descriptor.h"
#include "harness/cluster/network.h"

namespace kproof {

class SplicedCable {
 public:
  // Puts sockets and a second pair of links in place. Throws Error when the kernel refuses.
  explicit SplicedCable(const Host& host);
  ~SplicedCable();  // calls Join() and hides its errors: call Join() first
  SplicedCable(const SplicedCable&) = delete;
  SplicedCable& operator=(const SplicedCable&) = delete;

  // From now on frames come out of the sockets, and only there. Throws Error.
  void Cut();
  // The cable as it was; until then the sockets must be served. Throws Error.
  void Join();

  const Host& host() const { return host_; }
  int host_side() const { return host_side_.get(); }      // frames that the host sent
  int bridge_side() const { return bridge_side_.get(); }  // frames for the host

 private:
  std::string inner() const { return "i" + host_.link; }
  std::string outer() const { return "o" + host_.link; }

  Host host_;
  Descriptor host_side_, bridge_side_;
  bool links_ = false;  // the second pair is there
  bool cut_ = false;
};

}  // namespace kproof
