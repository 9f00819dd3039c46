#include "harness/kafka/producer_client.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/kafka/rdkafka_client.h"
#include "harness/kafka/statistics.h"

namespace kproof {
namespace {

// What a broker refuses because of the record itself, before it appends, on every attempt alike.
bool CertainlyRefused(rd_kafka_resp_err_t error) {
  constexpr std::array kRefusals{
      RD_KAFKA_RESP_ERR_INVALID_MSG,          RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE,
      RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,   RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE,
      RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,    RD_KAFKA_RESP_ERR_INVALID_RECORD,
      RD_KAFKA_RESP_ERR_POLICY_VIOLATION,     RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT,
      RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS};
  return Contains(kRefusals, error);
}

}  // namespace

std::string ErrorText(std::int32_t code) {
  return rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code));
}

struct ProducerClient::Impl {
  // Where librdkafka has no offset it counts up from a negative one, record by record: from -1 for
  // the batch that a broker answered with DUPLICATE_SEQUENCE_NUMBER, from -1001 for acks=0
  // (rd_kafka_msgq_set_metadata). Beyond zero these look real.
  struct Topic {
    rd_kafka_topic_t* handle = nullptr;
    std::vector<std::int64_t>
        counted_up;  // by partition: the next offset that would be such a count; -1: none
  };

  Impl(const ClientConfig& settings, OnDelivery delivered, OnClientError failed)
      : config(settings), on_delivery(std::move(delivered)), on_error(std::move(failed)) {}

  std::int64_t RealOffset(const rd_kafka_message_t& message) const;
  static void OnMessage(rd_kafka_t*, const rd_kafka_message_t* message, void* impl);
  static void OnError(rd_kafka_t*, int code, const char* reason, void* impl) {
    TakeClientError(code, reason, static_cast<Impl*>(impl)->on_error);
  }

  static int OnStatistics(rd_kafka_t*, char* json, std::size_t length, void* impl) {
    auto& known = static_cast<Impl*>(impl)->resent;
    // Less than before is no news: what waits for its first request hides what was sent again.
    known = std::max(known, ResentOf({json, length}));
    return 0;  // librdkafka frees the text
  }

  ClientConfig config;
  std::optional<std::uint64_t> resent;
  OnDelivery on_delivery;
  OnClientError on_error;
  rd_kafka_t* client = nullptr;
  std::vector<std::unique_ptr<Topic>> topics;
  bool has_offsets = true;
  std::int32_t last_error = 0;
};

std::int64_t ProducerClient::Impl::RealOffset(const rd_kafka_message_t& message) const {
  if (!has_offsets) return -1;
  auto& counts = static_cast<Topic*>(rd_kafka_topic_opaque(message.rkt))->counted_up;
  const auto slot = static_cast<std::size_t>(message.partition);
  if (slot >= counts.size()) {
    if (message.offset >= 0) return message.offset;
    counts.resize(slot + 1, -1);
  }
  if (message.offset < 0 || message.offset == counts[slot]) {
    counts[slot] = message.offset >= -1 ? message.offset + 1 : -1;
    return -1;
  }
  counts[slot] = -1;
  return message.offset;
}

void ProducerClient::Impl::OnMessage(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto& impl = *static_cast<Impl*>(opaque);
  Delivery delivery;
  delivery.opaque = reinterpret_cast<std::uintptr_t>(message->_private);
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR ||
      rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_PERSISTED) {
    delivery.outcome = DeliveryOutcome::kAcked;
    delivery.offset = impl.RealOffset(*message);
  } else {
    delivery.error = message->err;
    delivery.outcome = rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED &&
                               CertainlyRefused(message->err)
                           ? DeliveryOutcome::kFailed
                           : DeliveryOutcome::kUnknown;
  }
  impl.on_delivery(delivery);
}

ProducerClient::ProducerClient(const ClientConfig& config, const std::vector<std::string>& topics,
                               OnDelivery on_delivery, OnClientError on_error)
    : impl_(std::make_unique<Impl>(config, std::move(on_delivery), std::move(on_error))) {
  rd_kafka_conf_t* conf = config.NewConf();
  rd_kafka_conf_set_opaque(conf, impl_.get());
  rd_kafka_conf_set_dr_msg_cb(conf, &Impl::OnMessage);
  rd_kafka_conf_set_stats_cb(conf, &Impl::OnStatistics);
  if (impl_->on_error) rd_kafka_conf_set_error_cb(conf, &Impl::OnError);
  char why[512];
  impl_->client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
  if (impl_->client == nullptr) {
    rd_kafka_conf_destroy(conf);
    throw Error(ErrorKind::kUsage,
                fmt::format("{} refuses the producer's settings: {}", ClientVersion(), why));
  }
  for (const std::string& name : topics) {
    auto topic = std::make_unique<Impl::Topic>();
    rd_kafka_topic_conf_t* topic_conf = rd_kafka_default_topic_conf_dup(impl_->client);
    rd_kafka_topic_conf_set_opaque(topic_conf, topic.get());
    topic->handle = rd_kafka_topic_new(impl_->client, name.c_str(), topic_conf);
    if (topic->handle == nullptr) {
      const Error error(ErrorKind::kUsage, fmt::format("topic '{}' is refused: {}", name,
                                                       rd_kafka_err2str(rd_kafka_last_error())));
      EndClient(impl_->client);
      throw error;
    }
    impl_->topics.push_back(std::move(topic));
  }
  for (const ClientSetting& setting : Settings())
    if (setting.key == "acks") impl_->has_offsets = setting.value != "0";
}

