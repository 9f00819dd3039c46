// The shim in ordinary programs of the system: dd writes and syncs files, date asks the clock. They
// call the C library just as a JVM does.
#include "harness/inject/shim.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "harness/base/error.h"
#include "harness/inject/power_loss.h"
#include "harness/inject/shim_page.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class ShimInAProgram : public testing::Test {
 protected:
  ShimInAProgram() {
    std::string pattern = (fs::temp_directory_path() / "kproof shim-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    fs::create_directories(Data());
    std::ofstream(Source()) << std::string(20'000, 'x');
    shim_ = std::make_unique<Shim>("broker-1", folder_, Data());
  }
  ~ShimInAProgram() override { fs::remove_all(folder_); }

  std::string Source() const { return folder_ + "/source"; }
  std::string Data() const { return folder_ + "/data"; }
  std::string File(const std::string& name) const { return Data() + "/" + name; }
  static std::string Text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Its exit code; what it says goes to `output`.
  int Run(const std::string& program, const std::vector<std::string>& args) {
    fs::remove(Output());
    const auto process = Process::Start({.executable = program,
                                         .args = args,
                                         .env = shim_->Environment(),
                                         .output = Output(),
                                         .folder = folder_});
    EXPECT_TRUE(process->WaitExit(Deadline(std::chrono::seconds(20))));
    return process->Exit()->code;
  }
  std::string Output() const { return folder_ + "/output"; }
  // `blocks` of 1000 bytes.
  int Dd(const std::string& name, int blocks, const std::string& how) {
    return Run("/usr/bin/dd", {"if=" + Source(), "of=" + File(name), "bs=1000",
                               "count=" + std::to_string(blocks), how});
  }
  std::int64_t LeftOf(const std::string& name) const {
    struct stat status {};
    EXPECT_EQ(::stat(File(name).c_str(), &status), 0);
    return shim_->DurableOf(status.st_dev, status.st_ino).value().bytes;
  }

  std::string folder_;
  std::unique_ptr<Shim> shim_;
};

TEST_F(ShimInAProgram, ChangesNothingUntilItIsTold) {
  EXPECT_FALSE(shim_->attached());
  EXPECT_EQ(Dd("a.log", 3, "conv=fsync"), 0);
  EXPECT_TRUE(shim_->attached());
  EXPECT_EQ(fs::file_size(File("a.log")), 3000u);
  EXPECT_EQ(shim_->counters().bytes_written, 3000);
  EXPECT_EQ(shim_->counters().synced, 1);
  EXPECT_EQ(shim_->counters().shifted, 0);
}

TEST_F(ShimInAProgram, LooksAtDataAlone) {
  EXPECT_EQ(Run("/usr/bin/dd", {"if=" + Source(), "of=" + folder_ + "/else", "count=1"}), 0);
  EXPECT_EQ(shim_->counters().opened, 0);
}

TEST_F(ShimInAProgram, FailsWritesOfTheFilesThatItWasToldOf) {
  const int rule =
      shim_->Arm({.operations = kShimWrite, .error = EIO, .folder = Data(), .name = ".log"});
  EXPECT_NE(Dd("a.log", 3, "conv=fsync"), 0);
  EXPECT_EQ(fs::file_size(File("a.log")), 0u);
  EXPECT_EQ(Dd("a.index", 3, "conv=fsync"), 0);
  EXPECT_EQ(shim_->Hits(rule), 1);
  shim_->Disarm(rule);
  EXPECT_EQ(Dd("a.log", 3, "conv=fsync"), 0);
  EXPECT_EQ(shim_->Hits(rule), 1);
}

TEST_F(ShimInAProgram, SkipsAndThenActsAsOftenAsToldTo) {
  shim_->Arm({.operations = kShimSync, .error = EIO, .skip = 1, .times = 1});
  EXPECT_EQ(Dd("a.log", 1, "conv=fsync"), 0);
  EXPECT_NE(Dd("b.log", 1, "conv=fdatasync"), 0);
  EXPECT_EQ(Dd("c.log", 1, "conv=fsync"), 0);
}

TEST_F(ShimInAProgram, FillsUpWithOneShortWrite) {
  shim_->Arm({.operations = kShimWrite, .error = ENOSPC, .space = 2500});
  EXPECT_NE(Dd("a.log", 5, "conv=fsync"), 0);
  EXPECT_EQ(fs::file_size(File("a.log")), 2500u);
  EXPECT_NE(Text(Output()).find("No space left"), std::string::npos) << Text(Output());
}

TEST_F(ShimInAProgram, FailsReads) {
  std::ofstream(File("a.log")) << std::string(3000, 'x');
  const int rule = shim_->Arm({.operations = kShimRead, .error = EIO});
  EXPECT_NE(Run("/usr/bin/dd", {"if=" + File("a.log"), "of=/dev/null"}), 0);
  EXPECT_GT(shim_->Hits(rule), 0);
}

TEST_F(ShimInAProgram, SlowsDown) {
  shim_->Arm({.operations = kShimWrite | kShimSync, .delay = std::chrono::milliseconds(50)});
  const auto begin = MonotonicMicros();
  EXPECT_EQ(Dd("a.log", 3, "conv=fsync"), 0);
  EXPECT_GE(MonotonicMicros() - begin, 4 * 50'000);
}

TEST_F(ShimInAProgram, ShiftsTheWallClockBothWaysAndLetsItDrift) {
  const auto date = [&] {
    EXPECT_EQ(Run("/usr/bin/date", {"+%s"}), 0);
    return std::stoll(Text(Output())) - WallMicros() / 1'000'000;
  };
  EXPECT_NEAR(static_cast<double>(date()), 0, 5);
  shim_->ShiftClock(std::chrono::hours(24 * 30), 0);
  EXPECT_NEAR(static_cast<double>(date()), 30 * 86'400, 5);
  EXPECT_GT(shim_->counters().shifted, 0);
  shim_->ShiftClock(-std::chrono::hours(1), 0);
  EXPECT_NEAR(static_cast<double>(date()), -3600, 5);
  shim_->ShiftClock({}, 10'000.0);
  SleepFor(std::chrono::milliseconds(100));
  EXPECT_GT(date(), 1000 - 5);
  shim_->MendClock();
  EXPECT_NEAR(static_cast<double>(date()), 0, 5);
}

TEST_F(ShimInAProgram, KnowsWhatOfAFileWasSynced) {
  EXPECT_EQ(Dd("synced.log", 3, "conv=fsync"), 0);
  EXPECT_EQ(Dd("never.log", 3, "conv=notrunc"), 0);
  EXPECT_EQ(Dd("tail.log", 2, "conv=fsync"), 0);
  EXPECT_EQ(Run("/usr/bin/dd", {"if=" + Source(), "of=" + File("tail.log"), "bs=1000", "count=3",
                                "oflag=append", "conv=notrunc"}),
            0);
  std::ofstream(File("older.log")) << "written before";
  EXPECT_EQ(Dd("older.log", 1, "oflag=append"), 0);  // emptied by its open
  EXPECT_EQ(LeftOf("synced.log"), 3000);
  EXPECT_EQ(LeftOf("never.log"), 0);
  EXPECT_EQ(LeftOf("tail.log"), 2000);
  EXPECT_EQ(LeftOf("older.log"), 0);
}

TEST_F(ShimInAProgram, PowerLossLeavesWhatWasSyncedAndNothingElse) {
  EXPECT_EQ(Dd("synced.log", 3, "conv=fsync"), 0);
  EXPECT_EQ(Dd("never.log", 3, "conv=notrunc"), 0);
  EXPECT_EQ(Run("/usr/bin/dd",
                {"if=" + Source(), "of=" + File("hole.index"), "bs=1000", "count=1", "seek=9"}),
            0);  // dd makes it 9000 bytes long by ftruncate first
  std::ofstream(File("stranger")) << "never opened by the node";
  const auto report = LoseUnsynced(*shim_, {Data()});
  EXPECT_EQ(report.files, 2u);
  EXPECT_EQ(report.bytes, 3000u + 1000u);
  EXPECT_TRUE(Text(File("synced.log")) == std::string(3000, 'x'));
  EXPECT_EQ(fs::file_size(File("never.log")), 0u);
  EXPECT_TRUE(Text(File("hole.index")) == std::string(9000, '\0'));
  EXPECT_EQ(Text(File("stranger")), "never opened by the node");

  EXPECT_EQ(LoseUnsynced(*shim_, {Data()}).files, 0u) << "a second cut finds all of it on disk";
}

TEST_F(ShimInAProgram, APowerLossWithoutAShimIsNoPowerLoss) {
  EXPECT_THROW(LoseUnsynced(*shim_, {Data()}), Error);
}

TEST_F(ShimInAProgram, AnInodeThatIsUsedAgainBeginsAnew) {
  EXPECT_EQ(Dd("a.log", 3, "conv=fsync"), 0);
  for (int i = 0; i < 20; ++i) {
    fs::remove(File("a.log"));
    EXPECT_EQ(Dd("a.log", 5, "conv=notrunc"), 0);
    EXPECT_EQ(LeftOf("a.log"), 0);
  }
}

TEST_F(ShimInAProgram, HasPlaceForSoManyRulesAndNoMore) {
  for (std::size_t i = 0; i < kShimRules; ++i) shim_->Arm({.operations = kShimRead});
  EXPECT_THROW(shim_->Arm({.operations = kShimRead}), Error);
  shim_->Disarm(3);
  EXPECT_EQ(shim_->Arm({.operations = kShimRead}), 3);
}

TEST(Shims, ANodeThatWasNotPreparedHasNone) { EXPECT_THROW(Shims().of(7), Error); }

}  // namespace
}  // namespace kproof
