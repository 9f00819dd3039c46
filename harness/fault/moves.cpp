// A throttle that stays behind throttles the next recovery, so lifting it is an undo of its own.
#include "harness/fault/moves.h"

#include <algorithm>

#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

void Require(const AdminAnswer& answer, const std::string& what,
             std::initializer_list<std::int16_t> forgiven = {}) {
  if (const auto refusal = answer.Refusal(forgiven))
    throw Error("Kafka refused to " + what + ": " + *refusal);
}

std::vector<ConfigChange> ThrottleOf(const std::vector<std::int32_t>& brokers,
                                     const std::vector<std::string>& topics,
                                     const std::optional<std::string>& rate) {
  std::vector<ConfigChange> changes;
  for (const auto broker : brokers)
    changes.push_back({ConfigChange::Scope::kBroker,
                       std::to_string(broker),
                       {{"leader.replication.throttled.rate", rate},
                        {"follower.replication.throttled.rate", rate}}});
  const auto replicas = rate ? std::optional<std::string>("*") : std::nullopt;
  for (const auto& topic : topics)
    changes.push_back({ConfigChange::Scope::kTopic,
                       topic,
                       {{"leader.replication.throttled.replicas", replicas},
                        {"follower.replication.throttled.replicas", replicas}}});
  return changes;
}

}  // namespace

std::vector<Reassignment> Spread(const std::vector<TopicPartition>& partitions,
                                 const std::vector<std::int32_t>& brokers, std::size_t replicas) {
  std::vector<Reassignment> moves;
  for (const auto& partition : partitions) {
    std::vector<std::int32_t> order;
    for (std::size_t i = 0; i < std::min(replicas, brokers.size()); ++i)
      order.push_back(
          brokers[(static_cast<std::size_t>(partition.partition) + i) % brokers.size()]);
    moves.push_back({partition, order});
  }
  return moves;
}

std::vector<TopicPartition> StillMoving(ControllerClient& admin,
                                        const std::vector<TopicPartition>& partitions,
                                        Deadline deadline) {
  std::vector<TopicPartition> moving;
  for (const auto& move : admin.Ongoing(deadline))
    if (Contains(partitions, move.partition)) moving.push_back(move.partition);
  return moving;
}

void Move(ControllerClient& admin, const std::vector<Reassignment>& moves, Deadline deadline) {
  Require(admin.Reassign(moves, deadline), "reassign partitions");
  std::vector<TopicPartition> partitions;
  for (const auto& move : moves) partitions.push_back(move.partition);
  std::vector<TopicPartition> moving;
  const auto ended = [&] { return (moving = StillMoving(admin, partitions, deadline)).empty(); };
  if (WaitUntil(ended, deadline)) return;
  throw Error(ToString(moving.front()) + " and " + std::to_string(moving.size() - 1) +
                  " other partitions were still moving when the limit passed",
              Hint("give the step a longer `within`, or a higher throttle"));
}

void CancelMoves(ControllerClient& admin, const std::vector<TopicPartition>& partitions,
                 Deadline deadline) {
  std::vector<Reassignment> cancels;
  for (const auto& partition : StillMoving(admin, partitions, deadline))
    cancels.push_back({partition, {}});
  if (cancels.empty()) return;
  Require(admin.Reassign(cancels, deadline), "cancel reassignments",
          {kafka_error::kNoReassignmentInProgress});
}

Undo Throttle(ControllerClient& admin, const std::vector<std::int32_t>& brokers,
              const std::vector<std::string>& topics, std::uint64_t bytes_per_s, Duration within) {
  Undo lift("lift the throttle", [&admin, brokers, topics, within] {
    Require(admin.Alter(ThrottleOf(brokers, topics, {}), Deadline(within)), "lift the throttle");
  });
  Require(admin.Alter(ThrottleOf(brokers, topics, std::to_string(bytes_per_s)), Deadline(within)),
          "throttle");
  return lift;
}

}  // namespace kproof
