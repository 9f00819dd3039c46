// What is printed where: stdout is for results, stderr for progress, and each flag does what it
// says.
#include <filesystem>
#include <pugixml.hpp>
#include <sstream>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(Output, OfADryRunIsAPlanThatIsValidAndTheSameAgain) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("dry", LongFault("kill")));
  const Kproof plan(scratch, {"run", file, "--dry-run", "--seed", "5", "--out", scratch.Out()});
  ASSERT_EQ(plan.Code(), 0) << plan.Err();
  EXPECT_FALSE(std::filesystem::exists(scratch.Out()));
  EXPECT_THAT(plan.Out(),
              HasSubstr("# - 2500ms into the steady load, for 1min: kill leader of payments/0\n"
                        "#   end the process with SIGKILL"));
  const auto resolved = scratch.Write("plan.yaml", plan.Out());
  const Kproof validate(scratch, {"validate", resolved});
  EXPECT_EQ(validate.Code(), 0) << validate.Err();
  const Kproof again(scratch, {"run", resolved, "--dry-run", "--seed", "5"});
  EXPECT_EQ(again.Code(), 0);
  EXPECT_EQ(again.Out(), plan.Out());
}

TEST(Output, AsJsonIsOneObjectALineAndNothingElse) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("twice", "", "1s"));
  const Kproof run(scratch, {"run", file, "--repeat", "2", "--seed", "5", "--json", "--quiet",
                             "--junit", scratch.File("junit.xml"), "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), 0) << run.Both();
  EXPECT_THAT(run.Err(), IsEmpty());
  std::istringstream lines(run.Out());
  std::vector<int> seeds;
  for (std::string line; std::getline(lines, line);)
    seeds.push_back(nlohmann::json::parse(line)["seed"]);
  EXPECT_EQ(seeds, (std::vector<int>{5, 6}));
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_file(scratch.File("junit.xml").c_str()));
  const auto suites = junit.select_nodes("//testsuite");
  EXPECT_EQ(suites.size(), 2u);

  // Of one run: one object, the one in its folder.
  const Kproof check(scratch, {"check", LatestRun(scratch), "--json"});
  EXPECT_EQ(check.Code(), 0);
  EXPECT_EQ(nlohmann::json::parse(check.Out()), ResultOf(LatestRun(scratch)));

  const std::string escape = "\x1b[";
  const Kproof always(scratch, {"check", LatestRun(scratch), "--color", "always"},
                      {{"NO_COLOR", "1"}});
  EXPECT_EQ(always.Code(), 0);
  EXPECT_THAT(always.Out(), HasSubstr(escape));
  const Kproof never(scratch, {"check", LatestRun(scratch), "--color", "never"});
  EXPECT_EQ(never.Code(), 0);
  EXPECT_THAT(never.Out(), Not(HasSubstr(escape)));
  const Kproof automatic(scratch, {"check", LatestRun(scratch)});
  EXPECT_EQ(automatic.Code(), 0);
  EXPECT_EQ(automatic.Out(), never.Out()) << "a file is no terminal";
  EXPECT_THAT(never.Out(), HasSubstr("\nPASS: "));
}

TEST(Output, JUnitIntoAFolderThatIsNotThereIsSaidBeforeTheRun) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("late", "", "1s"));
  const Kproof run(
      scratch, {"run", file, "--junit", scratch.File("none/junit.xml"), "--out", scratch.Out()});
  EXPECT_EQ(run.Code(), 64) << run.Both();
  EXPECT_THAT(run.Err(), HasSubstr("none/junit.xml"));
  EXPECT_FALSE(std::filesystem::exists(scratch.Out()));
}

TEST(NightlyTogether, TwoRunsOnOneMachineDoNotDisturbEachOther) {
  const Scratch scratch;
  const auto start = [&](const std::string& name) {
    return Kproof(scratch, {"run", scratch.Write(name + ".yaml", SmallScenario(name)), "--json",
                            "--sandbox", "loopback", "--out", scratch.Out()});
  };
  const Kproof one = start("one");
  const Kproof two = start("two");
  EXPECT_EQ(one.Code(), 0) << one.Both();
  EXPECT_EQ(two.Code(), 0) << two.Both();
  const auto first = nlohmann::json::parse(one.Out());
  const auto second = nlohmann::json::parse(two.Out());
  EXPECT_NE(first["cluster"]["bootstrap_servers"], second["cluster"]["bootstrap_servers"]);
  EXPECT_NE(first["cluster"]["id"], second["cluster"]["id"]);
  const auto latest = ResultOf(LatestRun(scratch));
  EXPECT_TRUE(latest == first || latest == second);
  int folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scratch.Out()))
    if (!entry.is_symlink()) {
      EXPECT_THAT(entry.path().filename().string(), Not(StartsWith(".")));
      ++folders;
    }
  EXPECT_EQ(folders, 2);
}

}  // namespace
}  // namespace kproof
