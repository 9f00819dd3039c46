#include "audit/promise/assumed_failure.h"

#include <algorithm>

#include "harness/words/failure_class.h"

namespace kproof {

FailureClasses ClassesOf(const AssumedFailure& failure, Duration session) {
  FailureClasses failures;
  failures.classes = failure.classes;
  failures.classes.erase(NameOf(FailureClass::kNone));
  if (failures.classes.empty()) return failures;
  failures.nodes = failure.nodes;
  // A record may have to wait that long for another leader.
  failures.outage = session + failure.outage;
  const bool lossy =
      std::any_of(failures.classes.begin(), failures.classes.end(), [](const std::string& name) {
        const auto* row = FindFailureClass(name);
        return row != nullptr && row->loses_data;
      });
  if (lossy) failures.lossy_nodes = failure.nodes;
  return failures;
}

}  // namespace kproof
