// Where `kproof serve` listens, and by which names it may be called. It has no login: addresses
// that other machines reach are refused, and so is a request whose Host is another name (a page of
// somebody else, whose name was pointed at this machine, could read runs otherwise: DNS rebinding).
//
// Thread-safe: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kproof {

struct WebAddress {
  std::string ip = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one

  std::string Host() const;  // "127.0.0.1:8642", "[::1]:8642"
  std::string Url() const;   // "http://127.0.0.1:8642/"
};

// Throws Error(kUsage) where `listen` is no address of this machine's loopback interface.
WebAddress LoopbackAddress(const std::string& listen, std::uint16_t port);

// Whether a request with this header Host was meant for the server at `address`: localhost,
// 127.0.0.1, [::1] or the address itself, with its port.
bool IsOurHost(std::string_view host, const WebAddress& address);

}  // namespace kproof
