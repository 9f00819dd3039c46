// Loopback addresses of a cluster's own, so that simultaneous runs do not disturb each other.
//
// Not thread-safe; one claim belongs to one cluster.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kproof {

// 127.x.y.0/24 for as long as this object lives. The claim is an abstract Unix socket named after
// it: the kernel frees it when the process ends, however it ends, and it is seen by all processes
// of the same network namespace, as 127/8 is.
class Subnet {
 public:
  // Throws Error(kNotRun) when none is free.
  static Subnet Claim();
  Subnet(Subnet&& other) noexcept;
  Subnet& operator=(Subnet&&) = delete;
  ~Subnet();

  // "127.x.y.host"
  std::string Host(int host) const;

 private:
  Subnet(int socket, std::string prefix) : socket_(socket), prefix_(std::move(prefix)) {}
  int socket_;
  std::string prefix_;
};

// The listeners of every node.
struct Ports {
  int clients = 9092;
  int replication = 9093;
  int control = 9094;
  int behind = 9192;  // of clients, where a proxy takes their own
};

// Ports that are free on all of `hosts`: `fixed` and the two after it, or else the first of several
// bases from 9092 on; where `proxied`, the one behind it too, which is 100 above, or below where
// there is none above. Throws Error(kNotRun) naming the address that is taken.
Ports ChoosePorts(const std::vector<std::string>& hosts, std::optional<int> fixed,
                  bool proxied = false);

}  // namespace kproof
