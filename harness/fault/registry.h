// One declaration for each file with a fault in it; the table itself is in registry.cpp.
#pragma once

#include "harness/fault/fault.h"

namespace kproof {

FaultType AddPartitionsType();
FaultType AlterTopicConfigType();
FaultType CutType();
FaultType DeleteRecordsType();
FaultType ElectPreferredType();
FaultType ElectUncleanType();
FaultType KillType();
FaultType PauseType();
FaultType ReassignType();
FaultType RollingRestartType();
FaultType StopType();

}  // namespace kproof
