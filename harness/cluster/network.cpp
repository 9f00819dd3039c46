#include "harness/cluster/network.h"

#include <fstream>

#include "harness/base/error.h"

namespace kproof {

// A new namespace inherits it from the one that it is made in.
std::string Network::Traits() const {
  std::ifstream file("/proc/sys/net/ipv4/tcp_congestion_control");
  std::string name;
  return file >> name ? "congestion control " + name : "congestion control unknown";
}

Host Network::Add(const std::string& group, const std::string& name, int number) {
  const std::lock_guard lock(mutex_);
  Host host = Place(group, name, number);
  for (const auto& other : hosts_)
    if (other.address == host.address)
      throw Error(name + " can't have the address of " + other.name + ", " + host.address);
  hosts_.push_back(std::move(host));  // first: what was half made has to be taken back too
  Make(hosts_.back());
  return hosts_.back();
}

std::vector<Host> Network::hosts() const {
  const std::lock_guard lock(mutex_);
  return hosts_;
}

}  // namespace kproof
