// The live screen as a pure function: values in, lines out, at any width.
#include "harness/cli/live_screen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "harness/base/printable.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

RunView Breaking() {
  RunView view{.title = "leader-kill (seed 7)", .at_s = 12.9, .sample = {}};
  RunSample& now = view.sample;
  now.phase = "steady";
  now.expected_s = 31;
  now.sent = 24'120;
  now.acked = 24'100;
  now.failed = 3;
  now.unknown = 1;
  now.read = 24'090;
  now.sent_per_s = 2000;
  now.acked_per_s = 1998.4;
  now.read_per_s = 2001;
  now.last_ack_age_s = 0.012;
  now.last_read_age_s = 4.5;
  now.partitions = {
      {"payments/1", std::nullopt, 1, 3}, {"payments/0", 2, 2, 3}, {"payments/2", 1, 3, 3}};
  now.partitions_total = 3;
  now.under_replicated = 2;
  now.leaderless = 1;
  now.faults = {{1, "kill", "leader of payments/0 (broker-2)", 9'800'000}};
  return view;
}

TEST(RunLines, SayWhatARunDoes) {
  EXPECT_THAT(
      RunLines(Breaking(), 200),
      ElementsAre("leader-kill (seed 7): load and faults, 12 s of about 31 s",
                  "records   sent 24,120  acked 24,100  failed 3  unknown 1  read 24,090",
                  "a second  sent 2,000  acked 1,998  failed 0  read 2,001; last ack 12 ms ago, "
                  "last read 4.5 s ago",
                  "ISR       no leader: payments/1; 2 of 3: payments/0",
                  "faults    kill leader of payments/0 (broker-2), for 3 s"));
}

TEST(RunLines, OfARunThatHasJustBegunClaimNothing) {
  EXPECT_THAT(
      RunLines({.title = "a", .at_s = 0.4, .sample = {}}, 200),
      ElementsAre("a: starting, 0 s", "records   sent 0  acked 0  failed 0  unknown 0  read 0",
                  "a second  sent 0  acked 0  failed 0  read 0; no ack yet, no read yet",
                  "ISR       not known yet", "faults    none now"));
}

TEST(RunLines, OfAWholeClusterSayThatItIs) {
  RunView view = Breaking();
  view.sample.partitions = {{"payments/0", 2, 3, 3}};
  view.sample.under_replicated = view.sample.leaderless = 0;
  EXPECT_EQ(RunLines(view, 200)[3], "ISR       full in 3 partitions");
}

TEST(RunLines, CountPartitionsThatAreNotListed) {
  RunView view = Breaking();
  view.sample.partitions_total = 500;
  view.sample.under_replicated = 400;
  EXPECT_THAT(RunLines(view, 200)[3], EndsWith("; and 398 more are not full"));
}

TEST(RunLines, FitTheTerminalAndMoveNoCursor) {
  RunView view = Breaking();
  view.title = "title \x1b[2J of " + std::string(300, 'x');
  view.sample.faults[0].target = "\r\nleader of \xe2\x80\xae" + std::string(10'000, 'y');
  view.sample.partitions[1].name = std::string(249, 'z') + "/0";
  for (const std::size_t columns : {20U, 40U, 80U, 200U}) {
    auto lines = RunLines(view, columns);
    EXPECT_THAT(lines, SizeIs(5));
    lines.push_back(OneRunLine(view, columns));
    for (const auto& line : lines) {
      EXPECT_LE(Columns(line), columns) << line;
      EXPECT_TRUE(std::none_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x20; }))
          << line;
      EXPECT_THAT(line, Not(HasSubstr("\xe2\x80\xae")));
    }
  }
}

TEST(OneRunLine, HasWhatMattersOnOneLine) {
  EXPECT_EQ(OneRunLine(Breaking(), 200),
            "leader-kill (seed 7): load and faults, 12 s of about 31 s, 1,998 acks a second, ISR: "
            "no leader: payments/1; 2 of 3: payments/0 | kill leader of payments/0 (broker-2)");
  EXPECT_EQ(OneRunLine({.title = "a", .at_s = 3, .sample = {}}, 200), "a: starting, 3 s");
}

TEST(PhaseText, IsWhatTheDocsSay) {
  std::ifstream page(KPROOF_SOURCE_DIR "/docs/live.md");
  bool in_table = false;
  int phases = 0;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| phase |")) in_table = true;
    if (!in_table || !line.starts_with("| `")) continue;
    const auto cells = Split(line, '|');
    ASSERT_EQ(cells.size(), 5U) << line;
    const auto name = Trim(cells[1]);
    EXPECT_EQ(PhaseText(name.substr(1, name.size() - 2)), Trim(cells[2]));
    ++phases;
  }
  EXPECT_EQ(phases, 9);
  EXPECT_EQ(PhaseText("of another version"), "of another version");
}

TEST(Update, FollowsPhasesAndFaultsBetweenSamples) {
  RunView view{.title = "a", .at_s = 0, .sample = {}};
  Update(view, {"r", 0, RunStarted{"a", 1, "claim", 20.0}});
  Update(view, {"r", 9, PhaseReached{"steady"}});
  Update(view, {"r", 10, ActiveFault{1, "kill", "broker 1", 10'000'000}});
  Update(view, {"r", 10.5, ActiveFault{2, "pause", "broker 2", 10'500'000}});
  EXPECT_THAT(
      RunLines(view, 200),
      testing::AllOf(testing::Contains("a: load and faults, 10 s of about 20 s"),
                     testing::Contains(StartsWith("faults    kill broker 1, for 0 s; pause"))));
  Update(view, {"r", 12, EndedFault{{1, "kill", "broker 1", 10'000'000}, true, true, ""}});
  EXPECT_EQ(RunLines(view, 200)[4], "faults    pause broker 2, for 1 s");
}

TEST(CampaignText, SaysHowFarItIs) {
  EXPECT_EQ(CampaignText({"c", 0, 0, 60, {}}), "0 of 60 trials done");
  EXPECT_EQ(CampaignText({"c", 180, 12, 48, 720.0}), "12 of 60 trials done, 48 left: about 12 min");
  EXPECT_EQ(CampaignText({"c", 900, 60, 0, 0.0}), "60 of 60 trials done");
}

// The cursor is below the lines after each of them, where a shell can go on.
TEST(Redraw, WritesOverWhatStandsThereAndRestsBelowIt) {
  EXPECT_EQ(Redraw(0, "", {"a", "b"}), "a\x1b[K\nb\x1b[K\n");
  EXPECT_EQ(Redraw(2, "", {"a", "b"}), "\x1b[2A\ra\x1b[K\nb\x1b[K\n");
  EXPECT_EQ(Redraw(2, "", {"a"}), "\x1b[2A\ra\x1b[K\n\x1b[J");
  EXPECT_EQ(Redraw(1, "stays\n", {"a"}), "\x1b[1A\r\x1b[Jstays\na\x1b[K\n");
  EXPECT_EQ(Redraw(2, "", {}), "\x1b[2A\r\x1b[J");
  EXPECT_THAT(Redraw(0, "", {}), IsEmpty());
  EXPECT_EQ(Redraw(0, "stays\n", {}), "stays\n");
}

}  // namespace
}  // namespace kproof
