// Requests that only the active controller carries out, sent to it and to nobody else: a general
// admin client may pick a frozen broker to forward them and block for many seconds.
//
// Each call finds the active controller by asking the controllers one after the other
// (DescribeQuorum), sends it the request, and starts over when that one had no answer, answers
// NOT_CONTROLLER (QuorumController refuses every change while it is not active) or, for a request
// to the quorum, NOT_LEADER_OR_FOLLOWER, or REQUEST_TIMED_OUT, until the deadline passes; then it
// throws Error with what was heard last. A request may so be carried out twice: all of them say
// where they have nothing left to do
// (ELECTION_NOT_NEEDED, VOTER_NOT_FOUND and so on), and callers take that for success.
//
// Answers are handed back as they are: what was refused is for the caller to decide on.
//
// Not thread-safe: one for each thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/clock.h"
#include "harness/kafka/admin_messages.h"
#include "harness/kafka/membership_messages.h"
#include "harness/kafka/node_client.h"

namespace kproof {

class ControllerClient {
 public:
  // The controllers' own listeners by node id.
  explicit ControllerClient(const std::map<std::int32_t, Address>& controllers);

  AdminAnswer ElectLeaders(Election election, const std::vector<TopicPartition>& partitions,
                           Deadline deadline);
  AdminAnswer Reassign(const std::vector<Reassignment>& moves, Deadline deadline);
  // Every move that has not ended.
  std::vector<OngoingReassignment> Ongoing(Deadline deadline);
  AdminAnswer Alter(const std::vector<ConfigChange>& changes, Deadline deadline);
  AdminAnswer CreatePartitions(const std::string& topic, std::int32_t count, Deadline deadline);
  AdminAnswer DeleteTopics(const std::vector<std::string>& topics, Deadline deadline);
  AdminAnswer UnregisterBroker(std::int32_t broker, Deadline deadline);
  AdminAnswer Upgrade(const std::map<std::string, std::int16_t>& levels, Deadline deadline);
  AdminAnswer AddVoter(const std::string& cluster_id, const NewVoter& voter, Deadline deadline);
  AdminAnswer RemoveVoter(const std::string& cluster_id, const Voter& voter, Deadline deadline);
  messages::QuorumMembers Members(Deadline deadline);

 private:
  // Nothing: no controller says who is active, or it is none of ours; see last_.
  std::optional<std::int32_t> FindActive(Deadline deadline);
  std::string Ask(const std::string& what, const std::function<Request(Duration limit)>& request,
                  const std::function<bool(const std::string& body)>& again, Deadline deadline);
  AdminAnswer Change(const std::string& what, const std::function<Request(Duration limit)>& request,
                     const std::function<AdminAnswer(std::string_view)>& read, Deadline deadline);

  std::map<std::int32_t, NodeClient> controllers_;
  std::optional<std::int32_t> active_;
  std::string last_ = "no controller was asked";
};

}  // namespace kproof
