// A frozen controller costs kLookLimit for each look at it, so whoever carried out the last request
// is not looked for again until it fails.
#include "harness/kafka/controller_client.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/kafka/admin_messages.h"

namespace kproof {
namespace {

constexpr Duration kLookLimit = std::chrono::milliseconds(500);
// One try of a change; Kafka waits as long for it to be committed by the quorum.
constexpr Duration kTryLimit = std::chrono::seconds(5);
constexpr Duration kBetween = std::chrono::milliseconds(50);

}  // namespace

ControllerClient::ControllerClient(const std::map<std::int32_t, Address>& controllers) {
  for (const auto& [id, listener] : controllers) controllers_.emplace(id, NodeClient(listener));
}

std::optional<std::int32_t> ControllerClient::FindActive(Deadline deadline) {
  for (auto& [id, client] : controllers_) {
    const auto quorum = client.Quorum(std::min(kLookLimit, std::max(deadline.Left(), Duration(1))));
    if (!quorum) {
      last_ = "controller " + std::to_string(id) + ": " + client.last_error();
    } else if (quorum->leader < 0) {
      last_ = "controller " + std::to_string(id) + " knows no active controller";
    } else if (!controllers_.contains(quorum->leader)) {
      last_ = "the active controller " + std::to_string(quorum->leader) +
              " is not a node of this cluster";
    } else {
      return quorum->leader;
    }
  }
  return std::nullopt;
}

std::string ControllerClient::Ask(const std::string& what,
                                  const std::function<Request(Duration limit)>& request,
                                  const std::function<bool(const std::string& body)>& again,
                                  Deadline deadline) {
  std::string answered;
  const auto done = [&] {
    if (!active_) active_ = FindActive(deadline);
    if (!active_) return false;
    NodeClient& client = controllers_.at(*active_);
    const Duration limit = std::min(kTryLimit, std::max(deadline.Left(), Duration(1)));
    const auto body = client.Ask(request(limit), limit);
    if (body && !again(*body)) {
      answered = *body;
      return true;
    }
    last_ = "controller " + std::to_string(*active_) + ": " +
            (body ? "it is not active, or could not commit" : client.last_error());
    active_.reset();
    return false;
  };
  if (WaitUntil(done, deadline, kBetween)) return answered;
  throw Error("no active controller carried out: " + what, Hint("last heard: " + last_));
}

AdminAnswer ControllerClient::Change(const std::string& what,
                                     const std::function<Request(Duration limit)>& request,
                                     const std::function<AdminAnswer(std::string_view)>& read,
                                     Deadline deadline) {
  const auto again = [&](const std::string& body) {
    const AdminAnswer answer = read(body);
    return answer.Has(kafka_error::kNotController) || answer.Has(kafka_error::kRequestTimedOut) ||
           answer.error == kafka_error::kNotLeader;  // of the quorum
  };
  return read(Ask(what, request, again, deadline));
}

AdminAnswer ControllerClient::ElectLeaders(Election election,
                                           const std::vector<TopicPartition>& partitions,
                                           Deadline deadline) {
  return Change(
      "elect leaders",
      [&](Duration limit) { return messages::AskElection(election, partitions, limit); },
      messages::ReadElection, deadline);
}

AdminAnswer ControllerClient::Reassign(const std::vector<Reassignment>& moves, Deadline deadline) {
  return Change(
      "reassign partitions",
      [&](Duration limit) { return messages::AskReassignment(moves, limit); },
      messages::ReadReassignment, deadline);
}

std::vector<OngoingReassignment> ControllerClient::Ongoing(Deadline deadline) {
  const auto again = [](const std::string& body) {
    return messages::ReadOngoing(body).error != kafka_error::kNone;
  };
  return messages::ReadOngoing(Ask("list reassignments", messages::AskOngoing, again, deadline))
      .moves;
}

AdminAnswer ControllerClient::Alter(const std::vector<ConfigChange>& changes, Deadline deadline) {
  return Change(
      "alter settings", [&](Duration) { return messages::AskConfigChange(changes); },
      messages::ReadConfigChange, deadline);
}

AdminAnswer ControllerClient::CreatePartitions(const std::string& topic, std::int32_t count,
                                               Deadline deadline) {
  return Change(
      "add partitions to " + topic,
      [&](Duration limit) { return messages::AskMorePartitions(topic, count, limit); },
      messages::ReadMorePartitions, deadline);
}

AdminAnswer ControllerClient::DeleteTopics(const std::vector<std::string>& topics,
                                           Deadline deadline) {
  return Change(
      "delete topics", [&](Duration limit) { return messages::AskDeleteTopics(topics, limit); },
      messages::ReadDeleteTopics, deadline);
}

AdminAnswer ControllerClient::UnregisterBroker(std::int32_t broker, Deadline deadline) {
  return Change(
      "unregister broker " + std::to_string(broker),
      [&](Duration) { return messages::AskUnregister(broker); },
      [&](std::string_view body) { return messages::ReadUnregister(body, broker); }, deadline);
}

AdminAnswer ControllerClient::Upgrade(const std::map<std::string, std::int16_t>& levels,
                                      Deadline deadline) {
  return Change(
      "upgrade features", [&](Duration limit) { return messages::AskUpgrade(levels, limit); },
      messages::ReadUpgrade, deadline);
}

AdminAnswer ControllerClient::AddVoter(const std::string& cluster_id, const NewVoter& voter,
                                       Deadline deadline) {
  return Change(
      "add voter " + std::to_string(voter.voter.id),
      [&](Duration limit) { return messages::AskAddVoter(cluster_id, voter, limit); },
      messages::ReadVoterChange, deadline);
}

AdminAnswer ControllerClient::RemoveVoter(const std::string& cluster_id, const Voter& voter,
                                          Deadline deadline) {
  return Change(
      "remove voter " + std::to_string(voter.id),
      [&](Duration) { return messages::AskRemoveVoter(cluster_id, voter); },
      messages::ReadVoterChange, deadline);
}

messages::QuorumMembers ControllerClient::Members(Deadline deadline) {
  const auto again = [](const std::string& body) {
    return messages::ReadMembers(body).error != kafka_error::kNone;
  };
  return messages::ReadMembers(Ask(
      "describe the quorum", [](Duration) { return messages::AskMembers(); }, again, deadline));
}

}  // namespace kproof
