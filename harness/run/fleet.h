// The agents of one run: producers, monitors, consumers and, at the end, the reader of the final
// pass; processes started, watched and ended by the conductor.
//
// Counters may be read from any thread; everything else belongs to the conductor's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/agent/config.h"
#include "harness/base/clock.h"
#include "harness/cluster/network.h"
#include "harness/nemesis/situation.h"
#include "harness/scenario/plan.h"

namespace kproof {

struct FleetSetup {
  const Plan* plan = nullptr;
  RunClock clock;
  std::string run_id;
  std::string program;                            // that agents are started from
  std::string folder;                             // of the run: spool/ and logs/ are in it
  std::map<std::string, std::string> bootstraps;  // cluster → bootstrap servers
  std::shared_ptr<Network> network;               // each agent gets a host of its own there
  std::optional<AuditTarget> audit;  // without a topic: that depends on the agent; nothing: spools
};

class Fleet {
 public:
  explicit Fleet(const FleetSetup& setup);
  ~Fleet();  // kills what still runs

  void StartMonitors();
  void StartConsumers();
  void StartProducers();
  bool MonitorsReady() const;   // each stands at its first position of every partition
  bool ConsumersReady() const;  // each was given an assignment by its group
  bool Flowing()
      const;  // each producer had records acked (or sent, with acks=0) and each monitor read some

  std::uint64_t sent() const;
  std::uint64_t sent_bytes() const;  // of values
  std::uint64_t acked() const;       // acked by the brokers, or handed over with acks=0
  std::uint64_t read() const;
  std::map<std::string, std::uint64_t> AckedByProducer() const;  // without those that have ended

  std::vector<std::string> Started() const;  // names of all agents so far
  std::vector<AgentHost> Hosts() const;      // of all but final readers; from any thread

  bool AllAlive() const;  // no agent has ended

  // Agents that ended though nobody asked them to, with their last words; each is told once.
  std::vector<std::string> Casualties();

  // Asks to stop, waits, then kills what is left. Names those that had to be killed.
  std::vector<std::string> StopProducers(Deadline deadline);
  std::vector<std::string> StopMonitors(Deadline deadline);
  std::vector<std::string> StopConsumers(Deadline deadline);
  // One fresh client a cluster reads every partition from log start to end. Gives what went wrong,
  // "" when nothing did.
  std::string FinalPass(Deadline deadline, const std::function<bool()>& give_up);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof
