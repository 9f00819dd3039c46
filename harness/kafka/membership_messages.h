// Who belongs to the cluster, and at which feature level: UnregisterBroker v0 (from Kafka 2.8, as
// UpdateFeatures v1 from 3.3), AddRaftVoter v0 and RemoveRaftVoter v0 (KIP-853, from 3.9),
// DescribeQuorum v2 for the voters' directories (from 3.9), ApiVersions v3 for the features. The
// active controller carries out the changes; brokers forward them there (KafkaApis.scala), but for
// ApiVersions, which every node answers for itself.
//
// Thread-safe: pure functions. Readers throw Error(kCorrupt) on a damaged answer.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_answer.h"
#include "harness/kafka/connection.h"

namespace kproof {

// Kafka's 128 bits, high half first.
using Uuid = std::array<std::uint64_t, 2>;

// A voter of the metadata quorum: the same node with another disk is another voter.
struct Voter {
  std::int32_t id = -1;
  Uuid directory{};
};
// As it stands in meta.properties: 22 digits of base 64 (RFC 4648, for URLs). Throws
// Error(kCorrupt) for anything else.
Uuid ParseUuid(std::string_view text);

struct NewVoter {
  Voter voter;
  std::string listener;  // "CONTROLLER"
  std::string host;
  std::uint16_t port = 0;
};

// What a node can do and what the cluster has agreed on.
struct FeatureLevels {
  std::map<std::string, std::int16_t> supported;  // highest level that this node knows
  std::map<std::string, std::int16_t> finalized;  // level of the cluster; absent: 0
};

namespace messages {

Request AskUnregister(std::int32_t broker);
AdminAnswer ReadUnregister(std::string_view body, std::int32_t broker);

Request AskUpgrade(const std::map<std::string, std::int16_t>& levels, Duration timeout);
AdminAnswer ReadUpgrade(std::string_view body);

Request AskFeatures();
FeatureLevels ReadFeatures(std::string_view body);

Request AskAddVoter(const std::string& cluster_id, const NewVoter& voter, Duration timeout);
Request AskRemoveVoter(const std::string& cluster_id, const Voter& voter);
// Of either.
AdminAnswer ReadVoterChange(std::string_view body);

struct QuorumMembers {
  std::int16_t error = kafka_error::kNone;
  std::int32_t leader = -1;  // the active controller; -1: none
  std::vector<Voter> voters;
  std::vector<Voter> observers;  // brokers, and controllers that don't vote
};
Request AskMembers();
QuorumMembers ReadMembers(std::string_view body);

}  // namespace messages
}  // namespace kproof
