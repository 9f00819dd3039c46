// Who led when: what counts among answers that contradict each other, and what happened moment by
// moment.
#include "reports/run_page/leadership.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/temporary_folder.h"
#include "reports/run_page/moments.h"

namespace kproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Answer {
  double at_s;
  std::int32_t node, leader, epoch;
  std::vector<std::int32_t> isr;
  std::int32_t partition = 0;
  std::string topic_id = {};
};

std::vector<PartitionState> StatesOf(const std::vector<Answer>& answers) {
  std::vector<PartitionState> states;
  for (const auto& answer : answers) {
    PartitionState state;
    state.at = static_cast<RunMicros>(answer.at_s * 1e6);
    state.node = answer.node;
    state.topic = "payments";
    state.partition = answer.partition;
    state.leader = answer.leader;
    state.leader_epoch = answer.epoch;
    state.replicas = {1, 2, 3};
    state.isr = answer.isr;
    state.topic_id = answer.topic_id;
    states.push_back(std::move(state));
  }
  return states;
}

std::vector<std::string> WordsOf(const std::vector<Happening>& moments) {
  std::vector<std::string> words;
  for (const auto& moment : moments) words.push_back(moment.what);
  return words;
}

// Who leads from when on, as "1.0: 2 [2, 3]".
std::vector<std::string> Told(const Stances& stances) {
  std::vector<std::string> told;
  for (const auto& stance : stances.kept)
    told.push_back(std::to_string(static_cast<int>(stance.from_s)) + ": " +
                   std::to_string(stance.leader) + " [" + IsrText(stance) + "]");
  return told;
}

TEST(Leadership, AFormerLeaderThatKnowsNothingYetDoesNotCount) {
  const auto all = LeadershipOf(StatesOf({{1, 1, 1, 4, {1, 2, 3}},
                                          {2, 2, 1, 4, {1, 2, 3}},
                                          {5, 2, 2, 5, {2, 3}},
                                          {6, 1, 1, 4, {1}},
                                          {9, 1, 2, 5, {2, 3}},
                                          {10, 2, 2, 5, {1, 2, 3}}}));
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].name, "payments/0");
  EXPECT_THAT(Told(all[0].stances),
              ElementsAre("1: 1 [1, 2, 3]", "5: 2 [2, 3]", "10: 2 [1, 2, 3]"));
  EXPECT_THAT(Told(all[0].told.at(1)), ElementsAre("1: 1 [1, 2, 3]", "6: 1 [1]", "9: 2 [2, 3]"));
}

TEST(Leadership, ALaggingFollowerDoesNotOverruleItsLeader) {
  const auto all =
      LeadershipOf(StatesOf({{1, 1, 1, 4, {1, 2, 3}}, {2, 1, 1, 4, {1}}, {3, 3, 1, 4, {1, 2, 3}}}));
  EXPECT_THAT(Told(all[0].stances), ElementsAre("1: 1 [1, 2, 3]", "2: 1 [1]"));
}

TEST(Leadership, NobodyLeads) {
  const auto all = LeadershipOf(StatesOf({{1, 1, 1, 4, {1}}, {2, 2, -1, 5, {}}}));
  EXPECT_EQ(LeaderText(all[0].stances.kept.back()), "nobody leads");
  EXPECT_EQ(IsrText(all[0].stances.kept.back()), "nobody");
}

// Epochs of a topic begin anew when it is made again.
TEST(Leadership, ATopicThatWasMadeAgainCounts) {
  const auto all = LeadershipOf(
      StatesOf({{1, 1, 1, 7, {1}, 0, "a"}, {5, 2, 2, 0, {2}, 0, "b"}, {6, 3, 1, 8, {1}, 0, "a"}}));
  EXPECT_THAT(Told(all[0].stances), ElementsAre("1: 1 [1]", "5: 2 [2]"));
}

