// Faults behind a chart: those that overlap stand in lanes of their own.
#include "reports/run_page/drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace kproof::view {
namespace {

using ::testing::ElementsAre;

struct Times {
  std::optional<double> from_s, to_s = {};
};

// "1/2": in the second of two lanes.
std::vector<std::string> Lanes(const std::vector<Times>& times) {
  std::vector<FaultReport> faults(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    faults[i].from_s = times[i].from_s;
    faults[i].to_s = times[i].to_s;
  }
  std::vector<std::string> words;
  for (const auto& [lane, lanes] : LanesOf(faults))
    words.push_back(std::to_string(lane) + "/" + std::to_string(lanes));
  return words;
}

TEST(FaultLanes, OneAfterTheOtherHasTheWholeHeight) {
  EXPECT_THAT(Lanes({{1, 2}, {2, 3}, {8, 9}}), ElementsAre("0/1", "0/1", "0/1"));
}

TEST(FaultLanes, ThoseThatOverlapStandBelowOneAnother) {
  EXPECT_THAT(Lanes({{1, 5}, {2, 4}, {4, 6}, {10, 11}}), ElementsAre("0/2", "1/2", "1/2", "0/1"));
  EXPECT_THAT(Lanes({{4, 6}, {1, 5}}), ElementsAre("1/2", "0/2")) << "by when they began";
}

TEST(FaultLanes, OneThatDoesNotEndOverlapsAllThatFollow) {
  EXPECT_THAT(Lanes({{1, {}}, {50, 51}, {60, 61}}), ElementsAre("0/2", "1/2", "1/2"));
}

TEST(FaultLanes, OneThatNeverBeganHasNone) {
  EXPECT_THAT(Lanes({{{}, {}}, {1, 2}}), ElementsAre("0/1", "0/1"));
}

TEST(FaultLanes, ManyShareTheLastLanes) {
  const auto lanes = Lanes(std::vector<Times>(40, Times{1, {}}));
  for (const auto& lane : lanes) EXPECT_THAT(lane, ::testing::EndsWith("/6"));
}

TEST(FaultBands, LieInTheirLanes) {
  Result result;
  result.faults.resize(2);
  for (auto& fault : result.faults) fault.from_s = 1;
  const TimeScale scale({});
  const auto bands = FaultBands(result, scale, 20, 100);
  ASSERT_EQ(bands.list_value().size(), 2u);
  const auto& second = bands.list_value().back();
  EXPECT_EQ(second.get("y")->string_value(), "70.0");
  EXPECT_EQ(second.get("height")->string_value(), "50.0");
}

}  // namespace
}  // namespace kproof::view
