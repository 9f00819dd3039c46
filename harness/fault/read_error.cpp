// Reads fail with EIO, as from a bad sector. Kafka answers most fetches by sendfile, which only
// closes the connection when it fails; a read of its own (to find an offset, to recover) gives the
// log folder up. Followers that fetch the same bytes are stuck too.
#include <cerrno>

#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/shim_fault.h"
#include "harness/inject/shim_page.h"

namespace kproof {

FaultType ReadErrorType() {
  return {.name = "read-error",
          .summary =
              "reads fail with EIO; readable again at the end of the step, and a restart of what "
              "stopped",
          .failure_class = FailureClass::kDisk,
          .remains = Remains::kDisk,
          .takes_down = false,
          .params = DiskParams({{.name = "times",
                                 .kind = FaultParam::Kind::kInt,
                                 .fallback = "-1",
                                 .summary = "how many reads fail; -1: all",
                                 .least = -1}}),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<ShimFault>(
                options,
                ShimOrder{.operations = kShimRead,
                          .error = EIO,
                          .times = ParseInt(options.with.at("times")).value_or(-1)},
                "reads refused");
          }};
}

}  // namespace kproof
