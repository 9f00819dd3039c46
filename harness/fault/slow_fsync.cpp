// Each sync takes longer. Kafka acknowledges without syncing, so nobody notices until it syncs in
// the path of a request: flush.messages=1, or a controller, which syncs each batch of metadata.
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType SlowFsyncType() {
  return {.name = "slow-fsync",
          .summary = "each sync takes longer; as quick as before at the end of the step",
          .failure_class = FailureClass::kSlowDisk,
          .remains = Remains::kNothing,
          .takes_down = false,
          .params = DiskParams(
              {{"delay", FaultParam::Kind::kDuration, "2s", "that each sync takes longer"}}),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<ShimFault>(
                options,
                ShimOrder{.operations = kShimSync,
                          .delay = ParseDuration(options.with.at("delay")).value()},
                "syncs slowed down");
          }};
}

}  // namespace kproof
