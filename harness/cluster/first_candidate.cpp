#include "harness/cluster/first_candidate.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/cluster/own_disk.h"

namespace kproof {

std::string CandidateState(int id, const std::vector<int>& voters) {
  std::vector<std::string> texts;
  for (const int voter : voters) texts.push_back(fmt::format(R"({{"voterId":{}}})", voter));
  return fmt::format(
      R"({{"clusterId":"","leaderId":-1,"leaderEpoch":1,"votedId":{},"appliedOffset":0,)"
      R"("currentVoters":[{}],"data_version":0}})",
      id, Join(texts, ","));
}

void LetFirstControllerStand(const std::vector<NodePlan>& nodes) {
  const NodePlan* first = nullptr;
  std::vector<int> voters;
  for (const auto& node : nodes) {
    if (!node.controller) continue;
    if (first == nullptr) first = &node;
    voters.push_back(node.id);
  }
  if (voters.size() < 2 || first->dynamic_quorum || first->properties.contains("metadata.log.dir"))
    return;
  const auto& properties = first->properties;
  const auto configured = properties.find("controller.quorum.voters");
  if (configured == properties.end() || configured->second != QuorumVoters(*first, nodes)) return;
  const auto folder = first->data_folders().front() + "/__cluster_metadata-0";
  std::error_code failed;  // then the file can't be written
  std::filesystem::create_directories(folder, failed);
  WriteFile(folder + "/quorum-state", CandidateState(first->id, voters));
  if (first->own_disk) SyncDisk(first->disk_folder());
}

}  // namespace kproof
