// Drops, resets and loses packets between hosts with nftables: one table for each active fault,
// put in by one transaction and taken out by deleting it; its counters prove what it did.
//
// On the bridge (the conductor's own network namespace) rules see what goes from host to host and
// can drop it. The bridge family may lack `reject` and `ct`, so rules that send an answer (resets)
// are in a host's own namespace. "Packets" are what the kernel hands on, up to 64 KB of one
// connection at a time (GSO), not frames of 1500 bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/cluster/network.h"

namespace kproof {

struct FilterRule {
  enum class Packets {
    kAll,
    kOpening,  // of TCP: the first packet of a connection, from who opens it
    kOpened,   // of TCP: all others
  };
  enum class Action {
    kDrop,   // silently
    kReset,  // of TCP: the sender gets a reset, the packet goes no further; in a host's namespace
  };
  std::string name = "";               // "broker-1 to broker-2", for the proof
  std::vector<std::string> from = {};  // IPv4 addresses, at least one
  std::vector<std::string> to = {};    // IPv4 addresses, at least one
  std::vector<int> ports = {};         // of TCP, at either end; empty: everything, not only TCP
  Packets packets = Packets::kAll;
  double fraction = 1;  // of the packets that match, each by chance
  Action action = Action::kDrop;
};

struct FilterCount {
  std::string name;
  std::uint64_t matched = 0;  // packets
  std::uint64_t hit = 0;      // of those: dropped or reset
  std::uint64_t hit_bytes = 0;
};

// The rules of one fault at one place. Not thread-safe.
class FilterTable {
 public:
  ~FilterTable();  // calls Remove() and hides its errors: call Remove() first
  FilterTable(const FilterTable&) = delete;
  FilterTable& operator=(const FilterTable&) = delete;

  // All rules or none. Throws Error.
  void Install();
  // Does nothing when it is not there. Throws Error when it can't be taken out.
  void Remove();
  // One for each rule; nothing while it is not installed. Throws Error.
  std::vector<FilterCount> Counts() const;
  // What Install would hand to nft.
  std::string Script() const;

 private:
  friend class PacketFilter;
  FilterTable(std::string family, std::string name, int netns, bool forget,
              std::vector<FilterRule> rules);
  std::string Chain(const std::string& hook) const;

  std::string family_;  // "bridge" or "inet"
  std::string name_;    // "kproof_3"
  int netns_;
  bool forget_;
  std::vector<FilterRule> rules_;
  bool installed_ = false;
};

// Makes tables, which are not installed yet; thread-safe.
class PacketFilter {
 public:
  // Rules for what goes from host to host.
  std::unique_ptr<FilterTable> OnBridge(std::vector<FilterRule> rules);
  // The same as a stateful firewall that has just lost its memory: it lets through every connection
  // that it sees opened from now on.
  std::unique_ptr<FilterTable> OnForgetfulBridge(std::vector<FilterRule> rules);
  // Rules for what comes to this host and leaves it. Throws Error(kNotRun) when the host shares our
  // network namespace: rules there would act on all hosts.
  std::unique_ptr<FilterTable> OnHost(const Host& host, std::vector<FilterRule> rules);

 private:
  std::string NextName();
  std::atomic<int> next_{1};
};

}  // namespace kproof
