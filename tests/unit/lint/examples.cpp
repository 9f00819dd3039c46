// An input for each rule that raises it; what mends it is the rule's own advice, or stands here.
#include "tests/unit/lint/subjects.h"

namespace kproof {
namespace {

std::vector<LintExample> OfProducers() {
  return {
      {"acks-0", "producer acks=0"},
      {"acks-1", "producer acks=1"},
      {"acks-1-min-isr-without-effect", "producer acks=1; topic min.insync.replicas=2"},
      {"acks-1-planned-moves", "producer acks=1; broker auto.leader.rebalance.enable=true"},
      {"acks-1-slow-followers", "producer acks=1; broker replica.lag.time.max.ms=10000"},
      {"acks-1-several-log-dirs", "producer acks=1; broker log.dirs=/a,/b"},
      {"idempotence-off", "producer enable.idempotence=false"},
      {"idempotence-off-by-default", "librdkafka; producer acks=all"},
      {"idempotence-turned-off", "producer acks=1", "producer acks=all"},
      {"in-flight-without-idempotence", "producer enable.idempotence=false"},
      {"retries-0", "producer retries=0"},
      {"retries-few", "producer retries=9"},
      {"keys-ignored", "producer partitioner.ignore.keys=true"},
      {"partitioner-differs-from-java", "librdkafka; producer acks=all"},
      {"acks-not-reported", "librdkafka; producer delivery.report.only.error=true"},
      {"queue-full-is-an-error", "librdkafka", "java"},
      {"max-block-0", "producer max.block.ms=0"},
      {"linger-0", "producer linger.ms=0"},
      {"epoch-bump-doubles", "librdkafka; producer enable.idempotence=true"},
      {"idempotence-with-other-acks", "producer enable.idempotence=true; producer acks=1",
       "producer acks=all"},
      {"idempotence-with-retries-0", "producer enable.idempotence=true; producer retries=0"},
      {"idempotence-with-many-in-flight", "producer max.in.flight.requests.per.connection=6"},
      {"delivery-timeout-below-request-timeout", "producer delivery.timeout.ms=20000"},
      {"message-timeout-below-linger",
       "librdkafka; producer delivery.timeout.ms=100; producer linger.ms=100"},
      {"buffer-below-batch", "producer buffer.memory=16383", "producer buffer.memory=16384"},
      {"records-above-max-message", "producer max.request.size=2000000"},
      {"delivery-timeout-within-session",
       "producer delivery.timeout.ms=9000; producer request.timeout.ms=3000"},
      {"delivery-timeout-short", "producer delivery.timeout.ms=59999"},
      {"delivery-timeout-none", "librdkafka; producer message.timeout.ms=0",
       "=librdkafka; producer message.timeout.ms=300000"},
      {"answers-awaited-shortly-without-idempotence", "librdkafka; producer socket.timeout.ms=9999",
       "producer socket.timeout.ms=60000"},
      {"request-timeout-below-replica-lag", "producer request.timeout.ms=29999"},
      {"producer-forgotten-before-delivery", "broker producer.id.expiration.ms=119999"},
      {"transaction-without-idempotence",
       "producer transactional.id=a; producer enable.idempotence=false",
       "producer enable.idempotence=true"},
      {"transaction-timeout-above-brokers",
       "producer transactional.id=a; producer transaction.timeout.ms=900001"},
      {"message-timeout-above-transaction-timeout",
       "librdkafka; producer transactional.id=a; producer delivery.timeout.ms=60001",
       "=librdkafka; producer transactional.id=a"},
      {"transactional-id-in-a-file", "producer transactional.id=a", "=producer acks=all"},
      {"transactions-unclean",
       "producer transactional.id=a; topic unclean.leader.election.enable=true"},
      {"transaction-version-1", "producer transactional.id=a; broker transaction.version=1"},
      {"transaction-state-replication", "broker transaction.state.log.replication.factor=2"},
      {"transaction-state-min-isr", "broker transaction.state.log.min.isr=1"},
      {"read-uncommitted",
       "producer transactional.id=a; consumer isolation.level=read_uncommitted"},
      {"librdkafka-implicit-ack", "librdkafka; producer enable.idempotence=true"},
  };
}

std::vector<LintExample> OfConsumers() {
  return {
      {"auto-commit-before-work", "librdkafka; consumer group.id=g"},
      {"auto-commit-java", "consumer group.id=g"},
      {"auto-commit-rarely", "consumer auto.commit.interval.ms=60001"},
      {"offset-reset-latest", "consumer auto.offset.reset=latest"},
      {"offset-reset-none", "consumer auto.offset.reset=none",
       "consumer auto.offset.reset=earliest"},
      {"heartbeat-above-third-of-session", "consumer heartbeat.interval.ms=15001"},
      {"session-short", "consumer session.timeout.ms=9999"},
      {"max-poll-interval-short", "consumer max.poll.interval.ms=59999"},
      {"static-member-short-session", "consumer group.instance.id=a"},
      {"assignors-of-an-unfinished-upgrade",
       "consumer partition.assignment.strategy=a.RangeAssignor,a.CooperativeStickyAssignor"},
      {"rack-without-selector", "consumer client.rack=a; broker num.io.threads=8"},
      {"damage-not-noticed", "consumer check.crcs=false"},
      {"heartbeat-not-below-session", "consumer heartbeat.interval.ms=45000"},
      {"session-refused-by-brokers", "consumer session.timeout.ms=5999"},
      {"max-poll-interval-below-session", "librdkafka; consumer max.poll.interval.ms=44999"},
      {"assignors-of-two-protocols",
       "librdkafka; consumer partition.assignment.strategy=range,cooperative-sticky"},
      {"classic-settings-in-new-group",
       "consumer group.protocol=consumer; consumer session.timeout.ms=45000",
       "=consumer group.protocol=consumer"},
      {"remote-assignor-in-classic-group", "consumer group.remote.assignor=uniform",
       "consumer group.protocol=consumer"},
      {"fetch-above-receive", "librdkafka; consumer receive.message.max.bytes=52429311"},
  };
}

std::vector<LintExample> OfTopics() {
  return {
      {"replication-1", "replication 1"},
      {"replication-2", "replication 2"},
      {"min-isr-1", "topic min.insync.replicas=1"},
      {"min-isr-above-replication", "replication 1"},
      {"every-replica-needed", "topic min.insync.replicas=3"},
      {"min-isr-lowered-by-topic", "broker min.insync.replicas=3", "broker min.insync.replicas=2"},
      {"min-isr-raised-by-topic", "broker min.insync.replicas=1", "broker min.insync.replicas=2"},
      {"unclean-election-one-replica",
       "topic unclean.leader.election.enable=true; topic min.insync.replicas=1"},
      {"unclean-election", "topic unclean.leader.election.enable=true"},
      {"unclean-allowed-by-topic",
       "topic unclean.leader.election.enable=true; broker unclean.leader.election.enable=false"},
      {"power-loss-of-all-replicas", ""},
      {"compaction-needs-keys", "topic cleanup.policy=compact"},
      {"retention-short", "topic retention.ms=3599999"},
      {"retention-by-size", "topic retention.bytes=0"},
      {"retention-forever", "topic retention.ms=-1"},
      {"tombstones-short", "topic cleanup.policy=compact; topic delete.retention.ms=3599999"},
      {"times-from-the-future", "topic message.timestamp.after.max.ms=3600001"},
      {"offsets-retention-short", "broker offsets.retention.minutes=1439"},
  };
}

std::vector<LintExample> OfBrokers() {
  return {
      {"topics-made-by-accident", "broker num.io.threads=8"},
      {"default-replication-below-3", "broker default.replication.factor=2"},
      {"unclean-election-of-other-topics",
       "broker unclean.leader.election.enable=true; topic unclean.leader.election.enable=false"},
      {"replicas-in-one-rack", "broker num.io.threads=8", "broker broker.rack=a"},
      {"shutdown-without-notice", "broker controlled.shutdown.enable=false"},
      {"leaders-stay-where-they-are", "broker auto.leader.rebalance.enable=false"},
      {"replica-lag-long", "broker replica.lag.time.max.ms=30001"},
      {"replica-lag-short", "broker replica.lag.time.max.ms=9999"},
      {"broker-session-long", "broker broker.session.timeout.ms=30001"},
      {"broker-session-short", "broker broker.session.timeout.ms=5999"},
      {"broker-heartbeats-rare", "broker broker.heartbeat.interval.ms=3001"},
      {"several-log-dirs", "broker log.dirs=/a,/b", "broker log.dirs=/a"},
      {"logs-in-tmp", "broker num.io.threads=8"},
      {"log-cleaner-off", "broker log.cleaner.enable=false"},
      {"unstable-apis", "broker unstable.api.versions.enable=true"},
      {"unstable-features", "broker unstable.feature.versions.enable=true"},
      {"offsets-replication", "broker offsets.topic.replication.factor=2"},
      {"offsets-min-isr", "broker num.io.threads=8"},
      {"offsets-acks", "kafka 3.9.1; broker offsets.commit.required.acks=1"},
      {"share-state-replication", "broker share.coordinator.state.topic.replication.factor=2"},
      {"share-state-min-isr", "broker share.coordinator.state.topic.min.isr=1"},
      {"controllers-one", "broker controller.quorum.voters=1@a:9093",
       "broker controller.quorum.voters=1@a:9093,2@b:9093,3@c:9093"},
      {"controllers-even", "broker controller.quorum.voters=1@a:9093,2@b:9093",
       "broker controller.quorum.voters=1@a:9093,2@b:9093,3@c:9093"},
      {"quorum-can-not-change", "broker controller.quorum.voters=1@a:9093",
       "=broker controller.quorum.bootstrap.servers=a:9093,b:9093"},
      {"quorum-known-by-one", "broker controller.quorum.bootstrap.servers=a:9093",
       "broker controller.quorum.bootstrap.servers=a:9093,b:9093"},
      {"combined-nodes", "broker process.roles=broker,controller"},
      {"elr-off", "broker eligible.leader.replicas.version=0"},
      {"upgrade-not-finished", "broker metadata.version=4.2-IV1",
       "broker metadata.version=4.3-IV0"},
      {"protocol-version-without-effect", "kafka 3.9.1; broker inter.broker.protocol.version=3.8",
       "=kafka 3.9.1"},
      {"controllers-noticed-late", "broker controller.quorum.fetch.timeout.ms=10001"},
  };
}

std::vector<LintExample> OfSecurityAndVersions() {
  return {
      {"producer-plaintext", "producer acks=all"},
      {"producer-sasl-plaintext", "producer security.protocol=SASL_PLAINTEXT"},
      {"producer-trusts-any-name", "producer ssl.endpoint.identification.algorithm="},
      {"producer-trusts-any-certificate",
       "librdkafka; producer enable.ssl.certificate.verification=false"},
      {"producer-password-in-file", "producer sasl.jaas.config=x", "=producer acks=all"},
      {"consumer-plaintext", "consumer group.id=g"},
      {"consumer-sasl-plaintext", "consumer security.protocol=SASL_PLAINTEXT"},
      {"consumer-trusts-any-name", "consumer ssl.endpoint.identification.algorithm="},
      {"consumer-trusts-any-certificate",
       "librdkafka; consumer enable.ssl.certificate.verification=false"},
      {"consumer-password-in-file", "librdkafka; consumer sasl.password=x", "=consumer group.id=g"},
      {"listener-plaintext", "broker listeners=PLAINTEXT://:9092", "broker listeners=SSL://:9092"},
      {"everyone-may-without-acl", "broker allow.everyone.if.no.acl.found=true"},
      {"authorizer-none", "broker num.io.threads=8"},
      {"brokers-share-listener-with-clients", "broker num.io.threads=8",
       "broker inter.broker.listener.name=INSIDE"},
      {"librdkafka-reused-sequences", "librdkafka; client 1.8.2; producer enable.idempotence=true",
       "client 1.9.0"},
      {"librdkafka-lost-in-transaction", "librdkafka; client 1.8.1; producer transactional.id=a",
       "client 1.8.2"},
      {"librdkafka-skips-after-abort", "librdkafka; client 1.6.2; consumer group.id=g",
       "client 1.7.0"},
      {"librdkafka-truncation-unnoticed", "librdkafka; client 2.0.2; consumer group.id=g",
       "client 2.1.0"},
      {"java-record-in-wrong-topic", "client 4.0.1", "client 4.0.2"},
      {"java-acks-1-by-default", "client 2.8.2; producer linger.ms=5", "producer acks=all"},
      {"retention-forgotten", "kafka 3.7.1; broker log.retention.hours=720", "kafka 3.7.2"},
      {"tiered-bytes-counted-twice",
       "kafka 4.3.1; topic remote.storage.enable=true; topic retention.bytes=1000"},
      {"tiered-failed-copies-counted",
       "kafka 3.8.0; topic remote.storage.enable=true; topic retention.bytes=1000"},
      {"controller-never-resigns", "kafka 3.6.2", "kafka 3.7.0"},
      {"fenced-leader-elected", "kafka 4.0.0; broker eligible.leader.replicas.version=1",
       "kafka 4.0.1"},
      {"kafka-end-of-life", "kafka 4.0.1", "kafka 4.1.0"},
  };
}

}  // namespace

const std::vector<LintExample>& LintExamples() {
  static const auto kExamples = [] {
    std::vector<LintExample> all;
    for (const auto& of :
         {OfProducers(), OfConsumers(), OfTopics(), OfBrokers(), OfSecurityAndVersions()})
      all.insert(all.end(), of.begin(), of.end());
    return all;
  }();
  return kExamples;
}

}  // namespace kproof
