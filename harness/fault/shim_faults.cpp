// Faults that are one rule of the shim on each node of their target: calls on data files fail or
// take longer. What it refused or slowed down is counted by the shim, and that is the proof.
//
// Kafka's reaction is Kafka's own: a log folder whose call failed is offline until the broker
// starts again, and a broker without its metadata's folder halts. So the undo takes the rule off,
// starts nodes that ended, and restarts brokers that gave a folder up: a new disk was put in.
#include <algorithm>
#include <cerrno>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cluster/log_tail.h"
#include "harness/fault/fault.h"
#include "harness/fault/replica_files.h"
#include "harness/fault/restarts.h"
#include "harness/inject/shim.h"
#include "harness/inject/shim_page.h"
#include "harness/observe/log_watch.h"

namespace kproof {
namespace {

class ShimFault final : public Fault {
 public:
  // `deed` names what the counter counts: "writes refused". Folder and name of `order` are filled
  // in from the parameters `dir` and `files`.
  ShimFault(const FaultOptions& options, ShimOrder order, std::string deed)
      : options_(options), order_(std::move(order)), deed_(std::move(deed)) {}

  Undo Prepare(const Target& target) override {
    return Undo{"put a sound disk into " + target.name, [this, target] { Mend(target); }};
  }

  void Inject(const Target& target) override {
    for (Node* node : target.nodes) {
      ShimOrder order = order_;
      order.folder = LogFolder(*node, options_.with.at("dir"));
      const std::string files = options_.with.at("files");
      order.name = files == "all" ? "" : files;
      Shim& shim = options_.mechanisms.shims->of(node->id());
      if (!shim.attached()) throw Error(node->name() + " runs without its shim");
      const auto log_size = LogSize(node->log().file);
      armed_[node->id()] = {&shim, shim.Arm(order), log_size};
    }
  }

  Bite Prove(const Target& target) const override {
    return ProveEach(target, [this](Node& node) {
      const auto armed = armed_.find(node.id());
      if (armed == armed_.end()) return Bite{false, "no rule in force"};
      const auto hits = armed->second.shim->Hits(armed->second.rule);
      std::string proof = WithThousands(static_cast<std::uint64_t>(hits)) + " " + deed_;
      if (const auto exit = node.Exit()) proof += ", ended with " + exit->ToString();
      return Bite{hits > 0, proof};
    });
  }

 private:
  struct Armed {
    Shim* shim = nullptr;
    int rule = -1;
    std::int64_t log_size = 0;  // of the node's log when the rule was put in force
  };

  bool LostAFolder(const Node& node) const {
    const auto armed = armed_.find(node.id());
    if (armed == armed_.end()) return false;
    const auto lines = NotableLines(node.log().file, armed->second.log_size);
    return std::any_of(lines.begin(), lines.end(), [](const NotableLine& line) {
      return line.text.find("Stopping serving") != std::string::npos;
    });
  }

  void Mend(const Target& target) {
    Regardless all;
    for (auto& entry : armed_) all.Do([&] { entry.second.shim->Disarm(entry.second.rule); });
    for (Node* node : target.nodes) {
      all.Do([&] {
        if (!node->Exit() && LostAFolder(*node)) ForceRestart(*node, options_.within);
      });
    }
    armed_.clear();
    all.Do([&] { StartAgain(target, options_.within); });
    all.Throw();
  }

