// Settings on one line are read strictly.
#include <gtest/gtest.h>

#include "harness/base/text.h"

namespace kproof {
namespace {

using KeyValues = std::map<std::string, std::string>;

TEST(ParseKeyValues, ReadsEachPart) {
  EXPECT_EQ(ParseKeyValues("retention.ms=60000, min.insync.replicas = 2 "),
            (KeyValues{{"retention.ms", "60000"}, {"min.insync.replicas", "2"}}));
  EXPECT_EQ(ParseKeyValues("a=,b=x=y"), (KeyValues{{"a", ""}, {"b", "x=y"}}));
}

TEST(ParseKeyValues, RefusesWhatIsNoSetting) {
  for (const char* text : {"", "a", "a=1,", "a=1,b", "=1", " =1", "a=1,a=2", "a=1, a =1"})
    EXPECT_EQ(ParseKeyValues(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kproof
