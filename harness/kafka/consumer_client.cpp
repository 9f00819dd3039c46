// Kafka's name for it is "standalone consumer". librdkafka's simple consumer API is used, since its
// high-level one needs a group and looks for the group's coordinator, which makes brokers create
// __consumer_offsets.
#include "harness/kafka/consumer_client.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <map>

#include "harness/base/error.h"
#include "harness/kafka/rdkafka_client.h"

namespace kproof {
namespace {

constexpr std::size_t kBatch = 1000;  // records taken over at a time

}  // namespace

struct ConsumerClient::Impl {
  // The opaque of a handle, so that a message leads to its place without a look-up by name.
  struct Topic {
    rd_kafka_topic_t* handle = nullptr;
    std::vector<std::size_t> places;  // by partition
  };

  Topic& TopicOf(const std::string& name);
  void Serve(const rd_kafka_message_t& message) const;
  static void OnError(rd_kafka_t*, int code, const char* reason, void* impl) {
    TakeClientError(code, reason, static_cast<Impl*>(impl)->events.on_client_error);
  }

  ClientConfig config;
  std::vector<ReadPlace> places;
  Events events;
  rd_kafka_t* client = nullptr;
  rd_kafka_queue_t* queue = nullptr;
  std::map<std::string, std::unique_ptr<Topic>> topics;
  std::vector<bool> reading;
  std::array<rd_kafka_message_t*, kBatch> batch{};
};

ConsumerClient::Impl::Topic& ConsumerClient::Impl::TopicOf(const std::string& name) {
  auto& topic = topics[name];
  if (topic) return *topic;
  topic = std::make_unique<Topic>();
  rd_kafka_topic_conf_t* conf = rd_kafka_default_topic_conf_dup(client);
  rd_kafka_topic_conf_set_opaque(conf, topic.get());
  topic->handle = rd_kafka_topic_new(client, name.c_str(), conf);
  if (topic->handle == nullptr)
    throw Error(ErrorKind::kUsage, fmt::format("topic '{}' is refused: {}", name,
                                               rd_kafka_err2str(rd_kafka_last_error())));
  return *topic;
}

ConsumerClient::ConsumerClient(ClientConfig config, const std::vector<ReadPlace>& places,
                               Events events)
    : impl_(std::make_unique<Impl>()) {
  config.Force("check.crcs", "false",
               "stamps are checked instead, and damage must not stop reading");
  config.Force("enable.partition.eof", "true", "to know the end of a partition");
  config.Force("auto.offset.reset", "error", "no silent jumps");
  config.Default("fetch.wait.max.ms", "100");
  config.Default("fetch.error.backoff.ms", "100");
  impl_->config = std::move(config);
  impl_->events = std::move(events);
  rd_kafka_conf_t* conf = impl_->config.NewConf();
  rd_kafka_conf_set_opaque(conf, impl_.get());
  if (impl_->events.on_client_error) rd_kafka_conf_set_error_cb(conf, &Impl::OnError);
  char why[512];
  impl_->client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
  if (impl_->client == nullptr) {
    rd_kafka_conf_destroy(conf);
    throw Error(ErrorKind::kUsage,
                fmt::format("{} refuses the consumer's settings: {}", ClientVersion(), why));
  }
  impl_->queue = rd_kafka_queue_new(impl_->client);
  for (const auto& place : places) AddPlace(place);
}

void ConsumerClient::AddPlace(const ReadPlace& place) {
  auto& by_partition = impl_->TopicOf(place.topic).places;
  const auto partition = static_cast<std::size_t>(place.partition);
  if (partition >= by_partition.size()) by_partition.resize(partition + 1, SIZE_MAX);
  by_partition[partition] = impl_->places.size();
  impl_->places.push_back(place);
  impl_->reading.push_back(false);
}

ConsumerClient::~ConsumerClient() {
  for (std::size_t place = 0; place < impl_->places.size(); ++place)
    if (impl_->reading[place])
      rd_kafka_consume_stop(impl_->TopicOf(impl_->places[place].topic).handle,
                            impl_->places[place].partition);
  rd_kafka_queue_destroy(impl_->queue);
  for (const auto& [name, topic] : impl_->topics) rd_kafka_topic_destroy(topic->handle);
  EndClient(impl_->client);
}

void ConsumerClient::Read(std::size_t place, std::optional<std::int64_t> offset) {
  const auto& [topic, partition] = impl_->places[place];
  rd_kafka_topic_t* handle = impl_->TopicOf(topic).handle;
  if (impl_->reading[place]) rd_kafka_consume_stop(handle, partition);
  if (rd_kafka_consume_start_queue(handle, partition, offset.value_or(RD_KAFKA_OFFSET_BEGINNING),
                                   impl_->queue) != 0)
    throw Error(fmt::format("{}/{} can't be read: {}", topic, partition,
                            rd_kafka_err2str(rd_kafka_last_error())));
  impl_->reading[place] = true;
}

void ConsumerClient::Impl::Serve(const rd_kafka_message_t& message) const {
  if (message.rkt == nullptr) return;
  const auto place = static_cast<const Topic*>(rd_kafka_topic_opaque(message.rkt))
                         ->places[static_cast<std::size_t>(message.partition)];
  switch (message.err) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      events.on_record(RecordOf(message, place));
      break;
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      events.on_end(place, message.offset);
      break;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      events.on_out_of_range(place);
      break;
    default:
      events.on_error(place, rd_kafka_message_errstr(&message));
  }
}

void ConsumerClient::Poll(Duration timeout) {
  rd_kafka_poll(impl_->client, 0);
  const auto count =
      rd_kafka_consume_batch_queue(impl_->queue, Millis(timeout), impl_->batch.data(), kBatch);
  for (ssize_t i = 0; i < count; ++i) {
    const std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)> message(
        impl_->batch[static_cast<std::size_t>(i)], rd_kafka_message_destroy);
    impl_->Serve(*message);
  }
}

std::optional<Watermarks> ConsumerClient::QueryWatermarks(std::size_t place, Duration timeout) {
  const auto& [topic, partition] = impl_->places[place];
  Watermarks marks;
  const auto error = rd_kafka_query_watermark_offsets(impl_->client, topic.c_str(), partition,
                                                      &marks.start, &marks.end, Millis(timeout));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  return marks;
}

std::optional<std::int32_t> ConsumerClient::Partitions(const std::string& topic, Duration timeout) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(impl_->client, 0, impl_->TopicOf(topic).handle, &metadata,
                        Millis(timeout)) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return std::nullopt;
  std::optional<std::int32_t> partitions;
  if (metadata->topic_cnt == 1) {
    const auto& found = metadata->topics[0];
    if (found.err == RD_KAFKA_RESP_ERR_NO_ERROR) partitions = found.partition_cnt;
    if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) partitions = 0;
  }
  rd_kafka_metadata_destroy(metadata);
  return partitions;
}

std::vector<ClientSetting> ConsumerClient::Settings() const {
  return impl_->config.Effective(impl_->client);
}

}  // namespace kproof
