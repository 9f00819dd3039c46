// One life of a producer: a client, its streams and their sent marks, and the records that are
// outstanding.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/facts/spool_marks.h"
#include "audit/facts/tracker.h"
#include "harness/agent/payload.h"
#include "harness/agent/process.h"
#include "harness/kafka/producer_client.h"
#include "harness/stamp/stamp.h"

namespace kproof {

class ProducerLife {
 public:
  ProducerLife(AgentProcess& process, const ProducerConfig& config, const ClientConfig& client,
               std::uint32_t origin, std::uint32_t life);

  // Waits until every partition of every topic has a leader. Throws Error(kNotRun) when that takes
  // too long.
  void AwaitLeaders(Duration limit);

  // How many partitions the topic has by now, of which each has a leader; nothing where nobody
  // answered in time.
  std::optional<std::int32_t> Partitions(std::size_t topic, Duration timeout);
  // From now on records may be sent to so many partitions of the topic.
  void Grow(std::size_t topic, std::int32_t partitions);

  // Writes its sent mark, then stamps the record and hands it over. After kQueueFull: Retry. After
  // kRefused it is settled as failed. After kFatal it is settled as failed too, and the next life
  // may send it again.
  // `input`: what the record is made from, a fact that is told before the client has it too.
  struct Input {
    PlaceId place;
    std::int64_t offset = 0;
    std::span<const std::byte> stamp;
  };
  SendResult Send(const PlaceChooser::Place& place, const ValuePool::Value& value,
                  RunMicros intended, std::int64_t wall_us, const Input* input = nullptr);
  SendResult Retry() { return HandOver(); }
  // The record that Retry would hand over will not be sent in this life: it certainly failed, by
  // the error that Send met.
  void GiveUp();

  // What is sent from now on belongs to this transaction, and its facts say so before the client
  // has it; "": to none.
  void SetTransaction(const std::string& name) { transaction_ = name; }

  // Serves deliveries and brings spans whose second is over to the spool.
  void Poll(Duration timeout);
  void FlushClient(Duration timeout) { client_.Flush(timeout); }
  // Ends the life: what is outstanding is purged, what the client still reports within 2 s is
  // settled, and the rest stays unknown.
  void End();

  // Brings every span to the spool.
  void FlushFacts() { tracker_.Flush(); }

  std::size_t outstanding() const { return slots_.size() - free_.size(); }
  std::string fatal_error() const { return client_.fatal_error(); }
  ProducerClient& client() { return client_; }
  std::vector<ClientSetting> Settings() const { return client_.Settings(); }

 private:
  static constexpr std::int64_t kSettled = std::numeric_limits<std::int64_t>::max();
  struct Slot {
    std::uint64_t sequence = 0;
    RunMicros intended = 0;
    std::uint32_t stream = 0;
    std::int64_t created_us = kSettled;  // wall clock
  };
  // What audit topics need beyond spans: how many records were sent, and up to where all are
  // reported.
  void Tell();
  void Announce(const StreamId& stream, std::uint64_t sequence, const Input* input);
  void OnDelivery(const Delivery& delivery);
  void Settle(std::uint64_t slot, Outcome outcome, std::int64_t offset, std::int32_t error);
  SendResult HandOver();

  struct Topic {
    std::string name;
    std::uint32_t checksum = 0;        // of the name
    std::vector<std::size_t> streams;  // their numbers, by partition
  };
  struct Mark {
    SentMarks* file = nullptr;
    std::size_t slot = 0;
  };
  // With a file of marks of their own.
  void AddStreams(std::vector<StreamId> streams);
  StreamId StreamOf(const Topic& topic, std::int32_t partition) const;
  // How many records were sent again, where that is known and not written down yet.
  void TellResent(RunMicros now);

  AgentProcess& process_;
  std::uint32_t origin_;
  std::uint32_t life_;
  std::vector<Topic> topics_;
  std::vector<StreamId> streams_;
  std::vector<std::uint32_t> spool_numbers_;  // by stream
  std::vector<std::uint64_t> next_sequence_;  // by stream
  std::vector<std::uint64_t> told_sent_;      // by stream
  std::vector<std::int64_t> told_second_;     // by stream: of the last record's creation
  std::int64_t next_progress_us_ = 0;         // what was settled at our last report
  std::vector<std::unique_ptr<SentMarks>> mark_files_;
  std::vector<Mark> marks_;  // by stream
  SettleTracker tracker_;
  std::vector<Slot> slots_;  // by opaque
  std::vector<std::uint64_t> free_;
  bool ending_ = false;
  std::optional<std::uint64_t> told_resent_;
  std::string transaction_;  // of what is sent now
  OutgoingRecord pending_;
  StampBytes stamp_{};
  ProducerClient client_;  // last: its deliveries need the rest
};

}  // namespace kproof
