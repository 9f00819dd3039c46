// What is printed where: stdout is for results, stderr for progress, and each flag does what it
// says.
#include <filesystem>
#include <pugixml.hpp>
#include <sstream>

#include "tests/trouble/user.h"

namespace kproof {
namespace {

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

TEST(Output, OfADryRunAsJsonIsOneObjectALine) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("dry", LongFault("kill")));
  const Kproof plan(scratch, {"run", file, "--dry-run", "--json", "--repeat", "2", "--seed", "5"});
  ASSERT_EQ(plan.Code(), 0) << plan.Err();
  const auto plans = plan.JsonLines();
  ASSERT_EQ(plans.size(), 2U);
  EXPECT_EQ(plans[1]["seed"], 6);
  EXPECT_EQ(plans[0]["plan"]["topics"]["payments"]["partitions"], 1);
  EXPECT_EQ(plans[0]["plan"]["producers"]["checkout"]["config"]["acks"], "all");
  EXPECT_EQ(plans[0]["plan"]["steps"][0]["fault"], "kill");
  const Kproof pretty(scratch, {"run", file, "--dry-run", "--pretty", "--seed", "5"});
  EXPECT_EQ(pretty.Code(), 0);
  EXPECT_THAT(pretty.Out(), StartsWith("{\n  \"schema\": 1"));
  EXPECT_EQ(nlohmann::json::parse(pretty.Out()), plans[0]);
}

TEST(Output, OfValidateAsJsonNamesEachFileWithAllItsErrors) {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.File("folder"));
  scratch.Write("folder/a.yaml", SmallScenario("good"));
  scratch.Write("folder/b.yaml", SmallScenario("bad") + "monitor: {}\nseed: 3\n");
  const Kproof validate(scratch, {"validate", scratch.File("folder"), "--json"});
  EXPECT_EQ(validate.Code(), 64);
  const auto files = validate.JsonLines();
  ASSERT_EQ(files.size(), 2U) << validate.Both();
  EXPECT_EQ(files[0]["valid"], true);
  EXPECT_EQ(files[0]["name"], "good");
  EXPECT_EQ(files[0]["loopback"], true);
  EXPECT_EQ(files[1]["valid"], false);
  ASSERT_GE(files[1]["errors"].size(), 1U);
  EXPECT_GT(files[1]["errors"][0]["line"], 0);
  EXPECT_GT(files[1]["errors"][0]["column"], 0);
  EXPECT_THAT(files[1]["errors"][0]["hint"], HasSubstr("did you mean 'monitors'?"));
}

TEST(Output, OfListsAsJsonIsOneObjectARow) {
  const Scratch scratch;
  for (const char* what :
       {"scenarios", "faults", "targets", "states", "checks", "drivers", "formats"}) {
    const Kproof list(scratch, {"list", what, "--json"});
    EXPECT_EQ(list.Code(), 0) << list.Err();
    const auto rows = list.JsonLines();
    EXPECT_FALSE(rows.empty()) << what;
    for (const auto& row : rows) EXPECT_FALSE(row["name"].empty()) << row;
  }
}

TEST(Output, OfListScenariosIsWhatRunTakesFromAnyFolder) {
  const Scratch scratch;
  const Kproof list(scratch, {"list", "scenarios", "--json"}, {}, "", "/");
  ASSERT_EQ(list.Code(), 0) << list.Err();
  bool known = false;
  for (const auto& row : list.JsonLines()) known = known || row["name"] == "durability/leader-kill";
  EXPECT_TRUE(known) << list.Out();
  for (const char* name : {"durability/leader-kill", "durability/leader-kill.yaml", "durability",
                           "scenarios/durability/leader-kill.yaml", "scenarios"}) {
    const Kproof validate(scratch, {"validate", name}, {}, "", "/");
    EXPECT_EQ(validate.Code(), 0) << validate.Err();
    EXPECT_THAT(validate.Out(), HasSubstr("durability/leader-kill.yaml: valid (leader-kill"));
  }
}

std::string CutScenario(const std::string& name) { return SmallScenario(name, LongFault("cut")); }

