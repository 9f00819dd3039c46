// Targets of requests: what is a path here, and what is none.
#include "harness/serve/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ParseTarget, GivesNames) {
  EXPECT_THAT(ParseTarget("/")->parts, IsEmpty());
  EXPECT_TRUE(ParseTarget("/")->folder);
  EXPECT_THAT(ParseTarget("/run/20261130T090000Z-a-7/live")->parts,
              ElementsAre("run", "20261130T090000Z-a-7", "live"));
  EXPECT_FALSE(ParseTarget("/run/a")->folder);
  EXPECT_TRUE(ParseTarget("/run/a/")->folder);
  EXPECT_THAT(ParseTarget("/run/a%20%c3%A4+b")->parts, ElementsAre("run", "a ä+b"));
  EXPECT_THAT(ParseTarget("/...")->parts, ElementsAre("..."));
}

TEST(ParseTarget, GivesTheQuery) {
  EXPECT_THAT(ParseTarget("/?after=12&sort=a%26b")->query,
              UnorderedElementsAre(Pair("after", "12"), Pair("sort", "a&b")));
  EXPECT_THAT(ParseTarget("/x?a=")->query, UnorderedElementsAre(Pair("a", "")));
}

class NoTarget : public ::testing::TestWithParam<std::string> {};

TEST_P(NoTarget, IsRefused) { EXPECT_FALSE(ParseTarget(GetParam()).has_value()) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    All, NoTarget,
    ::testing::Values("", "run", "http://localhost/run", "*", "//", "/run//a", "/..",
                      "/../etc/passwd", "/run/../../etc/passwd", "/run/%2e%2e/%2e%2e/etc",
                      "/run/.%2e/", "/run/%2E./", "/run/./a", "/run/%2e/a", "/%2fetc%2fpasswd",
                      "/run/a%2fb", "/run/a%2Fb", "/run/a\\..\\b", "/run/a%5cb", "/run/a%00.html",
                      "/run/%0d%0aSet-Cookie", "/run/%7f", "/run/%", "/run/%2", "/run/%zz",
                      "/run/%ff", "/run/%c0%ae%c0%ae/", "/run/%ed%a0%80", "/?a", "/?=1",
                      "/?a=1&a=2", "/?a=1&", "/?a=%00", "/?", "/" + std::string(2'048, 'a')));

TEST(EncodePart, ComesBack) {
  for (const std::string name : {"20261130T090000Z-a-7", "a b", "ä", "%2e", "a?b#c\"<>&'+"}) {
    const auto encoded = EncodePart(name);
    EXPECT_EQ(encoded.find_first_of("/?#\"<>&' "), std::string::npos);
    EXPECT_THAT(ParseTarget("/" + encoded)->parts, ElementsAre(name));
  }
}

}  // namespace
}  // namespace kproof
