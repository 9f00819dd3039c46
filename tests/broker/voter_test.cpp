// Voters of a dynamic quorum on real controllers: removed, with the active one among them, and
// added again; one that begins outside; one that comes back with another disk.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "harness/base/error.h"
#include "harness/cluster/connect.h"
#include "harness/fault/fault.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

using VoterSet = std::set<std::int32_t>;

class Voters : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.brokers = 1;
    spec.controllers = 4;
    spec.dynamic_quorum = true;
    spec.voters = 3;
    live_ = std::make_unique<Live>(spec);
  }
  static void TearDownTestSuite() { live_.reset(); }

  static Cluster& cluster() { return **live_; }
  static Target On(std::int32_t id) {
    return {.name = cluster().node(id).name(), .nodes = {&cluster().node(id)}};
  }
  static std::unique_ptr<Fault> Make(const std::string& name) {
    return FindFault(name).make(
        {.with = {}, .within = std::chrono::seconds(30), .cluster = &cluster()});
  }
  static messages::QuorumMembers Members() {
    return ConnectToActive(cluster()).Members(Deadline(std::chrono::seconds(10)));
  }
  static VoterSet VoterIds() {
    VoterSet ids;
    for (const auto& voter : Members().voters) ids.insert(voter.id);
    return ids;
  }
  // Breaks and asks for the proof as a step does.
  static Bite Bites(Fault& fault, const Target& target) {
    EXPECT_FALSE(fault.Prove(target).bit) << "nothing is proven before it happened";
    fault.Inject(target);
    Bite bite;
    WaitUntil([&] { return (bite = fault.Prove(target)).bit; }, Deadline(std::chrono::seconds(10)));
    return bite;
  }

  static inline std::unique_ptr<Live> live_;
};

TEST_F(Voters, TheActiveControllerIsRemovedAndAddedAgain) {
  const auto active = Members().leader;
  const Target target = On(active);
  const auto fault = Make("remove-voter");
  const auto removed = [&] {
    if (VoterIds().contains(active) || Members().leader == active) return false;  // it resigned
    EXPECT_FALSE(cluster().node(active).Exit()) << "and runs on";
    EXPECT_THROW(Make("remove-voter")->Inject(target), Error) << "it is no voter any more";
    return true;
  };
  BreakAndMend("remove-voter", *fault, target, {.broken = removed});
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103}));

  // Brokers, and all voters at once, are refused.
  EXPECT_THROW(Make("remove-voter")->Inject(On(1)), Error);
  EXPECT_THROW(Make("add-voter")->Inject(On(1)), Error);
  Target all{.name = "voters", .nodes = {}};
  for (const auto id : VoterIds()) all.nodes.push_back(&cluster().node(id));
  EXPECT_THROW(Make("remove-voter")->Inject(all), Error);
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103})) << "nothing was removed";
}

TEST_F(Voters, AControllerThatBeganAsAnObserverIsAddedAndRemovedAgain) {
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103}));
  const Target target = On(104);
  const auto fault = Make("add-voter");
  const auto added = [&] {
    if (VoterIds() != VoterSet{101, 102, 103, 104}) return false;
    EXPECT_THROW(Make("add-voter")->Inject(target), Error) << "it is a voter already";
    return true;
  };
  BreakAndMend("add-voter", *fault, target, {.broken = added});
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103}));
}

TEST_F(Voters, ANewDiskIsAnotherVoter) {
  const Target target = On(102);
  const auto begin = Members();
  const auto wipe = [&] {
    const auto disk = Make("wipe-disk");
    Undo back = disk->Prepare(target);
    disk->Inject(target);
    back.Run();
  };
  const auto fault = Make("remove-voter");
  Undo undo = fault->Prepare(target);
  EXPECT_TRUE(Bites(*fault, target).bit);
  wipe();
  EXPECT_EQ(VoterIds(), (VoterSet{101, 103})) << "it does not vote by itself";
  undo.Run();
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103}));

  wipe();  // while it votes
  EXPECT_THROW(Make("add-voter")->Inject(target), Error) << "its old disk still votes";
  const auto again = Make("remove-voter");
  Undo back = again->Prepare(target);
  EXPECT_TRUE(Bites(*again, target).bit);
  back.Run();
  const auto end = Members();
  EXPECT_EQ(VoterIds(), (VoterSet{101, 102, 103}));
  for (const auto& before : begin.voters) {
    for (const auto& now : end.voters) {
      if (before.id != now.id) continue;
      EXPECT_EQ(before.directory == now.directory, now.id != 102) << now.id;
    }
  }
}

}  // namespace
}  // namespace kproof
