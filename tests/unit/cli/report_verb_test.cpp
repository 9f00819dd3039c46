// `kproof report`: its formats, and what is never written over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/base/temporary_folder.h"
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

TEST_F(ReportVerb, HasThreeFormats) {
  const auto lossy = HistoryFile("lost-acks-1");
  EXPECT_THAT(Call({"report", lossy}).out, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(Call({"report", lossy, "--format", "md"}).out, HasSubstr("### UNPROTECTED"));
  EXPECT_THAT(Call({"report", lossy, "--format", "json"}).out, StartsWith("{\n  \"schema\": 1"));
  EXPECT_EQ(Call({"report", lossy, "--format", "htm"}).code, 64);
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

}  // namespace
}  // namespace kproof
