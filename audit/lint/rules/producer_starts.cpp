// Producers that do not start, or whose every record fails: settings that exclude each other.
#include "audit/lint/rules/names.h"

namespace kproof {

std::vector<LintRule> ProducerStartRules() {
  using namespace lint;
  return {
      {"idempotence-with-other-acks",
       kMust,
       kHigh,
       {{kP, kIdempotence}, {kP, "acks"}},
       "enable.idempotence=true was given, acks is not all",
       "both clients refuse to start: idempotence needs acks=all",
       "give acks=all",
       "one round trip more per batch",
       "ProducerConfig.postProcessAndValidateIdempotenceConfigs; rd_kafka_topic_conf_finalize",
       [](const LintSubject& s) {
         return s.On(kP, kIdempotence) && s.Given(kP, kIdempotence) && s.Find(kP, "acks") &&
                !AcksAll(s);
       }},
      {"idempotence-with-retries-0",
       kMust,
       kHigh,
       {{kP, "retries"}, {kP, kIdempotence}},
       "enable.idempotence=true was given, retries=0",
       "both clients refuse to start: idempotence needs retries",
       "retries=2147483647",
       "none; delivery.timeout.ms bounds the time",
       "ProducerConfig.postProcessAndValidateIdempotenceConfigs; rd_kafka_conf_finalize",
       [](const LintSubject& s) {
         return s.On(kP, kIdempotence) && s.Given(kP, kIdempotence) && s.Below(kP, "retries", 1);
       }},
      {"idempotence-with-many-in-flight",
       kMust,
       kHigh,
       {{kP, kInFlight}, {kP, kIdempotence}},
       "idempotence, more than 5 requests in flight",
       "clients refuse to start: brokers remember 5 batches of a producer, and more in flight have "
       "no order",
       "max.in.flight.requests.per.connection=5",
       "at most 5 requests in flight for each broker",
       "ProducerConfig.postProcessAndValidateIdempotenceConfigs; rd_kafka_conf_finalize; "
       "KAFKA-5494",
       [](const LintSubject& s) { return s.On(kP, kIdempotence) && s.Above(kP, kInFlight, 5); },
       {},
       {kOrder}},
      {"delivery-timeout-below-request-timeout",
       kMust,
       kHigh,
       {{kP, kDeliveryTimeout}, {kP, kRequestTimeout}, {kP, "linger.ms"}},
       "Java, delivery.timeout.ms was given and is below linger.ms + request.timeout.ms",
       "Java's client refuses to start: a record could expire before its first request ends",
       "delivery.timeout.ms=120000",
       "an application hears of a failure after up to 2 minutes",
       "KafkaProducer.configureDeliveryTimeout; KIP-91",
       [](const LintSubject& s) {
         const auto request = s.Number(kP, kRequestTimeout);
         const auto linger = s.Number(kP, "linger.ms");
         return JavaProducer(s) && s.Given(kP, kDeliveryTimeout) && request && linger &&
                s.Below(kP, kDeliveryTimeout, *request + *linger);
       }},
      {"message-timeout-below-linger",
       kMust,
       kHigh,
       {{kP, kDeliveryTimeout}, {kP, "linger.ms"}},
       "librdkafka, linger.ms was given and message.timeout.ms is not above it",
       "librdkafka refuses to start: each record would expire before it is sent",
       "delivery.timeout.ms=300000",
       "an application hears of a failure after up to 5 minutes",
       "rd_kafka_conf_finalize in librdkafka",
       [](const LintSubject& s) {
         const auto linger = s.Number(kP, "linger.ms");
         return LibrdkafkaProducer(s) && s.Given(kP, "linger.ms") && linger &&
                s.Above(kP, kDeliveryTimeout, 0) && s.Below(kP, kDeliveryTimeout, *linger + 1);
       }},
      {"buffer-below-batch",
       kMust,
       kHigh,
       {{kP, "buffer.memory"}, {kP, "batch.size"}},
       "buffer.memory < batch.size",
       "each send() fails: a batch is more than all memory that may be taken",
       "give buffer.memory at least batch.size, for example buffer.memory=33554432",
       "memory of the application",
       "BufferPool.allocate in Kafka's clients",
       [](const LintSubject& s) {
         const auto batch = s.Number(kP, "batch.size");
         return batch && s.Below(kP, "buffer.memory", *batch);
       }},
      {"records-above-max-message",
       kNote,
       kContext,
       {{kP, "max.request.size"}, {kT, "max.message.bytes"}},
       "max.request.size > max.message.bytes",
       "the producer sends records that the topic refuses (RecordTooLargeException)",
       "max.request.size=1048576",
       "larger records fail at the producer, before they are sent",
       "Kafka documentation, producer setting max.request.size",
       [](const LintSubject& s) {
         const auto most = s.Number(kT, "max.message.bytes");
         return most && s.Above(kP, "max.request.size", *most);
       }},
  };
}

}  // namespace kproof
