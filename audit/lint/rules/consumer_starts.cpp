// Consumers that do not start, or can't join their group.
#include "audit/lint/rules/names.h"

namespace kproof {
namespace {

using namespace lint;

// What the brokers decide under KIP-848.
constexpr const char* kOfClassicGroups[] = {"session.timeout.ms", "heartbeat.interval.ms",
                                            "partition.assignment.strategy"};

bool NewGroups(const LintSubject& s) { return s.Is(kC, "group.protocol", "consumer"); }

bool Cooperative(const std::string& assignor) { return assignor == "cooperative-sticky"; }

}  // namespace

std::vector<LintRule> ConsumerStartRules() {
  return {
      {"heartbeat-not-below-session",
       kMust,
       kHigh,
       {{kC, "heartbeat.interval.ms"}, {kC, "session.timeout.ms"}},
       "Java, heartbeat.interval.ms >= session.timeout.ms",
       "Java's client refuses to start: each session would end before its first heartbeat",
       "heartbeat.interval.ms=2000",
       "a few more requests",
       "Heartbeat in Kafka's clients",
       [](const LintSubject& s) {
         const auto session = s.Number(kC, "session.timeout.ms");
         return JavaConsumer(s) && !NewGroups(s) && session &&
                s.Above(kC, "heartbeat.interval.ms", *session - 1);
       }},
      {"session-refused-by-brokers",
       kMust,
       kHigh,
       {{kC, "session.timeout.ms"},
        {kB, "group.min.session.timeout.ms"},
        {kB, "group.max.session.timeout.ms"}},
       "session.timeout.ms outside group.min.session.timeout.ms (6000) and "
       "group.max.session.timeout.ms (1800000)",
       "the coordinator refuses each member (INVALID_SESSION_TIMEOUT)",
       "session.timeout.ms=45000",
       "a dead member is noticed after 45 s",
       "Kafka documentation, broker setting group.min.session.timeout.ms",
       [](const LintSubject& s) {
         const auto least = s.Number(kB, "group.min.session.timeout.ms").value_or(6000);
         const auto most = s.Number(kB, "group.max.session.timeout.ms").value_or(1'800'000);
         return !NewGroups(s) && (s.Below(kC, "session.timeout.ms", least) ||
                                  s.Above(kC, "session.timeout.ms", most));
       }},
      {"max-poll-interval-below-session",
       kMust,
       kHigh,
       {{kC, "max.poll.interval.ms"}, {kC, "session.timeout.ms"}},
       "librdkafka, max.poll.interval.ms < session.timeout.ms",
       "librdkafka refuses to start",
       "max.poll.interval.ms=300000",
       "a member that stands still is noticed after 5 minutes",
       "rd_kafka_conf_finalize in librdkafka",
       [](const LintSubject& s) {
         const auto session = s.Number(kC, "session.timeout.ms");
         return LibrdkafkaConsumer(s) && !NewGroups(s) && session &&
                s.Below(kC, "max.poll.interval.ms", *session);
       }},
      {"assignors-of-two-protocols",
       kMust,
       kHigh,
       {{kC, "partition.assignment.strategy"}},
       "librdkafka, cooperative-sticky together with another assignor",
       "librdkafka refuses to start: it can't move a running group from eager to cooperative "
       "rebalances",
       "partition.assignment.strategy=cooperative-sticky",
       "all members of the group have to be stopped before the change",
       "rd_kafka_assignor_rebalance_protocol_check in librdkafka",
       [](const LintSubject& s) {
         std::size_t cooperative = 0;
         const auto assignors = s.List(kC, "partition.assignment.strategy");
         for (const auto& one : assignors) cooperative += Cooperative(one) ? 1 : 0;
         return LibrdkafkaConsumer(s) && cooperative > 0 && cooperative < assignors.size();
       }},
      {"classic-settings-in-new-group",
       kMust,
       kHigh,
       {{kC, "group.protocol"},
        {kC, "session.timeout.ms"},
        {kC, "heartbeat.interval.ms"},
        {kC, "partition.assignment.strategy"}},
       "group.protocol=consumer, and session.timeout.ms, heartbeat.interval.ms or "
       "partition.assignment.strategy was given",
       "clients refuse to start: under this protocol the brokers decide these",
       "leave session.timeout.ms, heartbeat.interval.ms and partition.assignment.strategy out; "
       "group.consumer.session.timeout.ms of the brokers counts",
       "one session time-out for all groups of that protocol",
       "KIP-848; rd_kafka_conf_finalize in librdkafka",
       [](const LintSubject& s) {
         bool given = false;
         for (const char* key : kOfClassicGroups) given = given || s.Given(kC, key);
         return NewGroups(s) && given;
       }},
      {"remote-assignor-in-classic-group",
       kMust,
       kHigh,
       {{kC, "group.remote.assignor"}, {kC, "group.protocol"}},
       "Java, group.remote.assignor was given, group.protocol=classic",
       "Java's client refuses to start: classic groups assign at a client",
       "leave group.remote.assignor out, or give group.protocol=consumer",
       "group.protocol=consumer needs brokers of Kafka 4.0 or newer",
       "ConsumerConfig.checkGroupRemoteAssignor",
       [](const LintSubject& s) {
         return JavaConsumer(s) && s.Given(kC, "group.remote.assignor") && !NewGroups(s);
       }},
      {"fetch-above-receive",
       kMust,
       kHigh,
       {{kC, "receive.message.max.bytes"}, {kC, "fetch.max.bytes"}},
       "librdkafka, receive.message.max.bytes was given below fetch.max.bytes + 512",
       "librdkafka refuses to start: an answer could be larger than what it takes",
       "receive.message.max.bytes=100000000",
       "memory of the application",
       "rd_kafka_conf_finalize in librdkafka",
       [](const LintSubject& s) {
         const auto fetch = s.Number(kC, "fetch.max.bytes");
         return LibrdkafkaConsumer(s) && s.Given(kC, "receive.message.max.bytes") && fetch &&
                s.Below(kC, "receive.message.max.bytes", *fetch + 512);
       }},
  };
}

}  // namespace kproof
