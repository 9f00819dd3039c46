// What each policy commits when, by a member that writes down what it is asked to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/agent/commit/crash_point.h"
#include "harness/agent/commit/policy.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/sqlite.h"
#include "harness/base/temporary_folder.h"
#include "harness/scenario/keys.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "e5": the effect at offset 5; "c6": committed below 6; "l6": the same without waiting; "s6": in a
// store of its own. Of partition 1 with its number before that.
class Scribe final : public Member {
 public:
  std::vector<std::string> done;

  void Effect(const Task& task) override {
    if (task.has_effect) Add("e", task.place, task.offset);
  }
  void Commit(const DoneBelows& below) override { AddAll("c", below); }
  void CommitLater(const DoneBelows& below) override { AddAll("l", below); }
  void StoredOutside(const std::vector<Task>& tasks, const DoneBelows& below, RunMicros) override {
    for (const auto& task : tasks) Effect(task);
    AddAll("s", below);
  }
  const ReadPlace& PlaceAt(std::size_t number) const override { return places_[number]; }
  RunMicros Now() const override { return 0; }

 private:
  void Add(const std::string& what, std::size_t place, std::int64_t offset) {
    done.push_back((place == 0 ? "" : std::to_string(place)) + what + std::to_string(offset));
  }
  void AddAll(const std::string& what, const DoneBelows& below) {
    for (const auto& [place, offset] : below) Add(what, place, offset);
  }
  const std::vector<ReadPlace> places_{{"pay", 0}, {"pay", 1}};
};

class Policy : public testing::Test {
 protected:
  std::unique_ptr<CommitPolicy> Make(const std::string& word, std::int32_t batch = 2,
                                     const std::string& actor = "billing-0") {
    ConsumerConfig config;
    config.actor = actor;
    config.work.batch = batch;
    config.store = folder_.File("results");
    return FindCommitPolicy(word).make(config, scribe_);
  }
  std::vector<std::string> Done() { return std::exchange(scribe_.done, {}); }

  TemporaryFolder folder_;
  Scribe scribe_;
};

TEST_F(Policy, StandsInTheTableByTheWordsOfScenarios) {
  std::vector<std::string> words;
  for (const auto& type : CommitPolicies()) words.push_back(type.word);
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  for (const auto& word : CommitNames())
    EXPECT_EQ(Contains(words, word), word != "transaction") << word;
  EXPECT_THROW(FindCommitPolicy("eahc"), Error);
  for (const auto& type : CommitPolicies()) EXPECT_EQ(type.by_client, type.word == "auto");
}

TEST_F(Policy, SilentOnesCommitNothing) {
  for (const char* word : {"auto", "none"}) {
    const auto policy = Make(word);
    policy->OnReceived({{0, 5}});
    policy->AfterWork({0, 5});
    policy->OnIdle();
    policy->OnRevoked({0}, true);
    EXPECT_THAT(Done(), ElementsAre("e5")) << word;
  }
}

TEST_F(Policy, OnReceiveCommitsBeforeTheWork) {
  const auto policy = Make("on-receive");
  policy->OnReceived({{0, 5}, {1, 8}, {0, 6}});
  EXPECT_THAT(Done(), ElementsAre("c7", "1c9"));
  policy->AfterWork({0, 5});
  EXPECT_THAT(Done(), ElementsAre("e5"));
}

TEST_F(Policy, EachCommitsEachRecordAfterItsEffect) {
  const auto policy = Make("each");
  policy->AfterWork({0, 5});
  policy->AfterWork({0, 6, /*has_effect=*/false});
  EXPECT_THAT(Done(), ElementsAre("e5", "c6", "c7"));
}

TEST_F(Policy, BatchCommitsWhenItIsFullOrNothingComes) {
  const auto policy = Make("batch");
  policy->AfterWork({0, 5});
  EXPECT_THAT(Done(), ElementsAre("e5"));
  policy->AfterWork({1, 8});
  EXPECT_THAT(Done(), ElementsAre("1e8", "c6", "1c9"));
  policy->AfterWork({0, 6});
  policy->OnIdle();
  policy->OnIdle();
  EXPECT_THAT(Done(), ElementsAre("e6", "c7"));
}

