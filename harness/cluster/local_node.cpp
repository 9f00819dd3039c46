// The format of a log folder never changes with a version: that is what feature levels are for.
#include "harness/cluster/local_node.h"

#include <filesystem>

#include "harness/base/error.h"

namespace kproof {

LocalNode::LocalNode(NodePlan plan, const KafkaHome& home, std::unique_ptr<OwnDisk> disk)
    : Node(plan),
      plan_(std::move(plan)),
      log_{plan_.log_file()},
      disk_(std::move(disk)),
      home_(home),
      process_(plan_.name, NodeCommand(plan_, home), plan_.log_file()) {
  Give({.process = &process_,
        .log = &log_,
        .data = this,
        .disk = disk_.get(),
        .host = &plan_.host,
        .software = this});
}

// The cluster's id stands on the disk that goes.
void LocalNode::Wipe() {
  process_.WhileEnded("given an empty disk", [this] {
    const auto meta = ReadMeta(plan_.data_folders().front());
    for (const auto& folder : plan_.data_folders()) std::filesystem::remove_all(folder);
    FormatNode(plan_, home_, meta.at("cluster.id"));
  });
}

void LocalNode::Use(const std::string& kafka_version) {
  const KafkaHome home = FindKafka(kafka_version, "", {});
  process_.WhileEnded("given another Kafka", [&] {
    home_ = home;
    process_.SetCommand(NodeCommand(plan_, home_));
    WriteLogging(plan_, home_);
  });
}

}  // namespace kproof
