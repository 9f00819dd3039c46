// The folder of a run and the link `latest`, next to what a user may have put there.
#include "harness/run/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class RunFolders : public testing::Test {
 protected:
  std::string Publish() {
    RunFolder folder(folder_.path(), "leader-kill", 7);
    folder.Write("result.json", "{}");
    auto left = folder.Publish();
    EXPECT_TRUE(fs::exists(folder.File("result.json")));
    published_ = fs::path(folder.path()).filename();
    return left;
  }

  TemporaryFolder folder_;
  fs::path latest_ = folder_.File("latest");
  std::string published_;
};

TEST_F(RunFolders, LatestFollowsTheRunThatEndedLast) {
  for (int run = 0; run < 2; ++run) {
    EXPECT_THAT(Publish(), IsEmpty());
    EXPECT_EQ(fs::read_symlink(latest_), published_);
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator{}), 3)
      << "two runs and the link";
  fs::remove_all(folder_.File(published_));
  EXPECT_THAT(Publish(), IsEmpty()) << "a link to a run that is gone is ours too";
  EXPECT_EQ(fs::read_symlink(latest_), published_);
}

TEST_F(RunFolders, ALatestOfTheUsersStaysAndThatIsSaid) {
  std::ofstream(latest_) << "precious";
  EXPECT_THAT(Publish(), HasSubstr("left unchanged"));
  EXPECT_EQ(fs::file_size(latest_), 8u);
  fs::remove(latest_);
  fs::create_directory(latest_);
  EXPECT_THAT(Publish(), HasSubstr("left unchanged"));
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(latest_)));
  fs::remove(latest_);
  fs::create_symlink("/etc", latest_);
  EXPECT_THAT(Publish(), HasSubstr("left unchanged"));
  EXPECT_EQ(fs::read_symlink(latest_), "/etc");
}

TEST_F(RunFolders, AreInUseUntilTheirRunHasEnded) {
  std::string path;
  {
    const RunFolder folder(folder_.path(), "leader-kill", 7);
    path = folder.path();
    EXPECT_TRUE(fs::path(path).filename().string().starts_with(".partial-")) << path;
    EXPECT_FALSE(FileLock::TryFolder(path));
  }
  EXPECT_TRUE(FileLock::TryFolder(path));
}

TEST_F(RunFolders, TwoAtOnceHaveNamesOfTheirOwn) {
  RunFolder first(folder_.path(), "leader-kill", 7), second(folder_.path(), "leader-kill", 7);
  EXPECT_NE(first.path(), second.path());
  first.Publish();
  second.Publish();
  EXPECT_NE(first.path(), second.path());
}

TEST_F(RunFolders, NameTheirFilesWithoutTheFolder) {
  const RunFolder folder(folder_.path(), "leader-kill", 7);
  EXPECT_EQ(folder.Inside("see " + folder.File("logs/a.log") + " and " + folder.File("b")),
            "see logs/a.log and b");
  EXPECT_EQ(folder.Inside("see /etc/hosts"), "see /etc/hosts");
}

TEST_F(RunFolders, ThatCanNotBeMadeAreAMatterOfThisMachine) {
  std::ofstream(folder_.File("file")) << "x";
  try {
    const RunFolder folder(folder_.File("file"), "leader-kill", 7);
    ADD_FAILURE() << "it was made";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  }
}

TEST_F(RunFolders, AreKnownByTheirNames) {
  EXPECT_TRUE(IsRunName("20261121T090000Z-leader-kill-7"));
  for (const char* name : {"", "latest", "20261121T090000Z-", "20261121T09000Z-leader-kill-7",
                           "../20261121T090000Z-leader-kill-7", "20261121T090000Z-a/b"})
    EXPECT_FALSE(IsRunName(name)) << name;
}

}  // namespace
}  // namespace kproof
