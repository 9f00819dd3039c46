// The page of a campaign: what each cell says, what leads to its headline, and that it stays small
// and harmless whatever its runs hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/printable.h"
#include "harness/base/text.h"
#include "reports/campaign_page/html.h"
#include "reports/campaign_page/index.h"
#include "reports/campaign_page/markdown.h"
#include "reports/campaign_page/view.h"
#include "reports/campaign_page/words.h"
#include "reports/frame/frame.h"
#include "tests/unit/reports/sample.h"

namespace kproof {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Result TrialOf(Verdict verdict, std::uint64_t lost, std::uint64_t allowed) {
  Result result = CleanRun();
  result.verdict = verdict;
  result.reason = "because " + Name(verdict);
  result.counts["lost"] = lost;
  result.allowed["lost"] = allowed;
  return result;
}

// Adds a cell with such trials, and their runs.
void AddTo(CampaignPage& page, CellPlace at, const std::vector<Result>& trials) {
  std::vector<const Result*> pointers;
  MatrixCell cell;
  cell.at = std::move(at);
  cell.planned = trials.size();
  for (const auto& trial : trials) {
    pointers.push_back(&trial);
    CampaignRun run{.cell = page.matrix.cells.size(),
                    .folder = "cells/run-" + std::to_string(page.runs.size()),
                    .scenario = trial.scenario,
                    .seed = 7 + cell.runs.size(),
                    .verdict = trial.verdict,
                    .reason = trial.reason,
                    .faults = 1,
                    .took_effect = 1};
    if (trial.counts.at("lost") > 0) {
      run.counts["lost"] = trial.counts.at("lost");
      run.allowed["lost"] = trial.allowed.at("lost");
    }
    cell.runs.push_back({run.folder, run.seed, run.verdict});
    page.runs.push_back(run);
  }
  if (!pointers.empty()) Summarise(pointers, cell);
  page.matrix.cells.push_back(std::move(cell));
}

CampaignPage Ended(CampaignPage page) {
  SortWorstFirst(page.runs);
  page.exit_code = ExitCodeOf(page.matrix, page.matrix.min_trials);
  return page;
}

// acks × min.isr: a loss that is allowed, a violation, passes, and a cell that is excluded.
CampaignPage SmallCampaign() {
  CampaignPage page;
  page.matrix.name = "small";
  page.matrix.seed = 7;
  page.matrix.seconds = 60;
  page.matrix.axes = {{"acks", {"1", "all"}}, {"min.isr", {"1", "2"}}};
  page.folder = "20261130T120000Z-small-7";
  page.started = "2026-11-30T12:00:00Z";
  page.of_one_machine = true;
  page.versions = {{"kafka", {"4.1.0"}}};
  AddTo(page, {{"acks", "1"}, {"min.isr", "1"}},
        {TrialOf(Verdict::kUnprotected, 10, 10), TrialOf(Verdict::kPass, 0, 0)});
  AddTo(page, {{"acks", "1"}, {"min.isr", "2"}}, {});
  page.matrix.cells.back().excluded = "min.insync.replicas means nothing to acks=1";
  AddTo(page, {{"acks", "all"}, {"min.isr", "1"}}, {TrialOf(Verdict::kViolation, 5, 2)});
  AddTo(page, {{"acks", "all"}, {"min.isr", "2"}}, {TrialOf(Verdict::kPass, 0, 0)});
  return Ended(std::move(page));
}

std::size_t CountOf(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++count;
  return count;
}

TEST(CampaignHtml, SaysInEachCellWhatItShowed) {
  const auto html = ToHtml(SmallCampaign());
  for (const char* said :
       {"UNPROTECTED</a>", "1 of 2 trials", "lost 10 (allowed by the settings)", "VIOLATION</a>",
        "lost 5 (2 of them allowed by the settings)", "UNEXPECTED: violation that nobody expected",
        "EXCLUDED", "min.insync.replicas means nothing to acks=1", "PASS</a>",
        "ruled out: more than 95 % of trials lose"})
    EXPECT_THAT(html, HasSubstr(said));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" rowspan=\"1\">all</th>"));
  EXPECT_EQ(CountOf(html, "<td class=\"cell "), 4u);
}

TEST(CampaignHtml, NeedsNothingFromElsewhere) {
  const auto html = ToHtml(SmallCampaign());
  EXPECT_THAT(html, HasSubstr("default-src &apos;none&apos;; style-src"));
  for (const char* elsewhere : {"http:", "https:", " src=", "@import", "url("})
    EXPECT_THAT(html, Not(HasSubstr(elsewhere)));
}

