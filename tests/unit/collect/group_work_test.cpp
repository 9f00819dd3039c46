// What a group did with the records of a partition.
#include "audit/windows/group_work.h"

#include <gtest/gtest.h>

#include <limits>

namespace kproof {
namespace {

OffsetRun OffsetsOf(std::initializer_list<std::int64_t> offsets) {
  OffsetRun run;
  for (const auto offset : offsets) run.Push(offset);
  return run;
}

std::vector<std::uint64_t> Effects(const GroupWork& work, const std::vector<std::int64_t>& of) {
  std::vector<std::uint64_t> effects;
  for (const auto& count : work.Of(of)) effects.push_back(count.effects);
  return effects;
}

TEST(GroupWork, CountsEffectsOfEachOffset) {
  GroupWork work;
  EXPECT_FALSE(work.processes());
  work.Processed(OffsetsOf({3, 4, 9}));
  work.Processed(OffsetsOf({4, 5}));
  work.Processed(OffsetsOf({40}));
  EXPECT_TRUE(work.processes());
  EXPECT_EQ(Effects(work, {2, 3, 4, 5, 9, 10}), (std::vector<std::uint64_t>{0, 1, 2, 1, 1, 0}));
  EXPECT_TRUE(work.Of({}).empty());
}

TEST(GroupWork, ClaimsWhatIsBelowItsHighestCommit) {
  GroupWork work;
  EXPECT_FALSE(work.commits());
  EXPECT_FALSE(work.Of({0})[0].claimed);
  work.Committed(7);
  work.Committed(5);
  EXPECT_TRUE(work.commits());
  EXPECT_TRUE(work.Of({6})[0].claimed);
  EXPECT_FALSE(work.Of({7})[0].claimed);
}

TEST(GroupWork, IsDoneBelowItsClaimOrBehindItsLastEffect) {
  GroupWork work;
  EXPECT_EQ(work.DoneBelow(), std::numeric_limits<std::int64_t>::max()) << "nobody waits for it";
  work.Processed(OffsetsOf({3, 9}));
  work.Processed(OffsetsOf({5}));
  EXPECT_EQ(work.DoneBelow(), 10);
  work.Committed(4);
  EXPECT_EQ(work.DoneBelow(), 4);
}

TEST(GroupWork, ForgetsEffectsAndNotThatItProcesses) {
  GroupWork work;
  work.Processed(OffsetsOf({3, 9}));
  work.ForgetBelow(9);
  EXPECT_EQ(Effects(work, {3, 9}), (std::vector<std::uint64_t>{1, 1})) << "they came together";
  work.ForgetBelow(10);
  EXPECT_EQ(Effects(work, {3, 9}), (std::vector<std::uint64_t>{0, 0}));
  EXPECT_TRUE(work.processes());
  EXPECT_EQ(work.DoneBelow(), 10);
}

}  // namespace
}  // namespace kproof
