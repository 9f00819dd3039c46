#include "harness/serve/address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

constexpr std::uint16_t kHttpPort = 80;  // which browsers leave out of Host

bool IsIpv6(const std::string& ip) { return ip.find(':') != std::string::npos; }

bool IsLoopback(const std::string& ip) {
  in_addr four{};
  if (::inet_pton(AF_INET, ip.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  return ::inet_pton(AF_INET6, ip.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace

std::string WebAddress::Host() const {
  return (IsIpv6(ip) ? "[" + ip + "]" : ip) + ":" + std::to_string(port);
}

std::string WebAddress::Url() const { return "http://" + Host() + "/"; }

WebAddress LoopbackAddress(const std::string& listen, std::uint16_t port) {
  if (!IsLoopback(listen))
    throw Error(ErrorKind::kUsage,
                "--listen " + listen + " is no loopback address, and kproof serve has no login",
                Hint("listen on 127.0.0.1 or ::1, and let a proxy with a login reach it from "
                     "elsewhere (docs/serve.md)"));
  return {listen, port};
}

bool IsOurHost(std::string_view host, const WebAddress& address) {
  const auto asked = Lower(host);
  const auto ours = {WebAddress{"localhost", address.port}, WebAddress{"127.0.0.1", address.port},
                     WebAddress{"::1", address.port}, address};
  return std::any_of(ours.begin(), ours.end(), [&](const WebAddress& one) {
    const auto full = one.Host();
    return asked == full || (one.port == kHttpPort && asked == full.substr(0, full.rfind(':')));
  });
}

}  // namespace kproof
