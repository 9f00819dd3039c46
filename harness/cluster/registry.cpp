// One row a driver.
#include "harness/cluster/registry.h"

namespace kproof {
namespace {

constexpr DriverType kDrivers[] = {
    {.name = "local",
     .summary = "real Kafka as child processes: in the private sandbox, or on loopback addresses"},
};

}  // namespace

std::span<const DriverType> Drivers() { return kDrivers; }

}  // namespace kproof
