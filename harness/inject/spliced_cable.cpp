#include "harness/inject/spliced_cable.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/inject/net_tool.h"

namespace kproof {
namespace {

// What may wait in a socket while we are not scheduled; the kernel grants what it allows.
constexpr int kSocketBytes = 8 << 20;

// With PACKET_VNET_HDR frames keep their offloads (GSO, partial checksums); without it TCP between
// namespaces would have to give them up.
Descriptor PacketSocket(const std::string& link) {
  const auto refuse = [&](const char* what) {
    throw Error("no packet socket on " + link + ": " + what + ": " + std::strerror(errno));
  };
  Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.ok()) refuse("socket");
  const int made = socket.get();
  const int yes = 1;
  sockaddr_ll at{};
  at.sll_family = AF_PACKET;
  at.sll_protocol = htons(ETH_P_ALL);
  at.sll_ifindex = static_cast<int>(::if_nametoindex(link.c_str()));
  if (::setsockopt(made, SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof yes) != 0 ||
      ::setsockopt(made, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof yes) != 0 ||
      ::bind(made, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    refuse("setting it up");
  // Refused in a user namespace; then up to net.core.rmem_max.
  if (::setsockopt(made, SOL_SOCKET, SO_RCVBUFFORCE, &kSocketBytes, sizeof kSocketBytes) != 0)
    ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &kSocketBytes, sizeof kSocketBytes);
  ::setsockopt(made, SOL_SOCKET, SO_SNDBUF, &kSocketBytes, sizeof kSocketBytes);
  return socket;
}

}  // namespace

SplicedCable::SplicedCable(const Host& host) : host_(host) {
  // No addresses of its own: a link that asked for one would talk.
  IpBatch(
      fmt::format("link add {0} type veth peer name {1}\n"
                  "link set {0} arp off addrgenmode none up\n"
                  "link set {1} addrgenmode none up\n",
                  inner(), outer()));
  links_ = true;
  try {
    bridge_side_ = PacketSocket(inner());
  } catch (...) {
    Join();
    throw;
  }
}

SplicedCable::~SplicedCable() {
  DoQuietly([this] { Join(); });
}

// The new way is there before the old one goes. ARP off: we, who have the hub's address, would
// answer on a link that is no longer the bridge's.
void SplicedCable::Cut() {
  cut_ = true;
  host_side_ = PacketSocket(host_.link);
  IpBatch(fmt::format("link set {0} master hub\nlink set {1} nomaster\nlink set {1} arp off\n",
                      outer(), host_.link));
}

void SplicedCable::Join() {
  if (cut_) IpBatch(fmt::format("link set {0} arp on\nlink set {0} master hub\n", host_.link));
  cut_ = false;
  if (links_) IpBatch(fmt::format("link del {}\n", inner()));
  links_ = false;
}

}  // namespace kproof
