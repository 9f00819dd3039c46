#include "harness/cluster/network.h"

#include <fstream>
#include <map>

#include "harness/base/error.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

// All of 127/8 answers on loopback, so a host there is no more than an address.
class Loopback final : public Network {
 public:
  std::string mode() const override { return "loopback"; }

 protected:
  Host Place(const std::string& group, const std::string& name, int number) override {
    auto subnet = subnets_.find(group);
    if (subnet == subnets_.end()) subnet = subnets_.emplace(group, Subnet::Claim()).first;
    return {.name = name, .address = subnet->second.Host(number), .link = "", .netns = -1};
  }

 private:
  std::map<std::string, Subnet> subnets_;
};

}  // namespace

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

std::unique_ptr<Network> LoopbackNetwork() { return std::make_unique<Loopback>(); }

}  // namespace kproof
