// The wire where the kernel has no netem: one thread carries frames between the halves of spliced
// cables and keeps those that a rule delays until they are due.
#pragma once

#include <memory>

#include "harness/inject/wire.h"

namespace kproof {

std::unique_ptr<WireMechanism> MakeUserspaceWire();

}  // namespace kproof
