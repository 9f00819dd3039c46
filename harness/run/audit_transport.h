// `kproof run --audit-transport topic`: the facts of all agents come through audit topics on the
// cluster under test instead of from their spools, which remain as outboxes that nobody reads.
//
// Not thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audit/store/sinks.h"
#include "harness/agent/config.h"
#include "harness/cluster/cluster.h"
#include "harness/collect/topic_source.h"

namespace kproof {

class AuditTransport {
 public:
  // Creates both topics on `cluster`: 3 replicas with min.insync.replicas=2 where it has 3 brokers
  // or more. Throws Error when that can't be done.
  AuditTransport(const Cluster& cluster, SpoolSink& store, const std::string& run_id);

  // Where agents publish; the topic depends on what they are.
  const AuditTarget& target() const { return target_; }
  void Poll() { source_->Poll(Duration(0)); }
  // Once all agents have ended: takes over the rest. Every actor of `started` without a close frame
  // becomes a hole. What is missing, "" when nothing is; of those that faults `killed` the end is
  // missing by rights.
  std::string Finish(const std::vector<std::string>& started,
                     const std::vector<std::string>& killed, Deadline deadline,
                     const std::function<bool()>& give_up);

 private:
  AuditTarget target_;
  std::unique_ptr<TopicSource> source_;
};

}  // namespace kproof
