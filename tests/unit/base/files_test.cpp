// Files that are ours: written whole or refused, locked or not, closed when their owner goes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/descriptor.h"
#include "harness/base/error.h"
#include "harness/base/file_lock.h"
#include "harness/base/write_file.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "kproof-files-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
};

bool IsOpen(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

TEST_F(Files, AreWrittenWholeAndReplaced) {
  WriteFile(Path("a"), std::string(100'000, 'x'));
  EXPECT_EQ(Read("a").size(), 100'000u);
  WriteFile(Path("a"), "short");
  EXPECT_EQ(Read("a"), "short");
}

TEST_F(Files, OnAFullDiskAreRefusedByName) {
  try {
    WriteFile("/dev/full", "text");
    FAIL() << "it took the text";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
    EXPECT_NE(error.Full().find("/dev/full: No space left"), std::string::npos) << error.Full();
  }
}

TEST_F(Files, InAFolderThatIsNotThereAreRefused) {
  EXPECT_THROW(WriteFile(Path("none/a"), "text"), Error);
}

TEST_F(Files, ALockIsHeldByOneAndFreedWithItsHolder) {
  auto first = FileLock::Try(Path("lock"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(FileLock::Try(Path("lock")));
  first.reset();
  EXPECT_TRUE(FileLock::Try(Path("lock")));
  const FileLock waited = FileLock::Wait(Path("lock"));
  EXPECT_FALSE(FileLock::Try(Path("lock")));
}

TEST_F(Files, ALockMovesWithItsOwner) {
  auto first = FileLock::Try(Path("lock"));
  std::optional<FileLock> second(std::move(first));
  first.reset();  // NOLINT(bugprone-use-after-move): what was moved from holds nothing
  EXPECT_FALSE(FileLock::Try(Path("lock")));
}

TEST_F(Files, AFolderIsLockedByOne) {
  const auto lock = FileLock::TryFolder(folder_);
  ASSERT_TRUE(lock);
  EXPECT_FALSE(FileLock::TryFolder(folder_));
}

TEST_F(Files, WhatCanNotBeOpenedIsNoAnswerToWhoHasTheLock) {
  EXPECT_THROW(FileLock::TryFolder(Path("none")), Error);
  try {
    FileLock::Try(Path("none/lock"), Hint("choose another folder"));
    FAIL() << "it was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.Full(), "can't open " + Path("none/lock") +
                                ": No such file or directory; choose another folder");
  }
}

TEST_F(Files, ADescriptorIsClosedOnceWhereItsOwnerGoes) {
  int number = -1;
  {
    Descriptor first(::open("/dev/null", O_RDONLY));
    number = first.get();
    const Descriptor second(std::move(first));
    EXPECT_FALSE(first.ok());  // NOLINT: what a moved-from one is, is promised
    EXPECT_TRUE(IsOpen(number));
  }
  EXPECT_FALSE(IsOpen(number));
}

}  // namespace
}  // namespace kproof
