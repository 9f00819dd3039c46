// The wire where the kernel has netem: a queue at the hub's end of each receiver's cable, with a
// band for each rule and a filter for each sender.
#pragma once

#include <memory>

#include "harness/inject/wire.h"

namespace kproof {

std::unique_ptr<WireMechanism> MakeNetemWire();

}  // namespace kproof
