// What limits are measured from, at their edges: examples of each are in docs/examples/histories.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/judged.h"
#include "tests/unit/events/limit_lines.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

const std::string kMayHave = "may have been exceeded: at least ";

// -- names and bounds

TEST(LimitsOfARun, AreKnownByName) {
  EXPECT_THAT(ErrorsOf(R"({"event":"run","limits":{"leaderles":"< 5s"}})"
                       "\n"),
              HasSubstr("FILE:1: there is no limit 'leaderles'; did you mean 'leaderless'?; the "
                        "limits are ack_p50, "));
}

TEST(LimitsOfARun, AreUpperBoundsWithAUnit) {
  const auto error = [](const std::string& bound) {
    return ErrorsOf(R"({"event":"run","limits":{"whole":")" + bound + "\"}}\n");
  };
  EXPECT_THAT(error("> 5s"), HasSubstr("FILE:1: the limit 'whole' is '> 5s'; a limit is an upper"));
  EXPECT_THAT(error("5s"), HasSubstr("the limit 'whole' is '5s'; a limit is an upper bound"));
  EXPECT_THAT(error("< 5"), HasSubstr("the limit 'whole' is '< 5'; write a time with its unit"));
  EXPECT_THAT(error("<= 0s"), HasSubstr("no time is below 0s"));
  EXPECT_EQ(error("<5s"), "");
}

// -- whole

LimitLines Broken(const std::string& bound, const std::string& limit = "whole") {
  LimitLines lines(limit, bound);
  for (int i = 0; i < 5; ++i) lines.Acked(i, i + 1.0);
  lines.Note(0.5, "phase", "steady").Final(110, {0, 1, 2, 3, 4}, 5);
  return lines;
}

TEST(LimitWhole, CountsFromTheLastHeal) {
  auto lines = Broken("< 30s").Fault("kill", 1, 4, 8).Fault("kill", 2, 5, 20);
  EXPECT_EQ(lines.Note(40, "phase", "whole").Outcome(), "kept 20.0 s");
}

TEST(LimitWhole, IsTheFirstAfterTheHeal) {
  auto lines = Broken("< 30s").Fault("kill", 1, 4, 8).Note(7, "phase", "whole");
  EXPECT_EQ(lines.Note(10, "phase", "whole").Note(50, "phase", "whole").Outcome(), "kept 2.0 s");
}

TEST(LimitWhole, RecoveryIsItsOldName) {
  auto lines = Broken("< 30s", "recovery").Fault("kill", 1, 4, 8);
  EXPECT_EQ(lines.Note(40, "phase", "whole").Outcome(), "passed 32.0 s");
}

TEST(LimitWhole, GivenUpIsAtLeastSoLong) {
  auto lines = Broken("< 30s").Fault("kill", 1, 4, 8);
  EXPECT_EQ(lines.Note(98, "problem", "whole").Outcome(),
            "passed at least 90.0 s without becoming whole");
}

TEST(LimitWhole, GivenUpBelowTheLimitIsADoubt) {
  auto lines = Broken("< 100s").Fault("kill", 1, 4, 8);
  EXPECT_THAT(lines.Note(98, "problem", "whole").Outcome(),
              HasSubstr(kMayHave + "90.0 s, at most any time: the cluster "
                                   "was not seen whole again"));
}

TEST(LimitWhole, AnotherProblemSaysNothingOfIt) {
  auto lines = Broken("< 30s").Fault("kill", 1, 4, 8);
  EXPECT_THAT(lines.Note(98, "problem", "shop-0").Outcome(), HasSubstr(kMayHave));
}

TEST(LimitWhole, NothingIsProvenWhileAFaultIsOn) {
  auto lines =
      Broken("< 30s")
          .Fault("kill", 1, 4, 8)
          .Add(
              R"({"event":"fault","fault":"pause","nodes":[2],"from":5,"to":null,"bit":true,"healed":false})");
  EXPECT_THAT(lines.Note(98, "problem", "whole").Outcome(), HasSubstr(kMayHave + "0.0 s, at most"));
}

