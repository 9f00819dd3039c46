// The power of a disk of one's own is cut under real files: what was synced is there afterwards,
// and the rest is not. They run in the sandbox of this program, as root of the machine.
#include "harness/cluster/own_disk.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytes = 100'000;

std::string Text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class OwnDiskInUse : public testing::Test {
 protected:
  void SetUp() override {
    if (!no_sandbox.empty()) GTEST_SKIP() << no_sandbox;
    if (const auto lacking = OwnDisk::Lacking())
      GTEST_SKIP() << lacking->what << "; " << lacking->hint;
    std::string pattern = (fs::temp_directory_path() / "kproof-disk-XXXXXX").string();
    top_ = ::mkdtemp(pattern.data());
    disk_ = std::make_unique<OwnDisk>(Image(), Folder());
  }
  void TearDown() override {
    disk_.reset();
    if (!top_.empty()) fs::remove_all(top_);
  }

  std::string Image() const { return top_ + "/image"; }
  std::string Folder() const { return top_ + "/disk"; }
  std::string File(const std::string& name) const { return Folder() + "/" + name; }
  // Left open when asked for.
  int Write(const std::string& name, bool synced, bool stays_open = false) const {
    const int file = ::open(File(name).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string text(kBytes, 'x');
    EXPECT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    if (synced) {
      EXPECT_EQ(::fsync(file), 0);
    }
    if (!stays_open) ::close(file);
    return file;
  }
  // Loop devices over the image, as the kernel names them.
  std::vector<std::string> Devices() const {
    std::vector<std::string> devices;
    for (const auto& entry : fs::directory_iterator("/sys/block")) {
      if (Text(entry.path().string() + "/loop/backing_file").starts_with(Image()))
        devices.push_back(entry.path().filename());
    }
    return devices;
  }

  std::string top_;
  std::unique_ptr<OwnDisk> disk_;
};

TEST_F(OwnDiskInUse, KeepsWhatWasSyncedAndNothingElse) {
  Write("synced", true);
  Write("half", true);
  Write("half", false);
  Write("not", false);
  disk_->Cut();
  const auto loss = disk_->Restore(kSurely);
  ASSERT_TRUE(loss);
  EXPECT_EQ(Text(File("synced")), std::string(kBytes, 'x'));
  EXPECT_EQ(Text(File("half")).substr(0, kBytes), std::string(kBytes, 'x'));
  EXPECT_LT(Text(File("half")).size(), 2 * kBytes);
  EXPECT_EQ(Text(File("not")), "");
  EXPECT_EQ(loss->files, 2u);
  EXPECT_EQ(loss->bytes, 3 * kBytes - Text(File("half")).size());
  EXPECT_TRUE(loss->unclean);
}

TEST_F(OwnDiskInUse, RefusesEverythingWhileItIsCut) {
  const int file = Write("open", true, true);
  disk_->Cut();
  EXPECT_EQ(::write(file, "y", 1), -1);
  EXPECT_EQ(errno, EIO);
  EXPECT_THAT([&] { disk_->Restore(std::chrono::milliseconds(100)); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("is still in use")));
  ::close(file);
  EXPECT_TRUE(disk_->Restore(kSurely)) << "it was only too early";
  EXPECT_EQ(Text(File("open")), std::string(kBytes, 'x'));
}

TEST_F(OwnDiskInUse, LosesNothingThatIsSyncedAsAWhole) {
  Write("a", false);
  SyncDisk(Folder());
  disk_->Cut();
  const auto loss = disk_->Restore(kSurely);
  ASSERT_TRUE(loss);
  EXPECT_EQ(loss->bytes, 0u);
  EXPECT_EQ(loss->files, 0u);
  EXPECT_EQ(Text(File("a")), std::string(kBytes, 'x'));
  EXPECT_FALSE(disk_->Restore(kSurely)) << "it has power";
}

TEST_F(OwnDiskInUse, CanBeCutAgainAndAgain) {
  for (int round = 1; round <= 3; ++round) {
    Write("log", true);
    Write("more", false);
    disk_->Cut();
    const auto loss = disk_->Restore(kSurely);
    ASSERT_TRUE(loss);
    EXPECT_EQ(loss->bytes, kBytes) << round;
    EXPECT_EQ(fs::file_size(File("log")), static_cast<std::size_t>(round) * kBytes);
    EXPECT_EQ(Devices().size(), 1u);
  }
}

TEST_F(OwnDiskInUse, SaysWhenItIsFull) {
  EXPECT_FALSE(disk_->Full());
  const int file = Write("filler", false, true);
  struct statvfs status {};
  ASSERT_EQ(::statvfs(Folder().c_str(), &status), 0);
  EXPECT_EQ(::posix_fallocate(file, 0, static_cast<off_t>(status.f_bavail * status.f_frsize)), 0);
  EXPECT_TRUE(disk_->Full());
  ::close(file);
}

TEST_F(OwnDiskInUse, TakesLittleAndLeavesNothing) {
  ASSERT_EQ(Devices().size(), 1u);
  struct stat status {};
  ASSERT_EQ(::stat(Image().c_str(), &status), 0);
  EXPECT_EQ(status.st_size, OwnDisk::kBytes);
  EXPECT_LT(std::int64_t{status.st_blocks} * 512, std::int64_t{16} << 20) << "sparse";
  disk_.reset();
  EXPECT_THAT(Devices(), testing::IsEmpty());
  EXPECT_FALSE(fs::exists(Image()));
  EXPECT_EQ(Text("/proc/self/mounts").find(top_), std::string::npos);
}

}  // namespace
}  // namespace kproof
