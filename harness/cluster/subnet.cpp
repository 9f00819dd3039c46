// Subnets are tried in a random order, so that two runs that start at once rarely meet.
#include "harness/cluster/subnet.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <utility>

#include "harness/base/error.h"
#include "harness/base/random.h"

namespace kproof {
namespace {

bool Free(const std::string& host, int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;  // as the broker does: connections of an earlier run in TIME_WAIT don't count
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  const int bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::close(socket);
  return bound == 0;
}

constexpr int kBehind = 100;
constexpr int kLastPort = 65535;

Ports PortsFrom(int base) {
  const int behind = base + kBehind <= kLastPort ? base + kBehind : base - kBehind;
  return {.clients = base, .replication = base + 1, .control = base + 2, .behind = behind};
}

// The first address that is taken, or "".
std::string Taken(const std::vector<std::string>& hosts, int base, bool proxied) {
  const Ports ports = PortsFrom(base);
  std::vector<int> wanted = {ports.clients, ports.replication, ports.control};
  if (proxied) wanted.push_back(ports.behind);
  for (const auto& host : hosts) {
    for (const int port : wanted) {
      if (!Free(host, port)) return fmt::format("{}:{}", host, port);
    }
  }
  return "";
}

}  // namespace

Subnet Subnet::Claim() {
  constexpr int kTries = 1000;
  Random random(EntropySeed());
  for (int tries = 0; tries < kTries; ++tries) {
    // 127.0 and 127.1 are in use on many machines (resolvers, for one).
    const std::string prefix = fmt::format("127.{}.{}.", 80 + random.Below(100), random.Below(256));
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) break;
    const std::string name = "kproof-subnet-" + prefix;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path + 1, name.size());  // a leading zero byte: abstract
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0) {
      return Subnet(socket, prefix);
    }
    ::close(socket);
  }
  throw Error(ErrorKind::kNotRun, "no loopback subnet 127.x.y.0/24 is free");
}

Subnet::Subnet(Subnet&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), prefix_(std::move(other.prefix_)) {}

Subnet::~Subnet() {
  if (socket_ >= 0) ::close(socket_);
}

std::string Subnet::Host(int host) const { return prefix_ + std::to_string(host); }

Ports ChoosePorts(const std::vector<std::string>& hosts, std::optional<int> fixed, bool proxied) {
  if (fixed) {
    const std::string taken = Taken(hosts, *fixed, proxied);
    if (taken.empty()) return PortsFrom(*fixed);
    throw Error(ErrorKind::kNotRun, taken + " is in use: another program listens there",
                Hint("stop that program, or leave out cluster.port"));
  }
  std::string taken;
  for (const int base : {9092, 19092, 29092, 39092, 49092}) {
    taken = Taken(hosts, base, proxied);
    if (taken.empty()) return PortsFrom(base);
  }
  throw Error(ErrorKind::kNotRun, taken + " is in use, and so are ports 9092 to 39094",
              Hint("name a free port as cluster.port"));
}

}  // namespace kproof
