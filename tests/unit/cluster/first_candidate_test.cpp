// What the first controller of a new cluster finds on its disk.
#include "harness/cluster/first_candidate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>

#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

// A broker, and controllers 101, 102, … on ports 9101, 9102, …
std::vector<NodePlan> Nodes(const std::string& folder, int controllers) {
  std::vector<NodePlan> nodes(static_cast<std::size_t>(controllers) + 1);
  nodes[0].id = 1;
  nodes[0].broker = true;
  std::string voters;
  for (int i = 1; i <= controllers; ++i) {
    auto& node = nodes[static_cast<std::size_t>(i)];
    node.id = 100 + i;
    node.controller = true;
    node.control = {"127.0.0.1", static_cast<std::uint16_t>(9100 + i)};
    voters += (i > 1 ? "," : "") + std::to_string(node.id) + "@" + node.control.ToString();
  }
  for (auto& node : nodes) {
    node.folder = folder + "/" + std::to_string(node.id);
    node.properties["controller.quorum.voters"] = voters;
  }
  return nodes;
}

// By node that has one.
std::map<int, std::string> StatesOf(const std::vector<NodePlan>& nodes) {
  std::map<int, std::string> states;
  for (const auto& node : nodes) {
    std::ifstream file(node.data_folders().front() + "/__cluster_metadata-0/quorum-state");
    if (file) states[node.id] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return states;
}

TEST(FirstCandidate, IsTheFirstControllerAndAskedForVotesInEpochOne) {
  const TemporaryFolder folder;
  const auto nodes = Nodes(folder.path(), 3);
  LetFirstControllerStand(nodes);
  EXPECT_THAT(
      StatesOf(nodes),
      testing::ElementsAre(testing::Pair(
          101, R"({"clusterId":"","leaderId":-1,"leaderEpoch":1,"votedId":101,"appliedOffset":0,)"
               R"("currentVoters":[{"voterId":101},{"voterId":102},{"voterId":103}],)"
               R"("data_version":0})")));
}

TEST(FirstCandidate, IsNobodyWhereTheQuorumIsNotOurs) {
  const std::pair<const char*, std::function<void(std::vector<NodePlan>&)>> cases[] = {
      {"a lone voter", [](auto& nodes) { nodes.resize(2); }},
      {"a dynamic quorum", [](auto& nodes) { nodes[1].dynamic_quorum = true; }},
      {"other voters",
       [](auto& nodes) { nodes[1].properties["controller.quorum.voters"] = "101@elsewhere:1"; }},
      {"no voters", [](auto& nodes) { nodes[1].properties.erase("controller.quorum.voters"); }},
      {"metadata elsewhere",
       [](auto& nodes) { nodes[1].properties["metadata.log.dir"] = "elsewhere"; }}};
  for (const auto& [what, change] : cases) {
    const TemporaryFolder folder;
    auto nodes = Nodes(folder.path(), 3);
    change(nodes);
    LetFirstControllerStand(nodes);
    EXPECT_THAT(StatesOf(nodes), testing::IsEmpty()) << what;
  }
}

}  // namespace
}  // namespace kproof
