#include "harness/kafka/rdkafka_end.h"

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
