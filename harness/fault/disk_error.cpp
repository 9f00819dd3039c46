// A disk that dies: every read, write and sync of a log folder fails with EIO. Kafka takes the
// folder offline (KIP-112, KIP-858): its leaders move and its replicas are out of sync until the
// broker starts again; without the metadata's folder (the first) or with none left, it halts.
#include <cerrno>

#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType DiskErrorType() {
  return {.name = "disk-error",
          .summary =
              "reads, writes and syncs of a log folder fail with EIO; a sound disk and a restart "
              "at the end of the step",
          .failure_class = FailureClass::kDisk,
          .remains = Remains::kDisk,
          .takes_down = false,
          .params = DiskParams(),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<ShimFault>(
                options, ShimOrder{.operations = kShimWrite | kShimSync | kShimRead, .error = EIO},
                "calls refused");
          }};
}

}  // namespace kproof
