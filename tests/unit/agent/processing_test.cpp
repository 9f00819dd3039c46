// In which order a member's work is finished, and when.
#include "harness/agent/commit/processing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration kLong = std::chrono::milliseconds(300);
constexpr Duration kShort = std::chrono::milliseconds(20);

std::vector<Task> Tasks(std::int64_t first, std::int64_t end) {
  std::vector<Task> tasks;
  for (auto offset = first; offset < end; ++offset) tasks.push_back({0, offset});
  return tasks;
}

class Work : public testing::Test {
 protected:
  Processing Make(const WorkSpec& work) {
    return {work, clock_, [this](const Task& task) {
              finished_.push_back(task.has_effect ? task.offset : -task.offset);
            }};
  }

  RunClock clock_;
  std::vector<std::int64_t> finished_;  // offsets; negative: failed
};

TEST_F(Work, InTheLoopIsDoneInOrderAtOnce) {
  auto processing = Make({.time = kShort});
  const auto before = clock_.Now();
  processing.Take(Tasks(1, 4));
  EXPECT_THAT(finished_, ElementsAre(1, 2, 3));
  EXPECT_GE(clock_.Now() - before, 3 * kShort.count());
  EXPECT_EQ(processing.next_end(), std::nullopt);
}

TEST_F(Work, OfEachNthRecordIsSlowOrFails) {
  auto processing = Make({.fail_every = 3, .slow_every = 2, .slow_time = kShort});
  const auto before = clock_.Now();
  processing.Take(Tasks(1, 7));
  EXPECT_THAT(finished_, ElementsAre(1, 2, -3, 4, 5, -6));
  EXPECT_GE(clock_.Now() - before, 3 * kShort.count());
}

// The slow one is overtaken by all that its colleague does meanwhile.
TEST_F(Work, OfWorkersIsFinishedInTheOrderOfItsTimes) {
  auto processing = Make({.slow_every = 2, .slow_time = kLong, .time = kShort, .workers = 2});
  processing.Take(Tasks(1, 4));
  EXPECT_THAT(finished_, IsEmpty());
  ASSERT_TRUE(processing.next_end());
  EXPECT_LE(*processing.next_end(), clock_.Now() + kShort.count());
  processing.Finish();
  EXPECT_THAT(finished_, ElementsAre(1, 3, 2));
  EXPECT_EQ(processing.next_end(), std::nullopt);
}

TEST_F(Work, OfWorkersHasABound) {
  auto processing = Make({.time = kLong, .workers = 1});
  processing.Take(Tasks(0, 1'000));
  EXPECT_FALSE(processing.full()) << "one is at work";
  processing.Take(Tasks(1'000, 1'001));
  EXPECT_TRUE(processing.full());
}

// However late somebody looks: a worker took the next one when it was through with the last.
TEST_F(Work, OfAWorkerGoesOnWhileNobodyLooks) {
  auto processing = Make({.time = kShort, .workers = 1});
  processing.Take(Tasks(1, 4));
  SleepFor(4 * kShort);
  processing.Step();
  EXPECT_THAT(finished_, ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace kproof
