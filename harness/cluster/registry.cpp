// One row a driver.
#include "harness/cluster/registry.h"

#include "harness/base/find_named.h"
#include "harness/cluster/compose.h"
#include "harness/cluster/local.h"

namespace kproof {

const std::vector<DriverType>& Drivers() {
  static const std::vector<DriverType> kDrivers = {ComposeDriver(), LocalDriver()};
  return kDrivers;
}

const DriverType& FindDriver(const std::string& name) {
  return FindNamed(Drivers(), &DriverType::name, name, "driver", "kproof list drivers names them");
}

}  // namespace kproof
