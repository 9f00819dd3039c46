// One declaration for each file with a fault in it; the table itself is in registry.cpp.
#pragma once

#include "harness/fault/fault.h"

namespace kproof {

FaultType AddPartitionsType();
FaultType AddVoterType();
FaultType AlterTopicConfigType();
FaultType BandwidthType();
FaultType BitFlipType();
FaultType ClockType();
FaultType CutType();
FaultType DelayRequestsType();
FaultType DelayResponsesType();
FaultType DelayType();
FaultType DeleteRecordsType();
FaultType DeleteSegmentType();
FaultType DiskErrorType();
FaultType DiskFullType();
FaultType DuplicateType();
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
FaultType RemoveVoterType();
FaultType ReorderType();
FaultType ResetRequestsType();
FaultType ResetType();
FaultType RollingRestartType();
FaultType RollingUpgradeType();
FaultType ShrinkType();
FaultType SlowCpuType();
FaultType SlowDiskType();
FaultType SlowFsyncType();
FaultType StopType();
FaultType SwallowRequestsType();
FaultType SwallowResponsesType();
FaultType WipeDiskType();

}  // namespace kproof
