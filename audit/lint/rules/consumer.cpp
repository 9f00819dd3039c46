// Consumers: where records can be passed over or done twice.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

bool AutoCommits(const LintSubject& s) { return s.On(kC, "enable.auto.commit"); }

std::int64_t GroupSessionMs(const LintSubject& s) {
  return s.Number(kC, "session.timeout.ms").value_or(45'000);
}

}  // namespace

std::vector<LintRule> ConsumerRules() {
  return {
      {"auto-commit-before-work",
       kShould,
       kHigh,
       {{kC, "enable.auto.offset.store"}, {kC, "enable.auto.commit"}},
       "librdkafka, enable.auto.commit=true, enable.auto.offset.store=true",
       "librdkafka counts a record as done when it hands it over, and commits that by a timer: an "
       "application that ends before its work is done never gets the record again",
       "enable.auto.offset.store=false",
       "the application stores each offset itself, once its work is done",
       "librdkafka, CONFIGURATION.md, enable.auto.offset.store and max.poll.interval.ms",
       [](const LintSubject& s) {
         return LibrdkafkaConsumer(s) && AutoCommits(s) && s.On(kC, "enable.auto.offset.store");
       },
       {"consumers/auto-commit-slow-work", "consumers/commit-sync-each"}},
      {"auto-commit-java",
       kShould,
       kContext,
       {{kC, "enable.auto.commit"}},
       "Java, enable.auto.commit=true",
       "Java's client commits what earlier polls returned: work in the poll loop is done by then, "
       "work that was handed to other threads may not be, and is then never done",
       "enable.auto.commit=false",
       "the application commits by itself, after its work",
       "Kafka documentation, consumer setting enable.auto.commit; KafkaConsumer (javadoc)",
       [](const LintSubject& s) { return JavaConsumer(s) && AutoCommits(s); },
       {"consumers/auto-commit-workers-java", "consumers/workers-contiguous-java"}},
      {"auto-commit-rarely",
       kNote,
       kHigh,
       {{kC, "auto.commit.interval.ms"}, {kC, "enable.auto.commit"}},
       "enable.auto.commit=true, auto.commit.interval.ms > 60000",
       "after a crash or a lost session everything since the last commit is delivered again",
       "auto.commit.interval.ms=5000",
       "a commit every 5 s",
       "Kafka documentation, consumer setting auto.commit.interval.ms",
       [](const LintSubject& s) {
         return AutoCommits(s) && s.Above(kC, "auto.commit.interval.ms", kMinute);
       },
       {"consumers/auto-commit-rarely", "consumers/auto-commit-crash"}},
      {"offset-reset-latest",
       kShould,
       kHigh,
       {{kC, "auto.offset.reset"}},
       "auto.offset.reset=latest",
       "a group without an offset begins at the end: what was written before, also to a partition "
       "that was just added, is never delivered, and nobody gets an error",
       "auto.offset.reset=earliest",
       "a new group, or one whose offsets have expired, reads the whole topic; advisers differ "
       "(docs/contested.md)",
       "KAFKA-12478; KAFKA-12261; KIP-1327",
       [](const LintSubject& s) { return s.Is(kC, "auto.offset.reset", "latest"); },
       {"consumers/new-partitions-latest", "consumers/new-partitions-earliest"}},
      {"offset-reset-none",
       kNote,
       kContext,
       {{kC, "auto.offset.reset"}},
       "auto.offset.reset=none (librdkafka: error)",
       "a group without an offset gets an error; an application that does not handle it stops",
       "handle NoOffsetForPartitionException (librdkafka: ERR__AUTO_OFFSET_RESET)",
       "code for the first start and for expired offsets",
       "Kafka documentation, consumer setting auto.offset.reset",
       [](const LintSubject& s) {
         return s.Is(kC, "auto.offset.reset", "none") || s.Is(kC, "auto.offset.reset", "error");
       }},
      {"heartbeat-above-third-of-session",
       kShould,
       kHigh,
       {{kC, "heartbeat.interval.ms"}, {kC, "session.timeout.ms"}},
       "heartbeat.interval.ms > session.timeout.ms / 3, and below session.timeout.ms",
       "one or two late heartbeats end the session: the group rebalances, and what was not "
       "committed is delivered again",
       "heartbeat.interval.ms=2000",
       "a few more requests",
       "Kafka documentation, consumer setting heartbeat.interval.ms",
       [](const LintSubject& s) {
         return s.Above(kC, "heartbeat.interval.ms", GroupSessionMs(s) / 3) &&
                s.Below(kC, "heartbeat.interval.ms", GroupSessionMs(s));
       },
       {"consumers/heartbeats-rare", "consumers/heartbeats-often"}},
      {"session-short",
       kNote,
       kContext,
       {{kC, "session.timeout.ms"}},
       "session.timeout.ms was given below 10000",
       "a pause of the process or of its network ends the session: the group rebalances, and what "
       "was not committed is delivered again",
       "session.timeout.ms=45000",
       "a dead member is noticed after 45 s",
       "KIP-735",
       [](const LintSubject& s) {
         return s.Given(kC, "session.timeout.ms") && s.Below(kC, "session.timeout.ms", 10'000);
       },
       {"consumers/member-frozen-short-session", "consumers/member-frozen-long-session"}},
      {"max-poll-interval-short",
       kNote,
       kContext,
       {{kC, "max.poll.interval.ms"}},
       "max.poll.interval.ms was given below 60000",
       "work on one poll that takes longer makes the member leave its group: its partitions move, "
       "and its records are done twice",
       "max.poll.interval.ms=300000",
       "a member that stands still is noticed after 5 minutes",
       "Kafka documentation, consumer setting max.poll.interval.ms",
       [](const LintSubject& s) {
         return s.Given(kC, "max.poll.interval.ms") && s.Below(kC, "max.poll.interval.ms", kMinute);
       },
       {"consumers/poll-interval-overrun", "consumers/poll-interval-long-enough"}},
      {"static-member-short-session",
       kNote,
       kContext,
       {{kC, "session.timeout.ms"}, {kC, "group.instance.id"}},
       "group.instance.id was given, session.timeout.ms < 60000",
       "a member that restarts more slowly than its session loses its partitions after all, which "
       "is what group.instance.id was to avoid",
       "session.timeout.ms=120000",
       "the partitions of a dead member wait for 2 minutes",
       "KIP-345; AWS guidance for MSK clients",
       [](const LintSubject& s) {
         return s.Given(kC, "group.instance.id") && s.Below(kC, "session.timeout.ms", kMinute);
       },
       {"consumers/static-member-short-session", "consumers/static-member-long-session"}},
      {"assignors-of-an-unfinished-upgrade",
       kNote,
       kMedium,
       {{kC, "partition.assignment.strategy"}},
       "Java, partition.assignment.strategy was given with CooperativeStickyAssignor and another",
       "the group stays with the eager protocol, under which every member stops in each rebalance; "
       "the list is the first of two steps of an upgrade",
       "partition.assignment.strategy=org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
       "a second rolling restart of all members",
       "KIP-429",
       [](const LintSubject& s) {
         const auto assignors = s.List(kC, "partition.assignment.strategy");
         bool cooperative = false;
         for (const auto& one : assignors)
           cooperative = cooperative || one.ends_with("CooperativeStickyAssignor");
         return JavaConsumer(s) && s.Given(kC, "partition.assignment.strategy") && cooperative &&
                assignors.size() > 1;
       }},
      {"rack-without-selector",
       kNote,
       kHigh,
       {{kB, "replica.selector.class"}, {kC, "client.rack"}},
       "client.rack was given, replica.selector.class of the brokers was not",
       "client.rack has no effect: the consumer reads from leaders in other racks all the same",
       "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector",
       "followers answer fetches, a little behind the leader",
       "KIP-392",
       [](const LintSubject& s) {
         return s.Given(kC, "client.rack") && s.brokers_known &&
                !s.Given(kB, "replica.selector.class");
       }},
      {"damage-not-noticed",
       kNote,
       kHigh,
       {{kC, "check.crcs"}},
       "check.crcs=false",
       "a record that a disk or a network has changed is delivered as if nothing were wrong",
       "check.crcs=true",
       "some processor time for each batch",
       "Kafka documentation, consumer setting check.crcs; librdkafka, CONFIGURATION.md, check.crcs",
       [](const LintSubject& s) { return s.Off(kC, "check.crcs"); }},
  };
}

}  // namespace kproof
