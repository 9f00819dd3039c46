#include "harness/agent/drain_limit.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

using std::chrono::seconds;

TEST(DrainLimit, IsWhatIsGiven) {
  EXPECT_EQ(DrainLimit(seconds(3), {{"delivery.timeout.ms", "60000", ""}}), seconds(3));
}

TEST(DrainLimit, FollowsTheClientUpToItsMost) {
  const auto of = [](const std::string& value) {
    return DrainLimit(Duration(0), {{"acks", "1", ""}, {"delivery.timeout.ms", value, ""}});
  };
  EXPECT_EQ(of("60000"), seconds(65));
  EXPECT_EQ(of("300000"), seconds(150));
  EXPECT_EQ(of("0"), seconds(150)) << "it never gives up";
  EXPECT_EQ(DrainLimit(Duration(0), {}), seconds(150));
}

}  // namespace
}  // namespace kproof
