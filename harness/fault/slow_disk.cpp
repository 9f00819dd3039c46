// Each write takes longer. A leader appends while it holds the partition lock, so its partition
// slows down with it; a follower that can't keep up leaves the ISR after replica.lag.time.max.ms.
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType SlowDiskType() {
  return {.name = "slow-disk",
          .summary = "each write takes longer; as quick as before at the end of the step",
          .failure_class = FailureClass::kSlowDisk,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = DiskParams(
              {{"delay", FaultParam::Kind::kDuration, "200ms", "that each write takes longer"}}),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<ShimFault>(
                options,
                ShimOrder{.operations = kShimWrite,
                          .delay = ParseDuration(options.with.at("delay")).value()},
                "writes slowed down");
          }};
}

}  // namespace kproof