TEST(AllowNotRun, LeavesOutWhatTheMachineCannotDoAndSaysHowMuch) {
  const Scratch scratch;
  const auto cut = scratch.Write("cut.yaml", CutScenario("cut"));
  const auto again = scratch.Write("again.yaml", CutScenario("again"));
  const std::vector<std::string> args = {"run",         cut,        again,
                                         "--sandbox",   "loopback", "--out",
                                         scratch.Out(), "--junit",  scratch.File("junit.xml")};
  const Kproof strict(scratch, args);
  EXPECT_EQ(strict.Code(), 4) << strict.Both();
  EXPECT_THAT(strict.Out(), HasSubstr("2 of 2 could not run here: needs the private sandbox"));
  EXPECT_THAT(strict.Out(), HasSubstr("; exit code 4\n"));

  auto allowing = args;
  allowing.push_back("--allow-not-run");
  const Kproof run(scratch, allowing);
  EXPECT_EQ(run.Code(), 0) << run.Both();
  EXPECT_THAT(run.Out(), HasSubstr("2 of 2 could not run here: needs the private sandbox"));
  EXPECT_THAT(run.Out(), HasSubstr("exit code 0, not counting 2 runs that could not take place"));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "not-run");
  pugi::xml_document junit;
  ASSERT_TRUE(junit.load_file(scratch.File("junit.xml").c_str()));
  const auto suites = junit.child("testsuites");
  EXPECT_EQ(suites.attribute("errors").as_int(), 0);
  EXPECT_EQ(suites.attribute("failures").as_int(), 0);
  EXPECT_GT(suites.attribute("tests").as_int(), 0);
  EXPECT_EQ(suites.attribute("skipped").as_int(), suites.attribute("tests").as_int());

  // Beside JSON it is said on stderr, also of one run.
  const Kproof json(scratch, {"run", cut, "--sandbox", "loopback", "--out", scratch.Out(),
                              "--allow-not-run", "--json"});
  EXPECT_EQ(json.Code(), 0) << json.Both();
  EXPECT_EQ(json.JsonLines().size(), 1U);
  EXPECT_THAT(json.Err(), HasSubstr("1 of 1 could not run here"));
}

// A Kafka that is not there is nothing that one gets used to.
TEST(AllowNotRun, ExcusesNoKafkaThatDoesNotStart) {
  const Scratch scratch;
  const Kproof run(scratch,
                   {"run", scratch.Write("a.yaml", SmallScenario("absent")), "--out", scratch.Out(),
                    "--allow-not-run", "--set", "cluster.kafka_dir=" + scratch.File("nowhere")});
  EXPECT_EQ(run.Code(), 4) << run.Both();
}

TEST(Tags, LoopbackIsEveryScenarioThatNeedsNoSandbox) {
  const Scratch scratch;
  const auto steady = scratch.Write("a.yaml", SmallScenario("steady"));
  const auto cut = scratch.Write("b.yaml", CutScenario("cut"));
  const Kproof plan(scratch, {"run", steady, cut, "--tag", "loopback", "--dry-run", "--json"});
  ASSERT_EQ(plan.Code(), 0) << plan.Err();
  ASSERT_EQ(plan.JsonLines().size(), 1U);
  EXPECT_EQ(plan.JsonLines()[0]["scenario"], "steady");
}

TEST(ClusterStatus, WithoutAClusterIsNoViolation) {
  const Scratch scratch;
  const Kproof status(scratch, {"cluster", "status"}, {{"KPROOF_CACHE", scratch.File("cache")}});
  EXPECT_EQ(status.Code(), 4) << status.Both();
  EXPECT_THAT(status.Err(), HasSubstr("no cluster is up\n  'kproof cluster up' starts one"));
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

  // Of one run too: one object, the one in its folder.
  const Kproof check(scratch, {"check", LatestRun(scratch), "--json"});
  EXPECT_EQ(check.Code(), 0);
  ASSERT_EQ(check.JsonLines().size(), 1U);
  EXPECT_EQ(check.JsonLines()[0], ResultOf(LatestRun(scratch)));

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

TEST(Output, ProgressThatNobodyReadsIsDropped) {
  const Scratch scratch;
  const auto file = scratch.Write("a.yaml", SmallScenario("unread", "", "1s"));
  // `head` leaves after the first line; then every write to stderr is refused (EPIPE).
  const auto shell = Process::Start(
      {.executable = "/bin/bash",
       .args = {"-c", R"("$0" run "$1" --out "$2" 2>&1 >"$3" | head -1; exit "${PIPESTATUS[0]}")",
                KPROOF_PROGRAM, file, scratch.Out(), scratch.File("screen")},
       .output = scratch.File("head")});
  ASSERT_TRUE(shell->WaitExit(Deadline(std::chrono::seconds(120))));
  EXPECT_EQ(shell->Exit()->ToString(), "exit code 0") << ReadFile(scratch.File("screen"));
  EXPECT_THAT(ReadFile(scratch.File("screen")), HasSubstr("\nPASS: "));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "pass");
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
