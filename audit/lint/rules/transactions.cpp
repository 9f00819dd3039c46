// Transactions: what their producers, coordinators and readers need.
#include "audit/lint/rules/names.h"

namespace kproof {

std::vector<LintRule> TransactionRules() {
  using namespace lint;
  return {
      {"transaction-without-idempotence",
       kMust,
       kHigh,
       {{kP, kIdempotence}, {kP, kTransactionalId}},
       "transactional.id was given, and idempotence is off",
       "clients refuse to start: transactions need idempotence",
       "give enable.idempotence=true with acks=all and without retries=0",
       "at most 5 requests in flight, acks=all and retries > 0",
       "ProducerConfig.postProcessAndValidateIdempotenceConfigs; rd_kafka_conf_finalize",
       [](const LintSubject& s) { return Transactional(s) && s.Off(kP, kIdempotence); }},
      {"transaction-timeout-above-brokers",
       kMust,
       kHigh,
       {{kP, "transaction.timeout.ms"}, {kB, "transaction.max.timeout.ms"}, {kP, kTransactionalId}},
       "transactional.id was given, transaction.timeout.ms > transaction.max.timeout.ms (900000)",
       "the coordinator refuses the producer (InvalidTransactionTimeout)",
       "transaction.timeout.ms=60000",
       "a transaction of more than a minute is aborted",
       "Kafka documentation, producer setting transaction.timeout.ms",
       [](const LintSubject& s) {
         const auto most = s.Number(kB, "transaction.max.timeout.ms").value_or(900'000);
         return Transactional(s) && s.Above(kP, "transaction.timeout.ms", most);
       }},
      {"message-timeout-above-transaction-timeout",
       kMust,
       kHigh,
       {{kP, kDeliveryTimeout}, {kP, "transaction.timeout.ms"}, {kP, kTransactionalId}},
       "librdkafka, transactional.id, message.timeout.ms was given above transaction.timeout.ms",
       "librdkafka refuses to start: a record could outlive its transaction",
       "leave message.timeout.ms out; librdkafka then takes transaction.timeout.ms",
       "records fail when their transaction would have ended",
       "rd_kafka_topic_conf_finalize in librdkafka",
       [](const LintSubject& s) {
         const auto transaction = s.Number(kP, "transaction.timeout.ms");
         return LibrdkafkaProducer(s) && Transactional(s) && s.Given(kP, kDeliveryTimeout) &&
                transaction && s.Above(kP, kDeliveryTimeout, *transaction);
       }},
      {"transactional-id-in-a-file",
       kNote,
       kContext,
       {{kP, kTransactionalId}},
       "transactional.id was given",
       "two instances with one transactional.id fence each other: each new one ends the "
       "transaction of the other",
       "make transactional.id unique for each instance, and the same after its restart",
       "instances need a name of their own",
       "KIP-98; KIP-447",
       Transactional},
      {"transactions-unclean",
       kShould,
       kHigh,
       {{kT, kUnclean}, {kP, kTransactionalId}},
       "transactional.id was given, unclean.leader.election.enable=true",
       "an unclean election cuts one partition of a transaction and not the others, or takes its "
       "end away, and readers of committed records then stand still",
       "unclean.leader.election.enable=false",
       "a partition whose in-sync replicas are all gone waits for one of them",
       "KAFKA-20716",
       [](const LintSubject& s) { return Transactional(s) && s.On(kT, kUnclean); },
       {},
       {kAtomic}},
      {"transaction-version-1",
       kShould,
       kMedium,
       {{kB, "transaction.version"}},
       "transactional.id was given, transaction.version below 2",
       "the end of a transaction that comes late, because it was sent twice, ends the next "
       "transaction of the same producer",
       "transaction.version=2",
       "none known; clients need 4.0 to use it",
       "KIP-890; KAFKA-17754",
       [](const LintSubject& s) {
         return Transactional(s) && s.Below(kB, "transaction.version", 2);
       }},
      {"transaction-state-replication",
       kShould,
       kHigh,
       {{kB, "transaction.state.log.replication.factor"}},
       "transaction.state.log.replication.factor < 3",
       "outcomes of transactions are on fewer disks than the records: when those fail, "
       "transactions hang or are forgotten",
       "transaction.state.log.replication.factor=3",
       "three brokers; an existing topic has to be reassigned",
       "Kafka documentation, broker setting transaction.state.log.replication.factor",
       [](const LintSubject& s) {
         return s.Below(kB, "transaction.state.log.replication.factor", 3);
       }},
      {"transaction-state-min-isr",
       kShould,
       kHigh,
       {{kB, "transaction.state.log.min.isr"}},
       "transaction.state.log.min.isr < 2",
       "an outcome that one broker alone has is acknowledged, and may be lost with its disk",
       "transaction.state.log.min.isr=2",
       "transactions wait while fewer than 2 replicas of their log are in sync",
       "Kafka documentation, broker setting transaction.state.log.min.isr",
       [](const LintSubject& s) { return s.Below(kB, "transaction.state.log.min.isr", 2); }},
      {"read-uncommitted",
       kShould,
       kMedium,
       {{kC, "isolation.level"}, {kP, kTransactionalId}},
       "transactional.id was given, isolation.level=read_uncommitted",
       "the consumer gets records of transactions that were aborted, and those of open ones",
       "isolation.level=read_committed",
       "records come when their transaction has ended; an open one holds up the partition",
       "KIP-98; Kafka documentation, consumer setting isolation.level",
       [](const LintSubject& s) {
         return Transactional(s) && s.Is(kC, "isolation.level", "read_uncommitted");
       }},
  };
}

}  // namespace kproof
