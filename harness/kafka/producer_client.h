// A librdkafka producer that sends to partitions the caller chose and tells the fate of every
// record once.
//
// A record counts as failed only where that is certain. librdkafka says NOT_PERSISTED also for
// records that an earlier attempt may have written: with acks=all a broker that loses leadership
// while it waits for the followers answers NOT_LEADER_OR_FOLLOWER for what it has appended,
// librdkafka (rd_kafka_handle_Produce_error) takes that for "not written" and retries, and when the
// retry times out in the queue the status still is NOT_PERSISTED. So is KAFKA_STORAGE_ERROR. Failed
// is therefore what a broker refuses for good before it appends, by the record itself; the rest is
// unknown.
//
// Not thread-safe: one thread sends and polls, and deliveries come in Poll on that thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/client_config.h"

struct rd_kafka_s;

namespace kproof {

enum class DeliveryOutcome : std::uint8_t { kAcked, kFailed, kUnknown };

struct Delivery {
  std::uint64_t opaque = 0;
  DeliveryOutcome outcome = DeliveryOutcome::kUnknown;
  std::int64_t offset = -1;  // -1: the client got none
  std::int32_t error = 0;    // librdkafka's code; 0 for acked
};

// What librdkafka says of one of its codes: "Broker: Not enough in-sync replicas".
std::string ErrorText(std::int32_t code);

enum class SendResult {
  kSent,       // its Delivery will come
  kQueueFull,  // Poll and try again
  kRefused,    // certainly not sent, and there will be no Delivery: last_error() says why
  kFatal,      // the same, and this client will never send again: fatal_error()
};

struct OutgoingRecord {
  std::size_t topic = 0;  // index into the topics of the constructor
  std::int32_t partition = 0;
  std::optional<std::string_view> key;
  std::string_view value;  // must stay valid until the Delivery: it is not copied
  std::span<const std::byte> stamp;
  std::uint64_t opaque = 0;
  std::span<const std::byte> from = {};  // the stamp of what it was made from; empty: of nothing
};

class ProducerClient {
 public:
  using OnDelivery = std::function<void(const Delivery&)>;

  // `on_error` is called in Poll. Throws Error(kUsage) where librdkafka refuses the configuration.
  ProducerClient(const ClientConfig& config, const std::vector<std::string>& topics,
                 OnDelivery on_delivery, OnClientError on_error = nullptr);
  // Gives up what is unsettled, without further deliveries, and never hangs: what librdkafka does
  // not end within 5 s goes on in a thread of its own.
  ~ProducerClient();

  SendResult Send(const OutgoingRecord& record);
  // Serves deliveries; waits for the first of them.
  void Poll(Duration timeout);
  // Ignores linger.ms and serves deliveries until nothing is outstanding or the time is over.
  void Flush(Duration timeout);
  // Ends every record that is queued or in flight: their deliveries follow in Poll.
  void Purge();

  // The text of the fatal error after which nothing is sent any more; "" while there is none.
  std::string fatal_error() const;
  std::int32_t last_error() const;

  // How many records were sent again, at least, as the client's last statistics say
  // (statistics.interval.ms): of each partition, what went into requests beyond what was handed
  // over. It is more where records wait or expired before they were sent once, and since these statistics.
  // Nothing before the first of them.
  std::optional<std::uint64_t> Resent() const;

  // Leaders of all partitions of one topic, -1 where there is none; nothing where nobody answered
  // in time.
  std::optional<std::vector<std::int32_t>> Leaders(std::size_t topic, Duration timeout);
  std::vector<ClientSetting> Settings() const;
  // For this room alone.
  rd_kafka_s* handle() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kproof