TEST(LimitWhole, WithoutAHealNothingIsMeasured) {
  EXPECT_EQ(Broken("< 30s").Note(40, "phase", "whole").Outcome(),
            "the limit whole < 30s could not be measured: it needs a fault that was undone, and "
            "phases");
}

TEST(LimitWhole, WithoutPhasesNobodyLooked) {
  LimitLines lines("whole", "< 30s");
  lines.Acked(0, 1).Acked(1, 50).Fault("kill", 1, 4, 8).Final(60, {0, 1}, 2);
  EXPECT_THAT(lines.Outcome(), HasSubstr("could not be measured"));
}

// -- leaderless

LimitLines Led(const std::vector<double>& acks, const std::string& bound = "< 5s",
               bool phases = true) {
  LimitLines lines("leaderless", bound);
  int seq = 0;
  std::vector<int> offsets;
  for (const double t : acks) {
    offsets.push_back(seq);
    lines.Acked(seq++, t);
  }
  if (phases) lines.Note(0.8, "phase", "steady").Note(24, "phase", "drained");
  return lines.States(0.5, {1, 2, 3}, 1, 4).Final(25, offsets, seq);
}

TEST(LimitLeaderless, TheHighestEpochCounts) {
  auto lines = Led({1, 2, 3, 23}).State(5, 2, 2, 5).State(5.1, 3, 0, 4).State(20, 3, 2, 5);
  EXPECT_EQ(lines.Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, UntilSomebodyKnowsTheNextLeader) {
  auto lines = Led({1, 2, 3, 4, 23}).States(5, {1, 2, 3}, 0, 5).State(12, 3, 2, 6);
  EXPECT_EQ(lines.States(15, {1, 2}, 2, 6).Outcome(), "passed 7.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, ALeaderThatIsDownServesNobody) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Fault("pause", 1, 5, 15);
  EXPECT_EQ(lines.Outcome(), "passed 10.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, AnotherNodeThatIsDownIsNoLeader) {
  EXPECT_EQ(Led({1, 2, 3, 4, 16, 23}).Fault("pause", 2, 5, 15).Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, SlowProcessorsServe) {
  auto lines = Led({1, 2, 3, 4, 16, 23});
  lines.Fault("slow-cpu", 1, 5, 15, R"(,"class":"pause","bit":true,"healed":true)");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
}

TEST(LimitLeaderless, AFaultThatDidNotBiteProvesNothing) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Fault("pause", 1, 5, 15, R"(,"bit":false,"healed":true)");
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most"));
}

TEST(LimitLeaderless, AFaultThatLeavesNodesUpSaysNothing) {
  EXPECT_EQ(Led({1, 2, 3, 4, 16, 23}).Fault("delay", 1, 5, 15).Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, WhoLostItsPowerMayHaveBeenStartedAgain) {
  auto lines = Led({1, 2, 3, 4, 16, 23});
  lines.Fault("power-loss", 1, 5, 15);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
}

TEST(LimitLeaderless, WhoIsStoppedServesForAWhile) {
  auto silent = Led({1, 2, 3, 4, 16, 23}).Fault("stop", 1, 5, 15);
  EXPECT_THAT(silent.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
  LimitLines idle("leaderless", "< 5s");
  idle.Note(0.8, "phase", "steady").Note(24, "phase", "drained").States(0.5, {1, 2, 3}, 1, 4);
  idle.Fault("stop", 1, 5, 15);
  EXPECT_THAT(idle.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
}

TEST(LimitLeaderless, ANodeThatEndedUnaskedIsDownUntilItAnswers) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Note(5, "disturbance", "broker-1", "ended unasked");
  EXPECT_EQ(lines.State(14, 1, 1, 5).Outcome(), "passed 9.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, OrIsStarted) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Note(5, "disturbance", "broker-1", "ended unasked");
  EXPECT_EQ(lines.Note(8, "node", "broker-1", "started").Outcome(),
            "kept 3.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, AnAckTellsThatSomebodyServed) {
  auto lines = Led({1, 2, 3, 4, 9, 13, 16, 23}).Fault("pause", 1, 5, 15);
  EXPECT_EQ(lines.Outcome(), "kept 4.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, AReadProvesThatOnlyForTheAccused) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Fault("pause", 1, 5, 15).Read(9, 3, "watch");
  EXPECT_EQ(lines.Read(12, 3, "watch").Outcome(),
            "the limit leaderless < 5s " + kMayHave +
                "4.0 s, at most 10.0 s: the facts contradict each other "
                "on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, BrokersOfOneEpochThatDifferAreADoubt) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).State(5, 3, 0, 4).State(15, 3, 1, 4);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
}

TEST(LimitLeaderless, WhatADeadNodeToldIsNoObjection) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Fault("kill", 1, 5, 15).States(6, {2, 3}, 0, 4);
  EXPECT_EQ(lines.States(15.5, {2, 3}, 1, 4).Outcome(),
            "passed at least 10.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, NorIsALivingLeaderThatItNamed) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).Fault("kill", 3, 5, 15).States(6, {1, 2}, 0, 4);
  EXPECT_THAT(lines.States(13, {1, 2}, 1, 4).Outcome(),
              HasSubstr("passed 7.0 s on orders/0 from 6.0 s on"));
}

TEST(LimitLeaderless, AnAnswerWithoutAnEpochIsADoubt) {
  auto lines = Led({1, 2, 3, 4, 16, 23}).State(5, 3, 0, -1).State(15, 3, 1, 4);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 10.0 s"));
}

TEST(LimitLeaderless, WithoutAnyEpochsAllHaveToAgree) {
  LimitLines lines("leaderless", "< 5s");
  lines.Acked(0, 1).Note(0.8, "phase", "steady").Note(24, "phase", "drained").Final(25, {0}, 1);
  lines.States(0.5, {1, 2}, 1, -1).States(5, {1, 2}, 0, -1).States(15, {1, 2}, 1, -1);
  EXPECT_EQ(lines.Outcome(), "passed 10.0 s on orders/0 from 5.0 s on");
}

TEST(LimitLeaderless, ABrokerThatKnowsLessThanItDidIsNotBelieved) {
  auto lines = Led({1, 2, 3, 4, 6, 23}).State(5, 2, 2, 5).State(8, 2, 0, 4).State(16, 2, 2, 5);
  EXPECT_EQ(lines.Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, BringingATopicUpIsNoOutage) {
  LimitLines lines("leaderless", "< 5s");
  lines.Acked(0, 9).Acked(1, 12).State(0.5, 1, 0, 0).State(8, 1, 1, 0).State(13, 1, 1, 1);
  EXPECT_EQ(lines.Final(14, {0, 1}, 2).Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, WithoutPhasesNobodyKnowsHowLongBrokersWereAsked) {
  auto lines = Led({1, 2, 3, 4, 23}, "< 5s", false).States(5, {1, 2, 3}, 0, 5);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kMayHave + "0.0 s, at most 18.0 s"));
}

TEST(LimitLeaderless, AnotherClustersFaultIsNone) {
  auto lines = Led({1, 2, 3, 4, 16, 23});
  lines.Fault("pause", 1, 5, 15, R"(,"cluster":"east","bit":true,"healed":true)");
  EXPECT_EQ(lines.Outcome(), "kept 0.0 s");
}

TEST(LimitLeaderless, TopicsThatWereMadeAgainAreADoubt) {
  auto lines = Led({1, 2, 3, 4, 16, 23});
  lines.Fault("delete-topic", 1, 5, 6,
              R"(,"class":"deletion","topics":["orders"],"bit":true,"healed":true)");
  EXPECT_THAT(lines.Outcome(), HasSubstr("any time: orders/0 was deleted and created again"));
}

}  // namespace
}  // namespace kproof
