#include "harness/inject/power_loss.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

void SetLength(const std::string& path, std::int64_t length) {
  if (::truncate(path.c_str(), length) != 0)
    throw Error(
        fmt::format("{} can't be truncated to {} bytes: {}", path, length, std::strerror(errno)));
}

void LoseOf(Shim& shim, const std::string& path, PowerLossReport& report) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return;
  const auto durable = shim.DurableOf(status.st_dev, status.st_ino);
  if (!durable) return;  // older than the node's first start, and never opened since
  const std::int64_t size = status.st_size;
  const std::int64_t kept = std::min(durable->bytes, size);
  const std::int64_t length = std::clamp(durable->length, kept, size);
  if (kept < size) {
    SetLength(path, kept);
    SetLength(path, length);  // zeros up to there
    ++report.files;
    report.bytes += static_cast<std::uint64_t>(size - length);
  }
  shim.SetDurable(status.st_dev, status.st_ino, length);
}

}  // namespace

std::string PowerLossReport::ToString() const {
  return fmt::format("{} of {} were not on disk", Counted(bytes, "byte"), Counted(files, "file"));
}

PowerLossReport LoseUnsynced(Shim& shim, const std::vector<std::string>& data_folders) {
  if (!shim.attached()) throw Error(shim.node() + " ran without its shim");
  if (shim.counters().overflow > 0)
    throw Error(shim.node() +
                    " has more files than its shim can watch, so kproof does not know what a power "
                    "loss would leave of them",
                Hint("use fewer partitions"));
  PowerLossReport report;
  for (const auto& folder : data_folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) LoseOf(shim, entry.path().string(), report);
    }
  }
  return report;
}

void CutPower(const std::vector<Node*>& nodes, Duration limit,
              const std::function<void()>& meanwhile) {
  const Deadline deadline(limit);
  for (Node* node : nodes) node->process().Signal(SIGSTOP);
  for (Node* node : nodes) {
    const auto stopped = [node] { return node->Exit() || node->State() == RunState::kFrozen; };
    if (!WaitUntil(stopped, deadline, std::chrono::milliseconds(1)))
      throw Error(node->name() + " did not stop within " + HumanDuration(limit));
  }
  meanwhile();
  for (Node* node : nodes) node->process().Signal(SIGKILL);
  for (Node* node : nodes) {
    if (!node->process().WaitExit(deadline))
      throw Error(node->name() + " did not end within " + HumanDuration(limit));
  }
}

}  // namespace kproof
