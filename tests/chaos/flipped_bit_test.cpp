// What clients make of a flipped bit: one that does not check CRCs reads over it without a word,
// one that does is stuck at the batch.
#include <gtest/gtest.h>

#include "tests/chaos/kept_run.h"

namespace kproof {
namespace {

TEST(FlippedBit, StopsAClientThatChecksAndNoOther) {
  const Scratch scratch("flipped-bit");
  KeptRun run("durability/bit-flip-leader.yaml", scratch.path());
  ASSERT_TRUE(run.Finished()) << run.Output();
  const auto result = run.ResultJson();
  ASSERT_EQ(result["verdict"], "pass") << result.dump(2) << run.Output();
  std::int64_t damaged = -1;
  for (const auto& finding : result["findings"]) {
    if (finding["check"] == "corrupt") damaged = finding["examples"][0]["offset"];
  }
  ASSERT_GE(damaged, 0) << result.dump(2);

  const std::string bootstrap = result["cluster"]["bootstrap_servers"];
  const auto trusting = ReadByKcat(bootstrap, "payments", scratch.path(), false);
  EXPECT_EQ(trusting.exit_code, 0) << trusting.errors;
  EXPECT_TRUE(trusting.offsets.at("payments/0").contains(damaged));
  EXPECT_EQ(trusting.offsets.at("payments/0").size(), result["counts"]["acked"]);

  const auto checking = ReadByKcat(bootstrap, "payments", scratch.path(), true);
  EXPECT_NE(checking.exit_code, 0);
  EXPECT_NE(checking.errors.find("CRC"), std::string::npos) << checking.errors;
  const auto& before = checking.offsets.at("payments/0");
  ASSERT_FALSE(before.empty());
  EXPECT_LT(*before.rbegin(), damaged) << "nothing of the damaged batch or after it";
  EXPECT_EQ(run.End(), 0);
}

}  // namespace
}  // namespace kproof
