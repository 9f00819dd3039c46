// Kafka changes its voters one at a time: while one change is not committed it answers
// REQUEST_TIMED_OUT to the next one, which ControllerClient asks again.
#include "harness/fault/voter_fault.h"

#include <algorithm>

#include "harness/base/error.h"
#include "harness/cluster/node_files.h"

namespace kproof {
namespace {

constexpr const char* kListener = "CONTROLLER";

bool Is(const Voter& one, const Voter& other) {
  return one.id == other.id && one.directory == other.directory;
}

std::string IdsOf(const std::vector<Voter>& voters) {
  std::vector<std::int32_t> ids;
  for (const auto& voter : voters) ids.push_back(voter.id);
  std::sort(ids.begin(), ids.end());
  return ListOf(ids);
}

}  // namespace

const Voter* FindVoter(const messages::QuorumMembers& members, std::int32_t id) {
  const auto found = std::find_if(members.voters.begin(), members.voters.end(),
                                  [id](const Voter& voter) { return voter.id == id; });
  return found == members.voters.end() ? nullptr : &*found;
}

bool Observes(const messages::QuorumMembers& members, const Voter& node) {
  return std::any_of(members.observers.begin(), members.observers.end(),
                     [&](const Voter& observer) { return Is(observer, node); });
}

Voter VoterFault::Now(const Node& node) {
  if (!node.controller())
    throw Error(
        ErrorKind::kUsage, node.name() + " is no controller",
        Hint("only controllers vote: target 'controller 1', 'active controller', 'voters'"));
  const auto meta = ReadMeta(node.data().folders().front());
  const auto directory = meta.find("directory.id");
  if (directory == meta.end())
    throw Error(node.name() + " has no directory id that can be read",
                Hint("it stands in meta.properties of its first log folder, from Kafka 3.7 on"));
  return {node.id(), ParseUuid(directory->second)};
}

void VoterFault::Remove(const Voter& voter) const {
  Require(admin().RemoveVoter(cluster().id(), voter, Limit()),
          "remove voter " + std::to_string(voter.id), {kafka_error::kVoterNotFound});
}

void VoterFault::Add(const Node& node) const {
  const Voter now = Now(node);
  const auto members = Members();
  const Voter* const known = FindVoter(members, node.id());
  if (known != nullptr && Is(*known, now)) return;
  if (known != nullptr) Remove(*known);  // with the disk that it had
  const auto address = node.control();
  Require(admin().AddVoter(cluster().id(),
                           {.voter = now,
                            .listener = kListener,
                            .host = address.host,
                            .port = static_cast<std::uint16_t>(address.port)},
                           Limit()),
          "add voter " + node.name(), {kafka_error::kDuplicateVoter});
  const auto after = Members();
  const Voter* const added = FindVoter(after, node.id());
  if (added == nullptr || !Is(*added, now))
    throw Error(node.name() + " is no voter with the disk that it has",
                Hint("the quorum has the voters " + IdsOf(after.voters)));
}

std::string VoterFault::Changed(const messages::QuorumMembers& now) const {
  std::string text = "voters " + IdsOf(before_.voters) + " → " + IdsOf(now.voters);
  text += ", active " + std::to_string(before_.leader);
  if (now.leader != before_.leader) text += " → " + std::to_string(now.leader);
  return text;
}

}  // namespace kproof
