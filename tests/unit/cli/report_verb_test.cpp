// `kproof report`: its formats, and what is never written over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "harness/cli/report_kinds.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ReportVerb : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }

  TemporaryFolder folder_;
};

TEST_F(ReportVerb, HasTheFormatsOfARun) {
  const auto lossy = HistoryFile("lost-acks-1");
  EXPECT_THAT(Call({"report", lossy}).out, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(Call({"report", lossy, "--format", "md"}).out, HasSubstr("### UNPROTECTED"));
  EXPECT_THAT(Call({"report", lossy, "--format", "json"}).out, StartsWith("{\n  \"schema\": 1"));
  EXPECT_THAT(Call({"report", lossy, "--format", "junit"}).out, HasSubstr("<testsuites"));
  EXPECT_EQ(Call({"report", lossy, "--format", "htm"}).code, 64);
  const auto none = Call({"report", lossy, "--format", "csv"});
  EXPECT_EQ(none.code, 64);
  EXPECT_THAT(none.err, HasSubstr("--format csv: a run has no such report"));
  EXPECT_THAT(none.err, HasSubstr("html, md, json, junit"));
}

TEST_F(ReportVerb, EndsWithZeroWhateverTheVerdictIs) {
  EXPECT_EQ(Call({"report", HistoryFile("corrupt")}).code, 0);
  EXPECT_EQ(Call({"report", File("none")}).code, 64);
}

TEST_F(ReportVerb, ReplacesItsOwnFilesAlone) {
  const auto history = HistoryFile("clean");
  const auto file = File("report.html");
  EXPECT_EQ(Call({"report", history, "--output", file}).code, 0);
  EXPECT_EQ(Call({"report", history, "--output", file}).code, 0);
  const auto mine = WriteText(File("mine.html"), "<!DOCTYPE html>mine");
  EXPECT_THAT(Call({"report", history, "--output", mine}).err, HasSubstr("--force"));
  EXPECT_EQ(Call({"report", history, "--output", mine, "--force"}).code, 0);
  const auto input = WriteText(File("events.jsonl"), "");
  EXPECT_EQ(Call({"report", input, "--output", input, "--force"}).code, 64);
}

TEST_F(ReportVerb, IsOfOneRun) {
  for (const char* run : {"runs/one", "runs/two"}) {
    std::filesystem::create_directories(File(run));
    WriteText(File(std::string(run) + "/audit.db"), "");
  }
  const auto called = Call({"report", File("runs")});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("has 2 runs in it"));
}

TEST_F(ReportVerb, HasTheFormatsOfACampaign) {
  const auto scenario = WriteText(File("a.yaml"), kNeedsASandbox);
  const auto matrix = WriteText(File("m.yaml"),
                                "name: m\nscenario: a\naxes:\n  isr: "
                                "{topics.payments.config.min.insync.replicas: [1, 2]}\n");
  ASSERT_EQ(Call({"matrix", "--sandbox", "loopback", "--out", File("out"), matrix}).code, 4);
  const auto campaign = File("out/latest");
  EXPECT_THAT(Call({"report", campaign}).out, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(Call({"report", campaign, "--format", "md"}).out, HasSubstr("### NOT-RUN: m"));
  for (const auto& [format, file] :
       {std::pair{"json", "matrix.json"}, {"csv", "matrix.csv"}, {"junit", "junit.xml"}})
    EXPECT_EQ(Call({"report", campaign, "--format", format}).out,
              ReadInput(campaign + "/" + file, 1 << 20))
        << format;
  const auto page = campaign + "/report.html";
  EXPECT_EQ(Call({"report", campaign, "--output", page}).code, 0) << "its own is replaced";
  for (const char* input : {"/campaign.json", "/trials.jsonl", "/matrix.json"})
    EXPECT_EQ(Call({"report", campaign, "--force", "--output", campaign + input}).code, 64)
        << input;
}

TEST(ReportKinds, EachHasAPageAndTextAndTheLastTakesWhatIsLeft) {
  ASSERT_FALSE(ReportKinds().empty());
  for (const auto& kind : ReportKinds())
    for (const char* format : {"html", "md", "json"})
      EXPECT_NO_THROW(FormatOf(kind, format)) << kind.name;
  EXPECT_EQ(&KindOfReport("/no/such/path"), &ReportKinds().back());
}

}  // namespace
}  // namespace kproof
