// Who holds the cluster of `kproof cluster up`: one at a time, and nobody once the holder has gone,
// whatever its note says. No cluster is started here.
#include "harness/run/held_cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing::SizeIs;

class HeldClusters : public testing::Test {
 protected:
  void SetUp() override {
    const char* before = std::getenv("KPROOF_CACHE");
    before_ = before == nullptr ? "" : before;
    ::setenv("KPROOF_CACHE", cache_.path().c_str(), 1);
  }
  void TearDown() override {
    before_.empty() ? ::unsetenv("KPROOF_CACHE") : ::setenv("KPROOF_CACHE", before_.c_str(), 1);
  }
  // As its holder writes it, but for the process that could be ended.
  void WriteNote() const {
    std::ofstream(Note()) << R"({"nodes": [{"name": "broker-1", "host": "127.0.0.1", "port": 9092,
                                            "broker": true}]})";
  }
  std::string Note() const { return cache_.File("cluster/note.json"); }

  TemporaryFolder cache_;
  std::string before_;
};

TEST_F(HeldClusters, AreOneAtATime) {
  {
    const auto held = HeldCluster::Claim();
    EXPECT_TRUE(fs::is_directory(held.folder() + "/logs"));
    try {
      HeldCluster::Claim();
      ADD_FAILURE() << "two hold it";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    }
  }
  EXPECT_NO_THROW(HeldCluster::Claim());
}

TEST_F(HeldClusters, BeginWithAnEmptyFolder) {
  std::ofstream(HeldCluster::Claim().folder() + "/data") << "of the one before";
  EXPECT_FALSE(fs::exists(HeldCluster::Claim().folder() + "/data"));
}

TEST_F(HeldClusters, TellTheirNodesWhileTheyAreHeld) {
  const auto held = HeldCluster::Claim();
  EXPECT_THAT(HeldCluster::Nodes(), IsEmpty()) << "it is being started";
  WriteNote();
  ASSERT_THAT(HeldCluster::Nodes(), SizeIs(1));
  EXPECT_EQ(HeldCluster::Nodes()[0].port, 9092);
}

TEST_F(HeldClusters, LeaveNoNoteBehindWhoeverMovedThem) {
  {
    auto first = HeldCluster::Claim();
    WriteNote();
    { const auto moved = HeldCluster(std::move(first)); }
    EXPECT_FALSE(fs::exists(Note()));
    WriteNote();
  }
  EXPECT_TRUE(fs::exists(Note())) << "what was moved from holds nothing";
}

// As after kill -9.
TEST_F(HeldClusters, ThatNobodyHoldsAreDownWhateverTheirNoteSays) {
  { const auto held = HeldCluster::Claim(); }
  WriteNote();
  EXPECT_THAT(HeldCluster::Nodes(), IsEmpty());
  EXPECT_FALSE(HeldCluster::End());
}

TEST_F(HeldClusters, ThatAreBeingStartedCanNotBeEndedYet) {
  const auto held = HeldCluster::Claim();
  EXPECT_THROW(HeldCluster::End(), Error);
}

}  // namespace
}  // namespace kproof
