// The names of result.json's counts and guarantees in the order of the contract, which every format
// keeps.
//
// Thread-safe: constants.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace kproof {

// What was done with records; says nothing bad by itself.
inline constexpr std::array<std::string_view, 5> kTraffic = {"sent", "acked", "failed", "unknown",
                                                             "read"};

// What the judge can find.
inline constexpr std::array<std::string_view, 17> kAnomalies = {
    "lost",        "expired",     "duplicated",  "reordered", "phantom", "ghost",
    "misplaced",   "corrupt",     "torn",        "early",     "skipped", "rewound",
    "redelivered", "unprocessed", "reprocessed", "diverged",  "pending"};

// The settings on which what Kafka promises turns, of those that a run reports.
inline constexpr std::array<std::string_view, 13> kTelling = {
    "acks",
    "enable.idempotence",
    "max.in.flight.requests.per.connection",
    "retries",
    "message.timeout.ms",
    "delivery.timeout.ms",
    "transactional.id",
    "replication.factor",
    "replication",
    "min.insync.replicas",
    "unclean.leader.election.enable",
    "flush.messages",
    "broker.session.timeout.ms"};

// The anomalies that a guarantee excludes; none for a name that is no guarantee.
std::vector<std::string> ExcludedBy(std::string_view guarantee);

// Guarantees that no setting promises: they count only where `require` names them.
bool PromisedByNobody(std::string_view guarantee);

}  // namespace kproof
