// A run that this machine can't carry out: it has a folder and a verdict all the same. None of
// these starts Kafka.
#include "harness/run/conductor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "audit/store/open.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/seal.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Silent final : public ProgressSink {
  void Take(const RunNews&) override {}
};

class RunsThatCanNotBe : public testing::Test {
 protected:
  RunOutcome Run() {
    StepSpec step;
    step.fault = "cut";  // needs the private sandbox
    request_.plan.scenario.steps = {step};
    request_.plan.scenario.name = "a";
    request_.plan.scenario.clusters["main"] = {};
    request_.plan.seed = 7;
    request_.out = folder_.File("out");
    request_.program = "/bin/false";
    request_.signal = [this] { return signal_; };
    Silent progress;
    return RunPlan(request_, std::nullopt, progress);
  }
  static std::map<std::string, std::string> Keys(const RunOutcome& outcome) {
    return StoreReader::Open(outcome.folder + "/audit.db")->Run();
  }

  TemporaryFolder folder_;
  RunRequest request_;
  int signal_ = 0;
};

TEST_F(RunsThatCanNotBe, LeaveAFolderThatSaysWhy) {
  const auto outcome = Run();
  EXPECT_EQ(outcome.result.verdict, Verdict::kNotRun);
  EXPECT_THAT(outcome.result.reason, HasSubstr("needs the private sandbox"));
  EXPECT_EQ(outcome.result.seed, 7u);
  EXPECT_EQ(outcome.unwritten, "");
  EXPECT_FALSE(outcome.stage);
  EXPECT_THAT(fs::path(outcome.folder).filename().string(), HasSubstr("-a-7"));
  EXPECT_FALSE(fs::path(outcome.folder).filename().string().starts_with("."));
  for (const char* name : {"scenario.yaml", "result.json", "junit.xml", "report.html", "result.md",
                           "index.json", "live.jsonl", "audit.db", "logs"})
    EXPECT_TRUE(fs::exists(outcome.folder + "/" + name)) << name;
  EXPECT_FALSE(fs::exists(outcome.folder + "/spool")) << "the store has everything";
  EXPECT_EQ(fs::read_symlink(request_.out + "/latest"), fs::path(outcome.folder).filename());
}

TEST_F(RunsThatCanNotBe, LeaveASealedStoreAsEvidence) {
  const auto outcome = Run();
  EXPECT_TRUE(IsSealed(outcome.folder + "/audit.db"));
  EXPECT_TRUE(outcome.result.evidence.contains("audit.db"));
  EXPECT_EQ(Keys(outcome).at(run_key::kEnded), run_key::kComplete);
}

TEST_F(RunsThatCanNotBe, SayThatASignalCame) {
  signal_ = SIGTERM;
  EXPECT_EQ(Keys(Run()).at(run_key::kEnded), run_key::kInterrupted);
}

// A path into the folder would be wrong as soon as it is renamed.
TEST_F(RunsThatCanNotBe, NameNoFileByAPathThatIsGone) {
  request_.place = {.mode = "private", .refusal = Refusal{"no namespaces", "use another machine"}};
  const auto outcome = Run();
  EXPECT_EQ(outcome.result.verdict, Verdict::kNotRun);
  std::ostringstream text;
  text << std::ifstream(outcome.folder + "/result.json").rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("no namespaces"));
  EXPECT_THAT(text.str(), testing::Not(HasSubstr(".partial-")));
}

}  // namespace
}  // namespace kproof
