// Every fault, in alphabetical order. An explicit table: the linker drops self-registering globals,
// and a reader can't see what is missing from them.
#include "harness/fault/registry.h"

namespace kproof {

const std::vector<FaultType>& Faults() {
  static const std::vector<FaultType> kFaults = {
      AddPartitionsType(),
      AddVoterType(),
      AlterTopicConfigType(),
      BandwidthType(),
      BitFlipType(),
      ClockType(),
      CutType(),
      DelayRequestsType(),
      DelayResponsesType(),
      DelayType(),
      DeleteRecordsType(),
      DeleteSegmentType(),
      DiskErrorType(),
      DiskFullType(),
      DuplicateType(),
      ElectPreferredType(),
      ElectUncleanType(),
      FsyncErrorType(),
      HalfOpenType(),
      HoldFetchType(),
      KillType(),
      LossType(),
      OutOfMemoryType(),
      PartitionType(),
      PauseType(),
      PowerLossType(),
      ReadErrorType(),
      ReassignType(),
      RefuseType(),
      RemoveVoterType(),
      ReorderType(),
      ResetRequestsType(),
      ResetType(),
      RollingRestartType(),
      RollingUpgradeType(),
      ShrinkType(),
      SlowCpuType(),
      SlowDiskType(),
      SlowFsyncType(),
      StopType(),
      SwallowRequestsType(),
      SwallowResponsesType(),
      WipeDiskType(),
  };
  return kFaults;
}

}  // namespace kproof
