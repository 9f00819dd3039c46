#include "harness/nemesis/states.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/nemesis/paper_cluster.h"

namespace kproof {
namespace {

using std::chrono::seconds;

class StateOf : public testing::Test {
 protected:
  static Phrase Phrased(const std::string& text) {
    std::vector<PhraseForm> forms;
    for (const auto& type : States()) forms.push_back(type.form);
    const auto phrase = MatchPhrase(text, forms);
    EXPECT_TRUE(phrase) << text;
    return phrase.value_or(Phrase{});
  }
  State Make(const std::string& text) const { return MakeState(Phrased(text), before_); }
  // Whether it holds now, made just before.
  std::optional<bool> Holds(const std::string& text) const { return Make(text)(now_); }
  PartitionInfo& Payments() { return now_.view.partitions["payments/0"]; }

  PaperCluster cluster_;
  Situation before_ = Quiet(cluster_);
  Situation now_ = Quiet(cluster_);
};

TEST_F(StateOf, LeaderChangedNeedsAnotherLeaderNotJustNone) {
  const auto state = Make("leader of payments/0 changed");
  EXPECT_EQ(state(now_), false);
  Payments().leader = -1;
  EXPECT_EQ(state(now_), false);
  Payments().leader = 3;
  EXPECT_EQ(state(now_), true);
}

TEST_F(StateOf, LeaderIsSomebodyOrNobody) {
  EXPECT_EQ(Holds("leader of payments/0 is 2"), true);
  EXPECT_EQ(Holds("leader of payments/0 is 3"), false);
  EXPECT_EQ(Holds("payments/0 has no leader"), false);
  Payments().leader = -1;
  EXPECT_EQ(Holds("leader of payments/0 is 2"), false);
  EXPECT_EQ(Holds("payments/0 has no leader"), true);
}

TEST_F(StateOf, NoAnswerIsNotNo) {
  const Situation silent;
  for (const char* text :
       {"leader of payments/0 changed", "leader of payments/0 is 2", "payments/0 has no leader",
        "isr of payments/0 is full", "isr of payments/0 < 2", "elr of payments/0 = 0",
        "elr of payments/0 contains 1", "under-replicated = 0", "active controller changed",
        "controller epoch advanced", "broker 1 is fenced", "broker 1 is unfenced",
        "consumer lag of group g = 0"})
    EXPECT_EQ(Make(text)(silent), std::nullopt) << text;
  for (const char* text :
       {"leader of payments/0 changed", "active controller changed", "controller epoch advanced"})
    EXPECT_THROW(MakeState(Phrased(text), silent), Error) << text;
}

TEST_F(StateOf, ActiveControllerChanged) {
  const auto state = Make("active controller changed");
  EXPECT_EQ(state(now_), false);
  now_.view.quorum->leader = -1;
  EXPECT_EQ(state(now_), false);
  now_.view.quorum->leader = 101;
  EXPECT_EQ(state(now_), true);
}

TEST_F(StateOf, TheControllersEpochAdvancesAlsoWhenTheSameOneIsElected) {
  const auto state = Make("controller epoch advanced");
  EXPECT_EQ(state(now_), false);
  now_.view.quorum->epoch = 5;
  EXPECT_EQ(state(now_), true);
}

TEST_F(StateOf, IsrSizes) {
  EXPECT_EQ(Holds("isr of payments/0 is full"), true);
  EXPECT_EQ(Holds("isr of payments/0 = 2"), false);
  EXPECT_EQ(Holds("isr of payments/0 < 3"), false);
  EXPECT_EQ(Holds("isr of payments/0 >= 3"), true);
  Payments().isr = {2, 3};
  EXPECT_EQ(Holds("isr of payments/0 is full"), false);
  EXPECT_EQ(Holds("isr of payments/0 = 2"), true);
  EXPECT_EQ(Holds("isr of payments/0 < 3"), true);
  EXPECT_EQ(Holds("isr of payments/0 <= 2"), true);
  EXPECT_EQ(Holds("isr of payments/0 > 2"), false);
}

TEST_F(StateOf, EligibleLeaderReplicas) {
  EXPECT_EQ(Holds("elr of payments/0 = 0"), true);
  EXPECT_EQ(Holds("elr of payments/0 contains 1"), false);
  Payments().elr = {1, 3};
  EXPECT_EQ(Holds("elr of payments/0 = 2"), true);
  EXPECT_EQ(Holds("elr of payments/0 contains 1"), true);
  EXPECT_EQ(Holds("elr of payments/0 contains 2"), false);
}

TEST_F(StateOf, UnderReplicatedCountsPartitions) {
  EXPECT_EQ(Holds("under-replicated = 0"), true);
  EXPECT_EQ(Holds("under-replicated > 0"), false);
  Payments().isr = {2};
  EXPECT_EQ(Holds("under-replicated = 0"), false);
  EXPECT_EQ(Holds("under-replicated > 0"), true);
}

TEST_F(StateOf, AckedCountsFromWhereTheWaitBegan) {
  before_.acked = 100;
  const auto state = Make("acked 50 more");
  now_.acked = 149;
  EXPECT_EQ(state(now_), false);
  now_.acked = 150;
  EXPECT_EQ(state(now_), true);
}

TEST_F(StateOf, NoAcksCountsFromTheLastAck) {
  const auto state = Make("no acks for 3s");
  const auto at = [&](Duration time, std::uint64_t acked) {
    now_.at = before_.at + time.count();
    now_.acked = acked;
    return state(now_);
  };
  EXPECT_EQ(at(seconds(2), 0), false);
  EXPECT_EQ(at(seconds(3), 7), false);
  EXPECT_EQ(at(seconds(5), 7), false);
  EXPECT_EQ(at(seconds(6), 7), true);
}

TEST_F(StateOf, FencedIsWhatThoseSayWhoFollow) {
  now_.view.listed = {{1, {1, 2, 3}}, {2, {2, 3}}, {3, {2, 3}}};
  now_.view.behind = {{1, seconds(60)}, {2, seconds(0)}, {3, seconds(1)}};
  EXPECT_EQ(Holds("broker 1 is fenced"), true);
  EXPECT_EQ(Holds("broker 1 is unfenced"), false);
  EXPECT_EQ(Holds("broker 2 is fenced"), false);
  now_.view.listed[2] = {1, 2, 3};
  EXPECT_EQ(Holds("broker 1 is fenced"), true) << "3 does not list it yet";
  now_.view.behind[2] = now_.view.behind[3] = seconds(9);
  EXPECT_EQ(Holds("broker 1 is fenced"), std::nullopt) << "nobody who speaks for it follows";
}

TEST_F(StateOf, LagIsAskedOfTheGroupsNodes) {
  now_.ask.lag = [](const std::string& group) -> std::optional<std::int64_t> {
    return group == "g" ? std::optional<std::int64_t>(12) : std::nullopt;
  };
  EXPECT_EQ(Holds("consumer lag of group g >= 12"), true);
  EXPECT_EQ(Holds("consumer lag of group g < 12"), false);
  EXPECT_EQ(Holds("consumer lag of group h = 0"), std::nullopt);
}

TEST_F(StateOf, AStepBeginsEndsOrNeverBegins) {
  const auto began = Make("step cut began");
  const auto ended = Make("step cut ended");
  now_.steps["cut"] = {};
  EXPECT_EQ(began(now_), false);
  EXPECT_EQ(ended(now_), false);
  now_.steps["cut"].began = true;
  EXPECT_EQ(began(now_), true);
  EXPECT_EQ(ended(now_), false);
  now_.steps["cut"].over = true;
  EXPECT_EQ(began(now_), true);
  EXPECT_EQ(ended(now_), true);
  now_.steps["cut"].began = false;
  EXPECT_THROW(began(now_), Error);
}

TEST_F(StateOf, EachStandsInAlphabeticalOrder) {
  EXPECT_TRUE(std::is_sorted(States().begin(), States().end(), [](const auto& a, const auto& b) {
    return a.form.pattern < b.form.pattern;
  }));
}

}  // namespace
}  // namespace kproof
