// What a run has prepared for its faults to use, besides the nodes. A fault lists what it needs in
// its row (FaultType::needs); what no fault needs is null.
//
// A value of pointers; whoever made them outlives the nemesis.
#pragma once

#include "harness/cluster/network.h"

namespace kproof {

class PacketFilter;
class Proxies;
class Shims;
class Wire;

struct Mechanisms {
  const Network* network = nullptr;  // of all hosts of the run
  PacketFilter* filter = nullptr;
  Wire* wire = nullptr;
  Proxies* proxies = nullptr;  // of one cluster's brokers
  Shims* shims = nullptr;      // of one cluster's nodes
};

}  // namespace kproof
