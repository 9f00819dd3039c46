// Short names for the tables of rules: scopes, severities, and questions that several rules ask.
//
// Thread-safe: constants and pure functions.
#pragma once

#include "audit/lint/rule.h"

namespace kproof::lint {

inline constexpr auto kP = SettingScope::kProducer;
inline constexpr auto kC = SettingScope::kConsumer;
inline constexpr auto kT = SettingScope::kTopic;
inline constexpr auto kB = SettingScope::kBroker;

inline constexpr auto kMust = LintSeverity::kMust;
inline constexpr auto kShould = LintSeverity::kShould;
inline constexpr auto kNote = LintSeverity::kNote;
inline constexpr auto kHigh = LintConfidence::kHigh;
inline constexpr auto kMedium = LintConfidence::kMedium;
inline constexpr auto kContext = LintConfidence::kContext;

inline constexpr auto kNoLoss = Guarantee::kNoLoss;
inline constexpr auto kNoDuplicates = Guarantee::kNoDuplicates;
inline constexpr auto kOrder = Guarantee::kOrder;
inline constexpr auto kAtomic = Guarantee::kAtomic;

inline constexpr char kIdempotence[] = "enable.idempotence";
inline constexpr char kInFlight[] = "max.in.flight.requests.per.connection";
inline constexpr char kDeliveryTimeout[] = "delivery.timeout.ms";
inline constexpr char kRequestTimeout[] = "request.timeout.ms";
inline constexpr char kSocketTimeout[] = "socket.timeout.ms";
inline constexpr char kTransactionalId[] = "transactional.id";
inline constexpr char kUnclean[] = "unclean.leader.election.enable";
inline constexpr char kMinIsr[] = "min.insync.replicas";

inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kHour = 3'600'000;

inline bool JavaProducer(const LintSubject& s) { return s.producer.kind == "java"; }
inline bool LibrdkafkaProducer(const LintSubject& s) { return s.producer.kind == "librdkafka"; }
inline bool JavaConsumer(const LintSubject& s) { return s.consumer.kind == "java"; }
inline bool LibrdkafkaConsumer(const LintSubject& s) { return s.consumer.kind == "librdkafka"; }

inline bool Transactional(const LintSubject& s) { return s.Given(kP, kTransactionalId); }
inline bool AcksAll(const LintSubject& s) { return s.Is(kP, "acks", "all"); }
inline bool AcksOne(const LintSubject& s) { return s.Is(kP, "acks", "1"); }
inline bool Compacted(const LintSubject& s) {
  for (const auto& policy : s.List(kT, "cleanup.policy"))
    if (policy == "compact") return true;
  return false;
}

}  // namespace kproof::lint
