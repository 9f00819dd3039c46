// Where in a segment a bit may be flipped: inside the value of a record, never in the last batch.
#include "harness/fault/replica_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/kafka/batch_builder.h"

namespace kproof {
namespace {

TEST(FindValue, IsInTheMiddleOfAValueInTheMiddle) {
  std::string segment;
  for (const char* value : {"aaaa", "bbbb", "cccc", "dddd"})
    segment += BatchBytes({.base_offset = value[0], .values = {value, "more"}});
  const auto place = FindValue(segment, false);
  ASSERT_TRUE(place);
  EXPECT_EQ(segment[place->byte], 'b');
  EXPECT_EQ(place->offset, 'b');
}

TEST(FindValue, AFlipThereBreaksTheBatchAndNoOther) {
  std::string segment;
  for (std::int64_t i = 0; i < 3; ++i)
    segment += BatchBytes({.base_offset = i, .values = {"value"}});
  segment[FindValue(segment, false)->byte] ^= 0x10;
  std::vector<bool> holds;
  for (std::string_view rest = segment; const auto batch = TakeBatch(rest);)
    holds.push_back(CrcHolds(*batch));
  EXPECT_EQ(holds, (std::vector<bool>{true, false, true}));
}

TEST(FindValue, PassesOverEmptyValuesAndControlBatches) {
  const std::string segment =
      BatchBytes({.base_offset = 0, .values = {""}}) +
      BatchBytes({.base_offset = 1, .values = {"abcd"}, .attributes = 0x20}) +
      BatchBytes({.base_offset = 2, .values = {"good"}}) +
      BatchBytes({.base_offset = 3, .values = {"last"}});
  EXPECT_EQ(FindValue(segment, false)->offset, 2);
}

TEST(FindValue, OneBatchIsTheLastOne) {
  EXPECT_FALSE(FindValue(BatchBytes({.base_offset = 0, .values = {"x"}}), false));
  EXPECT_FALSE(FindValue("", true));
}

TEST(FindValue, TheLastBatchOfAClosedSegmentWillDo) {
  const std::string segment = BatchBytes({.base_offset = 7, .values = {"x"}});
  EXPECT_EQ(FindValue(segment, true)->offset, 7);
}

TEST(SegmentsOf, AreInOrderAndWithoutTheirEndings) {
  std::string pattern = (std::filesystem::temp_directory_path() / "kproof-XXXXXX").string();
  const std::string folder = ::mkdtemp(pattern.data());
  for (const char* name : {"10.log", "10.index", "02.log", "leader-epoch-checkpoint"})
    std::ofstream(folder + "/" + name) << "x";
  EXPECT_EQ(SegmentsOf(folder), (std::vector<std::string>{folder + "/02", folder + "/10"}));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace kproof