TEST(CampaignHtml, NestsAxesDownTheSide) {
  CampaignPage page;
  page.matrix.axes = {{"a", {"x", "y"}}, {"b", {"1", "2"}}, {"c", {"p", "q"}}};
  for (const char* a : {"x", "y"})
    for (const char* b : {"1", "2"})
      for (const char* c : {"p", "q"})
        AddTo(page, {{"a", a}, {"b", b}, {"c", c}}, {TrialOf(Verdict::kPass, 0, 0)});
  const auto html = ToHtml(Ended(page));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" rowspan=\"2\">x</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"colgroup\" colspan=\"2\">c</th>"));
  EXPECT_EQ(CountOf(html, "<td class=\"cell good\""), 8u);
  EXPECT_THAT(html, HasSubstr("data-at=\"1,0,1\""));
}

// Where one axis has too many values to stand side by side, each cell has a row.
TEST(CampaignHtml, TakesNoMoreColumnsThanFit) {
  CampaignPage page;
  page.matrix.axes = {{"a", {}}, {"b", {}}};
  for (int i = 0; i < 9; ++i) {
    const auto value = std::to_string(i);
    for (auto& [axis, values] : page.matrix.axes) values.push_back(value);
    AddTo(page, {{"a", value}, {"b", value}}, {TrialOf(Verdict::kPass, 0, 0)});
  }
  EXPECT_THAT(ToHtml(Ended(page)), Not(HasSubstr("colgroup")));
}

TEST(CampaignHtml, LeadsToTheRuns) {
  auto page = SmallCampaign();
  for (auto& run : page.runs) run.has_page = run.verdict != Verdict::kPass;
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("<a href=\"./cells/run-0/report.html\""));
  EXPECT_THAT(html, HasSubstr("<a href=\"./cells/run-3/\""));
  EXPECT_THAT(html, HasSubstr("<a href=\"#cell2\">VIOLATION</a>"));
  EXPECT_THAT(html, HasSubstr("<tr id=\"cell2\""));
  EXPECT_THAT(html, HasSubstr("kproof run cells/run-2/scenario.yaml --seed 7")) << "the worst";
}

TEST(CampaignHtml, SetsCostsBesideEachOther) {
  auto page = SmallCampaign();
  page.matrix.cells[0].throughput_per_s.median = 4000;
  page.matrix.cells[3].throughput_per_s.median = 1000;
  page.matrix.cells[2].throughput_per_s.median = std::nullopt;
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("4,000/s<svg"));
  EXPECT_THAT(html, HasSubstr("class=\"bar-value\" width=\"25.0\""));
  EXPECT_THAT(html, HasSubstr("<td class=\"bar\">–</td>")) << "not known is no bar of 0";
}

