#include "harness/cli/window_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/text.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(WindowText, ShowsControlCharactersOfNamesInsteadOfSendingThem) {
  WindowReport report;
  WindowRow row;
  row.reader = "billing\x1b[2J";
  row.stream.topic = "orders\n";
  report.rows.push_back(row);
  Shortfall shortfall;
  shortfall.stream.topic = "orders\x1b[31m";
  shortfall.reader = row.reader;
  shortfall.what = "missing";
  report.shortfalls.push_back(shortfall);
  const std::string text = WindowText(report, "closed");
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("billing\\x1b[2J"));
  EXPECT_THAT(text, HasSubstr("orders\\x1b[31m/0"));
}

WindowReport TwoStreamsShort() {
  WindowReport report;
  for (const std::int32_t partition : {0, 1}) {
    WindowRow row;
    row.stream.topic = "orders";
    row.stream.partition = partition;
    row.reader = "billing";
    row.acked = 10;
    row.missing = 3;
    report.rows.push_back(row);
    report.shortfalls.push_back({row.stream, "billing", "missing", 3, {{4, 6}, {9, 10}}});
  }
  report.shortfalls.back().count = 9;
  return report;
}

TEST(WindowText, SumsUpAReaderAndNamesWhatItLacks) {
  const std::string text = WindowText(TwoStreamsShort(), "closed");
  EXPECT_THAT(text, testing::ContainsRegex("closed +2 +20 .* billing +0 +6 "));
  EXPECT_THAT(text, HasSubstr("3 missing by billing: 4..5, 9\n"));
  EXPECT_THAT(text, HasSubstr("9 missing by billing: 4..5, 9, …\n"));
  EXPECT_THAT(text, Not(HasSubstr("silent")));
}

// A dash where a reader reports no work, a sum where it does.
TEST(WindowText, HasTheWorkOfWhoReportsIt) {
  WindowReport report = TwoStreamsShort();
  EXPECT_THAT(WindowText(report, "closed"), testing::ContainsRegex(" - +- +- +-\n"));
  for (auto& row : report.rows) {
    row.processed = 7;
    row.reprocessed = 1;
    row.committed = 9;
    row.unprocessed = 2;
  }
  EXPECT_THAT(WindowText(report, "closed"), testing::ContainsRegex(" 14 +2 +18 +4\n"));
  const auto json = nlohmann::json::parse(WindowJson(report, "closed"));
  EXPECT_EQ(json["readers"][0]["processed"], 14);
  EXPECT_EQ(json["readers"][0]["unprocessed"], 4);
  EXPECT_TRUE(
      nlohmann::json::parse(WindowJson(TwoStreamsShort(), "closed"))["readers"][0]["committed"]
          .is_null());
}

TEST(WindowText, SaysWhatItLeavesOutAndThatPatienceWasOver) {
  WindowReport report = TwoStreamsShort();
  report.forced = true;
  report.shortfalls.resize(25, report.shortfalls.front());
  const std::string text = WindowText(report, "closed");
  EXPECT_THAT(text, HasSubstr("  5 more; --json has all\n"));
  EXPECT_EQ(Split(text, '\n').size(), 1u + 20 + 1 + 1 + 1);
  EXPECT_THAT(text, HasSubstr("a producer or reader has been silent"));
}

TEST(WindowJson, HasEveryShortfallAndNobodyForAStreamThatNobodyRead) {
  WindowReport report = TwoStreamsShort();
  report.rows.front().reader = "";
  report.shortfalls.resize(25, report.shortfalls.front());
  const auto json = nlohmann::json::parse(WindowJson(report, "late"));
  EXPECT_EQ(json["state"], "late");
  EXPECT_EQ(json["short"].size(), 25u);
  EXPECT_EQ(json["short"][0]["first"], nlohmann::json::parse("[[4, 5], [9, 9]]"));
  EXPECT_TRUE(json["readers"][0]["reader"].is_null());
  EXPECT_EQ(json["readers"][1]["reader"], "billing");
}

}  // namespace
}  // namespace kproof
