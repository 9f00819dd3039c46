// Power loss by a real file system, where it can't be had, and after a run that was killed with it.
#include <csignal>
#include <filesystem>

#include "harness/base/clock.h"
#include "harness/cluster/tool.h"
#include "tests/trouble/user.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string DiskScenario() {
  return SmallScenario("disk", LongFault("power-loss") + "    with: {by: filesystem}\n");
}

// Loop devices over files in the scratch folder: the kernel's own word, whoever mounted them.
std::vector<std::string> LoopsIn(const Scratch& scratch) {
  std::vector<std::string> files;
  if (!fs::is_directory("/sys/block")) return files;
  for (const auto& entry : fs::directory_iterator("/sys/block")) {
    const std::string file = ReadFile(entry.path().string() + "/loop/backing_file");
    if (file.starts_with(scratch.Out())) files.push_back(file);
  }
  return files;
}

TEST(PowerLossByAFileSystem, IsNotRunOnLoopback) {
  ExpectNeedsTheSandbox(DiskScenario(), "power-loss");
}

// Root of a user namespace is nobody to a file system.
TEST(PowerLossByAFileSystem, IsNotRunWithoutRoot) {
  const Scratch scratch;
  if (!DoctorSays(scratch, "sandbox", "private"))
    GTEST_SKIP() << "no private sandbox here, see kproof doctor";
  const auto run =
      RunTool({.executable = FindProgram("unshare"),
               .args = {"--user", "--map-root-user", KPROOF_PROGRAM, "run",
                        scratch.Write("a.yaml", DiskScenario()), "--out", scratch.Out()}},
              std::chrono::seconds(60));
  EXPECT_FALSE(run.ok);
  EXPECT_THAT(run.output, AllOf(HasSubstr("fault 'power-loss' needs root"),
                                HasSubstr("run kproof as root"), Not(HasSubstr("starting Kafka"))));
  EXPECT_EQ(ResultOf(LatestRun(scratch))["verdict"], "not-run");
}

TEST(PowerLossByAFileSystem, LeavesNoMountAndNoDeviceWhenItsRunIsKilled) {
  const Scratch scratch;
  if (!DoctorSays(scratch, "fault", "power-loss (by: filesystem)"))
    GTEST_SKIP() << "not on this machine, see kproof doctor";
  const Kproof run(scratch,
                   {"run", scratch.Write("a.yaml", DiskScenario()), "--out", scratch.Out()});
  run.Await("  power-loss leader of payments/0 (node-1)");
  EXPECT_THAT(LoopsIn(scratch), Not(IsEmpty()));
  EXPECT_THAT(ReadFile("/proc/self/mounts"), Not(HasSubstr(scratch.Out())));
  run.Signal(SIGKILL);
  run.Code();
  EXPECT_TRUE(WaitUntil([&] { return scratch.Processes().empty() && LoopsIn(scratch).empty(); },
                        Deadline(std::chrono::seconds(10))));
  EXPECT_THAT(LoopsIn(scratch), IsEmpty());
  EXPECT_THAT(ReadFile("/proc/self/mounts"), Not(HasSubstr(scratch.Out())));
  // What is left is a file.
  const std::string nodes = PartialRun(scratch) + "/nodes-main";
  EXPECT_TRUE(fs::exists(nodes + "/node-1/disk.img"));
  const Kproof cleanup(scratch, {"cleanup", "--out", scratch.Out()});
  EXPECT_EQ(cleanup.Code(), 0) << cleanup.Both();
  EXPECT_FALSE(fs::exists(nodes)) << cleanup.Both();
}

}  // namespace
}  // namespace kproof
