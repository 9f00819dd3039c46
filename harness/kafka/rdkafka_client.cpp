#include "harness/kafka/rdkafka_client.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <thread>

namespace kproof {

int Millis(Duration time) {
  return static_cast<int>(std::clamp<std::int64_t>(time.count() / 1000, 0, 3'600'000));
}

void TakeClientError(int code, const char* reason, const OnClientError& take) {
  if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && code != RD_KAFKA_RESP_ERR__FATAL) take(reason);
}

IncomingRecord RecordOf(const rd_kafka_message_s& message, std::size_t place) {
  IncomingRecord record{.place = place,
                        .offset = message.offset,
                        .value = {},
                        .has_value = message.payload != nullptr,
                        .stamp = {},
                        .key = {}};
  if (record.has_value)
    record.value = {static_cast<const std::byte*>(message.payload), message.len};
  if (message.key != nullptr)
    record.key.emplace(static_cast<const char*>(message.key), message.key_len);
  rd_kafka_headers_t* headers = nullptr;
  const void* bytes = nullptr;
  std::size_t size = 0;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR &&
      rd_kafka_header_get_last(headers, "kproof", &bytes, &size) == RD_KAFKA_RESP_ERR_NO_ERROR)
    record.stamp.emplace(static_cast<const std::byte*>(bytes), bytes == nullptr ? 0 : size);
  return record;
}

void EndClient(rd_kafka_s* client) {
  std::promise<void> ended;
  auto end = ended.get_future();
  std::thread([client, promise = std::move(ended)]() mutable {
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    promise.set_value();
  }).detach();
  end.wait_for(std::chrono::seconds(5));
}

}  // namespace kproof
