// `kproof run` and `kproof validate`: which scenarios, which seeds, which overrides, and the exit
// code. What is run can't be carried out here, so that no Kafka is started.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

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

class RunVerb : public testing::Test {
 protected:
  std::string File(const std::string& name) const { return folder_.File(name); }
  Called Plan(std::vector<std::string> flags) const {
    flags.insert(flags.begin(), {"run", scenario_, "--dry-run"});
    return Call(flags);
  }
  Called Run(std::vector<std::string> flags) const {
    flags.insert(flags.begin(),
                 {"run", scenario_, "--sandbox", "loopback", "--out", File("out"), "--quiet"});
    return Call(flags);
  }

  TemporaryFolder folder_;
  std::string scenario_ = WriteText(folder_.File("a.yaml"), kNeedsASandbox);
};

TEST_F(RunVerb, SaysWhatThisMachineCanNotRun) {
  const auto called = Run({});
  EXPECT_EQ(called.code, 4);
  EXPECT_THAT(called.out, HasSubstr("NOT-RUN"));
  EXPECT_THAT(called.err, IsEmpty());
  EXPECT_TRUE(fs::exists(File("out/latest/result.json")));
}

TEST_F(RunVerb, MayLeaveOutWhatThisMachineCanNotRunAndSaysSo) {
  const auto called = Run({"--allow-not-run"});
  EXPECT_EQ(called.code, 0);
  EXPECT_THAT(called.out, HasSubstr("1 of 1 could not run here"));
}

TEST_F(RunVerb, PrintsJsonAloneWhereThatIsAsked) {
  const auto called = Run({"--json", "--repeat", "2"});
  const auto first = called.out.substr(0, called.out.find('\n'));
  EXPECT_EQ(nlohmann::json::parse(first)["verdict"], "not-run");
  EXPECT_THAT(called.out, Not(HasSubstr("could not run here")));
}

TEST_F(RunVerb, WritesJunitOfAllRuns) {
  EXPECT_EQ(Run({"--repeat", "2", "--junit", File("j.xml")}).code, 4);
  EXPECT_TRUE(fs::exists(File("j.xml")));
  const auto both = Run({"--json", "--junit", "-"});
  EXPECT_EQ(both.code, 64);
  EXPECT_THAT(both.err, HasSubstr("both want stdout"));
  EXPECT_THAT(Run({"--junit", "-"}).out, StartsWith("<?xml"));
}

TEST_F(RunVerb, NeverReplacesItsScenario) {
  const auto called = Run({"--junit", scenario_, "--force"});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("an input is never replaced"));
}

TEST_F(RunVerb, TellsThePaceOfManyRunsOnly) {
  EXPECT_THAT(Run({"--repeat", "10"}).out, HasSubstr("10 trials in "));
  EXPECT_THAT(Run({"--repeat", "2"}).out, Not(HasSubstr("per hour")));
}

TEST_F(RunVerb, NeedsAFolderForItsRuns) {
  EXPECT_EQ(Call({"run", scenario_, "--sandbox", "loopback", "--out", ""}).code, 64);
  const auto file = WriteText(File("file"), "x");
  const auto called = Call({"run", scenario_, "--sandbox", "loopback", "--out", file});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("is not a folder"));
}

TEST_F(RunVerb, WantsTrialsThatDecideSomethingWhereThatIsAsked) {
  const auto called = Run({"--allow-not-run", "--min-trials", "1"});
  EXPECT_EQ(called.code, 2);
  EXPECT_THAT(called.out, HasSubstr("scenario=a: 0 judged trials, and 1 is wanted"));
}

// Half of a campaign is not green, although nothing in it went wrong.
TEST_F(RunVerb, IsMergedFromAllOfItsParts) {
  std::vector<std::string> parts;
  for (const char* shard : {"1/2", "2/2"}) {
    parts.push_back(File("part" + std::to_string(parts.size())));
    EXPECT_EQ(
        Call({"run", scenario_, "--sandbox", "loopback", "--out", parts.back(), "--seed", "5",
              "--repeat", "2", "--shard", shard, "--allow-not-run", "--min-trials", "0", "--quiet"})
            .code,
        0);
    parts.back() += "/latest";
  }
  const auto half = Call({"merge", parts[0], "--out", File("half")});
  EXPECT_EQ(half.code, 2);
  EXPECT_THAT(half.out, HasSubstr("1 run was never begun: a (seed 6)"));
  const auto whole =
      Call({"merge", parts[0], parts[1], "--out", File("whole"), "--junit", File("j.xml")});
  EXPECT_EQ(whole.code, 0) << whole.err;
  EXPECT_THAT(ReadInput(File("j.xml"), 1 << 20), StartsWith("<?xml"));
  EXPECT_EQ(Call({"merge", parts[0], parts[1], "--out", File("x"), "--min-trials", "1"}).code, 2);
}

