// Every driver, in alphabetical order of their names. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
#include "harness/cluster/registry.h"

#include "harness/base/find_named.h"

namespace kproof {

// Each from a file of its own.
DriverType ComposeDriver();
DriverType LocalDriver();

const std::vector<DriverType>& Drivers() {
  static const std::vector<DriverType> kDrivers = {
      ComposeDriver(),
      LocalDriver(),
  };
  return kDrivers;
}

const DriverType& FindDriver(const std::string& name) {
  return FindNamed(Drivers(), &DriverType::name, name, "driver",
                   "'kproof list drivers' lists them");
}

}  // namespace kproof
