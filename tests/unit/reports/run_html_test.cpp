// The page itself: whatever the facts hold is text, nothing is asked of a network, and it stays
// small.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "harness/base/json_text.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "reports/frame/frame.h"
#include "reports/run_page/html.h"
#include "reports/run_page/markdown.h"
#include "reports/run_page/words.h"
#include "tests/unit/reports/sample_page.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t Times(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++times;
  return times;
}

std::string Between(const std::string& text, const std::string& from, const std::string& to) {
  const auto begin = text.find(from) + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

TEST(RunHtml, TheFirstScreenAnswers) {
  const auto html = ToHtml(PageOf(LossyRun()));
  for (const char* answer :
       {"UNPROTECTED", "1505 acked records are lost, and acks=1 allows it",  // did it hold?
        "kill leader of payments/0 (node 2)",                                // what was broken?
        "took effect: process 4711 gone by SIGKILL",                         // did it take effect?
        "84,190 of 84,190 acked records, 52,112 of them acked under the faults",
        "kproof run scenario.yaml --seed 7", "not promised", "broken: lost 1,505",
        "allowed by the settings", "duplicated, reordered</td>"})
    EXPECT_THAT(html, HasSubstr(answer));
}

TEST(RunHtml, MarkupInFactsIsText) {
  const std::string plain = ToHtml(PageFull("harmless"));
  const std::string html =
      ToHtml(PageFull("<script>alert('x')</script><img src=\"x\" onerror='y'>"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  for (const char* sign : {"<", ">", "\""})
    EXPECT_EQ(Times(html, sign), Times(plain, sign)) << sign;
}

TEST(RunHtml, WhatTurnsTheOrderOfReadingIsShown) {
  const auto html = ToHtml(PageFull("abc\u202egnp.exe\x1b[2J\x01"));
  EXPECT_THAT(html, HasSubstr("abc\\u202egnp.exe\\x1b[2J\\x01"));
  EXPECT_THAT(html, Not(HasSubstr("\u202e")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
}

TEST(RunHtml, LongTextsAreCutAndSaySo) {
  const auto html = ToHtml(PageFull(std::string(10'000, 'x')));
  EXPECT_THAT(html, HasSubstr("(10,000 characters in all)"));
  EXPECT_LT(html.size(), 300'000u);
}

TEST(RunHtml, BytesThatAreNoUtf8AreReplaced) {
  const auto html = ToHtml(PageFull("\xff\xfe"));
  EXPECT_THAT(html, Not(HasSubstr("\xff")));
}

TEST(RunHtml, ThePolicyNamesExactlyItsOwnStyleAndScript) {
  const auto html = ToHtml(PageOf(CleanRun()));
  const auto hash = [](const std::string& text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 64> encoded{};
    EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return std::string(reinterpret_cast<const char*>(encoded.data()));
  };
  // The template engine writes + and / as they are and ' as an entity.
  const auto policy = Between(html, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_THAT(policy, HasSubstr("default-src &apos;none&apos;"));
  EXPECT_THAT(policy, HasSubstr("sha256-" + hash(Between(html, "<style>", "</style>"))));
  EXPECT_THAT(policy, HasSubstr("sha256-" + hash(Between(html, "<script>", "</script>"))));
  EXPECT_THAT(html, HasSubstr("The MIT License (MIT)"));
  EXPECT_EQ(Times(html, "<script"), 1u);
  EXPECT_EQ(Times(html, "</script"), 1u);
}

TEST(RunHtml, NothingIsAskedOfANetwork) {
  const auto html = ToHtml(PageOf(LossyRun()));
  for (const char* way : {" src=", "href=\"http", "@import", "url(", "<link", "fetch(", "XMLHttp"})
    EXPECT_THAT(html, Not(HasSubstr(way)));
  EXPECT_THAT(html, Not(HasSubstr(" style=")));  // the policy would refuse it
}

TEST(RunHtml, TheScriptGetsWhatTheChartsShow) {
  auto page = PageOf(LossyRun());
  page.phases = {{"steady", 2}, {"drained", 3}};
  auto text = Between(ToHtml(page), "data-json=\"", "\"");
  text = std::regex_replace(text, std::regex("&quot;"), "\"");
  const auto facts = ParseJson(text);
  EXPECT_EQ(facts["t"].size(), 20u);
  EXPECT_EQ(facts["charts"][0]["lines"][1]["label"], "acked");
  EXPECT_EQ(facts["charts"][0]["lines"][1]["values"][3], 10.0);
  EXPECT_TRUE(facts["charts"][1]["lines"][1]["values"][3].is_null());
  EXPECT_EQ(facts["faults"][0]["label"], "1 kill");
  EXPECT_EQ(facts["marks"][0]["row"], 1);
  EXPECT_EQ(facts["phases"][0]["name"], "steady");
  EXPECT_EQ(facts["phases"].size(), 1u);
}

TEST(RunHtml, LeadersAreDrawnAndSaidInWords) {
  auto page = PageOf(LossyRun());
  page.leaders = {{"payments/0", "main", {1, 2, 3}, {}, {}}};
  for (const Stance& stance : {Stance{1, 1, 4, {1, 2, 3}}, Stance{10, 2, 5, {2, 3}}})
    page.leaders.front().stances.Take(stance);
  page.leaders_left_out = 3;
  const auto html = ToHtml(page);
  for (const char* words :
       {">leader 1</text>", ">3 of 3 in sync</text>", "class=\"lead lead-1\"",
        "class=\"isr short\"", "<td class=\"number\">20.0 s</td><td>2</td><td>2, 3</td>",
        "3 more partitions not drawn"})
    EXPECT_THAT(html, HasSubstr(words));
  EXPECT_THAT(html, Not(HasSubstr("replicas: not recorded")));
}

TEST(RunHtml, WhereNobodyAnswersNoLeaderIsDrawn) {
  auto page = PageOf(LossyRun());
  page.leaders = {{"payments/0", "main", {1, 2, 3}, {}, {}, {{8, 12.0}, {15, {}}}}};
  page.leaders.front().stances.Take({1, 1, 4, {1, 2, 3}});
  const auto html = ToHtml(page);
  EXPECT_EQ(Times(html, "class=\"lead lead-silent\""), 2u);
  EXPECT_EQ(Times(html, "class=\"lead lead-0\""), 2u) << "before and between";
  for (const char* row : {"1.0 s</td><td class=\"number\">8.0 s</td><td>1</td>",
                          "8.0 s</td><td class=\"number\">12.0 s</td><td>nobody answered</td>",
                          "12.0 s</td><td class=\"number\">15.0 s</td><td>1</td>",
                          "15.0 s</td><td class=\"number\">20.0 s</td><td>nobody answered</td>"})
    EXPECT_THAT(html, HasSubstr(row));
}

TEST(RunHtml, TheFirstScreenHasTheReasonInShort) {
  auto page = PageOf(LossyRun());
  page.result.reason = "lost 1,505 (first: checkout-0, life 0): the settings allow it";
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("lost 1,505: the settings allow it <a href=\"#anomalies\">"));
  EXPECT_THAT(html, HasSubstr("in full:</b> lost 1,505 (first: checkout-0, life 0)"));
  page.result.reason = "short";
  EXPECT_THAT(ToHtml(page), Not(HasSubstr("in full")));
}

TEST(RunHtml, SettingsStandBesideTheChecklist) {
  auto page = PageOf(LossyRun());
  EXPECT_THAT(ToHtml(page), HasSubstr("Nothing that the lint advises against"));
  page.checklist = {
      {"must", "acks-1", "producer checkout-0", "acks", "1", "the leader alone", "acks=all"}};
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("must: acks-1</th><td>producer checkout-0</td><td>acks: 1</td>"));
  EXPECT_THAT(html, Not(HasSubstr("Nothing that the lint advises against")));
}

TEST(RunHtml, AFewRowsNeedNoBoxThatScrolls) {
  auto page = PageOf(LossyRun());
  EXPECT_THAT(ToHtml(page), Not(HasSubstr("class=\"wide long\"")));
  page.log.resize(kLongTable + 1);
  EXPECT_EQ(Times(ToHtml(page), "class=\"wide long\""), 1u);
}

TEST(RunHtml, LeadersThatNobodyAskedForAreNotRecorded) {
  EXPECT_THAT(ToHtml(PageOf(CleanRun())), HasSubstr("Leaders and in-sync replicas: not recorded."));
}

TEST(RunHtml, EachMomentSaysWhatWasBrokenThen) {
  auto page = PageOf(LossyRun());
  page.nodes = {{"main", "broker 2", 2, true, {{0, 5.0, 9.1}}}};
  page.moments = {{4, "phase", "steady"}, {6, "leader", "payments/0: broker 1 leads"}};
  page.series[6].open = 1'234;
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("<td>steady</td><td>–</td>"));
  EXPECT_THAT(html, HasSubstr("<td>broker 2 (1 kill)</td><td class=\"number\">1,234</td>"));
}

TEST(RunHtml, ErrorsStandByKind) {
  auto page = PageOf(LossyRun());
  page.errors = {{-192, 0, 15, 5.25, 9}, {0, 1, 0, 6, 6}};
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("_MSG_TIMED_OUT</th><td class=\"number\">-192</td>"));
  EXPECT_THAT(html, HasSubstr("no error named</th>"));
  EXPECT_THAT(html, HasSubstr("5 records have no outcome at all"));
  EXPECT_THAT(ToHtml(PageOf(LossyRun())), HasSubstr("No client named an error for a record."));
}

TEST(RunHtml, LogLinesNearAnAckAreLinked) {
  auto page = PageOf(LossyRun());  // acked from 7.25 s to 7.9 s
  page.log = {
      {5.2, "broker-1", "a"}, {5.3, "broker-1", "b"}, {9.8, "broker-2", "c"}, {10, "x", "d"}};
  const auto html = ToHtml(page);
  EXPECT_THAT(html, HasSubstr("<a href=\"#l2\">log lines 2 to 3</a> within 2 s"));
  EXPECT_THAT(html, HasSubstr("<tr id=\"l4\">"));
}

TEST(RunHtml, ALargeRunIsASmallPage) {
  auto page = PageOf(LossyRun());
  auto& result = page.result;
  result.findings.front().examples.resize(kListedRanges, result.findings.front().examples.front());
  result.findings.front().ranges = 100'000;
  result.faults.resize(10'000, result.faults.front());
  page.states.resize(10'000);
  page.series.resize(kSeriesPoints, {.at_s = 1, .due = 12'345, .acked = 12'345, .p50_ms = 12.34});
  const auto html = ToHtml(page);
  EXPECT_LT(html.size(), 1'000'000u);
  EXPECT_THAT(html, HasSubstr("The first 1,000 of 100,000 ranges are listed; each is counted."));
  EXPECT_THAT(html, HasSubstr("9,800 more faults not listed"));
}

TEST(RunHtml, NothingAtAllIsAPageToo) {
  const auto html = ToHtml(RunPage());
  EXPECT_THAT(html, HasSubstr("INCONCLUSIVE"));
  EXPECT_THAT(html, HasSubstr("Nothing was broken"));
  EXPECT_THAT(html, HasSubstr("The facts have no times that a chart could show."));
  EXPECT_THAT(html, HasSubstr("No anomaly was found."));
}

TEST(RunHtml, AVerdictThatWasOnceAnotherIsNotHidden) {
  auto page = PageOf(CleanRun());
  page.recorded_otherwise = "result.json says violation";
  EXPECT_THAT(ToHtml(page), HasSubstr("result.json says violation"));
  EXPECT_THAT(ToMarkdown(page), HasSubstr("result.json says violation"));
}

TEST(RunHtml, IsKnownByItsFirstBytes) {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& text) {
    std::ofstream(folder.File("f")) << text;
    return folder.File("f");
  };
  EXPECT_TRUE(IsReport(write(ToHtml(PageOf(CleanRun())))));
  EXPECT_TRUE(IsReport(write(ToMarkdown(PageOf(CleanRun())))));
  EXPECT_FALSE(IsReport(write("<!DOCTYPE html><title>mine</title>")));
  EXPECT_FALSE(IsReport(write("")));
}

TEST(RunMarkdown, HasAtMostSixtyLines) {
  auto page = PageFull(std::string(10'000, 'x'));
  auto& result = page.result;
  result.faults.resize(50, result.faults.front());
  result.not_tested.resize(50, "a sentence about what was not tested");
  for (const auto& row : FindingTable()) result.findings.push_back(Found(row.name, 3));
  for (const auto& row : GuaranteeTable()) result.promise[row.name] = {};
  const auto text = ToMarkdown(page);
  EXPECT_LE(Split(text, '\n').size() - 1, 60u);
}

TEST(RunMarkdown, MarkupInFactsIsText) {
  const auto text = ToMarkdown(PageFull("<b>|`x`| @all [a](http://b) # *c*\n# d"));
  EXPECT_THAT(text, HasSubstr("\\<b\\>\\|\\`x\\`\\| &#64;all \\[a\\](http://b) \\# \\*c\\* \\# d"));
  EXPECT_THAT(text, Not(HasSubstr("<b>")));
}

TEST(NotSeen, SaysWhatHadNoFacts) {
  auto page = PageOf(CleanRun());
  page.result.not_tested = {"torn", "what a sentence says"};
  page.result.at_stake = 84'000;
  const auto lines = Join(NotSeen(page), "\n");
  EXPECT_THAT(lines, HasSubstr("There were no facts for: torn (committed transactions"));
  EXPECT_THAT(lines, HasSubstr("Not tested: what a sentence says."));
  EXPECT_THAT(lines, HasSubstr("190 records were acked after the cluster was whole again"));
  EXPECT_THAT(lines, HasSubstr("20 records have no known outcome"));
  EXPECT_THAT(lines, HasSubstr("Whether the settings promise order is not known: max.in.flight"));
  EXPECT_THAT(lines, HasSubstr("processes of one machine"));
  EXPECT_THAT(lines, Not(HasSubstr("Nothing was broken")));
}

TEST(NotSeen, ARunWithoutFaultsSaysNothingAboutFailures) {
  auto page = PageOf(CleanRun());
  page.result.faults.clear();
  EXPECT_THAT(Join(NotSeen(page), "\n"), HasSubstr("Nothing was broken in this run"));
}

TEST(Standing, IsWhatTheSettingsAllow) {
  Result result = LossyRun();
  auto& lost = result.findings.front();
  EXPECT_EQ(Standing(lost, result), "allowed by the settings");
  result.allowed["lost"] = 5;
  EXPECT_EQ(Standing(lost, result), "5 of them allowed by the settings");
  result.allowed.clear();
  EXPECT_EQ(Standing(lost, result), "NOT ALLOWED");
  lost.expected = true;
  EXPECT_EQ(Standing(lost, result), "expected by this control");
  EXPECT_THAT(Standing(Found("expired", 3), result), HasSubstr("no anomaly: retention"));
}

TEST(GuaranteeLines, SayWhatWasNotLookedAt) {
  Result result = CleanRun();
  result.not_tested = {"lost"};
  const auto lines = GuaranteeLines(result);
  ASSERT_EQ(lines.front().name, "no-loss");
  EXPECT_EQ(lines.front().promised, "promised");
  EXPECT_EQ(lines.front().seen, "not looked at");
}

}  // namespace
}  // namespace kproof
