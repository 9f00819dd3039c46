// Which cells of two sides belong together, and what else differs between the sides.
#include "harness/compare/common_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/compare/parts.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ComparedCell CellAt(const CellPlace& at, std::size_t trials = 1) {
  ComparedCell cell;
  cell.at = at;
  cell.trials.resize(trials);
  for (std::size_t seed = 0; seed < trials; ++seed) cell.trials[seed].seed = seed;
  return cell;
}

ComparedSide SideOf(std::vector<ComparedCell> cells) {
  return {"side", "campaign", "name", std::move(cells)};
}

std::vector<std::string> Texts(const CommonCells& common) {
  std::vector<std::string> texts;
  for (const auto& one : common.differences) texts.push_back(one.what + ": " + one.a + "|" + one.b);
  return texts;
}

TEST(CommonCells, AreThoseWithTrialsOnBothSides) {
  const auto a =
      SideOf({CellAt({{"acks", "0"}}), CellAt({{"acks", "1"}}), CellAt({{"acks", "2"}}, 0)});
  auto excluded = CellAt({{"acks", "0"}}, 0);
  excluded.excluded = "it can't be";
  const auto b = SideOf(
      {excluded, CellAt({{"acks", "1"}}), CellAt({{"acks", "all"}}), CellAt({{"acks", "2"}}, 0)});
  const auto common = FindCommonCells(a, b);
  ASSERT_EQ(common.cells.size(), 1u);
  EXPECT_EQ(PlaceText(common.cells[0].at), "acks=1");
  EXPECT_THAT(common.only_a, ElementsAre("acks=0"));
  EXPECT_THAT(common.only_b, ElementsAre("acks=all"));
}

TEST(CommonCells, MatchWithoutAnAxisThatIsFixedOnBothSides) {
  const auto a = SideOf(
      {CellAt({{"acks", "all"}, {"fault", "cut"}}), CellAt({{"acks", "all"}, {"fault", "kill"}})});
  const auto b = SideOf(
      {CellAt({{"acks", "1"}, {"fault", "cut"}}), CellAt({{"acks", "1"}, {"fault", "kill"}})});
  const auto common = FindCommonCells(a, b);
  EXPECT_EQ(common.cells.size(), 2u);
  EXPECT_THAT(Texts(common), ElementsAre("acks: all|1"));
  EXPECT_EQ(common.differences[0].cells, 2u);
  const auto same = FindCommonCells(a, a);
  EXPECT_EQ(PlaceText(same.cells[0].at), "acks=all, fault=cut") << "nothing to leave out";
}

TEST(CommonCells, AreNeverOfDifferentScenarios) {
  const auto common = FindCommonCells(SideOf({CellAt({{"scenario", "leader-kill"}})}),
                                      SideOf({CellAt({{"scenario", "disk-full"}})}));
  EXPECT_THAT(common.cells, IsEmpty());
}

TEST(CommonCells, SayWhatElseDiffers) {
  auto a = CellAt({{"acks", "1"}}, 2), b = CellAt({{"acks", "1"}}, 2);
  a.circumstances = {{"kafka", "4.3.1"}, {"client", "x"}, {"broker a", "1"}};
  b.circumstances = {{"kafka", "4.2.0"}, {"client", "x"}, {"broker b", "2"}};
  a.trials[0].scenario_digest = "0123456789abcdef";
  b.trials[0].scenario_digest = "fedcba9876543210";
  b.trials[1].seed = 9;
  EXPECT_THAT(Texts(FindCommonCells(SideOf({a}), SideOf({b}))),
              ElementsAre("broker a: 1|", "broker b: |2", "kafka: 4.3.1|4.2.0",
                          "text of the scenario: 0123456789ab|fedcba987654", "seeds: 0, 1|0, 9"));
}

TEST(CommonCells, SayOnceThatTheTextOfEachScenarioDiffers) {
  auto a1 = CellAt({{"acks", "1"}}, 1), b1 = a1, a2 = CellAt({{"acks", "all"}}, 1), b2 = a2;
  a1.trials[0].scenario_digest = "0123456789abcdef";
  b1.trials[0].scenario_digest = "fedcba9876543210";
  a2.trials[0].scenario_digest = "0123456789abcdee";
  b2.trials[0].scenario_digest = "fedcba9876543211";
  const auto common = FindCommonCells(SideOf({a1, a2}), SideOf({b1, b2}));
  EXPECT_THAT(Texts(common), ElementsAre("text of the scenario: 0123456789ab|fedcba987654"));
  EXPECT_EQ(common.differences[0].cells, 2u);
}

TEST(CommonCells, SayWhenOneSideRanAfterTheOther) {
  auto a = CellAt({{"acks", "1"}}, 2), b = a;
  a.trials[0].started = "2026-11-21T09:00:00Z";
  a.trials[1].started = "2026-11-21T09:02:00Z";
  b.trials[0].started = "2026-11-21T09:01:00Z";
  b.trials[1].started = "2026-11-21T09:03:00Z";
  EXPECT_THAT(Texts(FindCommonCells(SideOf({a}), SideOf({b}))), IsEmpty()) << "interleaved";
  b.trials[0].started = "2026-11-21T09:02:30Z";
  EXPECT_EQ(Texts(FindCommonCells(SideOf({a}), SideOf({b}))).size(), 1u);
  EXPECT_EQ(Texts(FindCommonCells(SideOf({b}), SideOf({a}))).size(), 1u);
}

TEST(ComparedParts, AreAllThenAxesThenCells) {
  const auto side = SideOf(
      {CellAt({{"acks", "1"}, {"fault", "cut"}}), CellAt({{"acks", "1"}, {"fault", "kill"}}),
       CellAt({{"acks", "all"}, {"fault", "cut"}}), CellAt({{"acks", "all"}, {"fault", "kill"}})});
  const auto common = FindCommonCells(side, side);
  std::vector<std::string> names;
  for (const auto& part : PartsOf(common.cells)) names.push_back(part.where);
  EXPECT_THAT(names, ElementsAre("all", "acks=1", "acks=all", "fault=cut", "fault=kill",
                                 "acks=1, fault=cut", "acks=1, fault=kill", "acks=all, fault=cut",
                                 "acks=all, fault=kill"));
}

TEST(ComparedParts, NameEachSetOfCellsOnce) {
  const auto one = SideOf({CellAt({{"acks", "1"}})});
  EXPECT_EQ(PartsOf(FindCommonCells(one, one).cells).size(), 1u);
  const auto two =
      SideOf({CellAt({{"acks", "1"}, {"x", "y"}}), CellAt({{"acks", "all"}, {"x", "y"}})});
  EXPECT_EQ(PartsOf(FindCommonCells(two, two).cells).size(), 3u) << "all, and each value of acks";
}

}  // namespace
}  // namespace kproof
