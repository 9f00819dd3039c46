// How much of the processors' time the host took: read from /proc/stat, whose columns proc(5)
// names.
#include "harness/observe/cpu_steal.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(CpuTimes, AreTheSumOfEightColumns) {
  const auto times = ParseCpuTimes("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->total, 36u);
  EXPECT_EQ(times->stolen, 8u);
}

TEST(CpuTimes, NeedThatLine) {
  for (const char* text : {"", "cpu0 1 2 3 4 5 6 7 8 9 10", "cpu 1 2 3", "cpu 1 2 3 4 5 6 7 x"})
    EXPECT_FALSE(ParseCpuTimes(text)) << text;
}

TEST(CpuTimes, OfThisMachineGrow) {
  const auto times = ReadCpuTimes();
  ASSERT_TRUE(times);
  EXPECT_GT(times->total, times->stolen);
}

TEST(StolenShare, IsOfTheTimeBetween) {
  EXPECT_DOUBLE_EQ(StolenShare({100, 10}, {200, 70}), 0.6);
  EXPECT_DOUBLE_EQ(StolenShare({100, 10}, {200, 10}), 0);
  EXPECT_DOUBLE_EQ(StolenShare({100, 10}, {100, 10}), 0);
  EXPECT_DOUBLE_EQ(StolenShare({200, 70}, {100, 10}), 0) << "a counter that went back";
}

}  // namespace
}  // namespace kproof
