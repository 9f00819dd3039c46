#include "harness/agent/audit_publisher.h"

#include <fmt/format.h>

#include "audit/facts/audit_topics.h"
#include "harness/agent/process.h"
#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/partitioner.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

constexpr RunMicros kSealEvery = 1'000'000;
constexpr RunMicros kNewClientEvery = 1'000'000;
constexpr std::size_t kMostKeptBytes = 8 << 20;  // without an ack; the rest waits in the spool

}  // namespace

AuditPublisher::AuditPublisher(const AgentConfig& config, const std::string& spool)
    : target_(*config.audit),
      actor_(config.actor),
      origin_(EntropyId()),
      outbox_(spool, config.run_id),
      open_(config.run_id, config.actor),
      empty_bytes_(open_.bytes()) {
  NewClient();
  const auto there = [&] {
    if (StopSignals() > 0) return true;
    const auto leaders = client_->Leaders(0, std::chrono::seconds(1));
    return leaders && leaders->size() == static_cast<std::size_t>(target_.partitions);
  };
  if (!WaitUntil(there, Deadline(config.ready_limit), std::chrono::milliseconds(50)))
    throw Error(
        ErrorKind::kNotRun,
        fmt::format("audit topic {} with {} partitions was not there within {} s", target_.topic,
                    target_.partitions, config.ready_limit.count() / 1'000'000),
        Hint("create it first, and check audit.bootstrap_servers"));
}

void AuditPublisher::NewClient() {
  auto config = ClientConfig::Producer("librdkafka", target_.properties);
  config.Force("bootstrap.servers", target_.bootstrap_servers,
               "the cluster that has the audit topics");
  config.Force("acks", "all", "an audit record may not be lost");
  config.Force("enable.idempotence", "true", "an audit record may not be duplicated or reordered");
  config.Force("delivery.timeout.ms", "0", "an audit record is sent until it is acked");
  config.Default("client.id", actor_ + "-audit");
  client_.reset();  // its deliveries are over before the next one's begin
  client_ =
      std::make_unique<ProducerClient>(config, std::vector<std::string>{target_.topic},
                                       [this](const Delivery& delivery) { OnDelivery(delivery); });
  for (auto& record : records_) record.resend = true;
  next_send_ = first_;
  broken_ = false;
}

void AuditPublisher::TakeOver() {
  while (kept_bytes_ < kMostKeptBytes) {
    const auto frame = outbox_.Next();
    if (!frame) return;
    open_.Copy(*frame);
    if (open_.bytes() >= kAuditRecordBytes) Seal();
  }
}

void AuditPublisher::Seal() {
  if (open_.bytes() == empty_bytes_) return;
  auto& record = records_.emplace_back();
  record.value = open_.Take();
  kept_bytes_ += record.value.size();
}

void AuditPublisher::Send() {
  const auto partition = PartitionForKey(actor_, target_.partitions);
  while (next_send_ < first_ + records_.size()) {
    Record& record = records_[next_send_ - first_];
    if (!record.acked) {
      const auto bytes = std::as_bytes(std::span(record.value.data(), record.value.size()));
      record.stamp = Encode({.origin = origin_,
                             .life = 0,
                             .partition = static_cast<std::uint16_t>(partition & 0xffff),
                             .sequence = next_send_,
                             .created_us = WallMicros(),
                             .value_crc32c = Crc32c(bytes),
                             .in_transaction = false,
                             .resend = record.resend,
                             .topic_crc32c = TopicChecksum(target_.topic)});
      const auto result = client_->Send({.topic = 0,
                                         .partition = partition,
                                         .key = actor_,
                                         .value = record.value,
                                         .stamp = record.stamp,
                                         .opaque = next_send_});
      if (result == SendResult::kQueueFull) return;
      if (result != SendResult::kSent) {
        trouble_ = fmt::format("the client rejects it with error {}", client_->last_error());
        broken_ = true;
        return;
      }
    }
    ++next_send_;
  }
}

void AuditPublisher::OnDelivery(const Delivery& delivery) {
  if (delivery.opaque < first_) return;
  if (delivery.outcome != DeliveryOutcome::kAcked) {
    trouble_ = fmt::format("the last error was {}", delivery.error);
    broken_ = true;
    return;
  }
  records_[delivery.opaque - first_].acked = true;
  while (!records_.empty() && records_.front().acked) {
    kept_bytes_ -= records_.front().value.size();
    records_.pop_front();
    ++first_;
  }
}

void AuditPublisher::Poll(RunMicros now) {
  client_->Poll(Duration(0));
  if (const auto why = client_->fatal_error(); !why.empty()) {
    trouble_ = why;
    broken_ = true;
  }
  if (broken_) {
    if (now < next_client_) return;
    next_client_ = now + kNewClientEvery;
    NewClient();
  }
  TakeOver();
  if (now >= next_seal_) {
    next_seal_ = now + kSealEvery;
    Seal();
  }
  Send();
}

void AuditPublisher::Drain(Deadline deadline) {
  next_client_ = 0;
  for (;;) {
    next_seal_ = 0;
    Poll(MonotonicMicros());
    if (records_.empty() && outbox_.Rest() == 0) return;
    if (deadline.Passed() || StopSignals() >= 2)
      throw Error(fmt::format("{} audit records of {} did not reach {}: {}",
                              std::max<std::size_t>(records_.size(), 1), actor_, target_.topic,
                              trouble_.empty() ? "no ack came in time" : trouble_),
                  Hint("its spool has all facts, and the audit reports what is missing"));
    client_->Flush(std::chrono::milliseconds(20));
  }
}

}  // namespace kproof