TEST_F(Policy, AsyncDoesNotWaitButForAListener) {
  const auto policy = Make("async");
  policy->AfterWork({0, 5});
  policy->AfterWork({0, 6});
  EXPECT_THAT(Done(), ElementsAre("e5", "e6", "l7"));
  policy->AfterWork({0, 7});
  policy->OnRevoked({0}, true);
  EXPECT_THAT(Done(), ElementsAre("e7", "c8"));
}

TEST_F(Policy, WithoutAListenerABatchThatWasBegunIsForgotten) {
  const auto policy = Make("batch", 3);
  policy->AfterWork({0, 5});
  policy->AfterWork({1, 8});
  policy->OnRevoked({0}, false);
  policy->OnIdle();
  EXPECT_THAT(Done(), ElementsAre("e5", "1e8", "1c9"));
}

TEST_F(Policy, WorkersCommitWhateverIsFinished) {
  const auto policy = Make("workers");
  policy->OnReceived({{0, 5}, {0, 6}});
  policy->AfterWork({0, 6});
  policy->AfterWork({0, 5});
  EXPECT_THAT(Done(), ElementsAre("e6", "l7", "e5", "l6"));
}

TEST_F(Policy, ContiguousWorkersCommitWhatAllBelowIsFinished) {
  const auto policy = Make("workers-contiguous");
  policy->OnReceived({{0, 5}, {0, 6}, {0, 9}, {1, 8}});
  policy->AfterWork({0, 6});
  EXPECT_THAT(Done(), ElementsAre("e6"));
  policy->AfterWork({0, 5});
  EXPECT_THAT(Done(), ElementsAre("e5", "l9"));
  policy->AfterWork({0, 9});
  EXPECT_THAT(Done(), ElementsAre("e9", "l10"));
  policy->OnReceived({{0, 10}, {0, 11}});
  policy->AfterWork({0, 11});
  policy->OnRevoked({0}, true);
  EXPECT_THAT(Done(), ElementsAre("e11")) << "below 10 it was committed";
  policy->AfterWork({0, 10});  // of a partition that it no longer has
  EXPECT_THAT(Done(), ElementsAre("e10"));
}

// Offsets 6 to 8 are none of a record: all below 9 is done once it was handed over.
TEST_F(Policy, ContiguousWorkersCommitOverAHoleForAListenerAlone) {
  for (const bool listens : {false, true}) {
    const auto policy = Make("workers-contiguous");
    policy->OnReceived({{0, 5}});
    policy->AfterWork({0, 5});
    policy->OnReceived({{0, 9}});
    EXPECT_THAT(Done(), ElementsAre("e5", "l6"));
    policy->OnRevoked({0}, listens);
    EXPECT_EQ(Done(), listens ? std::vector<std::string>{"c9"} : std::vector<std::string>{});
  }
}

TEST_F(Policy, ExternalKeepsResultsAndOffsetsTogether) {
  const ReadPlace place{"pay", 0};
  const auto policy = Make("external");
  EXPECT_EQ(policy->BeginAt(place, 1), std::nullopt);
  policy->AfterWork({0, 5});
  EXPECT_THAT(Done(), IsEmpty()) << "its transaction is open";
  policy->AfterWork({0, 6, /*has_effect=*/false});
  EXPECT_THAT(Done(), ElementsAre("e5", "s7"));
  const auto next = Make("external");
  EXPECT_EQ(next->BeginAt(place, 2), 7);
  EXPECT_EQ(next->BeginAt({"pay", 1}, 2), std::nullopt);
  Database results(folder_.File("results"), Database::Mode::kRead);
  EXPECT_EQ(results.Number("SELECT count(*) FROM result"), 1);
  EXPECT_EQ(results.Number("SELECT offset FROM result"), 5);
}

// A member that was frozen, and the one that got its partition meanwhile, in the order that stopped
// the new owner once: the old one wakes up and writes before the new one has stored anything.
struct Zombie {
  std::unique_ptr<CommitPolicy> old_one, owner;
};

