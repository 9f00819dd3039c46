#include "harness/campaign/stage_share.h"

#include <filesystem>
#include <utility>

#include "harness/base/error.h"
#include "harness/cluster/node_files.h"
#include "harness/cluster/nodes_mark.h"
#include "harness/run/reuse.h"

namespace kproof {

StageShare::StageShare(const std::string& out)
    : folder_(std::filesystem::absolute(out + "/.nodes-shared-" + RandomUuid()).string()) {
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed)
    throw Error(ErrorKind::kNotRun, "can't create " + folder_ + ": " + failed.message(),
                Hint("choose another --out"));
  lock_ = FileLock::TryFolder(folder_);
  if (!lock_) throw Error("another kproof uses " + folder_ + ", which was made just now");
  MarkNodes(folder_);
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