TEST_F(RunVerb, PlansEachTrialWithASeedOfItsOwn) {
  const auto called = Plan({"--seed", "7", "--repeat", "2"});
  EXPECT_EQ(called.code, 0);
  EXPECT_THAT(called.out, HasSubstr("choice of seed 7 is"));
  EXPECT_THAT(called.out, HasSubstr("choice of seed 8 is"));
  EXPECT_THAT(called.out, HasSubstr("fault: cut"));
  EXPECT_FALSE(fs::exists(File("out")));
}

TEST_F(RunVerb, PlansAsJsonToo) {
  const auto called = Plan({"--json"});
  EXPECT_EQ(nlohmann::json::parse(called.out)["plan"]["name"], "a");
}

TEST_F(RunVerb, LetsFlagsStandForKeysOfTheFile) {
  EXPECT_THAT(Plan({"--max-time", "3min"}).out, HasSubstr("max_time: 3min"));
  EXPECT_THAT(Plan({"--fail-on", "lost,duplicated"}).out, HasSubstr("duplicated"));
  EXPECT_THAT(Plan({"--set", "topics.payments.partitions=5"}).out, HasSubstr("partitions: 5"));
}

TEST_F(RunVerb, RefusesFlagsThatMeanNothing) {
  const struct {
    std::vector<std::string> flags;
    const char* says;
  } cases[] = {
      {{"--max-time", "0s"}, "--max-time 0s is not a duration"},
      {{"--max-time", "5x"}, "--max-time 5x is not a duration"},
      {{"--fail-on", "lots"}, "--fail-on: unknown finding 'lots'"},
      {{"--set", "topics"}, "--set topics is not path=value"},
      {{"--set", "=3"}, "--set =3 is not path=value"},
      {{"--seed", "9007199254740992"}, "--seed"},
      {{"--repeat", "0"}, "--repeat"},
      {{"--sandbox", "docker"}, "'docker' is not known"},
      {{"--audit-transport", "mail"}, "'mail' is not known"},
      {{"--tag", "odd"}, "no scenario has the tag 'odd'"},
  };
  for (const auto& [flags, says] : cases) {
    const auto called = Plan(flags);
    EXPECT_EQ(called.code, 64) << says;
    EXPECT_THAT(called.err, HasSubstr(says));
    EXPECT_THAT(called.out, IsEmpty()) << says;
  }
}

TEST_F(RunVerb, RunsNothingWhileAnyFileIsWrong) {
  WriteText(File("b.yaml"), "name: b\n");
  const auto called = Call({"run", folder_.path(), "--dry-run"});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.out, IsEmpty());
  EXPECT_THAT(called.err, HasSubstr("b.yaml"));
}

TEST_F(RunVerb, TakesFoldersByTheirYamlInOrder) {
  fs::create_directory(File("more"));
  WriteText(File("more/c.yaml"), std::string(kNeedsASandbox).replace(0, 7, "name: c"));
  WriteText(File("0.txt"), "no scenario");
  fs::create_directory(File("folder.yaml"));
  const auto called = Call({"run", folder_.path(), "--dry-run"});
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_LT(called.out.find("name: a\n"), called.out.find("name: c\n"));
  EXPECT_NE(called.out.find("name: c\n"), std::string::npos);
}

TEST_F(RunVerb, SaysWhatIsNoScenario) {
  EXPECT_THAT(Call({"run", File("none.yaml")}).err, HasSubstr("can't be read: No such file"));
  fs::create_directory(File("empty"));
  EXPECT_THAT(Call({"run", File("empty")}).err, HasSubstr("is a folder without scenarios"));
  const auto large = WriteText(File("large.yaml"), std::string((1 << 20) + 1, '#'));
  const auto called = Call({"run", large, "--dry-run"});
  EXPECT_EQ(called.code, 64);
  EXPECT_THAT(called.err, HasSubstr("bytes are read"));
}

TEST_F(RunVerb, ValidateTellsRightFromWrong) {
  EXPECT_EQ(Call({"validate", scenario_}).code, 0);
  const auto wrong = WriteText(File("b.yaml"), "name: b\n");
  EXPECT_EQ(Call({"validate", scenario_, wrong}).code, 64);
  const auto called = Call({"validate", scenario_, wrong, "--json"});
  EXPECT_EQ(called.code, 64);
  const auto middle = called.out.find('\n');
  const auto first = nlohmann::json::parse(called.out.substr(0, middle));
  const auto second = nlohmann::json::parse(called.out.substr(middle + 1));
  EXPECT_EQ(first["valid"], true);
  EXPECT_EQ(first["loopback"], false);
  EXPECT_EQ(second["valid"], false);
  EXPECT_FALSE(second["errors"].empty());
  EXPECT_EQ(Call({"validate", scenario_, "--json"}).code, 0);
}

}  // namespace
}  // namespace kproof
