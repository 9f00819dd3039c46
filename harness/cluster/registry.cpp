// One row a driver.
#include "harness/cluster/registry.h"

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/compose.h"
#include "harness/cluster/local.h"

namespace kproof {

const std::vector<DriverType>& Drivers() {
  static const std::vector<DriverType> kDrivers = {ComposeDriver(), LocalDriver()};
  return kDrivers;
}

const DriverType& FindDriver(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& driver : Drivers()) {
    if (driver.name == name) return driver;
    names.push_back(driver.name);
  }
  throw Error(ErrorKind::kUsage, "there is no driver '" + name + "'" + DidYouMean(name, names),
              Hint("kproof list drivers names them"));
}

}  // namespace kproof
