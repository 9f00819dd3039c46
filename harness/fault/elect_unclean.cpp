// Elects any live replica for partitions that have no leader, as an operator does who gives up on
// the last in-sync replica (kafka-leader-election.sh --election-type unclean, KIP-460). It works
// whatever unclean.leader.election.enable says, and loses every acked record that the elected
// replica lacks.
#include <algorithm>

#include "harness/base/contains.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

constexpr std::int16_t kNobodyLives = 83;  // ELIGIBLE_LEADERS_NOT_AVAILABLE

class ElectUnclean final : public Operation {
 public:
  explicit ElectUnclean(const FaultOptions& options) : Operation(options) {}

  void Inject(const Target& target) override {
    const auto partitions = PartitionsOf(target);
    auto before = Look(partitions);
    AdminAnswer answer;
    const auto somebody_lives = [&] {
      answer = admin().ElectLeaders(Election::kUnclean, partitions, Limit());
      return !answer.Has(kNobodyLives);
    };
    WaitUntil(somebody_lives, Limit(), std::chrono::milliseconds(100));
    Require(answer, "elect leaders uncleanly");
    before_ = std::move(before);
  }

  // Every partition had no leader and has one; the proof says whether it was in the ISR.
  Bite Prove(const Target& target) const override {
    if (before_.empty()) return {false, "no election yet"};
    Proofs proofs;
    for (const auto& [partition, now] : Look(PartitionsOf(target))) {
      const auto& before = before_.at(partition);
      const bool clean = Contains(before.isr, now.leader);
      proofs.Add(now.leader >= 0 && now.leader_epoch > before.leader_epoch,
                 ToString(partition) + ": leader " + std::to_string(before.leader) + " → " +
                     std::to_string(now.leader) + (clean ? ", which was" : ", which was not") +
                     " in the ISR " + ListOf(before.isr));
    }
    return {proofs.all_hold(), proofs.Text()};
  }

 private:
  PartitionInfos before_;
};

}  // namespace

FaultType ElectUncleanType() {
  return {.name = "elect-unclean",
          .summary = "elect any live replica of partitions without a leader; permanent",
          .failure_class = FailureClass::kUncleanElection,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<ElectUnclean>(options);
          }};
}

}  // namespace kproof
