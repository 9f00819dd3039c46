// Which traffic a network fault touches: from whom to whom, on which listener.
//
// Every network fault takes the same three parameters for it: `peers` (a target; without it
// everybody else), `direction` (both, out: what the target sends, in: what it is sent) and
// `listener` (all, clients, replication, controllers: TCP with that listener's port at either end).
//
// Thread-safe: pure functions.
#pragma once

#include <string>
#include <vector>

#include "harness/fault/fault.h"
#include "harness/inject/packet_filter.h"

namespace kproof {

struct Flow {
  std::vector<Host> from, to;
  std::string ToString() const;  // "broker-1 to broker-2, broker-3"
};

struct Traffic {
  std::vector<Host> target, peers;
  std::vector<Flow> flows;  // one or two
  std::vector<int> ports;   // of TCP, at either end; empty: everything
  std::string text;         // "broker-1 and broker-2, broker-3 (replication)"
};

// Those parameters and `more`, for FaultType::params: `peers` and `listener`; and `direction` too.
std::vector<FaultParam> PeerParams(const std::vector<FaultParam>& more = {});
std::vector<FaultParam> TrafficParams(const std::vector<FaultParam>& more = {});

// Throws Error(kUsage) where nobody is left to be a peer or a word is none of the above.
Traffic ChooseTraffic(const Target& target, const FaultOptions& options);

// One rule for each flow, for packets of `like`.
std::vector<FilterRule> RulesFor(const Traffic& traffic, const FilterRule& like);

// The row of a fault on traffic in the private sandbox: agents can be its targets, and nothing of
// it remains.
FaultType TrafficFault(std::string name, std::string summary, std::vector<FaultParam> params,
                       decltype(FaultType::make) make);

std::vector<std::string> AddressesOf(const std::vector<Host>& hosts);
// "broker-1, broker-2"; "9 hosts" where the list would be long.
std::string NamesOf(const std::vector<Host>& hosts);

}  // namespace kproof
