// Limits as people write them: an upper bound, with a unit, above zero.
#include <gtest/gtest.h>

#include "harness/base/units.h"

namespace kproof {
namespace {

using SignAndValue = std::pair<std::string, std::string>;

TEST(SplitBound, SeparatesTheSignFromTheValue) {
  EXPECT_EQ(SplitBound("< 15s"), (SignAndValue{"<", "15s"}));
  EXPECT_EQ(SplitBound(">=3"), (SignAndValue{">=", "3"}));
  EXPECT_EQ(SplitBound("15s"), (SignAndValue{"", "15s"}));
  EXPECT_EQ(SplitBound("<"), (SignAndValue{"<", ""}));
}

TEST(WrongLimit, IsNothingForAnUpperBoundWithAUnit) {
  EXPECT_EQ(WrongLimit("<", "15s"), "");
  EXPECT_EQ(WrongLimit("<=", "1ms"), "");
}

TEST(WrongLimit, NamesWhatIsWrong) {
  for (const char* sign : {">", ">=", "=", ""})
    EXPECT_EQ(WrongLimit(sign, "15s"), "a limit is an upper bound: write \"< 15s\"") << sign;
  EXPECT_EQ(WrongLimit("<", "15"), "write a time with its unit, as in \"< 15s\"");
  EXPECT_EQ(WrongLimit("<", "0s"), "no time is below 0s: write more than 0s");
}

}  // namespace
}  // namespace kproof
