// Asks for the preferred election that gives each partition to the first replica of its
// assignment, where that one is in the ISR: what kafka-leader-election.sh and
// auto.leader.rebalance.enable do. With acks=1 it loses what the new leader had not fetched yet:
// followers truncate to the new leader's log (KAFKA-20554).
#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

class ElectPreferred final : public Operation {
 public:
  explicit ElectPreferred(const FaultOptions& options) : Operation(options) {}

  void Inject(const Target& target) override {
    const auto& to = With("to");
    if (to != "assigned" && to != "next")
      throw Error(ErrorKind::kUsage, "to: " + to + " is neither assigned nor next");
    const auto partitions = PartitionsOf(target);
    auto before = Look(partitions);
    if (to == "next") MakeNextPreferred(before);
    Require(admin().ElectLeaders(Election::kPreferred, partitions, Limit()), "elect leaders",
            {kafka_error::kElectionNotNeeded});
    before_ = std::move(before);
  }

  // Every partition has its preferred leader, and another one than before somewhere.
  Bite Prove(const Target& target) const override {
    if (before_.empty()) return {false, "no election yet"};
    Bite bite{.bit = false, .proof = ""};
    Proofs proofs;
    for (const auto& [partition, now] : Look(PartitionsOf(target))) {
      const auto& before = before_.at(partition);
      bite.bit = bite.bit || now.leader != before.leader;
      proofs.Add(now.leader == now.replicas.front(),
                 ToString(partition) + ": leader " + std::to_string(before.leader) + " → " +
                     std::to_string(now.leader) + " of " + ListOf(now.replicas));
    }
    bite.bit = bite.bit && proofs.all_hold();
    bite.proof = proofs.Text();
    return bite;
  }

 private:
  // The same replicas in another order: nothing is copied, and the move has ended when the
  // controller answers.
  void MakeNextPreferred(const PartitionInfos& before) {
    std::vector<Reassignment> moves;
    for (const auto& [partition, info] : before) {
      auto order = info.replicas;
      const auto leader = std::find(order.begin(), order.end(), info.leader);
      if (leader == order.end() || order.size() < 2)
        throw Error(ToString(partition) + " has no other replica to lead it");
      std::rotate(order.begin(), leader + 1, order.end());
      moves.push_back({partition, order});
    }
    Require(admin().Reassign(moves, Limit()), "reorder replicas");
  }

  PartitionInfos before_;
};

}  // namespace

FaultType ElectPreferredType() {
  return {
      .name = "elect-preferred",
      .summary = "give partitions to their preferred leader by an election; permanent",
      .failure_class = FailureClass::kOperation,
      .remains = Remains::kNothing,
      .permanent = true,
      .params = {{.name = "to",
                  .kind = FaultParam::Kind::kWord,
                  .fallback = "assigned",
                  .summary = "assigned: the first replica as it stands; next: the one after the "
                             "leader is made the first one before",
                  .words = {"assigned", "next"}}},
      .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
        return std::make_unique<ElectPreferred>(options);
      }};
}

}  // namespace kproof
