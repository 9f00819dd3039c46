// fsync fails, by default once: what it was to make durable may be gone, and a later fsync that
// succeeds does not say so (fsyncgate). Kafka gives the log folder up after the first failure. It
// hardly ever syncs a log before a segment is rolled (flush.messages); checkpoints it syncs every
// few seconds (replica.high.watermark.checkpoint.interval.ms).
#include <cerrno>

#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType FsyncErrorType() {
  return {
      .name = "fsync-error",
      .summary =
          "syncs fail with EIO, once by default; a sound disk and a restart at the end of the step",
      .failure_class = FailureClass::kDisk,
      .remains = Remains::kDisk,
      .takes_down = false,
      .params = DiskParams({{.name = "times",
                             .kind = FaultParam::Kind::kInt,
                             .fallback = "1",
                             .summary = "how many syncs fail",
                             .least = 1}}),
      .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
      .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<ShimFault>(
            options,
            ShimOrder{.operations = kShimSync,
                      .error = EIO,
                      .times = ParseInt(options.with.at("times")).value_or(1)},
            "syncs refused");
      }};
}

}  // namespace kproof