TEST(Leadership, WhatFlapsIsCutAndSaysFromWhenOn) {
  std::vector<Answer> answers;
  for (int i = 0; i < 500; ++i)
    answers.push_back({static_cast<double>(i), 1, 1, 4, {i % 2 == 0 ? 1 : 2}});
  const auto all = LeadershipOf(StatesOf(answers));
  EXPECT_THAT(all[0].stances.kept, SizeIs(kMostStances));
  EXPECT_EQ(all[0].stances.left_out_from_s, static_cast<double>(kMostStances));
}

// The store of a run in which both brokers of the answers below were killed, each at its time.
DownTimes Down(std::optional<double> first_until_s, std::optional<double> second_until_s,
               const std::string& failure = "crash") {
  const TemporaryFolder folder;
  const auto path = folder.File("audit.db");
  auto writer = StoreWriter::Create(path);
  const auto add = [&](std::int32_t node, double from_s, std::optional<double> to_s) {
    FaultFact fault;
    fault.fault = "kill";
    fault.failure_class = failure;
    fault.nodes = {node};
    fault.from = static_cast<RunMicros>(from_s * 1e6);
    if (to_s) fault.to = static_cast<RunMicros>(*to_s * 1e6);
    fault.bit = true;
    writer->Put(fault);
  };
  add(1, 5, first_until_s);
  add(2, 8, second_until_s);
  writer.reset();
  return DownTimes(*StoreReader::Open(path));
}

std::vector<std::string> SilencesUnder(const DownTimes& down) {
  auto all = LeadershipOf(StatesOf({{1, 1, 1, 4, {1, 2}}, {2, 2, 1, 4, {1, 2}}}));
  AddSilences(down, all);
  std::vector<std::string> words;
  for (const auto& silence : all.front().silences)
    words.push_back(std::to_string(static_cast<int>(silence.from_s)) + " to " +
                    (silence.to_s ? std::to_string(static_cast<int>(*silence.to_s)) : "the end"));
  return words;
}

TEST(Leadership, IsNotKnownWhileNobodyAnswers) {
  EXPECT_THAT(SilencesUnder(Down(20, 12)), ElementsAre("8 to 12"));
  EXPECT_THAT(SilencesUnder(Down(11, {})), ElementsAre("8 to 11"));
  EXPECT_THAT(SilencesUnder(Down(7, 12)), IsEmpty()) << "one of them answered at any time";
  EXPECT_THAT(SilencesUnder(Down({}, {})), ElementsAre("8 to the end"));
  EXPECT_THAT(SilencesUnder(Down(20, 12, "power-loss")), ElementsAre("8 to 12"));
  EXPECT_THAT(SilencesUnder(Down(20, 12, "stop")), IsEmpty()) << "who stops serves for a while";
}