TEST_F(Policy, ExternalFencesAMemberThatWasAway) {
  const ReadPlace place{"pay", 0};
  const Zombie both{Make("external"), Make("external", 1, "billing-1")};
  both.old_one->BeginAt(place, 1);
  both.old_one->AfterWork({0, 5});
  EXPECT_EQ(both.owner->BeginAt(place, 2), std::nullopt);
  both.old_one->AfterWork({0, 6});
  EXPECT_THAT(Done(), IsEmpty());
  both.owner->AfterWork({0, 5});
  both.owner->AfterWork({0, 6});
  EXPECT_THAT(Done(), ElementsAre("e5", "s6", "e6", "s7"));
  both.old_one->BeginAt(place, 3);
  both.owner->AfterWork({0, 7});
  EXPECT_THAT(Done(), IsEmpty());
}

TEST_F(Policy, ExternalUnfencedTakesWhatAMemberWritesThatWasAway) {
  const ReadPlace place{"pay", 0};
  const Zombie both{Make("external-unfenced"), Make("external-unfenced", 1, "billing-1")};
  both.old_one->BeginAt(place, 1);
  both.old_one->AfterWork({0, 5});
  both.owner->BeginAt(place, 2);
  both.owner->AfterWork({0, 5});
  both.old_one->AfterWork({0, 6});
  EXPECT_THAT(Done(), ElementsAre("e5", "s6", "e5", "e6", "s7"));
}

TEST_F(Policy, ExternalIsTakenOverByTheLastOneWhereNobodyTellsGenerations) {
  const ReadPlace place{"pay", 0};
  const Zombie both{Make("external", 1), Make("external", 1, "billing-1")};
  both.old_one->BeginAt(place, std::nullopt);
  both.owner->BeginAt(place, std::nullopt);
  both.old_one->AfterWork({0, 5});
  EXPECT_THAT(Done(), IsEmpty());
  both.owner->AfterWork({0, 5});
  EXPECT_THAT(Done(), ElementsAre("e5", "s6"));
}

// One that was frozen between its assignment and the store must not take it from the owner.
TEST_F(Policy, ExternalIsNotTakenByAnOlderGeneration) {
  const ReadPlace place{"pay", 0};
  const Zombie both{Make("external", 1), Make("external", 1, "billing-1")};
  both.owner->BeginAt(place, 2);
  both.owner->AfterWork({0, 5});
  EXPECT_EQ(both.old_one->BeginAt(place, 1), 6);
  Done();
  EXPECT_THAT(
      [&] {
        both.old_one->AfterWork({0, 6});
      },
      testing::ThrowsMessage<Error>(testing::HasSubstr("later generation than 1")));
  both.owner->AfterWork({0, 6});
  EXPECT_THAT(Done(), ElementsAre("e6", "s7"));
  EXPECT_EQ(both.old_one->BeginAt(place, 3), 7);
  both.old_one->AfterWork({0, 7});
  EXPECT_THAT(Done(), ElementsAre("e7", "s8"));
}

TEST_F(Policy, ExternalLosesWhatWasOpenWhenItsPartitionGoes) {
  const auto policy = Make("external");
  policy->BeginAt({"pay", 0}, 1);
  policy->AfterWork({0, 5});
  policy->OnRevoked({0}, false);
  policy->OnIdle();
  EXPECT_THAT(Done(), IsEmpty());
}

TEST(CrashPoint, IsReachedOnceAtItsTime) {
  CrashPoint crash({.at = "after-commit", .nth = 2});
  EXPECT_FALSE(crash.Reached(CrashAt::kBeforeProcessing));
  EXPECT_FALSE(crash.Reached(CrashAt::kAfterCommit));
  EXPECT_FALSE(crash.Reached(CrashAt::kBeforeProcessing));
  EXPECT_THAT(crash.Missed(), testing::HasSubstr("number 1 alone"));
  EXPECT_TRUE(crash.Reached(CrashAt::kAfterCommit));
  EXPECT_FALSE(crash.Reached(CrashAt::kAfterCommit));
}

TEST(CrashPoint, HasTheWordsOfScenarios) {
  for (const auto* words : {&CrashPoints(), &TransactionCrashPoints()})
    for (const auto& word : *words) EXPECT_NE(CrashPoint({.at = word}).Missed(), "") << word;
  EXPECT_EQ(CrashPoint({}).Missed(), "");
  EXPECT_THROW(CrashPoint({.at = "between"}), Error);
}

}  // namespace
}  // namespace kproof
