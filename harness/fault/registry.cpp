// Every fault, in alphabetical order. An explicit table: the linker drops self-registering globals,
// and a reader can't see what is missing from them.
#include "harness/fault/registry.h"

namespace kproof {

const std::vector<FaultType>& Faults() {
  static const std::vector<FaultType> kFaults = {
      AddPartitionsType(),
      AlterTopicConfigType(),
      CutType(),
      DeleteRecordsType(),
      ElectPreferredType(),
      ElectUncleanType(),
      KillType(),
      PauseType(),
      ReassignType(),
      RollingRestartType(),
      StopType(),
  };
  return kFaults;
}

}  // namespace kproof