TEST(CampaignHtml, WhateverComesFromOutsideIsText) {
  const std::string hostile =
      "<script>alert(1)</script>\"'\u202e\x1b[2J" + std::string(10'000, 'x');
  auto page = SmallCampaign();
  page.matrix.name = page.folder = page.started = hostile;
  page.matrix.axes = {{hostile, {hostile, "2"}}};
  for (auto& cell : page.matrix.cells) {
    cell.at = {{hostile, hostile}};
    cell.name = hostile;
    if (cell.excluded) cell.excluded = hostile;
    for (auto& reason : cell.reasons) reason = hostile;
  }
  for (auto& run : page.runs) run.reason = run.scenario = run.folder = hostile;
  page.waived = {hostile};
  page.versions = {{hostile, {hostile}}};
  page.not_tested = {{hostile, 1}};
  const auto html = ToHtml(page);
  EXPECT_EQ(CountOf(html, "<script>"), 1u) << "its own";
  EXPECT_THAT(html, Not(HasSubstr("\u202e")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  const auto markdown = ToMarkdown(page);
  EXPECT_THAT(markdown, Not(HasSubstr("<script>")));
  EXPECT_LE(CountOf(markdown, "\n"), 60u);
  const auto index = ToIndexJson(IndexOf(page));
  EXPECT_LE(index.size(), kMostIndexBytes);
  EXPECT_FALSE(nlohmann::json::parse(index, nullptr, false).is_discarded());
}

TEST(CampaignReports, StaySmallWhateverTheCampaignIs) {
  CampaignPage page;
  page.matrix.axes = {{"a", {}}, {"b", {}}};
  for (int i = 0; i < 20; ++i) page.matrix.axes[0].second.push_back("value-" + std::to_string(i));
  for (int i = 0; i < 10; ++i) page.matrix.axes[1].second.push_back("other-" + std::to_string(i));
  std::vector<Result> trials(10, TrialOf(Verdict::kViolation, 5, 2));
  for (auto& trial : trials) trial.reason = std::string(300, 'r');
  for (const auto& a : page.matrix.axes[0].second)
    for (const auto& b : page.matrix.axes[1].second) AddTo(page, {{"a", a}, {"b", b}}, trials);
  page = Ended(std::move(page));
  ASSERT_EQ(page.runs.size(), 2000u);
  EXPECT_LT(ToHtml(page).size(), std::size_t{5} << 20);
  EXPECT_LE(CountOf(ToMarkdown(page), "\n"), 60u);
  const auto text = ToIndexJson(IndexOf(page));
  EXPECT_LE(text.size(), kMostIndexBytes);
  const auto index = nlohmann::json::parse(text);
  EXPECT_EQ(index["verdicts"]["violation"], 2000);
  EXPECT_GT(index["runs"].size(), 10u);
  EXPECT_EQ(index["runs"].size() + index["left_out"]["runs"].get<std::size_t>(), 2000u);
}

TEST(CampaignIndex, HasTheWorstRunsFirstAndWhatWasNotSeen) {
  const auto index = nlohmann::json::parse(ToIndexJson(IndexOf(SmallCampaign())));
  EXPECT_EQ(index["schema"], 1);
  EXPECT_EQ(index["kind"], "campaign");
  EXPECT_EQ(index["verdict"], "violation");
  EXPECT_EQ(index["exit_code"], 1);
  EXPECT_EQ(index["verdicts"]["pass"], 2);
  EXPECT_EQ(index["runs"][0]["folder"], "cells/run-2");
  EXPECT_EQ(index["runs"][0]["counts"]["lost"], 5);
  EXPECT_EQ(index["runs"][3]["verdict"], "pass");
  EXPECT_THAT(index["not_seen"].dump(), HasSubstr("1 cell did not run"));
  EXPECT_EQ(index["left_out"]["runs"], 0);
}

std::string WordOfOne(Verdict verdict, std::optional<Verdict> expect = {},
                      std::uint64_t min_trials = 1) {
  CampaignPage page;
  page.matrix.axes = {{"a", {"x"}}};
  page.matrix.min_trials = min_trials;
  AddTo(page, {{"a", "x"}}, {TrialOf(verdict, 0, 0)});
  page.matrix.cells.back().expect = expect;
  return HeadlineOf(Ended(page)).word;
}

TEST(CampaignHeadline, IsThatOfTheExitCode) {
  EXPECT_EQ(WordOfOne(Verdict::kPass), "PASS");
  EXPECT_EQ(WordOfOne(Verdict::kUnprotected), "UNPROTECTED");
  EXPECT_EQ(WordOfOne(Verdict::kLimit), "LIMIT");
  EXPECT_EQ(WordOfOne(Verdict::kUnprotected, Verdict::kUnprotected), "AS EXPECTED");
  EXPECT_EQ(WordOfOne(Verdict::kPass, Verdict::kUnprotected), "NOT AS EXPECTED");
  EXPECT_EQ(WordOfOne(Verdict::kViolation), "VIOLATION");
  EXPECT_EQ(WordOfOne(Verdict::kInconclusive), "INCONCLUSIVE");
  EXPECT_EQ(WordOfOne(Verdict::kPass, {}, 2), "INCONCLUSIVE") << "half empty is not green";
  EXPECT_EQ(WordOfOne(Verdict::kNotRun), "NOT-RUN");
  EXPECT_EQ(WordOfOne(Verdict::kError), "ERROR");
}

TEST(CampaignHeadline, IsNoPassWhileTrialsAreLeft) {
  auto page = SmallCampaign();
  page.exit_code = 0;
  page.never_begun = 3;
  EXPECT_EQ(HeadlineOf(page).word, "UNFINISHED");
  EXPECT_THAT(ToHtml(page), HasSubstr("3 trials have not begun."));
  page.exit_code = 1;
  EXPECT_EQ(HeadlineOf(page).word, "VIOLATION") << "what was seen stays seen";
}

TEST(CampaignHeadline, IsNotGreenWhereFailuresAreWaived) {
  auto page = SmallCampaign();
  page.exit_code = 0;
  page.waived = {"waived: leader-kill (seed 7): lost: K-1 until 2026-12-31: known"};
  EXPECT_EQ(HeadlineOf(page).word, "WAIVED");
  EXPECT_EQ(HeadlineOf(page).look, "unclear");
  page.exit_code = 1;
  EXPECT_EQ(HeadlineOf(page).word, "VIOLATION") << "another failure is not waived";
}

TEST(CampaignHeadline, OfRunsIsTheWorstOfThem) {
  CampaignPage page;
  page.by_cells = false;
  page.matrix.axes = {{"scenario", {"leader-kill"}}};
  AddTo(page, {{"scenario", "leader-kill"}},
        {TrialOf(Verdict::kPass, 0, 0), TrialOf(Verdict::kUnprotected, 3, 3)});
  SortWorstFirst(page.runs);
  page.exit_code = 6;
  EXPECT_THAT(ToMarkdown(page), HasSubstr("| leader-kill | UNPROTECTED 1 of 2 trials |"));
  EXPECT_EQ(HeadlineOf(page).word, "UNPROTECTED");
  EXPECT_EQ(HeadlineOf(page).reason,
            "leader-kill (seed 8): because unprotected. 2 runs: 1 pass, 1 unprotected.");
}

TEST(CampaignRuns, StandInOrderOfHarm) {
  const auto run = [](Verdict verdict, std::uint64_t lost = 0, std::uint64_t allowed = 0) {
    CampaignRun made{.verdict = verdict};
    if (lost > 0) made.counts["lost"] = lost;
    if (lost > 0) made.allowed["lost"] = allowed;
    return made;
  };
  std::vector<CampaignRun> runs = {run(Verdict::kPass),         run(Verdict::kInconclusive),
                                   run(Verdict::kViolation, 1), run(Verdict::kUnprotected, 9, 9),
                                   run(Verdict::kViolation, 7), run(Verdict::kPass)};
  runs.back().disturbed = true;
  runs.front().seed = 1;
  SortWorstFirst(runs);
  EXPECT_EQ(runs[0].counts["lost"], 7u);
  EXPECT_EQ(runs[1].counts["lost"], 1u);
  EXPECT_EQ(runs[2].verdict, Verdict::kUnprotected);
  EXPECT_EQ(runs[3].verdict, Verdict::kInconclusive);
  EXPECT_EQ(runs[4].seed, 1u);
  EXPECT_TRUE(runs[5].disturbed);
}

TEST(CampaignNotSeen, NamesWhatWasLeftOutAndHowLittleTrialsSay) {
  auto page = SmallCampaign();
  page.never_begun = 2;
  page.not_tested = {{"redelivered", 3}, {"torn", 3}};
  page.runs[0].took_effect = 0;
  page.matrix.cells[3].conclusive = 0;
  EXPECT_THAT(NotSeen(page),
              AllOf(Contains("1 cell did not run: min.insync.replicas means nothing to acks=1."),
                    Contains(HasSubstr("2 trials have not begun")),
                    Contains("In 3 of 4 runs there were no facts for: redelivered, torn."),
                    Contains("In 1 run a fault had no effect that could be measured."),
                    Contains("1 cell says nothing about losses: no trial was conclusive."),
                    Contains("Kafka 4.1.0 alone was tried.")));
}

TEST(CampaignCells, SayWhatWasExpectedWaivedAndRepeated) {
  auto page = SmallCampaign();
  auto cell = page.matrix.cells[2];
  cell.expect = Verdict::kViolation;
  EXPECT_THAT(CellNotes(page, cell), ElementsAre("violation was expected: holds"));
  cell.expect.reset();
  cell.waived = 1;
  cell.repeated = 2;
  page.matrix.min_trials = 3;
  EXPECT_THAT(CellNotes(page, cell),
              ElementsAre("1 conclusive trial, and 3 are wanted", "1 trial waived",
                          "2 trials ran again, disturbed by another job"));
  cell.planned = 2;
  EXPECT_EQ(CellNotes(page, cell).size(), 2u) << "who has trials left has not too few";
  page.by_cells = false;
  EXPECT_EQ(CellNotes(page, cell).size(), 2u) << "runs are judged one by one";
}

}  // namespace
}  // namespace kproof
