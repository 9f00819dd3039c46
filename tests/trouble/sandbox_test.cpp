// The sandbox as its user meets it: as nobody, where it is refused, kept, and after a kill.
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "harness/base/undo.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/tool.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

bool SandboxWorks(const Scratch& scratch) { return DoctorSays(scratch, "sandbox", "private"); }

std::string ShortCut(const std::string& name) {
  return SmallScenario(name,
                       "steps:\n  - {at: 0s, fault: cut, target: clients, for: 500ms, "
                       "with: {peers: brokers}}\n");
}

TEST(Sandbox, AFaultThatNeedsItIsNotRunOnLoopback) {
  ExpectNeedsTheSandbox(ShortCut("cut"), "cut");
}

TEST(Sandbox, WhereItIsRefusedTheRunSaysSoOrFallsBack) {
  const Scratch scratch;
  const std::string file = scratch.Write("a.yaml", SmallScenario("refused"));
  const auto in_a_place_without_namespaces = [&](const std::string& sandbox) {
    // A user namespace in which there may be no network namespace but the one it was made in.
    return std::vector<std::string>{"--user",
                                    "--map-root-user",
                                    "/bin/sh",
                                    "-c",
                                    "echo 0 > /proc/sys/user/max_net_namespaces; exec \"$0\" run " +
                                        file + " --out " + scratch.Out() + " --sandbox " + sandbox,
                                    KPROOF_PROGRAM};
  };
  const auto refused = RunTool(
      {.executable = FindProgram("unshare"), .args = in_a_place_without_namespaces("private")},
      std::chrono::seconds(60));
  EXPECT_FALSE(refused.ok);
  EXPECT_THAT(refused.output, HasSubstr("no private sandbox: this machine refuses"));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "not-run");
  const auto fallen_back =
      RunTool({.executable = FindProgram("unshare"), .args = in_a_place_without_namespaces("auto")},
              std::chrono::seconds(120));
  EXPECT_TRUE(fallen_back.ok) << fallen_back.output;
  EXPECT_EQ(ResultOf(LatestRun(scratch))["cluster"]["sandbox"], "loopback");
}

// Everything that nobody needs, where nobody may read it.
TEST(Sandbox, WorksAsNobody) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "we are no root who could become nobody: all other tests ran without";
  const Scratch scratch;
  if (!SandboxWorks(scratch)) GTEST_SKIP() << "no private sandbox here, see kproof doctor";
  std::string name = (fs::temp_directory_path() / "kproof-nobody-XXXXXX").string();
  const fs::path home = ::mkdtemp(name.data());
  const Undo remove("remove it", [&home] { fs::remove_all(home); });
  fs::create_directories(home / "cache" / "jars");
  fs::copy(CacheFolder() + "/jars/4.3.1", home / "cache/jars/4.3.1", fs::copy_options::recursive);
  fs::copy_file(KPROOF_PROGRAM, home / "kproof");
  fs::copy_file(scratch.Write("a.yaml", ShortCut("nobodys")), home / "a.yaml");
  ASSERT_TRUE(RunTool({.executable = FindProgram("chown"), .args = {"-R", "nobody", home.string()}},
                      std::chrono::seconds(20))
                  .ok);
  const auto run = RunTool({.executable = FindProgram("setpriv"),
                            .args = {"--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
                                     (home / "kproof").string(), "run", (home / "a.yaml").string(),
                                     "--sandbox", "private", "--out", (home / "out").string()},
                            .env = {{"HOME", home.string()},
                                    {"KPROOF_CACHE", (home / "cache").string()},
                                    {"PATH", "/usr/bin:/bin"}}},
                           std::chrono::seconds(150));
  ASSERT_TRUE(run.ok) << run.output;
  const auto result = ResultOf((home / "out" / "latest").string());
  EXPECT_EQ(result["cluster"]["sandbox"], "private");
  EXPECT_TRUE(result["faults"][0]["bit"]) << result["faults"].dump(2);
  EXPECT_TRUE(result["faults"][0]["healed"]);
}

TEST(Sandbox, AKeptClusterSaysHowToReachIt) {
  const Scratch scratch;
  if (!SandboxWorks(scratch)) GTEST_SKIP() << "no private sandbox here, see kproof doctor";
  const Kproof run(scratch, {"run", scratch.Write("a.yaml", SmallScenario("kept", "", "1s")),
                             "--out", scratch.Out(), "--sandbox", "private", "--keep-cluster"});
  run.Await("enter it with: ");
  std::string enter = run.Err();
  enter.erase(0, enter.find("enter it with: ") + 15);
  enter.erase(enter.find('\n'));
  const std::string bootstrap = ResultOf(LatestRun(scratch))["cluster"]["bootstrap_servers"];
  const auto inside =
      RunTool({.executable = "/bin/sh", .args = {"-c", enter + " kcat -L -b " + bootstrap}},
              std::chrono::seconds(30));
  EXPECT_THAT(inside.output, HasSubstr("topic \"payments\" with 1 partitions"));
  run.Signal(SIGTERM);
  EXPECT_EQ(run.Code(), 0) << run.Both();
  EXPECT_THAT(scratch.Processes(), IsEmpty());
}

TEST(Cleanup, FindsNothingToDoButTheFoldersOfNodes) {
  const Scratch scratch;
  const Kproof run(scratch, {"run", scratch.Write("a.yaml", SmallScenario("killed", "", "30s")),
                             "--out", scratch.Out()});
  run.Await("steady");
  const Kproof early(scratch, {"cleanup", "--out", scratch.Out()});
  EXPECT_EQ(early.Code(), 0);
  EXPECT_THAT(early.Out(), HasSubstr("node folders: none"));  // they are in use
  run.Signal(SIGKILL);
  run.Code();
  EXPECT_TRUE(
      WaitUntil([&] { return scratch.Processes().empty(); }, Deadline(std::chrono::seconds(5))));
  // What ends gives its folders up a moment after its command line is gone.
  std::string said;
  EXPECT_TRUE(WaitUntil(
      [&] {
        const Kproof cleanup(scratch, {"cleanup", "--out", scratch.Out()});
        EXPECT_EQ(cleanup.Code(), 0);
        said = cleanup.Out();
        return said.find("removed " + PartialRun(scratch) + "/nodes-main") != std::string::npos;
      },
      Deadline(std::chrono::seconds(5))))
      << said;
  EXPECT_THAT(said, HasSubstr("sandboxes: nothing to do"));
  EXPECT_TRUE(fs::exists(PartialRun(scratch) + "/audit.db"));
  const Kproof again(scratch, {"cleanup", "--out", scratch.Out()});
  EXPECT_EQ(again.Code(), 0);
  EXPECT_THAT(again.Out(), HasSubstr("node folders: none"));
}

}  // namespace
}  // namespace kproof
