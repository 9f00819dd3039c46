// The report of a run from its folder alone, and beside a run that has just ended.
#include "harness/run/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "audit/judge/judge.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/base/error.h"
#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "harness/run/check.h"
#include "reports/frame/frame.h"
#include "reports/frame/index_json.h"
#include "reports/run_page/html.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kOverwritten =
    KPROOF_SOURCE_DIR "/docs/examples/histories/lost-overwritten.jsonl";

// A run folder whose store holds nothing, so that the judge calls it inconclusive.
std::string EmptyRun(const TemporaryFolder& folder) {
  const auto run = folder.File("run");
  fs::create_directory(run);
  StoreWriter::Create(run + "/audit.db");
  return run;
}

TEST(ReadRunPage, IsOfAnyHistory) {
  const auto page = ReadRunPage(kOverwritten);
  EXPECT_GT(page.result.counts.at("lost"), 0u);
  EXPECT_FALSE(page.partitions.empty());
  EXPECT_EQ(page.scenario_yaml, "");
  EXPECT_EQ(page.recorded_otherwise, "");
}

TEST(ReadRunPage, SaysThatAVerdictWasAnother) {
  const TemporaryFolder folder;
  const auto run = EmptyRun(folder);
  std::ofstream(run + "/result.json") << R"({"verdict": "pass"})";
  EXPECT_THAT(ReadRunPage(run).recorded_otherwise,
              AllOf(HasSubstr("says pass"), HasSubstr("say inconclusive")));
}

TEST(ReadRunPage, AResultThatNobodyUnderstandsIsComparedWithNothing) {
  const TemporaryFolder folder;
  const auto run = EmptyRun(folder);
  for (const char* text : {"", "{", "[]", R"({"verdict": 1})", R"({"verdict": "inconclusive"})"}) {
    std::ofstream(run + "/result.json") << text;
    EXPECT_EQ(ReadRunPage(run).recorded_otherwise, "") << text;
  }
}

TEST(WriteReports, LiesBesideTheRun) {
  const TemporaryFolder folder;
  const RunFolder run(folder.File("out"), "s", 1);
  StoreWriter::Create(run.File("audit.db"));
  const auto store = StoreReader::Open(run.File("audit.db"));
  WriteReports(run, *store, Judge(*store));
  EXPECT_TRUE(IsReport(run.File(kReportPage)));
  EXPECT_TRUE(IsReport(run.File(kReportText)));
  EXPECT_THAT(ReadInput(run.File(kReportIndex), kMostIndexBytes), HasSubstr("\"kind\": \"run\""));
}

TEST(WriteReports, SayWhatTheRunSays) {
  const TemporaryFolder folder;
  const RunFolder run(folder.File("out"), "s", 1);
  CheckRun(kOverwritten, nullptr,
           {.examples = kListedRanges, .also = [&](const FactReader& store, const Result& judged) {
              Result said = judged;
              said.reason = "what the run says";
              WriteReports(run, store, said);
            }});
  std::stringstream text;
  text << std::ifstream(run.File(kReportText)).rdbuf();
  EXPECT_THAT(text.str(), AllOf(HasSubstr("what the run says"), HasSubstr("| lost |")));
  std::stringstream page;
  page << std::ifstream(run.File(kReportPage)).rdbuf();
  EXPECT_THAT(page.str(), AllOf(HasSubstr("what the run says"), HasSubstr("id=\"a1\"")));
}

TEST(WriteReports, SaysWhatCouldNotBeWritten) {
  const TemporaryFolder folder;
  const RunFolder run(folder.File("out"), "s", 1);
  StoreWriter::Create(run.File("audit.db"));
  fs::create_directory(run.File(kReportPage));
  const auto store = StoreReader::Open(run.File("audit.db"));
  try {
    WriteReports(run, *store, Judge(*store));
    ADD_FAILURE() << "a folder was replaced";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("report.html"));
  }
}

}  // namespace
}  // namespace kproof
