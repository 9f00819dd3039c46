// The page of a comparison: what changed comes first, nothing is hidden, and nothing is markup.
#include "reports/comparison_page/comparison_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/temporary_folder.h"
#include "reports/comparison_page/view.h"
#include "reports/frame/frame.h"
#include "tests/unit/compare/folders.h"
#include "tests/unit/compare/synthetic.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class ComparisonPage : public testing::Test {
 protected:
  Comparison Compared() { return Compare(a_, b_, {}); }

  Random random_{1};
  ComparedSide a_ = SyntheticSide(random_, 2, 0.05), b_ = SyntheticSide(random_, 2, 0.05, 1.3);
};

std::size_t Times(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++times;
  return times;
}

// A comparison in which every text from outside is this one, with a row of each kind.
Comparison FullOf(const std::string& text) {
  Comparison comparison;
  comparison.comparable = true;
  comparison.verdict = Change::kWorse;
  comparison.reason = text;
  comparison.a = comparison.b = {text, text, text, 3, 9, 8, {{text, text}}, text, text};
  comparison.cells = 3;
  comparison.evidence.assign(3, {text, {{{text, 1}}, {7}}, {{{text, 1}}, {7}}});
  comparison.only_a = comparison.only_b = comparison.not_seen = comparison.not_judged = {text};
  comparison.differences = {{text, text, text, 1}};
  comparison.broken = {{text, text, 1, 2, 7, false}};
  for (const auto change : {Change::kWorse, Change::kBetter, Change::kSame, Change::kUnclear}) {
    CompareRow row;
    row.measure = row.unit = row.where = text;
    row.a = row.b = row.ratio = 1;
    row.verdict = change;
    comparison.rows.push_back(row);
  }
  return comparison;
}

TEST_F(ComparisonPage, TheFirstScreenAnswers) {
  b_.name = "nightly";
  b_.path = "results/a nightly";
  b_.cells[0].circumstances["kafka"] = "4.2.0";
  b_.cells[1].trials[0].verdict = Verdict::kViolation;
  b_.cells[1].trials[0].broken = {"no-loss"};
  const auto html = ToHtml(Compared());
  for (const char* answer :
       {"WORSE", "<b>nightly against synthetic</b>", "no-loss broken in acks=1, fault=kill",
        "<li>no-loss broken in acks=1, fault=kill (1 of 2 trials of B, first with seed 7; A kept "
        "it)</li>",
        "<li>longest_ack_gap (all): ", "12 trials in 6 common cells, 12 of them conclusive",
        "<li>kafka: not there | 4.2.0 (1 of 6 cells)</li>",
        "kproof compare synthetic &apos;results/a nightly&apos; --margin 10%</code>"})
    EXPECT_THAT(html, HasSubstr(answer));
}

TEST_F(ComparisonPage, WhatChangedComesFirstAndWhatIsTheSameIsFolded) {
  b_.cells[1].trials[0].verdict = Verdict::kViolation;
  b_.cells[1].trials[0].broken = {"no-loss"};
  const auto html = ToHtml(Compared());
  std::size_t before = 0;
  for (const char* id : {"broken", "changed", "unclear", "same", "moved", "not-seen", "cells"}) {
    const auto at = html.find("<section id=\"" + std::string(id) + "\"");
    ASSERT_NE(at, std::string::npos) << id;
    EXPECT_GT(at, before) << id;
    before = at;
  }
  EXPECT_THAT(html, testing::ContainsRegex("<details><summary>[0-9]+ rows</summary>"));
  EXPECT_THAT(html, HasSubstr("<td>1 pass, 1 violation; seeds 7, 8</td>"));
}

TEST_F(ComparisonPage, SaysHowManyTrialsWouldTell) {
  Random random(2);
  const auto a = SyntheticSide(random, 2, 0.4);
  const auto html = ToHtml(Compare(a, SyntheticSide(random, 2, 0.4), {}));
  EXPECT_THAT(html, HasSubstr("?</span> UNCLEAR</h1>"));
  EXPECT_THAT(html, testing::ContainsRegex("<td>[0-9,]+ trials a side and cell would show 10 %"));
  EXPECT_THAT(html, HasSubstr("That no difference is seen does not mean that there is none."));
  EXPECT_THAT(html, HasSubstr("No measure is shown to be worse or better."));
}

TEST_F(ComparisonPage, SaysWhyNothingWasCompared) {
  b_.cells.clear();
  const auto comparison = Compared();
  const auto html = ToHtml(comparison);
  EXPECT_THAT(html, HasSubstr("NOT COMPARED"));
  EXPECT_THAT(html, HasSubstr("A and B have no cell in common"));
  EXPECT_THAT(html, HasSubstr("<h3>Cells of A alone</h3><ul><li>acks=1, fault=cut</li>"));
  EXPECT_THAT(NotSeen(comparison), Contains(HasSubstr("whether B is worse is not known")));
}

