// A process that faults can end and freeze: that of a node, or that of an agent.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "harness/base/clock.h"
#include "harness/cluster/process.h"

namespace kproof {

class TargetProcess {
 public:
  virtual ~TargetProcess() = default;

  virtual std::string name() const = 0;  // "broker-2", "checkout-0"
  virtual void Signal(int signal) = 0;
  virtual char ProcessState() const = 0;         // as Process::State
  virtual std::optional<ExitStatus> Exit() = 0;  // nothing while it runs
  virtual bool WaitExit(Deadline deadline) = 0;
  // The last lines of its log, for error messages.
  virtual std::string LastLogLines(int lines) const = 0;
};

}  // namespace kproof
