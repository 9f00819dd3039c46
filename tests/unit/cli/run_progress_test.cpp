// What one run puts on an outlet: lines that stay, the live screen, the stream.
#include "harness/cli/run_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/printable.h"
#include "harness/base/text.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Recorded final : public Outlet {
 public:
  void Print(std::FILE* to, const std::string& text) override {
    (to == stderr ? err : out) += text;
  }
  bool live() const override { return has_screen; }
  std::size_t columns() const override { return 79; }
  void Show(const std::vector<std::string>& lines) override { shown = lines; }
  void Report(const CampaignNews& news) override { reported.push_back(news); }
  bool streams() const override { return has_stream; }
  void Stream(const std::string& line) override { streamed.push_back(line); }

  bool has_screen = true, has_stream = true;
  std::string out, err;
  std::vector<std::string> shown, streamed;
  std::vector<CampaignNews> reported;
};

RunNews News(RunNews::What what) { return {"a-run", 12.3, std::move(what)}; }

TEST(ProgressText, FitsItsColumnsAndLosesNothing) {
  std::string text = "elect-preferred";
  for (int i = 0; i < 100; ++i) text += " partition-" + std::to_string(i);
  const auto written = ProgressText(12.3, text);
  EXPECT_EQ(written.substr(0, 26), "   12.3 s  elect-preferred");
  for (const auto& line : Split(written, '\n')) EXPECT_LE(Columns(line), kProgressColumns) << line;
  EXPECT_THAT(written, HasSubstr("partition-99\n"));
}

TEST(ProgressText, ShowsControlCharacters) {
  EXPECT_EQ(ProgressText(1, "topic \x1b]0;title\x07 is there"),
            "    1.0 s  topic \\x1b]0;title\\x07 is there\n");
}

TEST(RunProgress, PrintsWhatTheRunSaysAndShowsHowItStands) {
  Recorded outlet;
  {
    RunProgress progress(outlet, {.title = "leader-kill"});
    progress.Take(News(RunLine{"steady"}));
    EXPECT_EQ(outlet.err, "   12.3 s  steady\n");
    EXPECT_THAT(outlet.shown.front(), HasSubstr("leader-kill: starting, 12 s"));
    EXPECT_THAT(outlet.shown, SizeIs(5));
  }
  EXPECT_THAT(outlet.shown, IsEmpty()) << "the run is over";
  EXPECT_EQ(outlet.out, "");
}

TEST(RunProgress, HasOneRowBesideOthersAndNoLines) {
  Recorded outlet;
  RunProgress progress(outlet, {.title = "acks=1", .lines = false, .one_row = true});
  progress.Take(News(RunLine{"steady"}));
  EXPECT_EQ(outlet.err, "");
  EXPECT_THAT(outlet.shown, ElementsAre(HasSubstr("acks=1: starting, 12 s")));
}

TEST(RunProgress, StreamsEverythingAlsoWhereNothingIsShown) {
  Recorded outlet;
  outlet.has_screen = false;
  RunProgress progress(outlet, {.title = "a", .lines = false});
  progress.Take(News(RunLine{"steady"}));
  progress.Take(News(RunSample{}));
  EXPECT_EQ(outlet.err, "");
  EXPECT_THAT(outlet.shown, IsEmpty());
  ASSERT_THAT(outlet.streamed, SizeIs(2));
  EXPECT_EQ(nlohmann::json::parse(outlet.streamed[0])["text"], "steady");
  EXPECT_EQ(nlohmann::json::parse(outlet.streamed[1])["event"], "sample");
}

TEST(RunProgress, ComposesNoStreamThatNobodyWants) {
  Recorded outlet;
  outlet.has_stream = false;
  RunProgress progress(outlet, {.title = "a"});
  progress.Take(News(RunSample{}));
  EXPECT_THAT(outlet.streamed, IsEmpty());
}

}  // namespace
}  // namespace kproof