TEST_F(ComparisonPage, SaysWhatCouldNotBeSeen) {
  for (auto& cell : a_.cells)
    for (auto& trial : cell.trials) trial.started = "2026-11-30T18:00:00Z";
  for (auto& cell : b_.cells)
    for (auto& trial : cell.trials) trial.started = "2026-11-30T19:00:00Z";
  b_.cells[0].trials[0].verdict = Verdict::kInconclusive;
  b_.cells.pop_back();
  const auto lines = NotSeen(Compared());
  EXPECT_THAT(lines, Contains(HasSubstr("One side ran after the other")));
  EXPECT_THAT(lines, Contains("1 cell was not compared, since A alone has it: acks=all, "
                              "fault=pause."));
  EXPECT_THAT(lines, Contains(HasSubstr("say nothing about times: acks=1, fault=cut: 0 of 2")));
  // 9 conclusive trials of B: 1 - 0.05^(1/9) is 28 %.
  EXPECT_THAT(lines, Contains(HasSubstr("may still happen in up to 28 % of such trials")));
  EXPECT_THAT(lines, Contains(HasSubstr("A change in one of 5 cells alone may be hidden")));
  EXPECT_THAT(ToHtml(Compared()), HasSubstr("One side ran after the other"));
}

TEST_F(ComparisonPage, MarkupIsText) {
  const auto plain = ToHtml(FullOf("harmless"));
  const auto html = ToHtml(FullOf("<script>alert('x')</script><img src=\"x\" onerror='y'>"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;"));
  for (const char* sign : {"<", ">", "\""})
    EXPECT_EQ(Times(html, sign), Times(plain, sign)) << sign;
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("script-src &apos;none&apos;"));
  EXPECT_THAT(html, Not(HasSubstr(" style=")));  // the policy would refuse it
  const auto turned = ToHtml(FullOf("abc\u202egnp.exe\x1b[2J"));
  EXPECT_THAT(turned, HasSubstr("abc\\u202egnp.exe\\x1b[2J"));
  EXPECT_THAT(turned, Not(HasSubstr("\u202e")));
}

TEST_F(ComparisonPage, LongTextsAreCutAndSaySo) {
  const auto html = ToHtml(FullOf(std::string(10'000, 'x')));
  EXPECT_THAT(html, HasSubstr("(10,000 characters in all)"));
  EXPECT_LT(html.size(), 300'000u);
}

TEST_F(ComparisonPage, OfManyRowsTheFirstAreListedAndTheOthersCounted) {
  auto comparison = FullOf("x");
  comparison.rows.resize(5'000, comparison.rows.front());
  comparison.broken.resize(5'000, comparison.broken.front());
  comparison.evidence.resize(5'000, comparison.evidence.front());
  const auto html = ToHtml(comparison);
  EXPECT_LT(html.size(), 2'000'000u);
  EXPECT_THAT(html, HasSubstr("4,600 more guarantees in <code>compare.json</code>"));
  EXPECT_THAT(html, HasSubstr("4,500 more cells in <code>compare.json</code>"));
}

TEST_F(ComparisonPage, ItsIndexIsSmallAndKnown) {
  const TemporaryFolder folder;
  const auto index = ToIndexJson(IndexOf(FullOf(std::string(10'000, '"'))));
  EXPECT_LE(index.size(), kMostIndexBytes);
  WriteText(folder.File("index.json"), index);
  EXPECT_TRUE(IsIndex(folder.File("index.json"), kComparisonReport));
  EXPECT_EQ(IndexOf(Compared()).exit_code, 3);
  EXPECT_EQ(IndexOf(Compared()).verdict, "worse");
}

CompareRow Ratio(std::optional<double> ratio, std::optional<double> low = {},
                 std::optional<double> high = {}) {
  CompareRow row;
  row.unit = "s";
  row.ratio = ratio;
  row.low = low;
  row.high = high;
  return row;
}

std::string NumberOf(const CompareRow& row, const char* name) {
  const auto picture = IntervalPicture(row, {4}, 0.1);
  const auto* value = picture.get(name);
  return value == nullptr    ? "none"
         : value->is_true()  ? "yes"
         : value->is_false() ? "no"
                             : value->string_value();
}

TEST(Intervals, HaveOneScaleForAPage) {
  Comparison comparison;
  EXPECT_EQ(ScaleOf(comparison).most_ratio, 2);
  comparison.rows = {Ratio(1.2, 0.9, 1.4), Ratio(0.3)};
  EXPECT_EQ(ScaleOf(comparison).most_ratio, 4);
  comparison.rows.push_back(Ratio(1e9, 0));
  EXPECT_EQ(ScaleOf(comparison).most_ratio, 100);
}

TEST(Intervals, StandWhereTheirNumbersAre) {
  EXPECT_EQ(NumberOf(Ratio(1), "dot"), "80.0");
  EXPECT_EQ(NumberOf(Ratio(4), "dot"), "154.0");
  EXPECT_EQ(NumberOf(Ratio(2, 0.5, 4), "low"), "43.0");
  EXPECT_EQ(NumberOf(Ratio(2, 0.5, 4), "open_low"), "no");
  EXPECT_EQ(NumberOf(Ratio(2, {}, 9), "low"), "6.0");
  EXPECT_EQ(NumberOf(Ratio(2, {}, 9), "open_low"), "yes");
  EXPECT_EQ(NumberOf(Ratio(2, {}, 9), "open_high"), "yes");
  EXPECT_EQ(NumberOf(Ratio({}), "dot"), "no");  // it rose from 0
  CompareRow event;
  event.a = 0;
  event.b = 1;
  event.low = 0.5;
  event.high = 1;
  EXPECT_EQ(NumberOf(event, "dot"), "154.0");
  EXPECT_EQ(NumberOf(event, "low"), "117.0");
  EXPECT_EQ(NumberOf(event, "open_high"), "no");
}

}  // namespace
}  // namespace kproof
