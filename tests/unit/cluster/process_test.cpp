// Child processes: how they end, and that none outlives its parent.
#include "harness/cluster/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"

namespace kproof {
namespace {

constexpr Duration kLimit = std::chrono::seconds(10);

Command Shell(const std::string& script, const std::string& output = "") {
  return {.executable = "/bin/sh", .args = {"-c", script}, .env = {}, .output = output};
}

std::string TemporaryFile() {
  return (std::filesystem::temp_directory_path() / ("kproof-process-" + std::to_string(::getpid())))
      .string();
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Process, RunsInTheFolderItIsGiven) {
  const auto output = TemporaryFile();
  Command command = Shell("pwd", output);
  command.folder = "/usr/lib";
  ASSERT_TRUE(Process::Start(command)->WaitExit(Deadline(kLimit)));
  EXPECT_EQ(ReadAll(output), "/usr/lib\n");
  std::filesystem::remove(output);
  command.folder = "/usr/lib/nothing-here";
  EXPECT_THROW(Process::Start(command), Error);
  std::filesystem::remove(output);  // made before the folder was entered
}

TEST(Process, ThatCanNotBeStartedLeavesNoDescriptorOpen) {
  const auto open = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto process = Process::Start(Shell("true"));  // what the first one opens stays
  process->WaitExit(Deadline(kLimit));
  const auto before = open();
  for (int i = 0; i < 3; ++i)
    EXPECT_THROW(Process::Start(Shell("true", "/nothing-here/output")), Error);
  EXPECT_EQ(open(), before);
}

TEST(Process, SaysItsExitCode) {
  const auto process = Process::Start(Shell("exit 3"));
  ASSERT_TRUE(process->WaitExit(Deadline(kLimit)));
  EXPECT_EQ(process->Exit()->code, 3);
  EXPECT_EQ(process->Exit()->ToString(), "exit code 3");
  EXPECT_EQ(process->State(), 'X');
}

TEST(Process, SaysTheSignalThatEndedIt) {
  const auto process = Process::Start(Shell("sleep 60"));
  EXPECT_FALSE(process->Exit().has_value());
  process->Signal(SIGKILL);
  ASSERT_TRUE(process->WaitExit(Deadline(kLimit)));
  EXPECT_EQ(process->Exit()->ToString(), "SIGKILL");
}

TEST(Process, ASignalAfterTheEndDoesNothing) {
  const auto process = Process::Start(Shell("exit 0"));
  ASSERT_TRUE(process->WaitExit(Deadline(kLimit)));
  process->Signal(SIGKILL);
  EXPECT_EQ(process->Exit()->code, 0);
}

TEST(Process, IsStoppedAfterSigstopAndGoesOnAfterSigcont) {
  const auto process = Process::Start(Shell("exec sleep 60"));
  process->Signal(SIGSTOP);
  EXPECT_TRUE(WaitUntil([&] { return process->State() == 'T'; }, Deadline(kLimit)));
  process->Signal(SIGCONT);
  EXPECT_TRUE(WaitUntil([&] { return process->State() == 'S'; }, Deadline(kLimit)));
}

TEST(Process, WritesItsOutputAndSeesItsEnvironment) {
  const std::string output = TemporaryFile();
  auto command = Shell("echo out $GIVEN; echo err >&2", output);
  command.env["GIVEN"] = "x y";
  ASSERT_TRUE(Process::Start(command)->WaitExit(Deadline(kLimit)));
  EXPECT_EQ(ReadAll(output), "out x y\nerr\n");
  std::filesystem::remove(output);
}

TEST(Process, InheritsNoDescriptors) {
  const std::string output = TemporaryFile();
  const int open_here = ::dup(STDERR_FILENO);  // without FD_CLOEXEC
  // Without a pipe, whose ends the shell may still have; `true` so that it does not become ls.
  ASSERT_TRUE(Process::Start(Shell("ls /proc/$$/fd; true", output))->WaitExit(Deadline(kLimit)));
  ::close(open_here);
  EXPECT_EQ(ReadAll(output), "0\n1\n2\n");
  std::filesystem::remove(output);
}

TEST(Process, StartingWhatIsNotThereIsAnError) {
  EXPECT_THROW(
      Process::Start({.executable = "/no/such/program", .args = {}, .env = {}, .output = ""}),
      Error);
}

// Not a test of its own: the program that the next test kills.
TEST(ParentThatIsKilled, DISABLED_StartsAChildAndWaits) {
  const char* const file = std::getenv("KPROOF_TEST_PID_FILE");
  ASSERT_NE(file, nullptr);
  const auto child = Process::Start(Shell("exec sleep 60"));
  std::ofstream(file) << child->pid() << std::endl;
  child->WaitExit(Deadline(kLimit));
}

TEST(Process, DiesWithItsParentWhenThatIsKilled) {
  const std::string pid_file = TemporaryFile() + ".pid";
  const auto parent = Process::Start(
      {.executable = std::filesystem::read_symlink("/proc/self/exe").string(),
       .args = {"--gtest_also_run_disabled_tests", "--gtest_filter=ParentThatIsKilled.*"},
       .env = {{"KPROOF_TEST_PID_FILE", pid_file}},
       .output = ""});
  ASSERT_TRUE(WaitUntil([&] { return ReadAll(pid_file).ends_with("\n"); }, Deadline(kLimit)));
  const std::string child = "/proc/" + std::to_string(std::atoi(ReadAll(pid_file).c_str()));
  std::filesystem::remove(pid_file);
  ASSERT_TRUE(std::filesystem::exists(child));
  parent->Signal(SIGKILL);
  const auto gone = [&] {
    const std::string stat = ReadAll(child + "/stat");  // a zombie that init has not reaped is dead
    return stat.empty() || stat.find(") Z ") != std::string::npos;
  };
  EXPECT_TRUE(WaitUntil(gone, Deadline(std::chrono::seconds(2))));
}

}  // namespace
}  // namespace kproof