// A store, and what happened in it.
class Moments : public ::testing::Test {
 protected:
  Moments() : writer_(StoreWriter::Create(path_)) {}
  std::vector<Happening> Of(const std::vector<Answer>& answers,
                            const std::vector<FaultReport>& faults = {}) {
    writer_.reset();
    return MomentsOf(*StoreReader::Open(path_), faults, LeadershipOf(StatesOf(answers)));
  }
  void Quorum(double at_s, std::int32_t node, std::int32_t active, std::int32_t epoch) {
    writer_->Add(QuorumState{static_cast<RunMicros>(at_s * 1e6), node, active, epoch});
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.File("audit.db");
  std::unique_ptr<StoreWriter> writer_;
};

TEST_F(Moments, StandInOrderOfTime) {
  writer_->Add(EventFact{3'000'000, "phase", "steady", ""});
  writer_->Add(EventFact{9'000'000, "disturbance", "broker-3", "ended unexpectedly"});
  writer_->Add(EventFact{1, "state", "step 1", "before: x"});
  Quorum(1, 4, 4, 2);
  const FaultReport kill{.fault = "kill",
                         .target = "broker 1",
                         .nodes = {1},
                         .from_s = 5,
                         .to_s = 8,
                         .first_ack_after_s = {},
                         .isr_full_after_s = {},
                         .proof = "",
                         .problem = ""};
  EXPECT_THAT(
      WordsOf(Of({{2, 1, 1, 4, {1, 2}}, {6, 2, 2, 5, {2}}}, {kill})),
      ElementsAre("controller 4 is active (epoch 2)", "payments/0: broker 1 leads; in sync: 1, 2",
                  "steady", "fault 1, kill broker 1 (node 1), begins",
                  "payments/0: broker 2 leads instead of broker 1; in sync: 2",
                  "fault 1, kill broker 1 (node 1), ends", "broker-3: ended unexpectedly"));
}

TEST_F(Moments, PartitionsThatChangeAlikeAndTogetherAreOne) {
  const auto words = WordsOf(Of({{1.0, 1, 1, 4, {1}, 0},
                                 {1.1, 1, 1, 4, {1}, 1},
                                 {1.2, 1, 1, 4, {1}, 2},
                                 {1.3, 1, 1, 4, {1}, 3},
                                 {1.4, 1, 1, 4, {1}, 4},
                                 {2.0, 1, 1, 4, {1}, 5}}));
  EXPECT_THAT(
      words,
      ElementsAre("payments/0, payments/1, payments/2, and 2 more: broker 1 leads; in sync: 1",
                  "payments/5: broker 1 leads; in sync: 1"));
}

TEST_F(Moments, ALeaderThatIsElectedAgainIsSaid) {
  EXPECT_EQ(Of({{1, 1, 1, 4, {1}}, {2, 1, 1, 5, {1}}}).back().what,
            "payments/0: broker 1 leads again, from epoch 5 on");
}

// One that is cut off goes on naming itself.
TEST_F(Moments, TheControllerOfTheHighestEpochCounts) {
  Quorum(1, 4, 4, 2);
  Quorum(5, 5, -1, 3);
  Quorum(6, 5, 5, 3);
  Quorum(7, 4, 4, 2);
  Quorum(8, 6, -1, 3);
  EXPECT_THAT(WordsOf(Of({})),
              ElementsAre("controller 4 is active (epoch 2)", "no controller is active (epoch 3)",
                          "controller 5 is active (epoch 3)"));
}

TEST(CutMoments, FaultsAndPhasesStay) {
  std::vector<Happening> moments;
  for (int i = 0; i < 10; ++i) moments.push_back({static_cast<double>(i), "leader", "x"});
  moments.push_back({10, "fault", "the fault"});
  EXPECT_EQ(CutMoments(moments, 3), 8u);
  EXPECT_THAT(WordsOf(moments), ElementsAre("x", "x", "the fault"));
  EXPECT_EQ(CutMoments(moments, 3), 0u);
}

TEST_F(Moments, NodesHaveTheirRolesAndFaults) {
  Quorum(1, 4, 4, 2);
  Quorum(1, 3, 4, 2);
  writer_.reset();
  const FaultReport cut{.fault = "cut",
                        .target = "x",
                        .nodes = {3},
                        .from_s = 5,
                        .to_s = {},
                        .first_ack_after_s = {},
                        .isr_full_after_s = {},
                        .proof = "",
                        .problem = ""};
  const auto nodes =
      NodesOf(*StoreReader::Open(path_), {cut}, LeadershipOf(StatesOf({{2, 1, 1, 4, {1, 2}}})));
  ASSERT_THAT(nodes, SizeIs(4));
  EXPECT_EQ(nodes[0].name, "broker 1");
  EXPECT_THAT(nodes[0].faults, IsEmpty());
  EXPECT_EQ(nodes[2].name, "node 3");
  ASSERT_THAT(nodes[2].faults, SizeIs(1));
  EXPECT_EQ(nodes[2].faults[0].from_s, 5);
  EXPECT_FALSE(nodes[2].faults[0].to_s);
  EXPECT_EQ(nodes[3].name, "controller 4");
}

}  // namespace
}  // namespace kproof
