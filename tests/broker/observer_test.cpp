// The observer over a real cluster: a killed leader, a frozen broker, and what counts as a
// disturbance.
#include "harness/observe/observer.h"

#include <gtest/gtest.h>

#include <csignal>
#include <limits>
#include <mutex>

#include "harness/base/error.h"
#include "harness/observe/log_watch.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

// broker.session.timeout.ms of 9 s by default, and the election after it.
constexpr Duration kFailOver = std::chrono::seconds(20);
constexpr Duration kViewRecovery = std::chrono::seconds(40);

class Told {
 public:
  Observer::Sink Sink() {
    return {.partition = [this](int, const PartitionInfo&) { Count(partitions_); },
            .quorum = [this](int, const QuorumAnswer&) { Count(quorums_); },
            .disturbance =
                [this](const Observer::Disturbance& seen) {
                  const std::lock_guard lock(mutex_);
                  disturbances_.push_back(seen.subject + ": " + seen.what);
                },
            .failed =
                [this](const Error& error) {
                  const std::lock_guard lock(mutex_);
                  disturbances_.push_back(error.Full());
                }};
  }
  std::vector<std::string> disturbances() const {
    const std::lock_guard lock(mutex_);
    return disturbances_;
  }
  int partitions() const { return Read(partitions_); }
  int quorums() const { return Read(quorums_); }

 private:
  void Count(int& counter) {
    const std::lock_guard lock(mutex_);
    ++counter;
  }
  int Read(const int& counter) const {
    const std::lock_guard lock(mutex_);
    return counter;
  }
  mutable std::mutex mutex_;
  int partitions_ = 0;
  int quorums_ = 0;
  std::vector<std::string> disturbances_;
};

class ObserverOfThree : public testing::Test {
 protected:
  ObserverOfThree() {
    CreateTopic(*live_, {.name = "payments", .partitions = 1, .replication = 3, .config = {}},
                Deadline(std::chrono::seconds(20)));
    observer_ =
        std::make_unique<Observer>(*live_, std::vector<std::string>{"payments"}, told_.Sink());
    EXPECT_TRUE(WaitUntil([this] { return WholeNow(); }, Deadline(kViewRecovery))) << missing_;
  }
  bool WholeNow() { return Whole(*live_, observer_->View(), &missing_); }
  PartitionInfo Partition() const {
    const ClusterView view = observer_->View();
    const auto* const found = view.Find("payments/0");
    return found == nullptr ? PartitionInfo{} : *found;
  }

  Live live_;
  Told told_;
  std::string missing_;
  std::unique_ptr<Observer> observer_;
};

TEST_F(ObserverOfThree, SeesANewLeaderAfterAKillAndAWholeClusterAfterTheRestart) {
  const PartitionInfo before = Partition();
  Node& leader = live_->node(before.leader);
  observer_->ExpectDown({leader.id()}, true);
  leader.process().Signal(SIGKILL);
  ASSERT_TRUE(leader.process().WaitExit(Deadline(std::chrono::seconds(5))));
  const auto moved = [&] {
    const PartitionInfo now = Partition();
    return now.leader >= 0 && now.leader != before.leader && now.leader_epoch > before.leader_epoch;
  };
  EXPECT_TRUE(WaitUntil(moved, Deadline(kFailOver)));
  EXPECT_FALSE(WholeNow());
  leader.process().Start();
  EXPECT_TRUE(leader.process().WaitStarted(Deadline(kViewRecovery)))
      << leader.process().LastLogLines(10);
  EXPECT_TRUE(WaitUntil([this] { return WholeNow(); }, Deadline(kViewRecovery))) << missing_;
  EXPECT_TRUE(told_.disturbances().empty()) << told_.disturbances().front();
  EXPECT_GT(told_.partitions(), 3);
  EXPECT_GE(told_.quorums(), 3);
  // Started twice, and its log says so twice.
  const auto lines = NotableLines(leader.log().file);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const auto& line) {
                            return line.text.find("Kafka Server started") != std::string::npos;
                          }),
            2);
}

TEST_F(ObserverOfThree, AFrozenBrokerDelaysNobodyElse) {
  Node& frozen = live_->node(Partition().leader);
  observer_->ExpectDown({frozen.id()}, true);
  frozen.process().Signal(SIGSTOP);
  SleepFor(std::chrono::milliseconds(700));
  // A machine may be slow once; a node that is waited for is slow each time.
  std::int64_t fastest = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 5; ++i) {
    const auto begin = MonotonicMicros();
    const auto view = observer_->FreshView(Deadline(std::chrono::seconds(10)));
    ASSERT_TRUE(view.has_value());
    fastest = std::min(fastest, MonotonicMicros() - begin);
    EXPECT_FALSE(view->answers.at(frozen.id()));
  }
  EXPECT_LT(fastest, 400'000);
  frozen.process().Signal(SIGCONT);
  EXPECT_TRUE(WaitUntil([this] { return WholeNow(); }, Deadline(kViewRecovery))) << missing_;
  EXPECT_TRUE(told_.disturbances().empty()) << told_.disturbances().front();
}

TEST_F(ObserverOfThree, AFollowerThatEndsUnaskedIsADisturbanceAndSoIsTheIsrThatItLeaves) {
  const int leader = Partition().leader;
  Node& follower = live_->node(leader % 3 + 1);
  follower.process().Signal(SIGTERM);
  const auto both = [this] { return told_.disturbances().size() >= 2; };
  ASSERT_TRUE(WaitUntil(both, Deadline(kFailOver)));
  SleepFor(std::chrono::milliseconds(500));
  const auto all = told_.disturbances();
  ASSERT_EQ(all.size(), 2U);
  const auto told_of = [&all](const std::string& text) {
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& what) { return what.find(text) != std::string::npos; });
  };
  EXPECT_TRUE(told_of(follower.name() + ": ended unexpectedly"));
  EXPECT_TRUE(told_of("payments/0: ISR lost broker " + std::to_string(follower.id())));
}

TEST_F(ObserverOfThree, ANewActiveControllerIsSeenAfterAKill) {
  const auto before = observer_->View().quorum;
  ASSERT_TRUE(before.has_value());
  Node& active = live_->node(before->leader);
  observer_->ExpectDown({active.id()}, true);
  active.process().Signal(SIGKILL);
  const auto moved = [&] {
    const auto now = observer_->View().quorum;
    return now && now->epoch > before->epoch && now->leader >= 0 && now->leader != before->leader;
  };
  EXPECT_TRUE(WaitUntil(moved, Deadline(kFailOver)));
}

}  // namespace
}  // namespace kproof
