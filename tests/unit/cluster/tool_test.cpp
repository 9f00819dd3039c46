// Programs that run to their end, and what they said.
#include "harness/cluster/tool.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

constexpr Duration kToolLimit = std::chrono::seconds(10);

Command Says(const std::string& script) {
  return {.executable = "/bin/sh", .args = {"-c", script}};
}

TEST(RunTool, HasOutputAndErrorsInTheirOrder) {
  const auto result = RunTool(Says("echo one; echo two >&2; echo three"), kToolLimit);
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(result.output, "one\ntwo\nthree\n");
  EXPECT_EQ(result.errors, "");
}

TEST(RunToolApart, HasErrorsByThemselves) {
  const auto result = RunToolApart(Says("echo one; echo two >&2; echo three"), kToolLimit);
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(result.output, "one\nthree\n");
  EXPECT_EQ(result.errors, "two\n");
}

TEST(RunToolApart, IsNotOkWhereTheToolFailedOrTookTooLong) {
  EXPECT_FALSE(RunToolApart(Says("exit 1"), kToolLimit).ok);
  EXPECT_FALSE(RunToolApart(Says("kill -9 $$"), kToolLimit).ok);
  const auto late = RunToolApart(Says("echo begun; exec sleep 60"), std::chrono::milliseconds(300));
  EXPECT_FALSE(late.ok);
}

}  // namespace
}  // namespace kproof
