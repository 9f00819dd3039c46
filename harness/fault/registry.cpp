// Every fault, in alphabetical order of their names. An explicit table: the linker drops
// self-registering globals, and a reader can't see what is missing from them.
#include "harness/fault/fault.h"

namespace kproof {

// Each from a file of this folder.
FaultType AddPartitionsType();
FaultType AddVoterType();
FaultType AlterBrokerConfigType();
FaultType AlterTopicConfigType();
FaultType AnswerRequestsType();
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
FaultType HideTopicType();
FaultType HoldFetchType();
FaultType KillType();
FaultType LateRequestsType();
FaultType LossType();
FaultType OutOfMemoryType();
FaultType PartitionType();
FaultType PauseType();
FaultType PowerLossType();
FaultType ReadErrorType();
FaultType ReassignType();
FaultType RecreateTopicType();
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

const std::vector<FaultType>& Faults() {
  static const std::vector<FaultType> kFaults = {
      AddPartitionsType(),
      AddVoterType(),
      AlterBrokerConfigType(),
      AlterTopicConfigType(),
      AnswerRequestsType(),
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
      HideTopicType(),
      HoldFetchType(),
      KillType(),
      LateRequestsType(),
      LossType(),
      OutOfMemoryType(),
      PartitionType(),
      PauseType(),
      PowerLossType(),
      ReadErrorType(),
      ReassignType(),
      RecreateTopicType(),
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
