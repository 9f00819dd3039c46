// The agents of one run, of every kind that the registry has: processes started, watched and ended
// by the conductor, and targets of faults meanwhile.
//
// Counters, Hosts and what comes from them may be used from any thread; everything else belongs to
// the conductor's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/agent/kind.h"
#include "harness/base/clock.h"
#include "harness/base/live_page.h"
#include "harness/cluster/network.h"
#include "harness/nemesis/situation.h"

namespace kproof {

struct FleetSetup {
  AgentRun run;
  std::string program;               // that agents are started from
  std::string folder;                // of the run: spool/ and logs/ are in it
  std::shared_ptr<Network> network;  // each agent gets a host of its own there
};

class Fleet {
 public:
  explicit Fleet(const FleetSetup& setup);
  ~Fleet();  // kills what still runs

  // All agents that the plan has of the kinds of this shift, kind by kind.
  void Start(AgentShift shift);
  // What an agent is still waiting for, in the words of its kind; "" when all are at work.
  std::string Idle() const;

  // Counters of all agents together (acked: by the brokers, or handed over with acks=0; read: by
  // kinds that read for all alone), and the last ack and read of any; no phase and no text.
  LiveState Totals() const;
  std::uint64_t sent() const { return Totals().sent; }
  std::uint64_t acked() const { return Totals().acked; }
  std::uint64_t sent_bytes() const;  // of values
  // Of each agent of the load that has not ended.
  std::map<std::string, std::uint64_t> AckedByAgent() const;

  std::vector<std::string> Started() const;         // names of all lives so far
  std::vector<std::string> KilledByFaults() const;  // of these
  std::vector<AgentHost> Hosts() const;             // of all but those of the final pass

  // None has ended, but those that StartCrashed will start again or that their scenario lets stop.
  bool AllAlive() const;

  // The next lives of agents that killed themselves because their scenario asks for that. From any
  // thread. Throws Error when one can't be started.
  void StartCrashed();
  // Lives that ended without being asked to, with their last log lines; each is reported once. From
  // any thread.
  std::vector<std::string> UnexpectedEnds();

  // An agent that had to be killed.
  struct Overdue {
    std::string name;
    std::string problem;  // in the words of its kind
  };
  // Asks those of this shift to stop, kind by kind, waits as long as the kind allows, then kills
  // the rest. Returns those for which that is a problem.
  std::vector<Overdue> Stop(AgentShift shift, bool hurried);
  // Starts those of the final pass and waits until they have ended by themselves. Returns what went
  // wrong, or "".
  std::string FinalPass(Deadline deadline, const std::function<bool()>& give_up);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof
