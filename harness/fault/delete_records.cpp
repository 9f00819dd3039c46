// Asks the leader of each partition to delete its oldest records: the log start moves up at once on
// the leader, and on followers with their next fetch; segments go later. Only the leader carries it
// out, and only up to its high watermark (Partition.deleteRecordsOnLeader). What is gone was asked
// for: it counts as expired, never as lost.
#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"
#include "harness/kafka/admin_messages.h"

namespace kproof {
namespace {

constexpr Duration kOffsetsLimit = std::chrono::seconds(5);

class DeleteRecords final : public Operation {
 public:
  explicit DeleteRecords(const FaultOptions& options)
      : Operation(options), share_(std::stod(With("share"))) {}

  void Inject(const Target& target) override {
    for (const auto& partition : PartitionsOf(target)) {
      std::string last;
      const auto deleted = [&] { return DeleteFrom(partition, last); };
      if (!WaitUntil(deleted, Limit(), std::chrono::milliseconds(100)))
        throw Error("records of " + ToString(partition) + " could not be deleted", Hint(last));
    }
  }

  // The leader's log starts where it was asked to, and later than before.
  Bite Prove(const Target& target) const override {
    if (asked_.empty()) return {false, "nothing deleted yet"};
    Proofs proofs;
    for (const auto& partition : PartitionsOf(target)) {
      const auto& [before, wanted] = asked_.at(partition);
      const auto now = Offsets(partition);
      const std::int64_t start = now ? now->start : -1;
      proofs.Add(start >= wanted && start > before, ToString(partition) + ": log start " +
                                                        std::to_string(before) + " → " +
                                                        std::to_string(start));
    }
    return {proofs.all_hold(), proofs.Text()};
  }

 private:
  struct Starts {
    std::int64_t before = 0, wanted = 0;
  };

  NodeClient LeaderOf(const TopicPartition& partition) const {
    const auto leader = Look({partition}).at(partition).leader;
    if (leader < 0) throw Error(ToString(partition) + " has no leader");
    return Connect(cluster().node(leader));
  }

  std::optional<OffsetRange> Offsets(const TopicPartition& partition) const {
    return LeaderOf(partition).Offsets(partition.topic, partition.partition, kOffsetsLimit);
  }

  // False, and why: the leader moved, or did not answer.
  bool DeleteFrom(const TopicPartition& partition, std::string& last) {
    NodeClient leader = LeaderOf(partition);
    const auto range = leader.Offsets(partition.topic, partition.partition, kOffsetsLimit);
    if (!range) {
      last = leader.last_error();
      return false;
    }
    const auto records = static_cast<double>(range->end - range->start);
    const Starts starts{.before = range->start,
                        .wanted = range->start + static_cast<std::int64_t>(records * share_)};
    const auto body = leader.Ask(
        messages::AskDeleteRecords(partition, starts.wanted, kOffsetsLimit), kOffsetsLimit);
    if (!body) {
      last = leader.last_error();
      return false;
    }
    const auto answer = messages::ReadDeleteRecords(*body);
    if (answer.error == kafka_error::kNone) {
      asked_.insert_or_assign(partition, starts);
      return true;
    }
    last = AdminAnswer{.error = answer.error, .message = "", .results = {}}.Refusal().value_or("");
    return false;
  }

  double share_;
  std::map<TopicPartition, Starts> asked_;
};

}  // namespace

FaultType DeleteRecordsType() {
  return {.name = "delete-records",
          .summary = "delete the oldest records of partitions on request; permanent",
          .failure_class = FailureClass::kDeletion,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {{.name = "share",
                      .kind = FaultParam::Kind::kFraction,
                      .fallback = "0.5",
                      .summary = "of the records between log start and high watermark"}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<DeleteRecords>(options);
          }};
}

}  // namespace kproof
