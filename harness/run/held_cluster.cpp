#include "harness/run/held_cluster.h"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "harness/base/error.h"
#include "harness/base/json_text.h"
#include "harness/base/output_file.h"
#include "harness/cluster/fit_folder.h"
#include "harness/cluster/kafka_home.h"

namespace kproof {
namespace {

constexpr Duration kEndLimit = std::chrono::seconds(20);

std::string Folder() { return CacheFolder() + "/cluster"; }
std::string NoteFile() { return Folder() + "/note.json"; }
std::string LockFile() { return Folder() + "/lock"; }

// Nothing while somebody else has it.
std::optional<FileLock> TryLock() {
  std::error_code failed;  // then the lock can't be made either, which says why
  std::filesystem::create_directories(Folder(), failed);
  return FileLock::Try(LockFile(), Hint("is the cache folder yours?"));
}

bool Held() { return !TryLock(); }

nlohmann::json ReadNote() {
  std::ifstream file(NoteFile());
  const auto note = ParseJsonIfAny(std::string(std::istreambuf_iterator<char>(file), {}));
  return note.is_object() ? note : nlohmann::json::object();
}

}  // namespace

HeldCluster HeldCluster::Claim() {
  const std::string folder = Folder() + "/up";
  RequireFitForNodes(kCacheWords, folder);
  RequireFitForJars(kCacheWords, CacheFolder());
  auto lock = TryLock();
  if (!lock)
    throw Error(ErrorKind::kUsage, "a cluster is up already",
                Hint("'kproof cluster down' stops it"));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder + "/logs");
  return {folder, std::move(*lock)};
}

HeldCluster::~HeldCluster() {
  if (!lock_) return;
  std::error_code ignored;
  std::filesystem::remove(NoteFile(), ignored);
}

void HeldCluster::Describe(const Cluster& cluster) const {
  nlohmann::json note = {{"pid", getpid()}, {"nodes", nlohmann::json::array()}};
  for (const Node* node : cluster.nodes()) {
    const Address& address = node->asked_at();
    note["nodes"].push_back({{"name", node->name()},
                             {"host", address.host},
                             {"port", address.port},
                             {"broker", node->broker()}});
  }
  ReplaceFile(NoteFile(), JsonText(note, 2) + "\n");
}

std::vector<HeldCluster::NodeNote> HeldCluster::Nodes() {
  std::vector<NodeNote> nodes;
  if (!Held()) return nodes;
  for (const auto& node : ReadNote().value("nodes", nlohmann::json::array()))
    nodes.push_back({node.at("name"), node.at("host"), node.at("port"), node.at("broker")});
  return nodes;
}

bool HeldCluster::End() {
  if (!Held()) return false;
  const auto pid = ReadNote().value("pid", 0);
  if (pid <= 0) throw Error("a cluster is being started", Hint("wait until it is up"));
  kill(pid, SIGTERM);  // the lock is held, so the process that wrote the note lives
  if (!WaitUntil([] { return !Held(); }, Deadline(kEndLimit)))
    throw Error("process " + std::to_string(pid) + " still holds the cluster",
                Hint("end it with kill -9"));
  return true;
}

}  // namespace kproof
