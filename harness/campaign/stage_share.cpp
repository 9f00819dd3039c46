#include "harness/campaign/stage_share.h"

#include <filesystem>
#include <utility>

#include "harness/cluster/node_files.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/run/reuse.h"

namespace kproof {

StageShare::StageShare(const std::string& out)
    : folder_(std::filesystem::absolute(out + "/.nodes-shared-" + RandomUuid()).string()) {
  lock_ = ClaimNodes(folder_);
}

StageShare::~StageShare() {
  stage_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::optional<Stage> StageShare::Take(const Scenario& scenario) {
  auto stage = std::exchange(stage_, std::nullopt);
  if (stage && (stage->key() != ShareKey(scenario) || !stage->Renew())) stage.reset();
  return stage;
}

std::string StageShare::NewFolder() { return folder_ + "/" + std::to_string(++folders_); }

}  // namespace kproof
