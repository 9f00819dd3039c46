// Waits end when the state is there, or when their time is over.
#include "harness/base/clock.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(WaitUntil, AsksUntilItHolds) {
  int asked = 0;
  EXPECT_TRUE(WaitUntil([&] { return ++asked == 3; }, Deadline(seconds(20)), milliseconds(1)));
  EXPECT_EQ(asked, 3);
}

TEST(WaitUntil, AsksOnceWhereTheTimeIsOverAlready) {
  EXPECT_TRUE(WaitUntil([] { return true; }, Deadline(Duration(0))));
  EXPECT_FALSE(WaitUntil([] { return false; }, Deadline(Duration(0))));
}

// Far earlier than the state would come, and than the next question is due.
TEST(WaitUntil, EndsWithItsDeadline) {
  const auto began = MonotonicMicros();
  const auto passed = [&] { return MonotonicMicros() - began; };
  EXPECT_FALSE(
      WaitUntil([&] { return passed() > 5 * kSecond; }, Deadline(milliseconds(10)), seconds(10)));
  EXPECT_LT(passed(), 5 * kSecond);
}

TEST(Deadlines, PassWhenTheirTimeIsUp) {
  EXPECT_FALSE(Deadline(seconds(20)).Passed());
  EXPECT_TRUE(Deadline(Duration(0)).Passed());
  EXPECT_TRUE(Deadline(seconds(-1)).Passed());
}

TEST(FormatUtc, IsOfWholeSeconds) {
  EXPECT_EQ(FormatUtc(1'763'715'600'999'999), "2025-11-21T09:00:00Z");
  EXPECT_EQ(FormatUtcCompact(1'763'715'600'000'000), "20251121T090000Z");
}

}  // namespace
}  // namespace kproof
