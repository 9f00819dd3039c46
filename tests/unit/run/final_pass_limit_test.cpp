#include "harness/run/final_pass_limit.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(FinalPassLimit, OfASmallLoadIsWhatItAlwaysWas) {
  EXPECT_EQ(FinalPassLimit({}), seconds(120));
  EXPECT_LT(FinalPassLimit({.records = 60'000, .bytes = 60'000 * 256, .replication = 3}),
            seconds(150));
}

TEST(FinalPassLimit, GrowsWithRecordsBytesAndReplicas) {
  const LoadToRead hour{.records = 7'200'000, .bytes = 7'200'000ull * 256, .replication = 3};
  const Duration limit = FinalPassLimit(hour);
  EXPECT_GT(limit, seconds(1'000)) << "an hour of 2,000/s";
  EXPECT_LT(limit, hours(1));
  EXPECT_LT(FinalPassLimit({.records = 7'200'000, .bytes = hour.bytes, .replication = 1}), limit);
  EXPECT_LT(FinalPassLimit({.records = 7'200'000, .bytes = 0, .replication = 3}), limit);
}

}  // namespace
}  // namespace kproof
