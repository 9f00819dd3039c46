// Publishes an agent's spool to an audit topic: the spool is the outbox, so an unreachable audit
// cluster costs disk space, but no memory and no load.
//
// Audit records are numbered by their stamp (one origin, life 0, from 0) and written in that order
// by an idempotent producer with acks=all that never gives up a record. After a fatal error of that
// client a new one sends everything without an ack again under the old numbers (stamp flag
// "resend"), so that a reader can take each number once.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "audit/facts/spool.h"
#include "harness/agent/config.h"
#include "harness/kafka/producer_client.h"
#include "harness/stamp/stamp.h"

namespace kproof {

class AuditPublisher {
 public:
  // Waits for the topic; throws Error(kNotRun) when it is not there, with all its partitions,
  // within config.ready_limit. `spool` exists already.
  AuditPublisher(const AgentConfig& config, const std::string& spool);

  // Takes over what is new in the spool, sends what is due, serves deliveries. Never waits.
  void Poll(RunMicros now);
  // Sends all that is in the spool and waits until it is acked. Throws Error when the deadline
  // passes first, or when asked to stop for the second time.
  void Drain(Deadline deadline);

 private:
  struct Record {
    std::string value;
    StampBytes stamp{};
    bool resend = false;
    bool acked = false;
  };
  void TakeOver();
  void Seal();
  void Send();
  void OnDelivery(const Delivery& delivery);
  void NewClient();

  const AuditTarget target_;
  const std::string actor_;
  const std::uint32_t origin_;
  SpoolReader outbox_;
  SpoolWriter open_;             // the audit record that is being made
  std::size_t empty_bytes_ = 0;  // of open_ while nothing is in it
  std::deque<Record> records_;   // without an ack, in order, and acked ones behind them
  std::uint64_t first_ = 0;      // sequence of records_.front()
  std::uint64_t next_send_ = 0;  // sequence
  std::size_t kept_bytes_ = 0;   // of records_
  RunMicros next_seal_ = 0;
  std::string trouble_;  // the last one, for people
  bool broken_ = false;  // the client has to be replaced
  RunMicros next_client_ = 0;
  std::unique_ptr<ProducerClient> client_;
};

}  // namespace kproof
