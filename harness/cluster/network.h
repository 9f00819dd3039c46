// Where nodes and agents live: hosts with addresses of their own, joined by a network that is the
// run's alone.
//
// On loopback a host is an address of 127.x.y.0/24. In the private sandbox it is a network
// namespace of its own with one cable to a bridge in the conductor's; what the conductor itself
// sends never crosses that bridge's forward hook, so no fault between hosts cuts off the observers.
//
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace kproof {

struct Host {
  std::string name;       // "broker-2", "checkout-0"
  std::string address;    // IPv4
  std::string link = "";  // the bridge's end of its cable, "h0-2"; "" on loopback
  int netns = -1;  // descriptor of its network namespace, open as long as its network; -1: ours
  bool operator==(const Host&) const = default;
};

class Network {
 public:
  virtual ~Network() = default;
  // "private" or "loopback"
  virtual std::string mode() const = 0;
  // How TCP behaves on it where the machine decides that, in words: "congestion control bbr".
  std::string Traits() const;
  // A new host. Each group (a cluster by its name, or "agents") has a subnet of its own, in which
  // `number` (1 to 254) is the last part of the address. Throws Error(kNotRun) when the kernel
  // refuses, Error when the number is taken.
  Host Add(const std::string& group, const std::string& name, int number);
  // All hosts so far, in the order of Add.
  std::vector<Host> hosts() const;

 protected:
  // Chooses the address and link of a host, and creates nothing yet.
  virtual Host Place(const std::string& group, const std::string& name, int number) = 0;
  // Creates that host.
  virtual void Make(Host&) {}

 private:
  mutable std::mutex mutex_;  // held through Place and Make
  std::vector<Host> hosts_;
};

// Throws Error(kNotRun) when no subnet is free.
std::unique_ptr<Network> LoopbackNetwork();
// Only inside a sandbox (sandbox.h), one at a time: the bridge "hub" is made in the network
// namespace of the caller, who has the last address of 198.18.0.0/16 on it. Throws Error(kNotRun)
// naming what the kernel refuses.
std::unique_ptr<Network> PrivateNetwork();

}  // namespace kproof
