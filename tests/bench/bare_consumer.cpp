// The yardstick of tests/bench/consuming: librdkafka's own group consumer as it is, which commits
// by itself, reading a topic from its start until it has so many records. Prints "records seconds",
// from the first record to the last.
//
//   bare_consumer BOOTSTRAP TOPIC GROUP RECORDS
#include <librdkafka/rdkafka.h>

#include <cstdio>
#include <cstdlib>

#include "harness/base/clock.h"

namespace {

void Set(rd_kafka_conf_t* conf, const char* key, const char* value) {
  char error[256];
  if (rd_kafka_conf_set(conf, key, value, error, sizeof error) == RD_KAFKA_CONF_OK) return;
  std::fprintf(stderr, "%s\n", error);
  std::exit(64);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 64;
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  Set(conf, "bootstrap.servers", argv[1]);
  Set(conf, "group.id", argv[3]);
  Set(conf, "auto.offset.reset", "earliest");
  char error[256];
  rd_kafka_t* client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
  if (client == nullptr) {
    std::fprintf(stderr, "%s\n", error);
    return 70;
  }
  rd_kafka_poll_set_consumer(client);
  rd_kafka_topic_partition_list_t* topics = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(topics, argv[2], RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client, topics);
  rd_kafka_topic_partition_list_destroy(topics);
  const auto wanted = std::strtoull(argv[4], nullptr, 10);
  unsigned long long read = 0;
  std::int64_t first = 0, last = 0;
  while (read < wanted) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(client, 100);
    if (message == nullptr) continue;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      last = kproof::MonotonicMicros();
      if (read++ == 0) first = last;
    }
    rd_kafka_message_destroy(message);
  }
  std::printf("%llu %.6f\n", read, static_cast<double>(last - first) / 1e6);
  rd_kafka_consumer_close(client);
  rd_kafka_destroy(client);
  return 0;
}
