// The yardstick of tests/bench/throughput: librdkafka as it is, with delivery callbacks and one
// 32-byte header, sending as fast as possible for some seconds. Prints "acked seconds".
//
//   bare_producer BOOTSTRAP TOPIC SECONDS VALUE_BYTES
#include <librdkafka/rdkafka.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "harness/base/clock.h"

namespace {

std::uint64_t acked = 0;
std::int64_t last_ack = 0;

void OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  ++acked;
  last_ack = kproof::MonotonicMicros();
}

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
  Set(conf, "acks", "all");
  rd_kafka_conf_set_dr_msg_cb(conf, OnDelivery);
  char error[256];
  rd_kafka_t* client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
  if (client == nullptr) {
    std::fprintf(stderr, "%s\n", error);
    return 70;
  }
  const std::string value(std::strtoul(argv[4], nullptr, 10), 'x');
  char header[32] = {1};
  const std::int64_t begin = kproof::MonotonicMicros();
  const std::int64_t end = begin + std::strtol(argv[3], nullptr, 10) * 1'000'000;
  for (std::uint64_t sequence = 0; kproof::MonotonicMicros() < end; ++sequence) {
    std::memcpy(header + 12, &sequence, sizeof sequence);
    while (rd_kafka_producev(client, RD_KAFKA_V_TOPIC(argv[2]),
                             RD_KAFKA_V_HEADER("kproof", header, sizeof header),
                             RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                             RD_KAFKA_V_END) == RD_KAFKA_RESP_ERR__QUEUE_FULL)
      rd_kafka_poll(client, 5);
    rd_kafka_poll(client, 0);
  }
  rd_kafka_flush(client, 30'000);
  std::printf("%llu %.6f\n", static_cast<unsigned long long>(acked),
              static_cast<double>(last_ack - begin) / 1e6);
  rd_kafka_destroy(client);
  return 0;
}