  const FaultOptions options_;
  const ShimOrder order_;
  const std::string deed_;
  std::map<int, Armed> armed_;  // by node; empty before Inject and after the undo
};

// `dir` and `files`; `more` come after them.
std::vector<FaultParam> ShimParams(const std::vector<FaultParam>& more) {
  std::vector<FaultParam> params = {
      {"dir", FaultParam::Kind::kText, "all",
       "log folder: all, a number from 1 (the first holds the metadata too), or a partition such "
       "as payments/0 for the one that holds it"},
      {"files", FaultParam::Kind::kText, "all",
       "only files whose path contains this, such as .log, .index or checkpoint"}};
  params.insert(params.end(), more.begin(), more.end());
  return params;
}

// A disk that does not do what it is asked to is one that fails, and is changed for a sound one.
FaultType FailingDisk(std::string name, std::string summary, const std::vector<FaultParam>& more,
                      decltype(FaultType::make) make) {
  return {.name = std::move(name),
          .summary = std::move(summary),
          .failure_class = FailureClass::kDisk,
          .remains = Remains::kDisk,
          .takes_down = false,
          .params = ShimParams(more),
          .needs = {Need::kData, Need::kLog, Need::kProcess, Need::kShim},
          .make = make};
}

FaultType SlowedDisk(std::string name, std::string summary, FaultParam delay,
                     decltype(FaultType::make) make) {
  FaultType type = FailingDisk(std::move(name), std::move(summary), {std::move(delay)}, make);
  type.failure_class = FailureClass::kSlowDisk;
  type.remains = Remains::kNothing;
  return type;
}

std::unique_ptr<Fault> MakeDiskError(const FaultOptions& options) {
  const ShimOrder order{.operations = kShimWrite | kShimSync | kShimRead, .error = EIO};
  return std::make_unique<ShimFault>(options, order, "calls refused");
}

std::unique_ptr<Fault> MakeDiskFull(const FaultOptions& options) {
  const auto space = ParseBytes(options.with.at("space")).value_or(0);
  const ShimOrder order{
      .operations = kShimWrite, .error = ENOSPC, .space = static_cast<std::int64_t>(space)};
  return std::make_unique<ShimFault>(options, order, "writes found no space");
}

std::unique_ptr<Fault> MakeFsyncError(const FaultOptions& options) {
  const ShimOrder order{.operations = kShimSync,
                        .error = EIO,
                        .times = ParseInt(options.with.at("times")).value_or(1)};
  return std::make_unique<ShimFault>(options, order, "syncs refused");
}

std::unique_ptr<Fault> MakeReadError(const FaultOptions& options) {
  const ShimOrder order{.operations = kShimRead,
                        .error = EIO,
                        .times = ParseInt(options.with.at("times")).value_or(-1)};
  return std::make_unique<ShimFault>(options, order, "reads refused");
}

std::unique_ptr<Fault> MakeSlowDisk(const FaultOptions& options) {
  const ShimOrder order{.operations = kShimWrite,
                        .delay = ParseDuration(options.with.at("delay")).value()};
  return std::make_unique<ShimFault>(options, order, "writes slowed down");
}

std::unique_ptr<Fault> MakeSlowFsync(const FaultOptions& options) {
  const ShimOrder order{.operations = kShimSync,
                        .delay = ParseDuration(options.with.at("delay")).value()};
  return std::make_unique<ShimFault>(options, order, "syncs slowed down");
}

}  // namespace

// A disk that dies: every read, write and sync of a log folder fails with EIO. Kafka takes the
// folder offline (KIP-112, KIP-858): its leaders move and its replicas are out of sync until the
// broker starts again; without the metadata's folder (the first) or with none left, it halts.
FaultType DiskErrorType() {
  return FailingDisk("disk-error",
                     "reads, writes and syncs of a log folder fail with EIO; a sound disk and a "
                     "restart at the end of the step",
                     {}, MakeDiskError);
}

// A full disk: writes that need space fail with ENOSPC once the given number of bytes was written,
// the last one cut short. To Kafka that is a failed log folder (LogDirFailureChannel, KIP-112): it
// gives the folder up, and halts where it is the only one or holds the metadata.
FaultType DiskFullType() {
  return FailingDisk(
      "disk-full",
      "writes fail with ENOSPC (disk full); space again at the end of the step, and "
      "a restart of what stopped",
      {{"space", FaultParam::Kind::kBytes, "0B", "bytes that can still be written, such as 20KB"}},
      MakeDiskFull);
}

// fsync fails, by default once: what it was to make durable may be gone, and a later fsync that
// succeeds does not say so (fsyncgate). Kafka gives the log folder up after the first failure. It
// hardly ever syncs a log before a segment is rolled (flush.messages); checkpoints it syncs every
// few seconds (replica.high.watermark.checkpoint.interval.ms).
FaultType FsyncErrorType() {
  return FailingDisk(
      "fsync-error",
      "syncs fail with EIO, once by default; a sound disk and a restart at the end of the step",
      {{.name = "times",
        .kind = FaultParam::Kind::kInt,
        .fallback = "1",
        .summary = "how many syncs fail",
        .least = 1}},
      MakeFsyncError);
}

// Reads fail with EIO, as from a bad sector. Kafka answers most fetches by sendfile, which only
// closes the connection when it fails; a read of its own (to find an offset, to recover) gives the
// log folder up. Followers that fetch the same bytes are stuck too.
FaultType ReadErrorType() {
  return FailingDisk("read-error",
                     "reads fail with EIO; readable again at the end of the step, and a restart of "
                     "what stopped",
                     {{.name = "times",
                       .kind = FaultParam::Kind::kInt,
                       .fallback = "-1",
                       .summary = "how many reads fail; -1: all",
                       .least = -1}},
                     MakeReadError);
}

// Each write takes longer. A leader appends while it holds the partition lock, so its partition
// slows down with it; a follower that can't keep up leaves the ISR after replica.lag.time.max.ms.
FaultType SlowDiskType() {
  return SlowedDisk("slow-disk",
                    "each write takes longer; as quick as before at the end of the step",
                    {"delay", FaultParam::Kind::kDuration, "200ms", "that each write takes longer"},
                    MakeSlowDisk);
}

// Each sync takes longer. Kafka acknowledges without syncing, so nobody notices until it syncs in
// the path of a request: flush.messages=1, or a controller, which syncs each batch of metadata.
FaultType SlowFsyncType() {
  return SlowedDisk(
      "slow-fsync", "each sync takes longer; as quick as before at the end of the step",
      {"delay", FaultParam::Kind::kDuration, "2s", "that each sync takes longer"}, MakeSlowFsync);
}

}  // namespace kproof
