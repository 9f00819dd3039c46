// The folder that runs of a campaign share: marked, in use as long as the campaign lives, and gone
// with it. Stages need brokers; none is started here.
#include "harness/campaign/stage_share.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "harness/base/temporary_folder.h"
#include "harness/cluster/nodes_mark.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class SharedStages : public testing::Test {
 protected:
  std::string TheFolder() const {
    const fs::directory_iterator entries(out_.path());
    return entries == fs::end(entries) ? "" : entries->path().string();
  }

  TemporaryFolder out_;
};

TEST_F(SharedStages, HaveAFolderThatCleanupKnowsAndLeavesAlone) {
  const StageShare share(out_.path());
  ASSERT_NE(TheFolder(), "");
  EXPECT_TRUE(HasNodesMark(TheFolder()));
  EXPECT_FALSE(FileLock::TryFolder(TheFolder())) << "it is in use";
}

TEST_F(SharedStages, LeaveNothingBehind) {
  { const StageShare share(out_.path()); }
  EXPECT_TRUE(fs::is_empty(out_.path()));
}

TEST_F(SharedStages, GiveEachNewStageAFolderOfItsOwn) {
  StageShare share(out_.path());
  const auto first = share.NewFolder(), second = share.NewFolder();
  EXPECT_NE(first, second);
  EXPECT_TRUE(first.starts_with(TheFolder() + "/")) << first;
}

TEST_F(SharedStages, HaveNoStageUntilOneIsGivenBack) {
  StageShare share(out_.path());
  EXPECT_FALSE(share.Take({}));
}

}  // namespace
}  // namespace kproof
