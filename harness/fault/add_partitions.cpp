// Gives topics more partitions while they are in use. Keys then belong to other partitions than
// before (hash modulo their number), for each client from the time on at which it refreshes its
// metadata (metadata.max.age.ms): per-key order ends here. kproof's own producers and monitors
// look as often as librdkafka's topic.metadata.refresh.interval.ms says.
#include <algorithm>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/fault/fault.h"
#include "harness/fault/operation.h"
#include "harness/fault/proofs.h"

namespace kproof {
namespace {

constexpr Duration kCountLimit = std::chrono::seconds(1);
constexpr std::int64_t kMostMore = 10'000;  // as many as a topic of a scenario may have

class AddPartitions final : public Operation {
 public:
  explicit AddPartitions(const FaultOptions& options) : Operation(options) {}

  void Inject(const Target& target) override {
    const auto more = static_cast<std::int32_t>(ParseInt(With("count")).value());  // kMostMore
    std::map<std::string, std::int32_t> topics;  // name → partitions before
    for (const auto& [partition, info] : Look(PartitionsOf(target))) ++topics[partition.topic];
    for (const auto& [topic, before] : topics) {
      const std::int32_t wanted = before + more;
      // Refused as INVALID_PARTITIONS where a first try was carried out and its answer lost.
      Require(admin().CreatePartitions(topic, wanted, Limit()), "add partitions",
              {kafka_error::kInvalidPartitions});
      wanted_[topic] = wanted;
    }
  }

  // Every broker that runs lists so many, each with a leader.
  Bite Prove(const Target&) const override {
    if (wanted_.empty()) return {false, "nothing added yet"};
    Proofs proofs;
    for (const auto& [topic, wanted] : wanted_) {
      for (const Node* node : RunningBrokers()) {
        const Infos infos = Partitions(topic, *node);
        const auto led = std::count_if(infos.begin(), infos.end(),
                                       [](const PartitionInfo& info) { return info.leader >= 0; });
        proofs.Add(led == wanted, node->name() + ": " + topic + " has " +
                                      Counted(infos.size(), "partition") + ", " +
                                      std::to_string(led) + " of them with a leader");
      }
    }
    return {proofs.all_hold(), proofs.Text()};
  }

 private:
  using Infos = std::vector<PartitionInfo>;

  // As this broker knows them; none where it does not answer.
  static Infos Partitions(const std::string& topic, const Node& node) {
    NodeClient client = Connect(node);
    return client.Metadata({topic}, kCountLimit).value_or(MetadataAnswer{}).partitions;
  }

  std::map<std::string, std::int32_t> wanted_;
};

}  // namespace

FaultType AddPartitionsType() {
  return {.name = "add-partitions",
          .summary = "give topics more partitions; permanent",
          .failure_class = FailureClass::kOperation,
          .remains = Remains::kNothing,
          .permanent = true,
          .params = {{.name = "count",
                      .kind = FaultParam::Kind::kInt,
                      .fallback = "1",
                      .summary = "how many more",
                      .least = 1,
                      .most = kMostMore}},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<AddPartitions>(options);
          }};
}

}  // namespace kproof
