// Adding and removing voters of the metadata quorum (KIP-853). A voter is a node id and the
// directory id of its metadata log: a controller with a new disk is another voter. The quorum is
// asked what it is like: a controller that removes itself resigns, and its answer may never come.
//
// Kafka changes its voters one at a time: while one change is not committed it answers
// REQUEST_TIMED_OUT to the next one, which ControllerClient asks again.
#include <algorithm>
#include <set>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/cluster/node_files.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"

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

// The voter with this id; nullptr when there is none.
const Voter* FindVoter(const messages::QuorumMembers& members, std::int32_t id) {
  const auto found = std::find_if(members.voters.begin(), members.voters.end(),
                                  [id](const Voter& voter) { return voter.id == id; });
  return found == members.voters.end() ? nullptr : &*found;
}

bool Observes(const messages::QuorumMembers& members, const Voter& node) {
  return std::any_of(members.observers.begin(), members.observers.end(),
                     [&](const Voter& observer) { return Is(observer, node); });
}

class VoterFault : public Operation {
 public:
  explicit VoterFault(const FaultOptions& options) : Operation(options) {}

 protected:
  messages::QuorumMembers Members() const { return admin().Members(Limit()); }
  // The node as it is now: from its disk, as kafka-metadata-quorum.sh add-controller does it.
  // Throws Error(kUsage) when it is no controller.
  static Voter Now(const Node& node);

  // Makes the node a voter, in the place of the one that it was with another disk. It has to run:
  // the quorum takes nobody who has not caught up with its log. Throws Error when it is none then.
  void Add(const Node& node) const;
  // Takes this voter away. Throws Error.
  void Remove(const Voter& voter) const;

  // Remembers what to compare with.
  void Remember(const messages::QuorumMembers& before) { before_ = before; }
  // "voters [101, 102, 103] → [102, 103], active 101 → 102"
  std::string Changed(const messages::QuorumMembers& now) const;

 private:
  messages::QuorumMembers before_;
};

Voter VoterFault::Now(const Node& node) {
  if (!node.controller())
    throw Error(
        ErrorKind::kUsage, node.name() + " is not a controller",
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
    throw Error(node.name() + " is not a voter with the disk that it has now",
                Hint("the quorum has the voters " + IdsOf(after.voters)));
}

std::string VoterFault::Changed(const messages::QuorumMembers& now) const {
  std::string text = "voters " + IdsOf(before_.voters) + " → " + IdsOf(now.voters);
  text += ", active " + std::to_string(before_.leader);
  if (now.leader != before_.leader) text += " → " + std::to_string(now.leader);
  return text;
}

// Makes voters of controllers that follow the metadata quorum as observers (AddRaftVoter, KIP-853).
// The quorum takes only who has caught up with its log, and from then on a majority is one of more.
class AddVoter final : public VoterFault {
 public:
  explicit AddVoter(const FaultOptions& options) : VoterFault(options) {}

  Undo Prepare(const Target& target) override {
    return Undo{"let " + target.name + " observe again", [this] {
                  Regardless all;
                  for (const auto& voter : added_) all.Do([&] { Remove(voter); });
                  all.Throw();
                }};
  }

  void Inject(const Target& target) override {
    const auto before = Members();
    for (const Node* node : target.nodes)
      if (FindVoter(before, Now(*node).id) != nullptr)
        throw Error(node->name() + " is a voter already",
                    Hint("where its disk is a new one, remove-voter takes the old one out of the "
                         "quorum and adds the new one at its end"));
    Remember(before);
    for (const Node* node : target.nodes) {
      added_.push_back(Now(*node));
      Add(*node);
    }
  }

  Bite Prove(const Target& target) const override {
    const auto now = Members();
    return ProveEach(target, [&](Node& node) {
      const Voter* const voter = FindVoter(now, node.id());
      if (voter == nullptr) return Bite{false, "does not vote"};
      return Bite{voter->directory == Now(node).directory, Changed(now)};
    });
  }

 private:
  std::vector<Voter> added_;
};

// Takes controllers out of the voters of the metadata quorum while they run on as observers
// (RemoveRaftVoter, KIP-853). The change counts once a majority of those who are left has it; an
// active controller that removes itself then resigns, and they elect another one (KAFKA-17608
// was a crash at that point). Kafka would let the last voter go.
class RemoveVoter final : public VoterFault {
 public:
  explicit RemoveVoter(const FaultOptions& options) : VoterFault(options) {}

  Undo Prepare(const Target& target) override {
    return Undo{"make " + target.name + " a voter again", [this, target] {
                  Regardless all;
                  for (const Node* node : target.nodes)
                    if (removed_.contains(node->id())) all.Do([&] { Add(*node); });
                  all.Throw();
                }};
  }

  void Inject(const Target& target) override {
    const auto before = Members();
    std::vector<Voter> leaving;
    for (const Node* node : target.nodes) {
      const Voter* const voter = FindVoter(before, Now(*node).id);
      if (voter == nullptr) throw Error(node->name() + " is not a voter");
      leaving.push_back(*voter);
    }
    if (leaving.size() >= before.voters.size())
      throw Error(ErrorKind::kUsage, target.name + " are all the voters that there are",
                  Hint("without one the metadata can never change again: leave one out"));
    Remember(before);
    for (const auto& voter : leaving) {
      removed_.insert(voter.id);
      Remove(voter);
    }
  }

  // The quorum names it no more, is led by another one, and lists it as an observer as long as it
  // runs.
  Bite Prove(const Target& target) const override {
    const auto now = Members();
    return ProveEach(target, [&](Node& node) {
      if (FindVoter(now, node.id()) != nullptr) return Bite{false, "votes"};
      if (now.leader == node.id()) return Bite{false, "does not vote, but is still active"};
      const bool runs = !node.Exit();
      const bool observes = runs && Observes(now, Now(node));
      return Bite{removed_.contains(node.id()) && (observes || !runs),
                  Changed(now) + (observes ? ", observes"
                                  : runs   ? ", not seen"
                                           : ", ended")};
    });
  }

 private:
  std::set<std::int32_t> removed_;
};

}  // namespace

FaultType AddVoterType() {
  return {.name = "add-voter",
          .summary =
              "make voters of controllers that observe a dynamic quorum; removed again at the end "
              "of the step",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kMetadata,
          .params = {},
          .needs = {Need::kData, Need::kDynamicQuorum},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<AddVoter>(options);
          }};
}

FaultType RemoveVoterType() {
  return {.name = "remove-voter",
          .summary =
              "take controllers out of the voters of a dynamic quorum; added again, with the disk "
              "that they then have, at the end of the step",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kMetadata,
          .params = {},
          .needs = {Need::kData, Need::kDynamicQuorum},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<RemoveVoter>(options);
          }};
}

}  // namespace kproof
