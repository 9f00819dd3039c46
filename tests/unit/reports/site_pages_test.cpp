// Pages of `kproof serve`: whatever runs are called and say is text, and nothing is asked of
// anybody but the server itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/site/pages.h"

namespace kproof {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kEvil[] = "<script>alert('x')</script>\"\u202e\x1b[2J";

RunList ListFull(const std::string& text) {
  RunList list;
  list.title = text;
  list.runs.push_back({.link = "run/a/",
                       .name = text,
                       .scenario = text,
                       .started = text,
                       .reason = text,
                       .seed = 7,
                       .verdict = Verdict::kViolation});
  list.runs.push_back({.link = "run/b/", .name = text, .going_on = true, .has_live = true});
  list.now = {list.runs.back()};
  list.campaigns.push_back({.link = "campaign/c/", .name = text, .runs = 2});
  return list;
}

LiveRun RunFull(const std::string& text) {
  LiveRun run;
  run.scenario = run.role = run.phase = text;
  run.sample.emplace();
  run.sample->partitions.push_back({text, 1, 2, 3});
  run.faults.push_back({"0", text, text, 1, 2, true, true, text});
  run.lines.emplace_back(1, text);
  run.verdict = LiveVerdict{Verdict::kViolation, text, {{text, 1}}, 1};
  return run;
}

void ExpectHarmless(const std::string& html) {
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("\u202e")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert"));
  EXPECT_THAT(html, HasSubstr("default-src &apos;none&apos;"));
  for (const char* way : {" src=", "href=\"http", "@import", "url(", "<link", " style="})
    EXPECT_THAT(html, Not(HasSubstr(way))) << way;
}

TEST(SitePages, MarkupInTextsIsText) {
  ExpectHarmless(RunListHtml(ListFull(kEvil)));
  ExpectHarmless(LiveHtml(RunFull(kEvil), {kEvil, "../../"}));
  ExpectHarmless(FilesHtml(kEvil, "../../../", {{"a", kEvil, 7}}));
}

TEST(SitePages, LongTextsAreCut) {
  const std::string text(100'000, 'x');
  EXPECT_LT(RunListHtml(ListFull(text)).size(), 60'000u);
  EXPECT_LT(LiveNowHtml(RunFull(text), {text, "../../"}).size(), 60'000u);
}

TEST(SitePages, TheLivePageMayAskItsServerAndNobodyElse) {
  EXPECT_THAT(LiveHtml({}, {"r", "../../"}), HasSubstr("connect-src &apos;self&apos;"));
  EXPECT_THAT(RunListHtml({}), Not(HasSubstr("connect-src")));
}

TEST(SitePages, ARunThatHasSaidNothingYetIsAPageToo) {
  EXPECT_THAT(LiveNowHtml({}, {"20261130T090000Z-a-7", "../../"}),
              AllOf(HasSubstr("starting"), HasSubstr("Nothing was measured yet."),
                    HasSubstr("Nothing was broken yet."), HasSubstr("data-over=\"false\"")));
}

TEST(SitePages, WhatIsUnreadableIsSaid) {
  LiveRun run;
  run.unreadable = 2;
  EXPECT_THAT(LiveNowHtml(run, {"r", "../../"}), HasSubstr("2 lines of live.jsonl can"));
}

TEST(SitePages, AThousandRunsAreASmallPage) {
  RunList list = ListFull("harmless");
  list.runs.resize(1'000, list.runs.front());
  list.left_out = 1'000;
  const auto html = RunListHtml(list);
  EXPECT_LT(html.size(), 1'000'000u);
  EXPECT_THAT(html, AllOf(HasSubstr("2,000 runs"), HasSubstr("1,000 more runs not listed here.")));
}

}  // namespace
}  // namespace kproof
