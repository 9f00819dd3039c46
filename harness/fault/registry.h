// One declaration for each file with a fault in it; the table itself is in registry.cpp.
#pragma once

#include "harness/fault/fault.h"

namespace kproof {

FaultType AddPartitionsType();
FaultType AlterTopicConfigType();
FaultType BitFlipType();
FaultType ClockType();
FaultType CutType();
FaultType DelayRequestsType();
FaultType DelayResponsesType();
FaultType DeleteRecordsType();
FaultType DeleteSegmentType();
FaultType DiskErrorType();
FaultType DiskFullType();
FaultType ElectPreferredType();
FaultType ElectUncleanType();
FaultType FsyncErrorType();
FaultType HalfOpenType();
FaultType HoldFetchType();
FaultType KillType();
FaultType LossType();
FaultType OutOfMemoryType();
FaultType PartitionType();
FaultType PauseType();
FaultType PowerLossType();
FaultType ReadErrorType();
FaultType ReassignType();
FaultType RefuseType();
FaultType ResetType();
FaultType ResetRequestsType();
FaultType RollingRestartType();
FaultType SlowCpuType();
FaultType SlowDiskType();
FaultType SlowFsyncType();
FaultType StopType();
FaultType SwallowRequestsType();
FaultType SwallowResponsesType();
FaultType WipeDiskType();

}  // namespace kproof
