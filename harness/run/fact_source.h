// Where the facts of a run's agents come from: their spools, or audit topics on the cluster under
// test. A run has one source, so that no fact has two.
//
// Not thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/store/sinks.h"
#include "harness/agent/config.h"
#include "harness/base/clock.h"
#include "harness/cluster/cluster.h"

namespace kproof {

// The agents of a run once all of them have ended, by name.
struct EndedAgents {
  std::vector<std::string> started;
  std::vector<std::string> killed;  // of these, by faults: their facts need no end
};

class FactSource {
 public:
  virtual ~FactSource() = default;
  virtual std::string name() const = 0;  // for problems: "audit topics"
  // Where agents publish their facts; nothing: they only spool them.
  virtual std::optional<AuditTarget> target() const = 0;
  // Takes over what is new. Throws Error when the store refuses; then nothing of this call is in
  // it, and the next call tries again.
  virtual void Poll() = 0;
  // Takes over the rest, and records a hole for every actor whose facts have no end. Returns what
  // is missing, or "". Hurries if `stop` is set already; gives up if `stop` gets set meanwhile.
  // Throws Error when the store refuses.
  virtual std::string Finish(const EndedAgents& agents, const std::atomic<bool>& stop) = 0;
  // After a run, however it ended: takes over what Finish did not. Returns whether the store has
  // everything that agents spooled; the rest stays in the spools, where `kproof check` finds it.
  virtual bool TakeLeftOver() = 0;
};

// The spools in this folder.
std::unique_ptr<FactSource> SpoolFacts(SpoolSink& store, const std::string& folder, RunClock clock);

// Audit topics, which are created on `cluster`: 3 replicas with min.insync.replicas=2 where it has
// 3 brokers or more. The spools remain as outboxes that nobody reads. Throws Error when the topics
// can't be made. The source must end before the cluster.
std::unique_ptr<FactSource> TopicFacts(SpoolSink& store, const Cluster& cluster,
                                       const std::string& run_id);

}  // namespace kproof
