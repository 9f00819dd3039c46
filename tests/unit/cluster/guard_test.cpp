// The guard of a compose project does its work when its owner is gone, and only then.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/error.h"
#include "harness/cluster/compose_guard.h"
#include "harness/cluster/process.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr Duration kGuardWait = std::chrono::seconds(10);

class GuardTest : public testing::Test {
 protected:
  GuardTest() { fs::create_directories(folder_); }
  ~GuardTest() override { fs::remove_all(folder_); }

  std::vector<std::string> Touch() const { return {"touch", touched_}; }
  bool Touched() const { return fs::exists(touched_); }
  // The processes that name our folder on their command line: the guard, while there is one.
  bool HasGuard() const {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      if (std::atoi(entry.path().filename().c_str()) == ::getpid()) continue;
      std::ifstream file(entry.path() / "cmdline", std::ios::binary);
      const std::string command(std::istreambuf_iterator<char>(file), {});
      if (command.find(touched_) != std::string::npos) return true;
    }
    return false;
  }
  bool WaitForNoGuard() const {
    return WaitUntil([this] { return !HasGuard(); }, Deadline(kGuardWait));
  }

  const fs::path folder_ =
      fs::temp_directory_path() / ("kproof-guard-" + std::to_string(::getpid()));
  const std::string touched_ = (folder_ / "touched").string();
};

TEST_F(GuardTest, WaitsAsLongAsItsOwnerIsThere) {
  ComposeGuard guard(folder_.string(), Touch());
  EXPECT_TRUE(HasGuard());
  EXPECT_FALSE(Touched());
  guard.Done();
  EXPECT_TRUE(WaitForNoGuard());
}

TEST_F(GuardTest, DoesNothingOnceAllIsDone) {
  for (int i = 0; i < 20; ++i) {  // however soon
    ComposeGuard guard(folder_.string(), Touch());
    guard.Done();
  }
  EXPECT_TRUE(WaitForNoGuard());
  EXPECT_FALSE(Touched());
  EXPECT_TRUE(fs::is_empty(folder_)) << "its pipe is left";
}

TEST_F(GuardTest, DoesItsWorkWhereItsOwnerGaveUp) {
  { const ComposeGuard guard(folder_.string(), Touch()); }
  EXPECT_TRUE(WaitUntil([this] { return Touched(); }, Deadline(kGuardWait)));
}

TEST_F(GuardTest, IsAnErrorWhereThereIsNoFolder) {
  EXPECT_THROW(ComposeGuard((folder_ / "nothing").string(), Touch()), Error);
}

// Not a test of its own: the program that the next test kills.
TEST(GuardOwnerThatIsKilled, DISABLED_Waits) {
  const char* const folder = std::getenv("KPROOF_TEST_GUARD_FOLDER");
  ASSERT_NE(folder, nullptr);
  const std::string begun = std::string(folder) + "/begun";
  const ComposeGuard guard(folder, {"touch", std::string(folder) + "/touched"});
  std::ofstream(begun) << std::endl;
  WaitUntil([&] { return !fs::exists(begun); }, Deadline(std::chrono::seconds(60)));
}

TEST_F(GuardTest, DoesItsWorkWhenItsOwnerIsKilled) {
  const auto owner = Process::Start(
      {.executable = fs::read_symlink("/proc/self/exe").string(),
       .args = {"--gtest_also_run_disabled_tests", "--gtest_filter=GuardOwnerThatIsKilled.*"},
       .env = {{"KPROOF_TEST_GUARD_FOLDER", folder_.string()}}});
  ASSERT_TRUE(WaitUntil([&] { return fs::exists(folder_ / "begun"); }, Deadline(kGuardWait)));
  EXPECT_FALSE(Touched());
  owner->Signal(SIGKILL);
  EXPECT_TRUE(WaitUntil([this] { return Touched(); }, Deadline(kGuardWait)));
  EXPECT_TRUE(WaitForNoGuard());
}

}  // namespace
}  // namespace kproof
