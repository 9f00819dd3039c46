// Moves of partitions between brokers, from the request until none of them is left: the controller
// drops old replicas once every new one is in the ISR (KIP-455), so an end means that the data are
// there.
//
// Not thread-safe: they use their owner's ControllerClient.
#pragma once

#include <string>
#include <vector>

#include "harness/base/undo.h"
#include "harness/kafka/controller_client.h"

namespace kproof {

// Which brokers hold what, spread over `brokers` so that partition n begins with the n-th one.
std::vector<Reassignment> Spread(const std::vector<TopicPartition>& partitions,
                                 const std::vector<std::int32_t>& brokers, std::size_t replicas);

// Those of `partitions` whose moves have not ended.
std::vector<TopicPartition> StillMoving(ControllerClient& admin,
                                        const std::vector<TopicPartition>& partitions,
                                        Deadline deadline);

// Asks for the moves and waits until they have ended. Throws Error: what Kafka refused, or what is
// still moving when the deadline passes.
void Move(ControllerClient& admin, const std::vector<Reassignment>& moves, Deadline deadline);

// Puts an end to those that are still going on; their partitions go back to where they were.
void CancelMoves(ControllerClient& admin, const std::vector<TopicPartition>& partitions,
                 Deadline deadline);

// Limits what brokers copy for moves to so many bytes a second each, by
// {leader,follower}.replication.throttled.rate of each broker and .throttled.replicas of each topic
// (KIP-73). Copies of replicas in the ISR count too. The undo lifts it.
Undo Throttle(ControllerClient& admin, const std::vector<std::int32_t>& brokers,
              const std::vector<std::string>& topics, std::uint64_t bytes_per_s, Duration within);

}  // namespace kproof
