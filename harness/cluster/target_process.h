// A process that faults can end and freeze: that of a node, or that of an agent. It may be a child
// of ours, or live in a container or on another machine.
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "harness/base/clock.h"
#include "harness/cluster/process.h"

namespace kproof {

enum class RunState { kRuns, kFrozen, kEnded };

const char* NameOf(RunState state);  // "running", "frozen", "ended"
// Of a process of this machine, from the state letter in /proc.
RunState RunStateOf(char letter);

class TargetProcess {
 public:
  virtual ~TargetProcess() = default;

  virtual std::string name() const = 0;  // "broker-2", "checkout-0"
  // SIGKILL, SIGTERM, SIGSTOP (freezes) and SIGCONT (thaws); nothing happens where it has ended.
  // Throws Error where the signal can't be delivered.
  virtual void Signal(int signal) = 0;
  virtual RunState State() const = 0;
  virtual std::optional<ExitStatus> Exit() = 0;  // nothing while it runs
  virtual bool WaitExit(Deadline deadline) = 0;
  // Starts it again after it ended: the process of a node, the next life of an agent. Throws Error
  // when it still runs. Returns before it is ready.
  virtual void Start() = 0;
  // Waits for its own word that it is ready: a node's "Kafka Server started" of its present
  // process, an agent's live page; never for what others report. False: the deadline passed, or it
  // ended.
  virtual bool WaitStarted(Deadline deadline) = 0;
  // The last lines of its log, for error messages.
  virtual std::string LastLogLines(int lines) const = 0;
};

}  // namespace kproof
