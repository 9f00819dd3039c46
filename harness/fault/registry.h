// One declaration for each file with a fault in it; the table itself is in registry.cpp.
#pragma once

#include "harness/fault/fault.h"

namespace kproof {

FaultType CutType();
FaultType KillType();
FaultType PauseType();
FaultType StopType();

}  // namespace kproof
