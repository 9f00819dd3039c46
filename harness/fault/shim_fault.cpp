#include "harness/fault/shim_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "harness/base/caught.h"
#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/cluster/log_tail.h"
#include "harness/observe/log_watch.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::vector<FaultParam> DiskParams(const std::vector<FaultParam>& more) {
  std::vector<FaultParam> params = {
      {"dir", FaultParam::Kind::kText, "all",
       "log folder: all, a number from 1 (the first holds the metadata too), or a partition such "
       "as payments/0 for the one that holds it"},
      {"files", FaultParam::Kind::kText, "all",
       "only files whose path contains this, such as .log, .index or checkpoint"}};
  params.insert(params.end(), more.begin(), more.end());
  return params;
}

std::string LogFolder(const Node& node, const std::string& dir) {
  if (dir == "all") return "";
  const auto folders = node.data().folders();
  if (const auto number = ParseInt(dir)) {
    if (*number >= 1 && *number <= static_cast<std::int64_t>(folders.size()))
      return folders[static_cast<std::size_t>(*number - 1)] + "/";
    throw Error(fmt::format("{} has no log folder {}", node.name(), dir),
                Hint(fmt::format("it has {}: say `log_dirs` under `cluster`", folders.size())));
  }
  std::string replica = dir;
  std::replace(replica.begin(), replica.end(), '/', '-');
  for (const auto& folder : folders) {
    if (fs::exists(fs::path(folder) / replica)) return folder + "/";
  }
  throw Error(node.name() + " has no log folder with " + dir);
}

void Restart(Node& node, Duration within) {
  const Deadline deadline(within);
  node.process().Signal(SIGTERM);
  if (!node.process().WaitExit(Deadline(within / 2))) node.process().Signal(SIGKILL);
  if (!node.process().WaitExit(deadline)) throw Error(node.name() + " does not end");
  StartAgain({.name = node.name(), .nodes = {&node}}, std::max(deadline.Left(), within / 4));
}

ShimFault::ShimFault(const FaultOptions& options, ShimOrder order, std::string deed)
    : options_(options), order_(std::move(order)), deed_(std::move(deed)) {}

Undo ShimFault::Prepare(const Target& target) {
  return Undo{"put a sound disk into " + target.name, [this, target] { Mend(target); }};
}

void ShimFault::Inject(const Target& target) {
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

Bite ShimFault::Prove(const Target& target) const {
  return ProveEach(target, [this](Node& node) {
    const auto armed = armed_.find(node.id());
    if (armed == armed_.end()) return Bite{false, "no rule in force"};
    const auto hits = armed->second.shim->Hits(armed->second.rule);
    std::string proof = WithThousands(static_cast<std::uint64_t>(hits)) + " " + deed_;
    if (const auto exit = node.Exit()) proof += ", ended with " + exit->ToString();
    return Bite{hits > 0, proof};
  });
}

bool ShimFault::LostAFolder(const Node& node) const {
  const auto armed = armed_.find(node.id());
  if (armed == armed_.end()) return false;
  const auto lines = NotableLines(node.log().file, armed->second.log_size);
  return std::any_of(lines.begin(), lines.end(), [](const NotableLine& line) {
    return line.text.find("Stopping serving") != std::string::npos;
  });
}

void ShimFault::Mend(const Target& target) {
  Regardless all;
  for (auto& entry : armed_) all.Do([&] { entry.second.shim->Disarm(entry.second.rule); });
  for (Node* node : target.nodes) {
    all.Do([&] {
      if (!node->Exit() && LostAFolder(*node)) Restart(*node, options_.within);
    });
  }
  armed_.clear();
  all.Do([&] { StartAgain(target, options_.within); });
  all.Throw();
}

}  // namespace kproof
