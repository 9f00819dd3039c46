// Versions of clients and brokers with a known loss: which are affected, and what avoids it.
//
// Nothing applies where the version of the client was not said; certificates then say so. Versions
// of fixes are those of the changes that are named as sources.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

bool LibrdkafkaBefore(const ClientSaid& client, const char* fixed) {
  return client.kind == "librdkafka" && Older(client.version, fixed);
}

// KAFKA-19012: from 2.8.0 up to the first fix of each branch.
bool ReusesBuffers(const std::string& version) {
  const auto between = [&](const char* first, const char* fixed) {
    return !version.empty() && !Older(version, first) && Older(version, fixed);
  };
  return between("2.8.0", "3.9.2") || between("4.0.0", "4.0.2") || between("4.1.0", "4.1.2");
}

bool Tiered(const LintSubject& s) {
  return s.On(kT, "remote.storage.enable") && s.Above(kT, "retention.bytes", -1);
}

bool KafkaFrom(const LintSubject& s, const char* first, const char* fixed) {
  return !Older(s.kafka, first) && Older(s.kafka, fixed);
}

}  // namespace

std::vector<LintRule> VersionRules() {
  return {
      {"librdkafka-implicit-ack",
       kShould,
       kHigh,
       {{kP, kInFlight}, {kP, kIdempotence}},
       "librdkafka, idempotence, more than 1 request in flight",
       "a broker that is about to lead refuses a partition's first batch and takes the next one; "
       "librdkafka takes that for proof of the first and reports a record as delivered that was "
       "never written; no version has a fix",
       "max.in.flight.requests.per.connection=1",
       "one request at a time for each broker",
       "confluent-kafka-go#921",
       [](const LintSubject& s) {
         return LibrdkafkaProducer(s) && s.On(kP, kIdempotence) && s.Above(kP, kInFlight, 1);
       },
       {"duplicates-and-order/first-batch-refused",
        "duplicates-and-order/first-batch-refused-in-flight-1"}},
      {"librdkafka-reused-sequences",
       kMust,
       kHigh,
       {{kP, kClientVersionKey}, {kP, kIdempotence}},
       "librdkafka before 1.9.0, idempotence",
       "a topic that metadata leaves out for a moment loses its sequence numbers; records with "
       "reused numbers are taken for duplicates, reported as delivered, and lost",
       "use librdkafka 1.9.0 or newer",
       "an upgrade",
       "librdkafka, CHANGELOG.md, v1.9.0",
       [](const LintSubject& s) {
         return LibrdkafkaBefore(s.producer, "1.9.0") && s.On(kP, kIdempotence);
       }},
      {"librdkafka-lost-in-transaction",
       kMust,
       kHigh,
       {{kP, kClientVersionKey}, {kP, kTransactionalId}},
       "librdkafka before 1.8.2, transactional.id",
       "quick changes of leaders begin a new transaction in the middle of one: what was produced "
       "before is missing after the commit",
       "use librdkafka 1.8.2 or newer",
       "an upgrade",
       "librdkafka#3575; CHANGELOG.md, v1.8.2",
       [](const LintSubject& s) {
         return LibrdkafkaBefore(s.producer, "1.8.2") && Transactional(s);
       }},
      {"librdkafka-skips-after-abort",
       kShould,
       kHigh,
       {{kC, kClientVersionKey}},
       "librdkafka before 1.7.0",
       "an aborted transaction without records makes the consumer leave out committed records of "
       "the same answer",
       "use librdkafka 1.7.0 or newer",
       "an upgrade",
       "librdkafka, CHANGELOG.md, v1.7.0",
       [](const LintSubject& s) { return LibrdkafkaBefore(s.consumer, "1.7.0"); }},
      {"librdkafka-truncation-unnoticed",
       kShould,
       kHigh,
       {{kC, kClientVersionKey}},
       "librdkafka before 2.1.0",
       "a consumer does not notice that the log was cut and written anew below its position, and "
       "passes over what stands there now",
       "use librdkafka 2.1.0 or newer",
       "an upgrade",
       "KIP-320; librdkafka#4122",
       [](const LintSubject& s) { return LibrdkafkaBefore(s.consumer, "2.1.0"); }},
      {"java-record-in-wrong-topic",
       kShould,
       kMedium,
       {{kP, kClientVersionKey}},
       "Java's client from 2.8.0, before 3.9.2, 4.0.2 and 4.1.2",
       "the buffer of an expired batch is used again while it is still being sent: a record may "
       "stand in another topic, with a right checksum",
       "use Java's client 4.2.0, or 4.1.2, 4.0.2 or 3.9.2",
       "an upgrade",
       "KAFKA-19012",
       [](const LintSubject& s) { return JavaProducer(s) && ReusesBuffers(s.producer.version); }},
      {"java-acks-1-by-default",
       kMust,
       kHigh,
       {{kP, kClientVersionKey}, {kP, "acks"}},
       "Java's client before 3.0, acks not given",
       "acks=1 was the default, and idempotence was off: the leader acknowledges alone",
       "give acks=all and enable.idempotence=true",
       "one round trip more per batch",
       "KIP-679",
       [](const LintSubject& s) {
         return JavaProducer(s) && Older(s.producer.version, "3.0") && !s.Given(kP, "acks");
       },
       {"durability/zombie-leader-acks1", "durability/zombie-leader"}},
      {"retention-forgotten",
       kShould,
       kMedium,
       {{kB, "log.retention.hours"}, {kB, "log.retention.minutes"}, {kB, "version"}},
       "Kafka before 3.7.2, or 3.8.0; log.retention.hours or log.retention.minutes given",
       "any dynamic change of a log setting makes the broker forget the retention that was given "
       "by "
       "the hour or minute; the default of 7 days rules, and records go early",
       "give log.retention.ms instead",
       "none",
       "KAFKA-17584",
       [](const LintSubject& s) {
         return (Older(s.kafka, "3.7.2") || KafkaFrom(s, "3.8", "3.8.1")) &&
                (s.Given(kB, "log.retention.hours") || s.Given(kB, "log.retention.minutes"));
       }},
      {"tiered-bytes-counted-twice",
       kShould,
       kHigh,
       {{kT, "retention.bytes"}, {kT, "remote.storage.enable"}, {kB, "version"}},
       "Kafka from 3.9, before 4.3.2; remote.storage.enable=true, retention.bytes >= 0",
       "a new leader counts local bytes twice and deletes records that retention.bytes would keep",
       "retention.bytes=-1",
       "only time bounds what is kept",
       "KAFKA-20732",
       [](const LintSubject& s) { return Tiered(s) && KafkaFrom(s, "3.9", "4.3.2"); }},
      {"tiered-failed-copies-counted",
       kShould,
       kMedium,
       {{kT, "retention.bytes"}, {kT, "remote.storage.enable"}, {kB, "version"}},
       "Kafka before 3.8.1; remote.storage.enable=true, retention.bytes >= 0",
       "copies that failed count for retention.bytes, so records go that it would keep",
       "retention.bytes=-1",
       "only time bounds what is kept",
       "KAFKA-17062",
       [](const LintSubject& s) { return Tiered(s) && Older(s.kafka, "3.8.1"); }},
      {"controller-never-resigns",
       kNote,
       kHigh,
       {{kB, "version"}},
       "Kafka before 3.7",
       "an active controller that the other voters can't reach goes on as if it led: brokers that "
       "still reach it get no new leaders",
       "use Kafka 3.7 or newer",
       "an upgrade",
       "KAFKA-15489",
       [](const LintSubject& s) { return Older(s.kafka, "3.7"); }},
      {"fenced-leader-elected",
       kNote,
       kMedium,
       {{kB, "eligible.leader.replicas.version"}, {kB, "version"}},
       "Kafka 4.0.0, ELR on",
       "with ISR and ELR empty a broker that is away can be elected: the partition has a leader "
       "that nobody reaches",
       "use Kafka 4.1 or newer",
       "an upgrade",
       "KAFKA-19522",
       [](const LintSubject& s) {
         return KafkaFrom(s, "4.0", "4.0.1") && s.Above(kB, "eligible.leader.replicas.version", 0);
       }},
      {"kafka-end-of-life",
       kNote,
       kMedium,
       {{kB, "version"}},
       "Kafka before 4.1",
       "the project makes fixes for its last three feature releases (4.1 to 4.3 in 2026-11): known "
       "losses of older ones stay",
       "use Kafka 4.1 or newer",
       "an upgrade",
       "Kafka's time based release plan",
       [](const LintSubject& s) { return Older(s.kafka, "4.1"); }},
  };
}

}  // namespace kproof
