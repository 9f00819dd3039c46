// All of 127/8 answers on loopback, so a host there is no more than an address.
#include <fstream>
#include <map>
#include <mutex>

#include "harness/base/error.h"
#include "harness/cluster/network.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

class Loopback final : public Network {
 public:
  std::string mode() const override { return "loopback"; }

  Host Add(const std::string& group, const std::string& name, int number) override {
    const std::lock_guard lock(mutex_);
    auto subnet = subnets_.find(group);
    if (subnet == subnets_.end()) subnet = subnets_.emplace(group, Subnet::Claim()).first;
    Host host{.name = name, .address = subnet->second.Host(number), .link = "", .netns = -1};
    for (const auto& other : hosts_)
      if (other.address == host.address)
        throw Error(name + " can't have the address of " + other.name + ", " + host.address);
    hosts_.push_back(host);
    return host;
  }

  std::vector<Host> hosts() const override {
    const std::lock_guard lock(mutex_);
    return hosts_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Subnet> subnets_;
  std::vector<Host> hosts_;
};

}  // namespace

// A new namespace inherits it from the one that it is made in.
std::string Network::Traits() const {
  std::ifstream file("/proc/sys/net/ipv4/tcp_congestion_control");
  std::string name;
  return file >> name ? "congestion control " + name : "congestion control unknown";
}

std::unique_ptr<Network> LoopbackNetwork() { return std::make_unique<Loopback>(); }

}  // namespace kproof
