// Every fault, in alphabetical order of their names. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
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
      DelayType(),
      DelayRequestsType(),
      DelayResponsesType(),
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
      ResetType(),
      ResetRequestsType(),
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
