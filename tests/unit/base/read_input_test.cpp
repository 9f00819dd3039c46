// Files that somebody names, and everything else that a name may lead to.
#include "harness/base/read_input.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "harness/base/error.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;

class ReadInputTest : public testing::Test {
 protected:
  ReadInputTest() {
    std::string name = (fs::temp_directory_path() / "kproof-read-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ReadInputTest() override { fs::remove_all(folder_); }
  std::string File(const std::string& name) const { return folder_ + "/" + name; }
  static std::string Refusal(const std::string& path, std::size_t limit = 10) {
    try {
      return "it was read: " + ReadInput(path, limit);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kUsage);
      return error.Full();
    }
  }

 private:
  std::string folder_;
};

TEST_F(ReadInputTest, AFileAsLargeAsTheLimitIsRead) {
  std::ofstream(File("a")) << "0123456789";
  EXPECT_EQ(ReadInput(File("a"), 10), "0123456789");
  EXPECT_EQ(Refusal(File("a"), 9), "has 10 bytes; at most 9 bytes are read");
}

TEST_F(ReadInputTest, WhatIsNoFileIsRefusedAndNeverWaitedFor) {
  ASSERT_EQ(mkfifo(File("fifo").c_str(), 0600), 0);
  fs::create_symlink("loop", File("loop"));
  EXPECT_EQ(Refusal(File("fifo")), "is a named pipe; name a file");
  EXPECT_EQ(Refusal("/dev/zero"), "is a device or a socket; name a file");
  EXPECT_EQ(Refusal(File(".")), "is a folder; name a file");
  EXPECT_EQ(Refusal(File("none")), "can't be read: No such file or directory");
  EXPECT_EQ(Refusal(File("loop")), "can't be read: Too many levels of symbolic links");
}

TEST_F(ReadInputTest, AnOpenPipeIsReadUpToTheLimit) {
  for (const std::string text : {"0123456789", "0123456789X"}) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    ASSERT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(ends[1]);
    const std::string name = "/dev/fd/" + std::to_string(ends[0]);
    if (text.size() == 10)
      EXPECT_EQ(ReadInput(name, 10), text);
    else
      EXPECT_EQ(Refusal(name), "is too long; at most 10 bytes are read");
    close(ends[0]);
  }
}

}  // namespace
}  // namespace kproof
