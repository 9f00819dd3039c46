// Deletes the oldest closed segment of a replica under the broker that serves it, for good. Open
// files outlive their names, so the broker serves it on until it starts again; then its log begins
// later. A follower whose log begins later than the leader's is not made good: it is in sync, and
// what is missing is missed when it leads.
#include <filesystem>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/fault/replica_files.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class DeleteSegment final : public Fault {
 public:
  explicit DeleteSegment(const FaultOptions& options) : partition_(options.with.at("partition")) {}

  Undo Prepare(const Target& target) override {
    return Undo{"nothing is undone: the segment of " + target.name + " stays deleted", [] {}};
  }

  void Inject(const Target& target) override {
    for (const Node* node : target.nodes) {
      const auto segments = SegmentsOf(ReplicaFolder(*node, partition_));
      if (segments.size() < 2)
        throw Error(node->name() + " has no closed segment of " + partition_,
                    Hint("lower the topic's segment.bytes (1048576 at least), or let more run"));
      for (const char* ending : {".log", ".index", ".timeindex"})
        fs::remove(segments.front() + ending);
      deleted_[node->id()] = segments.front() + ".log";
    }
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](const Node& node) {
      const auto deleted = deleted_.find(node.id());
      if (deleted == deleted_.end())
        return Bite{false, "nothing deleted by this step is looked at"};
      return Bite{!fs::exists(deleted->second),
                  fs::path(deleted->second).filename().string() + " is gone"};
    });
  }

 private:
  const std::string partition_;
  std::map<int, std::string> deleted_;
};

}  // namespace

FaultType DeleteSegmentType() {
  return {.name = "delete-segment",
          .summary = "delete the oldest closed segment of a replica on disk; permanent",
          .failure_class = FailureClass::kCorruption,
          .remains = Remains::kDisk,
          .takes_down = false,
          .permanent = true,
          .params = {{"partition", FaultParam::Kind::kText, "", "whose replica, as payments/0"}},
          .needs = {Need::kData},
          .make = [](const FaultOptions& options) -> std::unique_ptr<Fault> {
            return std::make_unique<DeleteSegment>(options);
          }};
}

}  // namespace kproof
