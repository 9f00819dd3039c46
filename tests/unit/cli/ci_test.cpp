// What verbs give a CI server that says it is there, and that nothing is given elsewhere.
#include "harness/cli/ci.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "harness/base/read_input.h"
#include "harness/base/temporary_folder.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class Ci : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI"})
      ::unsetenv(name);
    fs::current_path(folder_.path());
  }
  void TearDown() override {
    SetUp();
    fs::current_path(before_);
  }
  std::string File(const std::string& name) const { return folder_.File(name); }
  std::string Read(const std::string& name) const { return ReadInput(File(name), 2 << 20); }
  void OnGithub() const {
    ::setenv("GITHUB_ACTIONS", "true", 1);
    ::setenv("GITHUB_STEP_SUMMARY", File("summary.md").c_str(), 1);
    ::setenv("GITHUB_WORKSPACE", folder_.path().c_str(), 1);
  }
  static void OnGitlab() { ::setenv("GITLAB_CI", "true", 1); }
  // Of what a verb printed on stderr, what GitHub takes for commands and what follows them: all
  // before the token that it was given.
  static std::string AfterResume(const std::string& err) {
    EXPECT_THAT(err, StartsWith("::stop-commands::kproof-"));
    const auto token = err.substr(17, err.find('\n') - 17);
    const auto resume = err.find("\n::" + token + "::\n");
    EXPECT_NE(resume, std::string::npos) << err;
    return err.substr(resume + token.size() + 6);
  }
  Called Run(std::vector<std::string> flags) const {
    flags.insert(flags.begin(),
                 {"run", scenario_, "--sandbox", "loopback", "--out", File("out"), "--quiet"});
    return Call(flags);
  }

  const fs::path before_ = fs::current_path();
  TemporaryFolder folder_;
  std::string scenario_ = WriteText(folder_.File("a.yaml"), kNeedsASandbox);
};

TEST_F(Ci, IsGivenNothingWhereItIsNotThere) {
  const auto called = Run({});
  EXPECT_EQ(called.code, 4);
  EXPECT_THAT(called.err, IsEmpty());
  EXPECT_FALSE(fs::exists(File("out/metrics.txt")));
  ::setenv("GITHUB_ACTIONS", "false", 1);
  EXPECT_THAT(Run({}).err, IsEmpty());
}

TEST_F(Ci, AnnotatesTheScenarioOnGithub) {
  OnGithub();
  const auto called = Run({"--seed", "7", "--json"});
  EXPECT_EQ(called.code, 4);
  EXPECT_THAT(AfterResume(called.err),
              StartsWith("::error file=a.yaml,title=NOT-RUN%3A a%2C seed 7::"));
  EXPECT_THAT(called.err, HasSubstr("%0Aagain: kproof run " + scenario_ + " --seed 7\n"));
  EXPECT_THAT(called.out, Not(HasSubstr("::")));
}

// Whatever stands at the start of a line was printed while GitHub takes no commands.
TEST_F(Ci, LetsNoTextGiveCommands) {
  OnGithub();
  auto history = ReadInput(HistoryFile("lost-acks-1"), 1 << 20);
  const std::string hostile = "::error::injected ##[add-mask]x ";
  for (std::size_t at = 0; (at = history.find("shop-0", at)) != std::string::npos;
       at += 3 * hostile.size() + 6)
    history.insert(at, hostile + hostile + hostile);
  const auto called = Call({"check", WriteText(File("h.jsonl"), history), "--color", "never"});
  EXPECT_THAT(called.out, HasSubstr("::error::injected")) << "the text is not where it was";
  EXPECT_THAT(AfterResume(called.err), StartsWith("::error title=UNPROTECTED"));
  EXPECT_THAT(AfterResume(Call({"check", File("none")}).err), IsEmpty());
}

TEST_F(Ci, NoticesWhatTheExitCodeDoesNotCount) {
  OnGithub();
  const auto called = Run({"--allow-not-run"});
  EXPECT_EQ(called.code, 0);
  EXPECT_THAT(AfterResume(called.err), StartsWith("::notice file=a.yaml,"));
}

TEST_F(Ci, AddsToTheSummaryOfTheStep) {
  OnGithub();
  WriteText(File("summary.md"), "before\n");
  Run({});
  EXPECT_THAT(Read("summary.md"), StartsWith("before\n<!-- kproof run report -->\n### NOT-RUN"));
  fs::remove(File("summary.md"));
  Call({"check", File("out"), File("out/latest/audit.db"), "--quiet"});
  EXPECT_THAT(Read("summary.md"), StartsWith("### check: exit code 4"));
}

TEST_F(Ci, TellsOfEachRunOfSeveralInATable) {
  OnGithub();
  WriteText(File("corrupt.db"), "no store");
  const auto called = Call({"check", HistoryFile("clean"), HistoryFile("lost-acks-1"), "--quiet"});
  EXPECT_THAT(Read("summary.md"), StartsWith("### check: exit code "));
  EXPECT_THAT(Read("summary.md"), HasSubstr("| unprotected | "));
  EXPECT_THAT(AfterResume(called.err), StartsWith("::error title=UNPROTECTED"));
}

TEST_F(Ci, LeavesAFullSummaryAlone) {
  OnGithub();
  WriteText(File("summary.md"), std::string(kGithubSummaryBytes - 10, 'x'));
  EXPECT_THAT(Run({}).err, HasSubstr("the summary of this step is full"));
  EXPECT_EQ(fs::file_size(File("summary.md")), kGithubSummaryBytes - 10);
}

TEST_F(Ci, SaysWhatCanNotBeWritten) {
  OnGithub();
  ::setenv("GITHUB_STEP_SUMMARY", File("none/summary.md").c_str(), 1);
  const auto called = Call({"check", HistoryFile("clean"), "--quiet"});
  EXPECT_EQ(called.code, 4);
  EXPECT_THAT(called.err, HasSubstr("none/summary.md"));
}

TEST_F(Ci, ExplainsARedCodeThatNoRowExplains) {
  testing::internal::CaptureStderr();
  CiServer server;
  server.github = true;
  CiEnd end;
  end.code = 2;
  end.title = "run: exit code 2";
  InformCi(server, end);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "::error title=EXIT CODE 2%3A run%3A exit code 2::the log of this step says why\n");
}

TEST_F(Ci, WritesMetricsForGitlabAndReplacesItsOwnAlone) {
  OnGitlab();
  EXPECT_EQ(Run({"--repeat", "2"}).code, 4);
  EXPECT_EQ(Run({"--repeat", "2"}).code, 4);
  EXPECT_THAT(Read("out/metrics.txt"),
              HasSubstr("kproof_trials{campaign=\"a\",cell=\"scenario=a\"} 2\n"));
  WriteText(File("metrics.txt"), "mine");
  const auto called = Call({"check", HistoryFile("clean"), "--quiet"});
  EXPECT_EQ(called.code, 4);
  EXPECT_THAT(called.err, HasSubstr("metrics.txt"));
  EXPECT_EQ(Read("metrics.txt"), "mine");
}

TEST_F(Ci, IsToldOfARefusedCertificate) {
  OnGithub();
  const auto called =
      Call({"certify", "--lint-only", "--topic", "t", "--defaults", "java", "--replication", "1",
            "--producer-config", WriteText(File("p.properties"), "acks=1\n")});
  EXPECT_EQ(called.code, 6);
  EXPECT_THAT(called.err, HasSubstr("::error title=REFUSED%3A topic t::"));
  EXPECT_THAT(Read("summary.md"), HasSubstr("\n# Topic t: refused\n"));
}

}  // namespace
}  // namespace kproof
