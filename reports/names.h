// Names of result.json that stand in no table of harness/words, in the order which every format
// keeps.
//
// Thread-safe: constants.
#pragma once

#include <array>
#include <string_view>

namespace kproof {

// What was done with records; says nothing bad by itself.
inline constexpr std::array<std::string_view, 5> kTraffic = {"sent", "acked", "failed", "unknown",
                                                             "read"};

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

}  // namespace kproof
