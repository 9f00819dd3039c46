// The stage that one run of a campaign hands on to the next: starting clusters takes longer than
// most trials, and the next run says that they are whole before it goes on.
//
// Belongs to the thread that starts the runs.
#pragma once

#include <optional>
#include <string>

#include "harness/base/file_lock.h"
#include "harness/run/stage.h"
#include "harness/scenario/scenario.h"

namespace kproof {

class StageShare {
 public:
  // A folder below `out` has the nodes' files and logs, which outlive runs; it is removed at the
  // end, by `kproof cleanup` where that did not come. Throws Error when it can't be made.
  explicit StageShare(const std::string& out);
  ~StageShare();
  StageShare(const StageShare&) = delete;
  StageShare& operator=(const StageShare&) = delete;

  // What was given back, where it fits and could be renewed; ends it otherwise.
  std::optional<Stage> Take(const Scenario& scenario);
  void GiveBack(Stage stage) { stage_ = std::move(stage); }

  // A folder that is not taken yet, for a stage that is started anew.
  std::string NewFolder();

 private:
  std::string folder_;
  std::optional<FileLock> lock_;
  int folders_ = 0;
  std::optional<Stage> stage_;
};

}  // namespace kproof
