// Every fault, in alphabetical order. An explicit table: the linker drops self-registering globals,
// and a reader can't see what is missing from them.
#include "harness/fault/registry.h"

namespace kproof {

const std::vector<FaultType>& Faults() {
  static const std::vector<FaultType> kFaults = {
      CutType(),
      KillType(),
      PauseType(),
      StopType(),
  };
  return kFaults;
}

}  // namespace kproof
