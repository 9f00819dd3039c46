// One life of an agent: its process, the page that it shows its counters on, and how it ended.
//
// Thread-safe: the conductor, the heartbeat and steps of the nemesis use it at once.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "harness/agent/kind.h"
#include "harness/base/live_page.h"
#include "harness/cluster/network.h"
#include "harness/cluster/process.h"

namespace kproof {

// Where and from what agents are started.
struct AgentPlace {
  Host host;
  std::string program;
  std::string folder;  // of the run: spool/ and logs/ are in it
};

class AgentLife {
 public:
  // Starts it. Throws Error when that can't be done.
  AgentLife(const AgentKind& kind, PlannedAgent planned, const AgentPlace& place);

  const PlannedAgent& planned() const { return planned_; }
  const std::string& name() const { return planned_.name; }  // of the actor: "checkout-0.1"
  LiveState Live() const;
  Process& process() const { return *process_; }
  void Signal(int signal);
  std::string LastLogLines(int lines) const;

  // How it ended, with its last log lines, if nobody asked for that end. "" while it runs, and if
  // it ended on request: with 0 after SIGTERM from here or because its scenario lets it stop, or as
  // KilledOnPurpose says.
  std::string UnaskedEnd() const;
  // A SIGKILL from here or, where its scenario asks for that, from itself ended it, so its facts
  // may have no end.
  bool KilledOnPurpose() const;
  // It killed itself because its scenario asks for that.
  bool Crashed() const;
  // It ended in order because its scenario lets it stop before it is told to.
  bool Stopped() const;
  // "checkout-0 ended with exit code 70: …"
  std::string EndText(const ExitStatus& exit) const;

 private:
  bool Asked(int signal) const;
  bool EndedBy(int signal) const;

  const PlannedAgent planned_;
  const std::string page_file_, output_file_;
  std::shared_ptr<Process> process_;
  mutable std::mutex mutex_;  // for what follows
  mutable std::unique_ptr<LivePage> page_;
  std::set<int> asked_;  // signals
};

}  // namespace kproof
