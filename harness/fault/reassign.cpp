// Moves partitions to other brokers while they are in use, until no move is left: new replicas copy
// the log, join the ISR, then the old ones go and, where the leader was one of them, another leader
// is elected (KIP-455). With acks=1 that election loses what the new leader had not fetched yet.
#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/moves.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

class Reassign final : public Operation {
 public:
  explicit Reassign(const FaultOptions& options) : Operation(options) {}

  // Where it did not end in time: what still moves goes back.
  Undo Prepare(const Target& target) override {
    return Undo{"end moves that are still going on", [this, target] {
                  Regardless all;
                  all.Do([&] { throttle_.Run(); });
                  all.Do([&] { CancelMoves(admin(), PartitionsOf(target), Limit()); });
                  all.Throw();
                }};
  }

  void Inject(const Target& target) override {
    const auto partitions = PartitionsOf(target);
    const auto brokers = Brokers();
    const auto replicas = ParseInt(With("replicas")).value_or(0);
    auto before = Look(partitions);
    std::vector<Reassignment> moves;
    for (const auto& [partition, info] : before) {
      const auto count = replicas > 0 ? static_cast<std::size_t>(replicas) : info.replicas.size();
      if (count > brokers.size())
        throw Error(ErrorKind::kUsage,
                    ToString(partition) + " can't have " + Counted(count, "replica") + " on " +
                        Counted(brokers.size(), "broker"),
                    Hint("name more brokers under `to`, or fewer `replicas`"));
      moves.push_back(Spread({partition}, brokers, count).front());
    }
    const auto rate = ParseBytes(With("throttle")).value_or(0);
    if (rate > 0) ThrottleAll(partitions, rate);
    Move(admin(), moves, Limit());
    throttle_.Run();
    before_ = std::move(before);
    wanted_ = std::move(moves);
  }

  // Each partition stands where it was to go, and at least one stood elsewhere before.
  Bite Prove(const Target& target) const override {
    if (before_.empty()) return {false, "not moved yet"};
    const auto now = Look(PartitionsOf(target));
    Bite bite{.bit = false, .proof = ""};
    Proofs proofs;
    for (const auto& move : wanted_) {
      const auto& before = before_.at(move.partition).replicas;
      const auto& after = now.at(move.partition).replicas;
      bite.bit = bite.bit || after != before;
      proofs.Add(after == *move.replicas,
                 ToString(move.partition) + ": " + ListOf(before) + " → " + ListOf(after));
    }
    bite.bit = bite.bit && proofs.all_hold();
    bite.proof = proofs.Text();
    return bite;
  }

 private:
  std::vector<std::int32_t> Brokers() const {
    std::vector<std::int32_t> ids;
    const auto& to = options().targets.at("to");
    for (const Node* node : to.nodes)
      if (node->broker()) ids.push_back(node->id());
    if (ids.empty()) throw Error(ErrorKind::kUsage, "to: " + to.name + " is not a broker");
    return ids;
  }

  void ThrottleAll(const std::vector<TopicPartition>& partitions, std::uint64_t rate) {
    std::vector<std::int32_t> brokers;
    for (const Node* node : cluster().brokers()) brokers.push_back(node->id());
    std::vector<std::string> topics;
    for (const auto& partition : partitions)
      if (topics.empty() || topics.back() != partition.topic) topics.push_back(partition.topic);
    throttle_.Run();  // of a move that failed: afterwards it would lift the new one
    throttle_ = Throttle(admin(), brokers, topics, rate, options().within);
  }

  PartitionInfos before_;
  std::vector<Reassignment> wanted_;
  Undo throttle_;
};

}  // namespace

FaultType ReassignType() {
  return {.name = "reassign",
          .summary = "move partitions to other brokers, until no move is left; permanent",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {{.name = "to",
                      .kind = FaultParam::Kind::kTarget,
                      .fallback = "",
                      .summary = "the brokers to spread them over"},
                     {.name = "replicas",
                      .kind = FaultParam::Kind::kInt,
                      .fallback = "0",
                      .summary = "replicas of each partition; 0: as many as it has",
                      .most = 99},
                     {.name = "throttle",
                      .kind = FaultParam::Kind::kBytes,
                      .fallback = "0B",
                      .summary = "the most that a broker copies in a second; 0B: no limit"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<Reassign>(options);
          }};
}

}  // namespace kproof
