// Takes controllers out of the voters of the metadata quorum while they run on as observers
// (RemoveRaftVoter, KIP-853). The change counts once a majority of those who are left has it; an
// active controller that removes itself then resigns, and they elect another one (KAFKA-17608
// was a crash at that point). Kafka would let the last voter go.
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/voter_fault.h"

namespace kproof {
namespace {

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
      if (voter == nullptr) throw Error(node->name() + " is no voter");
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
