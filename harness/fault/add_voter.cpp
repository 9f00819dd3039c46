// Makes voters of controllers that follow the metadata quorum as observers (AddRaftVoter, KIP-853).
// The quorum takes only who has caught up with its log, and from then on a majority is one of more.
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/voter_fault.h"

namespace kproof {
namespace {

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

}  // namespace kproof
