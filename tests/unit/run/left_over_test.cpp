// What cleaning up removes: what killed runs left, and nothing that anybody holds or wrote himself.
#include "harness/run/left_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/base/file_lock.h"
#include "harness/base/temporary_folder.h"
#include "harness/cluster/nodes_mark.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kRunName = ".partial-20261121T090000Z-leader-kill-7";

class LeftOvers : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }
  // As a run leaves it that was killed.
  std::string MakePartial(const std::string& name = kRunName,
                          const std::string& made_by = made_by::kRun) const {
    fs::create_directory(File(name));
    StoreWriter::Create(File(name + "/audit.db"), made_by);
    return File(name);
  }
  std::string MakeNodes(const std::string& name) const {
    static_cast<void>(ClaimNodes(File(name)));
    std::ofstream(File(name + "/data")) << "x";
    return File(name);
  }
  LeftOver Clean(bool partial) const { return RemoveLeftOver(folder_.path(), partial); }

  TemporaryFolder folder_;
};

TEST_F(LeftOvers, AreNodesWhoseClusterIsGone) {
  const auto shared = MakeNodes(".nodes-shared-x");
  MakePartial();
  const auto own = MakeNodes(std::string(kRunName) + "/nodes-main");
  EXPECT_THAT(Clean(false).removed, ElementsAre(shared, own));
  EXPECT_FALSE(fs::exists(shared));
  EXPECT_FALSE(fs::exists(own));
}

TEST_F(LeftOvers, ThatHaveFactsStayUnlessThatIsAsked) {
  const auto run = MakePartial();
  EXPECT_THAT(Clean(false).kept, ElementsAre(run));
  EXPECT_TRUE(fs::exists(run + "/audit.db"));
  const auto left = Clean(true);
  EXPECT_THAT(left.removed, ElementsAre(run));
  EXPECT_THAT(left.kept, IsEmpty());
  EXPECT_FALSE(fs::exists(run));
}

TEST_F(LeftOvers, AreLookedForInCampaigns) {
  const std::string campaign = "20261121T090000Z-run-7";
  fs::create_directories(File(campaign + "/cells"));
  std::ofstream(File(campaign + "/campaign.json")) << "{}";
  const auto nodes = MakeNodes(campaign + "/cells/.nodes-shared-x");
  const auto run = MakePartial(campaign + "/cells/" + kRunName);
  fs::create_directories(File(".partial-" + campaign));
  std::ofstream(File(".partial-" + campaign + "/campaign.json")) << "{}";
  const auto left = Clean(false);
  EXPECT_THAT(left.removed, ElementsAre(File(".partial-" + campaign), nodes));
  EXPECT_THAT(left.kept, ElementsAre(run));
  EXPECT_THAT(left.not_ours, IsEmpty());
}

TEST_F(LeftOvers, AreNotWhatIsInUse) {
  const auto nodes = File(".nodes-shared-x");
  const auto held_nodes = ClaimNodes(nodes);
  const auto run = MakePartial();
  const auto own = MakeNodes(std::string(kRunName) + "/nodes-main");
  const auto held_run = FileLock::TryFolder(run);
  const auto left = Clean(true);
  EXPECT_THAT(left.removed, IsEmpty());
  EXPECT_THAT(left.kept, IsEmpty());
  EXPECT_TRUE(fs::exists(nodes));
  EXPECT_TRUE(fs::exists(own));
}

TEST_F(LeftOvers, AreNotWhatSomebodyElseMade) {
  fs::create_directory(File(".nodes-mine"));
  fs::create_directory(File(".partial-mine"));
  fs::create_directory(File(".partial-20261121T090000Z-empty-7"));
  MakePartial(".partial-notes");
  MakePartial(".partial-20261121T090000Z-checked-7", made_by::kCheck);
  const auto left = Clean(true);
  EXPECT_THAT(left.removed, IsEmpty());
  EXPECT_THAT(left.not_ours,
              ElementsAre(File(".nodes-mine"), File(".partial-20261121T090000Z-checked-7"),
                          File(".partial-20261121T090000Z-empty-7"), File(".partial-mine"),
                          File(".partial-notes")));
  for (const auto& folder : left.not_ours) EXPECT_TRUE(fs::exists(folder)) << folder;
}

TEST_F(LeftOvers, AreNotBehindLinks) {
  const TemporaryFolder elsewhere;
  fs::create_directory(elsewhere.File("run"));
  StoreWriter::Create(elsewhere.File("run/audit.db"));
  fs::create_symlink(elsewhere.File("run"), File(kRunName));
  const auto left = Clean(true);
  EXPECT_THAT(left.removed, IsEmpty());
  EXPECT_THAT(left.kept, IsEmpty());
  EXPECT_THAT(left.not_ours, IsEmpty());
  EXPECT_TRUE(fs::exists(elsewhere.File("run/audit.db")));
}

TEST_F(LeftOvers, AreOldTemporaryFoldersThatNobodyHolds) {
  const auto make = [&](const std::string& name, std::chrono::hours age) {
    fs::create_directory(File(name));
    fs::last_write_time(File(name), fs::file_time_type::clock::now() - age);
  };
  make(".kproof-old", std::chrono::hours(2));
  make(".kproof-new", std::chrono::hours(0));
  make("other", std::chrono::hours(2));
  const TemporaryFolder held(folder_.path());
  fs::last_write_time(held.path(), fs::file_time_type::clock::now() - std::chrono::hours(2));
  fs::create_symlink(File("other"), File(".kproof-link"));
  EXPECT_THAT(RemoveOldTemporaries(folder_.path()), ElementsAre(File(".kproof-old")));
  EXPECT_FALSE(fs::exists(File(".kproof-old")));
  for (const auto& kept : {File(".kproof-new"), File("other"), held.path()})
    EXPECT_TRUE(fs::exists(kept)) << kept;
}

TEST_F(LeftOvers, OfAFolderThatIsNotThereAreNone) {
  EXPECT_THAT(RemoveLeftOver(File("none"), true).removed, IsEmpty());
}

}  // namespace
}  // namespace kproof
