// Producers: what acks, idempotence, retries and requests in flight give up.
#include "audit/lint/rules/names.h"

namespace kproof {

std::vector<LintRule> ProducerRules() {
  using namespace lint;
  return {
      {"acks-0",
       kMust,
       kHigh,
       {{kP, "acks"}},
       "acks=0",
       "the client reports success before any broker has the record, so every failure between "
       "them loses it without an error",
       "acks=all",
       "the producer waits for the in-sync replicas: one round trip more per batch",
       "Kafka documentation, producer setting acks",
       [](const LintSubject& s) { return s.Is(kP, "acks", "0"); },
       {},
       {kNoLoss}},
      {"acks-1",
       kMust,
       kHigh,
       {{kP, "acks"}},
       "acks=1",
       "the leader acknowledges alone; if it fails or is replaced before a follower has fetched "
       "the record, the record is gone and nobody gets an error",
       "acks=all",
       "the producer waits for the in-sync replicas: one round trip more per batch",
       "Kafka documentation, producer setting acks; KIP-679",
       AcksOne,
       {"durability/leader-kill-acks1", "durability/leader-kill"},
       {kNoLoss}},
      {"acks-1-min-isr-without-effect",
       kShould,
       kHigh,
       {{kP, "acks"}, {kT, kMinIsr}},
       "acks=0 or acks=1, min.insync.replicas >= 2",
       "min.insync.replicas counts for acks=all alone: a leader that is cut off from its followers "
       "goes on acknowledging",
       "acks=all",
       "writes wait, or fail, while fewer replicas than min.insync.replicas are in sync",
       "Kafka documentation, topic setting min.insync.replicas",
       [](const LintSubject& s) {
         return (AcksOne(s) || s.Is(kP, "acks", "0")) && s.Above(kT, kMinIsr, 1);
       },
       {"durability/leader-cut-then-kill-acks1", "durability/leader-cut-then-kill"},
       {kNoLoss}},
      {"acks-1-planned-moves",
       kShould,
       kHigh,
       {{kP, "acks"}, {kB, "auto.leader.rebalance.enable"}},
       "acks=1, auto.leader.rebalance.enable=true",
       "brokers give leadership back to the preferred replica by themselves; a new leader in the "
       "ISR may lack the newest records that the old one acknowledged alone, with no failure at "
       "all",
       "acks=all",
       "the producer waits for the in-sync replicas: one round trip more per batch",
       "KAFKA-20554; Kafka documentation, broker setting auto.leader.rebalance.enable",
       [](const LintSubject& s) { return AcksOne(s) && s.On(kB, "auto.leader.rebalance.enable"); },
       {"durability/planned-move-acks1", "durability/planned-move"},
       {kNoLoss}},
      {"acks-1-slow-followers",
       kShould,
       kHigh,
       {{kP, "acks"}, {kB, "replica.lag.time.max.ms"}},
       "acks=1, replica.lag.time.max.ms >= 10000",
       "a follower may be that far behind and still be in the ISR, and so be elected: everything "
       "that it lacks was acknowledged by the old leader alone",
       "acks=all",
       "the producer waits for the slowest in-sync replica",
       "Kafka documentation, broker setting replica.lag.time.max.ms",
       [](const LintSubject& s) {
         return AcksOne(s) && s.Above(kB, "replica.lag.time.max.ms", 9999);
       },
       {"durability/slow-followers-acks1", "durability/slow-followers"},
       {kNoLoss}},
      {"acks-1-several-log-dirs",
       kShould,
       kHigh,
       {{kP, "acks"}, {kB, "log.dirs"}},
       "acks=1, several log.dirs",
       "each folder is a disk that can fail by itself, which moves its leaderships at once, with "
       "what the followers had not fetched lost",
       "acks=all",
       "the producer waits for the in-sync replicas: one round trip more per batch",
       "KIP-112",
       [](const LintSubject& s) { return AcksOne(s) && s.List(kB, "log.dirs").size() > 1; },
       {"durability/log-dir-dies-acks1", "durability/log-dir-dies"},
       {kNoLoss}},
      {"idempotence-off",
       kShould,
       kHigh,
       {{kP, kIdempotence}},
       "enable.idempotence=false was given",
       "a record whose answer was lost is sent again, and the broker takes it for a new one",
       "enable.idempotence=true",
       "at most 5 requests in flight, acks=all and retries > 0",
       "KIP-98; Kafka documentation, producer setting enable.idempotence",
       [](const LintSubject& s) { return s.Off(kP, kIdempotence) && s.Given(kP, kIdempotence); },
       {"duplicates-and-order/response-lost-not-idempotent", "duplicates-and-order/response-lost"},
       {kNoDuplicates, kOrder}},
      {"idempotence-off-by-default",
       kShould,
       kHigh,
       {{kP, kIdempotence}},
       "librdkafka, enable.idempotence not given",
       "librdkafka is not idempotent by default: a record that met a reset connection is sent "
       "again "
       "and written twice",
       "enable.idempotence=true",
       "at most 5 requests in flight, acks=all and retries > 0",
       "librdkafka, CONFIGURATION.md, enable.idempotence",
       [](const LintSubject& s) {
         return LibrdkafkaProducer(s) && s.Off(kP, kIdempotence) && !s.Given(kP, kIdempotence);
       },
       {"duplicates-and-order/request-reset-not-idempotent", "duplicates-and-order/request-reset"},
       {kNoDuplicates, kOrder}},
      {"idempotence-turned-off",
       kShould,
       kHigh,
       {{kP, kIdempotence}, {kP, "acks"}, {kP, "retries"}},
       "Java, enable.idempotence not given, and acks, retries or in flight exclude it",
       "Java's client turns idempotence off with a line in its log where acks is not all, retries "
       "is 0 or (before 4.0) more than 5 requests are in flight; a lost answer then makes a "
       "duplicate",
       "give enable.idempotence=true with acks=all and without retries=0; the client then refuses "
       "what excludes it",
       "acks=all: one round trip more per batch",
       "ProducerConfig.postProcessAndValidateIdempotenceConfigs; KIP-679",
       [](const LintSubject& s) {
         return JavaProducer(s) && s.Off(kP, kIdempotence) && !s.Given(kP, kIdempotence);
       },
       {"duplicates-and-order/response-late-not-idempotent", "duplicates-and-order/response-late"},
       {kNoDuplicates, kOrder}},
      {"in-flight-without-idempotence",
       kShould,
       kHigh,
       {{kP, kInFlight}, {kP, kIdempotence}},
       "no idempotence, retries > 0, several requests in flight",
       "a batch that is sent again is written behind the later ones that were in flight with it",
       "max.in.flight.requests.per.connection=1",
       "one request at a time for each broker: less throughput over slow links; idempotence keeps "
       "order without that cost",
       "Kafka documentation, producer setting max.in.flight.requests.per.connection",
       [](const LintSubject& s) {
         return s.Off(kP, kIdempotence) && s.Above(kP, kInFlight, 1) && s.Above(kP, "retries", 0);
       },
       {"duplicates-and-order/in-flight-reorder", "duplicates-and-order/in-flight-1"},
       {kOrder}},
      {"retries-0",
       kShould,
       kHigh,
       {{kP, "retries"}},
       "retries=0",
       "each moved leader or lost connection becomes an error of the application, which loses the "
       "record or sends it again without the client's protection against duplicates",
       "retries=2147483647",
       "none; delivery.timeout.ms bounds the time",
       "Kafka documentation, producer setting retries; KIP-91",
       [](const LintSubject& s) { return s.Below(kP, "retries", 1); }},
      {"retries-few",
       kNote,
       kMedium,
       {{kP, "retries"}},
       "retries from 1 to 9",
       "retries count attempts, not time: with a back-off of 100 ms they are used up before a new "
       "leader is elected",
       "retries=2147483647",
       "none; delivery.timeout.ms bounds the time",
       "KIP-91; Kafka documentation, producer setting delivery.timeout.ms",
       [](const LintSubject& s) {
         return s.Above(kP, "retries", 0) && s.Below(kP, "retries", 10);
       }},
      {"keys-ignored",
       kShould,
       kHigh,
       {{kP, "partitioner.ignore.keys"}},
       "partitioner.ignore.keys=true",
       "records of one key go to different partitions, so they have no order among each other",
       "partitioner.ignore.keys=false",
       "partitions fill by key: one busy key is one busy partition",
       "KIP-794",
       [](const LintSubject& s) { return s.On(kP, "partitioner.ignore.keys"); }},
      {"partitioner-differs-from-java",
       kNote,
       kContext,
       {{kP, "partitioner"}},
       "librdkafka, partitioner not murmur2 or murmur2_random",
       "the same key goes to another partition than with a Java producer, so a topic that both "
       "write has no order by key",
       "partitioner=murmur2_random",
       "keys move to other partitions when it is changed",
       "librdkafka, CONFIGURATION.md, partitioner",
       [](const LintSubject& s) {
         return LibrdkafkaProducer(s) && s.Find(kP, "partitioner") != nullptr &&
                !s.Is(kP, "partitioner", "murmur2") && !s.Is(kP, "partitioner", "murmur2_random");
       }},
      {"acks-not-reported",
       kNote,
       kHigh,
       {{kP, "delivery.report.only.error"}},
       "delivery.report.only.error=true",
       "the application hears of failures alone and can't tell an acknowledged record from one "
       "that "
       "is under way",
       "delivery.report.only.error=false",
       "a callback for each record",
       "librdkafka, CONFIGURATION.md, delivery.report.only.error",
       [](const LintSubject& s) { return s.On(kP, "delivery.report.only.error"); }},
      {"queue-full-is-an-error",
       kNote,
       kContext,
       {{kP, "queue.buffering.max.messages"}},
       "librdkafka",
       "a full queue makes produce() fail at once (QUEUE_FULL) instead of waiting: an application "
       "that does not look at its result drops records",
       "call poll() and try again, or use the blocking call of your language",
       "the application waits while brokers are slow or gone",
       "librdkafka, INTRODUCTION.md, and rd_kafka_produce in rdkafka.h",
       LibrdkafkaProducer},
      {"max-block-0",
       kShould,
       kHigh,
       {{kP, "max.block.ms"}},
       "max.block.ms=0",
       "send() fails at once where metadata is not there yet or the buffer is full, also for the "
       "first record of each topic",
       "max.block.ms=60000",
       "send() may wait that long",
       "Kafka documentation, producer setting max.block.ms",
       [](const LintSubject& s) { return s.Below(kP, "max.block.ms", 1); }},
      {"linger-0",
       kNote,
       kContext,
       {{kP, "linger.ms"}},
       "linger.ms=0 was given",
       "many small requests cost brokers more than few large ones, so a load that brokers could "
       "carry fills the producer's buffer; advisers differ (docs/contested.md)",
       "linger.ms=5",
       "up to 5 ms before a record is sent",
       "KIP-1030",
       [](const LintSubject& s) {
         return s.Given(kP, "linger.ms") && s.Below(kP, "linger.ms", 1);
       }},
      {"epoch-bump-doubles",
       kShould,
       kMedium,
       {{kP, kInFlight}, {kP, kIdempotence}},
       "librdkafka, idempotence, more than 1 request in flight",
       "when leaders move often, one batch out of sequence makes librdkafka begin a new producer "
       "epoch for all partitions, and what was written already is written again; no version has a "
       "fix",
       "max.in.flight.requests.per.connection=1",
       "one request at a time for each broker",
       "librdkafka#4953",
       [](const LintSubject& s) {
         return LibrdkafkaProducer(s) && s.On(kP, kIdempotence) && s.Above(kP, kInFlight, 1);
       },
       {"duplicates-and-order/leader-churn-epoch-bump", "duplicates-and-order/leader-churn"}},
  };
}

}  // namespace kproof
