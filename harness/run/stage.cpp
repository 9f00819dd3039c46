#include "harness/run/stage.h"

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/units.h"
#include "harness/base/wording.h"
#include "harness/cluster/log_tail.h"
#include "harness/cluster/registry.h"
#include "harness/cluster/topics.h"
#include "harness/run/equipment.h"
#include "harness/run/reuse.h"

namespace kproof {
namespace {

constexpr Duration kCleanLimit = std::chrono::seconds(10);

ClusterSetup SetupOf(const std::string& name, const ClusterSpec& spec,
                     const StageFolders& folders) {
  return {.driver = spec.driver,
          .file = spec.file,
          .name = name,
          .kafka = spec.kafka,
          .kafka_dir = spec.kafka_dir,
          .brokers = spec.brokers,
          .controllers = spec.controllers,
          .combined = spec.combined,
          .heap = spec.heap,
          .port = spec.port,
          .network = nullptr,
          .racks = spec.racks,
          .log_dirs = spec.log_dirs,
          .dynamic_quorum = spec.dynamic_quorum,
          .voters = spec.voters,
          .features = spec.features,
          .config = spec.config,
          .environment = nullptr,
          .folder = folders.nodes + "-" + name,
          .log_folder = folders.logs};
}

}  // namespace

Stage::Stage(const Scenario& scenario, const RunPlace& place, StageFolders folders, const Say& say)
    : key_(ShareKey(scenario)),
      folders_(std::move(folders)),
      equipment_(std::make_unique<Equipment>(scenario, place)) {
  for (const auto& [name, spec] : scenario.clusters) {
    ClusterSetup setup = SetupOf(name, spec, folders_);
    equipment_->Prepare(setup);
    const auto& cluster = clusters_[name] = FindDriver(setup.driver).start(setup, say);
    equipment_->Attach(*cluster);
    say(name + ": Kafka " + cluster->kafka_version() + ", " +
        Counted(cluster->nodes().size(), "node") + " ready in " +
        HumanDuration(cluster->ready().ready));
  }
}

Stage::Stage(Stage&& other) noexcept = default;

Stage& Stage::operator=(Stage&& other) noexcept {
  clusters_.clear();  // before what they stand on
  key_ = std::move(other.key_);
  folders_ = std::move(other.folders_);
  equipment_ = std::move(other.equipment_);
  clusters_ = std::move(other.clusters_);
  log_from_ = std::move(other.log_from_);
  return *this;
}

Stage::~Stage() = default;

bool Stage::Renew() {
  try {
    for (const auto& [name, cluster] : clusters_) {
      for (Node* const node : cluster->nodes())
        if (node->Exit()) return false;
      DeleteTopics(*cluster, Deadline(kCleanLimit));
    }
    for (const auto& [name, cluster] : clusters_)
      for (const Node* node : cluster->nodes())
        if (node->Has(Need::kLog)) log_from_[{name, node->id()}] = LogSize(node->log().file);
    return true;
  } catch (...) {  // NOLINT: the next run starts its own, which is as good
    return false;
  }
}

std::int64_t Stage::LogFrom(const std::string& cluster, int node) const {
  const auto from = log_from_.find({cluster, node});
  return from == log_from_.end() ? 0 : from->second;
}

void Stage::CopyLogs(const std::string& folder) const {
  if (folder == folders_.logs) return;
  for (const auto& [name, cluster] : clusters_) {
    for (const Node* node : cluster->nodes()) {
      if (!node->Has(Need::kLog)) continue;
      std::ifstream log(node->log().file, std::ios::binary);
      log.seekg(LogFrom(name, node->id()));
      const auto copy = folder + "/" + std::filesystem::path(node->log().file).filename().string();
      std::ofstream file(copy, std::ios::binary);
      if (log.peek() != std::ifstream::traits_type::eof()) file << log.rdbuf();
      file.close();
      if (!file) throw Error(ErrorKind::kNotRun, "can't write " + copy, Hint("is the disk full?"));
    }
  }
}

}  // namespace kproof
