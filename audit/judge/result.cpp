#include "audit/judge/result.h"

#include <algorithm>

namespace kproof {

bool WasFaulted(const Result& result) {
  return std::any_of(result.faults.begin(), result.faults.end(),
                     [](const FaultReport& fault) { return fault.from_s.has_value(); });
}

}  // namespace kproof
