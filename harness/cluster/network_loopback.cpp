// All of 127/8 answers on loopback, so a host there is no more than an address.
#include <map>

#include "harness/cluster/network.h"
#include "harness/cluster/subnet.h"

namespace kproof {
namespace {

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

std::unique_ptr<Network> LoopbackNetwork() { return std::make_unique<Loopback>(); }

}  // namespace kproof