ProducerClient::~ProducerClient() {
  Purge();
  for (const auto& topic : impl_->topics) rd_kafka_topic_destroy(topic->handle);
  EndClient(impl_->client);
}

// The list of headers is ours: librdkafka frees one of its own twice where it refuses a record that
// goes to a partition which is gone (its issue 4627).
SendResult ProducerClient::Send(const OutgoingRecord& record) {
  rd_kafka_headers_t* headers = rd_kafka_headers_new(2);
  rd_kafka_header_add(headers, "kproof", -1, record.stamp.data(),
                      static_cast<ssize_t>(record.stamp.size()));
  if (!record.from.empty())
    rd_kafka_header_add(headers, "kproof-from", -1, record.from.data(),
                        static_cast<ssize_t>(record.from.size()));
  std::array<rd_kafka_vu_t, 6> fields{};
  fields[0].vtype = RD_KAFKA_VTYPE_RKT;
  fields[0].u.rkt = impl_->topics[record.topic]->handle;
  fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
  fields[1].u.i32 = record.partition;
  fields[2].vtype = RD_KAFKA_VTYPE_VALUE;
  fields[2].u.mem = {const_cast<char*>(record.value.data()), record.value.size()};
  fields[3].vtype = RD_KAFKA_VTYPE_OPAQUE;
  fields[3].u.ptr = reinterpret_cast<void*>(static_cast<std::uintptr_t>(record.opaque));
  fields[4].vtype = RD_KAFKA_VTYPE_HEADERS;
  fields[4].u.headers = headers;
  std::size_t count = 5;
  if (record.key) {
    fields[count].vtype = RD_KAFKA_VTYPE_KEY;
    fields[count++].u.mem = {const_cast<char*>(record.key->data()), record.key->size()};
  }
  rd_kafka_error_t* error = rd_kafka_produceva(impl_->client, fields.data(), count);
  if (error == nullptr) return SendResult::kSent;
  rd_kafka_headers_destroy(headers);
  impl_->last_error = rd_kafka_error_code(error);
  rd_kafka_error_destroy(error);
  if (impl_->last_error == RD_KAFKA_RESP_ERR__QUEUE_FULL) return SendResult::kQueueFull;
  return fatal_error().empty() ? SendResult::kRefused : SendResult::kFatal;
}

void ProducerClient::Poll(Duration timeout) { rd_kafka_poll(impl_->client, Millis(timeout)); }
void ProducerClient::Flush(Duration timeout) { rd_kafka_flush(impl_->client, Millis(timeout)); }

void ProducerClient::Purge() {
  rd_kafka_purge(impl_->client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                    RD_KAFKA_PURGE_F_NON_BLOCKING);
}

std::string ProducerClient::fatal_error() const {
  char text[512];
  const auto error = rd_kafka_fatal_error(impl_->client, text, sizeof text);
  return error == RD_KAFKA_RESP_ERR_NO_ERROR
             ? ""
             : fmt::format("{}: {}", rd_kafka_err2name(error), text);
}

std::int32_t ProducerClient::last_error() const { return impl_->last_error; }

std::optional<std::vector<std::int32_t>> ProducerClient::Leaders(std::size_t topic,
                                                                 Duration timeout) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(impl_->client, 0, impl_->topics[topic]->handle, &metadata,
                        Millis(timeout)) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return std::nullopt;
  std::vector<std::int32_t> leaders;
  if (metadata->topic_cnt == 1 && metadata->topics[0].err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const auto& found = metadata->topics[0];
    leaders.assign(static_cast<std::size_t>(found.partition_cnt), -1);
    for (int i = 0; i < found.partition_cnt; ++i)
      leaders.at(static_cast<std::size_t>(found.partitions[i].id)) = found.partitions[i].leader;
  }
  rd_kafka_metadata_destroy(metadata);
  return leaders;
}

std::vector<ClientSetting> ProducerClient::Settings() const {
  return impl_->config.Effective(impl_->client);
}

rd_kafka_s* ProducerClient::handle() const { return impl_->client; }

std::optional<std::uint64_t> ProducerClient::Resent() const { return impl_->resent; }

}  // namespace kproof
