// Settings of deployed brokers that a cluster on this machine can't have.
//
// Thread-safe: a pure function.
#pragma once

#include <string>

namespace kproof {

// Why: addresses, folders, racks, security, ZooKeeper and plugins. "" for all others.
std::string WhyNotLocal(const std::string& setting);

}  // namespace kproof
