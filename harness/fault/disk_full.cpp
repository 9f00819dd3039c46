// A full disk: writes that need space fail with ENOSPC once the given number of bytes was written,
// the last one cut short. To Kafka that is a failed log folder (LogDirFailureChannel, KIP-112): it
// gives the folder up, and halts where it is the only one or holds the metadata.
#include <cerrno>

#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType DiskFullType() {
  return {.name = "disk-full",
          .summary =
              "writes fail with ENOSPC (disk full); space again at the end of the step, and a "
              "restart of what stopped",
          .failure_class = FailureClass::kDisk,
          .remains = Remains::kDisk,
          .takes_down = false,
          .params = DiskParams({{"space", FaultParam::Kind::kBytes, "0B",
                                 "bytes that can still be written, such as 20KB"}}),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            const auto space = ParseBytes(options.with.at("space")).value_or(0);
            return std::make_unique<ShimFault>(options,
                                               ShimOrder{.operations = kShimWrite,
                                                         .error = ENOSPC,
                                                         .space = static_cast<std::int64_t>(space)},
                                               "writes found no space");
          }};
}

}  // namespace kproof
