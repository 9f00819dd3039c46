// Time-outs of producers against what a failure takes: sessions of brokers, lag of followers.
#include <algorithm>

#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

constexpr std::int64_t kDefaultSessionMs = 9000;

// As long as a record may have to wait for another leader after a broker has died.
std::int64_t SessionMs(const LintSubject& s) {
  return s.Number(kB, "broker.session.timeout.ms").value_or(kDefaultSessionMs);
}

bool ExpiresWithinSession(const LintSubject& s) {
  return s.Above(kP, kDeliveryTimeout, 0) && s.Below(kP, kDeliveryTimeout, SessionMs(s) + 1);
}

// How long a client waits for an answer before it sends again.
std::optional<std::int64_t> AnswerTimeout(const LintSubject& s) {
  return s.Number(kP, LibrdkafkaProducer(s) ? kSocketTimeout : kRequestTimeout);
}

}  // namespace

std::vector<LintRule> TimeoutRules() {
  return {
      {"delivery-timeout-within-session",
       kShould,
       kHigh,
       {{kP, kDeliveryTimeout}, {kB, "broker.session.timeout.ms"}, {kP, kIdempotence}},
       "idempotence, delivery time-out <= broker.session.timeout.ms (9000)",
       "a record may expire while its leader is being replaced although it is written already; it "
       "is sent again under a new producer epoch, as a duplicate and out of order",
       "delivery.timeout.ms=120000",
       "an application hears of a failure after up to 2 minutes",
       "KIP-360; librdkafka#4953",
       [](const LintSubject& s) { return s.On(kP, kIdempotence) && ExpiresWithinSession(s); },
       {"duplicates-and-order/delivery-timeout", "duplicates-and-order/response-lost"},
       {kNoDuplicates, kOrder}},
      {"delivery-timeout-short",
       kNote,
       kContext,
       {{kP, kDeliveryTimeout}, {kB, "broker.session.timeout.ms"}},
       "delivery time-out above broker.session.timeout.ms and below 60000",
       "an outage of less than a minute makes records fail that the client would have delivered; "
       "what the application sends again has no protection against duplicates",
       "delivery.timeout.ms=120000",
       "an application hears of a failure after up to 2 minutes",
       "KIP-91; AWS guidance for MSK clients",
       [](const LintSubject& s) {
         return s.Below(kP, kDeliveryTimeout, kMinute) &&
                s.Above(kP, kDeliveryTimeout, SessionMs(s));
       }},
      {"delivery-timeout-none",
       kNote,
       kHigh,
       {{kP, kDeliveryTimeout}},
       "librdkafka, message.timeout.ms=0",
       "records never expire: in a long outage the queue fills, and the application hears nothing "
       "of it but QUEUE_FULL",
       "delivery.timeout.ms=300000",
       "records fail after 5 minutes",
       "librdkafka, CONFIGURATION.md, message.timeout.ms",
       [](const LintSubject& s) {
         return LibrdkafkaProducer(s) && s.Below(kP, kDeliveryTimeout, 1);
       }},
      {"answers-awaited-shortly-without-idempotence",
       kShould,
       kHigh,
       {{kP, kRequestTimeout}, {kP, kSocketTimeout}, {kP, kIdempotence}},
       "no idempotence, retries > 0, answers awaited for less than 10000 ms",
       "a request that is only slow is given up and sent again while the broker still writes it: "
       "both copies stand in the log, and later records may stand between them",
       "give socket.timeout.ms=60000 (librdkafka) or request.timeout.ms=30000 (Java)",
       "a dead connection is noticed later",
       "Kafka documentation, producer setting request.timeout.ms",
       [](const LintSubject& s) {
         const auto timeout = AnswerTimeout(s);
         return s.Off(kP, kIdempotence) && s.Above(kP, "retries", 0) && timeout &&
                *timeout < 10'000;
       },
       {"duplicates-and-order/request-late-not-idempotent", "duplicates-and-order/request-late"},
       {kNoDuplicates, kOrder}},
      {"request-timeout-below-replica-lag",
       kNote,
       kContext,
       {{kP, kRequestTimeout}, {kB, "replica.lag.time.max.ms"}},
       "Java, acks=all, request.timeout.ms < replica.lag.time.max.ms",
       "an ack waits for a follower that stands still until it leaves the ISR; a shorter "
       "time-out gives up before that and sends again; advisers differ (docs/contested.md)",
       "request.timeout.ms=30000",
       "a dead connection is noticed after 30 s",
       "Kafka documentation, producer setting request.timeout.ms",
       [](const LintSubject& s) {
         const auto lag = s.Number(kB, "replica.lag.time.max.ms").value_or(30'000);
         return JavaProducer(s) && AcksAll(s) && s.Below(kP, kRequestTimeout, lag);
       }},
      {"producer-forgotten-before-delivery",
       kShould,
       kMedium,
       {{kB, "producer.id.expiration.ms"}, {kP, kDeliveryTimeout}},
       "idempotence, producer.id.expiration.ms < delivery.timeout.ms",
       "brokers forget an idle producer before its last record has expired, and then take what it "
       "sends again for new",
       "producer.id.expiration.ms=86400000",
       "brokers keep the state of idle producers for a day",
       "Kafka documentation, broker setting producer.id.expiration.ms",
       [](const LintSubject& s) {
         const auto delivery = s.Number(kP, kDeliveryTimeout);
         return s.On(kP, kIdempotence) && delivery &&
                s.Below(kB, "producer.id.expiration.ms", *delivery);
       }},
  };
}

}  // namespace kproof
