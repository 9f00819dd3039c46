// "Kafka Server started" is the node's own word: Metadata lists a killed broker until its session
// ends, so what others say of it is no proof that it is back.
#include "harness/cluster/local_node.h"

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/cluster/tool.h"

namespace kproof {
namespace {

std::int64_t FileSize(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

// Looks for a text in what is appended to a file.
class Tail {
 public:
  Tail(std::string path, std::int64_t from) : path_(std::move(path)), next_(from) {}

  bool Saw(std::string_view text) {
    std::ifstream file(path_, std::ios::binary);
    file.seekg(next_);
    std::string fresh(1 << 16, '\0');
    while (file) {
      file.read(fresh.data(), static_cast<std::streamsize>(fresh.size()));
      next_ += file.gcount();
      rest_.append(fresh, 0, static_cast<std::size_t>(file.gcount()));
      if (rest_.find(text) != std::string::npos) return true;
      // The text may lie across two reads.
      if (rest_.size() > text.size()) rest_.erase(0, rest_.size() - text.size());
    }
    return false;
  }

 private:
  std::string path_;
  std::int64_t next_;
  std::string rest_;
};

}  // namespace

LocalNode::LocalNode(NodePlan plan, const KafkaHome& home, std::unique_ptr<OwnDisk> disk)
    : plan_(std::move(plan)),
      disk_(std::move(disk)),
      home_(home),
      command_(NodeCommand(plan_, home)) {}

// The cluster's id stands on the disk that goes.
void LocalNode::WipeDisk() {
  const std::lock_guard lock(mutex_);
  if (process_ && !process_->Exit())
    throw Error(plan_.name + ": its disk can't be wiped while it runs");
  const auto meta = ReadMeta(plan_.data_folders().front());
  for (const auto& folder : plan_.data_folders()) std::filesystem::remove_all(folder);
  FormatNode(plan_, home_, meta.at("cluster.id"));
}

void LocalNode::Upgrade(const KafkaHome& home) {
  const std::lock_guard lock(mutex_);
  if (process_ && !process_->Exit())
    throw Error(plan_.name + " can't be given another Kafka while it runs");
  home_ = home;
  command_ = NodeCommand(plan_, home_);
  WriteLogging(plan_, home_);
}

std::shared_ptr<Process> LocalNode::Current() const {
  const std::lock_guard lock(mutex_);
  return process_;
}

void LocalNode::Start() {
  const std::lock_guard lock(mutex_);
  if (process_ && !process_->Exit()) throw Error(plan_.name + " can't be started: it still runs");
  log_start_ = FileSize(plan_.log_file());
  process_ = Process::Start(command_);
}

bool LocalNode::WaitStarted(Deadline deadline) {
  std::int64_t log_start = 0;
  std::shared_ptr<Process> process;
  {
    const std::lock_guard lock(mutex_);
    log_start = log_start_;
    process = process_;
  }
  if (!process) return false;
  Tail log(plan_.log_file(), log_start);
  bool started = false;
  WaitUntil([&] { return (started = log.Saw("Kafka Server started")) || process->Exit(); },
            deadline);
  return started && !process->Exit();
}

void LocalNode::Signal(int signal) {
  if (const auto process = Current()) process->Signal(signal);
}

char LocalNode::ProcessState() const {
  const auto process = Current();
  return process ? process->State() : 'X';
}

std::optional<ExitStatus> LocalNode::Exit() {
  const auto process = Current();
  return process ? process->Exit() : ExitStatus{};
}

bool LocalNode::WaitExit(Deadline deadline) {
  const auto process = Current();
  return !process || process->WaitExit(deadline);
}

std::string LocalNode::LastLogLines(int lines) const {
  const std::string log = LastLines(plan_.log_file(), lines);
  // What the JVM itself says (a flag it doesn't know, no memory) never reaches Kafka's log.
  const std::string output = LastLines(plan_.output_file(), lines);
  if (log.empty() || output.empty()) return log + output;
  return log + "\n" + output;
}

}  // namespace kproof
