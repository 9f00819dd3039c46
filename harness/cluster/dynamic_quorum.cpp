// The tool writes the snapshot once, as if for the first founder; it is the same for all of them.
// Addresses differ from run to run, so there is no template of it.
#include "harness/cluster/dynamic_quorum.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "harness/base/error.h"
#include "harness/base/text.h"
#include "harness/cluster/format_template.h"
#include "harness/cluster/own_disk.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMetadataLog = "/__cluster_metadata-0";

// As --initial-controllers takes it.
std::string VoterText(const NodePlan& node) {
  return fmt::format("{}@{}:{}", node.id, node.control.ToString(),
                     ReadMeta(node.data_folders().front()).at("directory.id"));
}

// A controller and nothing else, whatever roles the node has.
Properties ControllerProperties(const NodePlan& node) {
  Properties properties = node.properties;
  for (const char* key : {"advertised.listeners", "broker.rack", "inter.broker.listener.name"})
    properties.erase(key);
  properties["process.roles"] = "controller";
  properties["listeners"] = "CONTROLLER://" + node.control.ToString();
  return properties;
}

}  // namespace

void RequireDynamicQuorum(const KafkaHome& home) {
  int major = 0;
  int minor = 0;
  std::sscanf(home.version.c_str(), "%d.%d", &major, &minor);
  if (major > 3 || (major == 3 && minor >= 9)) return;
  throw Error(ErrorKind::kNotRun, "Kafka " + home.version + " has no dynamic quorum",
              Hint("it came with Kafka 3.9 (KIP-853)"));
}

void FoundQuorum(const KafkaHome& home, const std::vector<NodePlan>& founders,
                 const std::string& folder) {
  std::vector<std::string> voters;
  for (const auto& node : founders) voters.push_back(VoterText(node));
  const std::string made = folder + "/founded";
  RunFormatTool(home, ControllerProperties(founders.front()),
                {"--initial-controllers", Join(voters, ",")}, made);
  for (const auto& node : founders) {
    fs::copy(made + kMetadataLog, node.data_folders().front() + kMetadataLog,
             fs::copy_options::recursive);
    if (node.own_disk) SyncDisk(node.disk_folder());
  }
  fs::remove_all(made);
}

}  // namespace kproof
