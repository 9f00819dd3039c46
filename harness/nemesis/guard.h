// Keeps a fault from taking down the last replica of a partition: knows which nodes are down on
// purpose now, over all steps.
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "harness/base/error.h"
#include "harness/base/undo.h"
#include "harness/fault/fault.h"
#include "harness/nemesis/situation.h"

namespace kproof {

// The fault would leave a partition without any replica, which the scenario does not allow.
class WouldDestroy : public Error {
 public:
  using Error::Error;
};

class Guard {
 public:
  // `destructive`: everything is allowed.
  explicit Guard(bool destructive) : destructive_(destructive) {}

  // Notes that the target's nodes go down (where the fault takes nodes down) until the undo is run.
  // Throws WouldDestroy (kUsage) when that, with all that is down already, would leave a partition
  // without any replica that is up. The undo must not outlive the guard.
  Undo Claim(const FaultType& fault, const Target& target, const Situation& situation);

 private:
  const bool destructive_;
  std::mutex mutex_;
  std::map<std::string, std::multiset<int>> down_;  // cluster → nodes, once for each step
};

}  // namespace kproof
