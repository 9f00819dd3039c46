// Results are written as a whole or not at all, and nothing that somebody else made is lost.
#include "harness/base/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OutputFiles : public testing::Test {
 protected:
  std::string Make(const std::string& name, const std::string& text) const {
    std::ofstream(folder_.File(name)) << text;
    return folder_.File(name);
  }
  static std::string Read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  OutputRules Rules() const {
    return {.option = "--junit",
            .inputs = inputs_,
            .force = force_,
            .ours = [](const std::string& file) { return FirstBytes(file).starts_with("ours"); }};
  }
  void Publish(const std::string& path, const std::string& text = "new") const {
    OutputFile file(path, Rules());
    file.Write(text);
    file.Publish();
  }
  void ExpectRefused(ErrorKind kind, const std::string& path, const std::string& words) const {
    try {
      const OutputFile file(path, Rules());
      ADD_FAILURE() << path << " was not refused";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind) << error.what();
      EXPECT_THAT(error.Full(), HasSubstr(words));
    }
  }
  // Of the folder.
  std::size_t Files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator{}));
  }

  TemporaryFolder folder_;
  std::vector<std::string> inputs_;
  bool force_ = false;
};

TEST_F(OutputFiles, AFreeNameGetsTheWholeResultAndNothingBesideIt) {
  const auto path = folder_.File("a");
  {
    OutputFile file(path, Rules());
    file.Write(std::string(200'000, 'x'));
    EXPECT_FALSE(fs::exists(path)) << "a part of it could be taken for the whole";
    file.Publish();
  }
  EXPECT_EQ(Read(path), std::string(200'000, 'x'));
  EXPECT_EQ(Files(), 1u);
  const auto plain = Make("b", "");
  EXPECT_EQ(fs::status(path).permissions(), fs::status(plain).permissions());
}

TEST_F(OutputFiles, WhatIsNotPublishedLeavesNothing) {
  const auto path = Make("a", "ours 1");
  {
    OutputFile file(path, Rules());
    file.Write(std::string(200'000, 'x'));
    EXPECT_EQ(Files(), 2u);
  }
  EXPECT_EQ(Read(path), "ours 1");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(OutputFiles, WhatKproofWroteIsReplacedAndKeepsItsMode) {
  const auto path = Make("a", "ours 1");
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  Publish(path);
  EXPECT_EQ(Read(path), "new");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutputFiles, AnyOtherFileNeedsForce) {
  for (const char* text : {"precious", ""}) {
    const auto path = Make("a", text);
    ExpectRefused(ErrorKind::kUsage, path, "--force");
    EXPECT_EQ(Read(path), text);
  }
  force_ = true;
  Publish(folder_.File("a"));
  EXPECT_EQ(Read(folder_.File("a")), "new");
}

TEST_F(OutputFiles, AnInputIsNeverReplacedByWhateverName) {
  const auto input = Make("input", "ours, and read");
  fs::create_hard_link(input, folder_.File("hard"));
  fs::create_symlink("input", folder_.File("soft"));
  fs::create_symlink(folder_.path(), folder_.File("around"));
  inputs_ = {input};
  force_ = true;
  for (const char* name : {"input", "hard", "soft", "around/soft", "./input"}) {
    ExpectRefused(ErrorKind::kUsage, folder_.File(name), "an input is never replaced");
    EXPECT_EQ(Read(input), "ours, and read");
  }
  const int append = ::open(input.c_str(), O_WRONLY | O_APPEND);
  ExpectRefused(ErrorKind::kUsage, "/dev/fd/" + std::to_string(append), "which is read");
  ::close(append);
}

TEST_F(OutputFiles, WhatLiesInAFolderThatIsReadIsReplacedOnlyWhereKproofWroteIt) {
  fs::create_directory(folder_.File("run"));
  const auto theirs = Make("run/scenario.yaml", "theirs");
  const auto ours = Make("run/junit.xml", "ours 1");
  inputs_ = {folder_.File("run")};
  force_ = true;
  ExpectRefused(ErrorKind::kUsage, theirs, "belongs to");
  Publish(ours);
  EXPECT_EQ(Read(ours), "new");
}

TEST_F(OutputFiles, ALinkStaysAndItsFileIsReplaced) {
  fs::create_directory(folder_.File("there"));
  Make("there/real", "ours 1");
  fs::create_symlink("there/real", folder_.File("link"));
  fs::create_symlink("there/none", folder_.File("dangling"));
  Publish(folder_.File("link"));
  Publish(folder_.File("dangling"));
  EXPECT_TRUE(fs::is_symlink(folder_.File("link")));
  EXPECT_TRUE(fs::is_symlink(folder_.File("dangling")));
  EXPECT_EQ(Read(folder_.File("there/real")), "new");
  EXPECT_EQ(Read(folder_.File("there/none")), "new");
}

TEST_F(OutputFiles, WhatIsNoNameOfAFileIsRefused) {
  ExpectRefused(ErrorKind::kUsage, "", "--junit needs the name of a file");
  ExpectRefused(ErrorKind::kUsage, folder_.path(), "is a folder");
  ExpectRefused(ErrorKind::kUsage, folder_.File("none/a"), "there is no folder");
  ExpectRefused(ErrorKind::kUsage, folder_.File("none/"), "--junit");
  Make("a", "");
  ExpectRefused(ErrorKind::kUsage, folder_.File("a/b"), "Not a directory");
  fs::create_symlink("loop", folder_.File("loop"));
  ExpectRefused(ErrorKind::kUsage, folder_.File("loop"), "symbolic links");
}

TEST_F(OutputFiles, ADeviceIsWrittenAndStaysADevice) {
  Publish("/dev/null");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  OutputFile full("/dev/full", Rules());
  full.Write("x");
  EXPECT_THROW(full.Publish(), Error);
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(OutputFiles, ANamedPipeIsWrittenAndStays) {
  const auto path = folder_.File("pipe");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = Read(path); });
  Publish(path);
  reader.join();
  EXPECT_EQ(got, "new");
  EXPECT_TRUE(fs::is_fifo(path));
}

TEST_F(OutputFiles, ASocketIsWrittenAndStays) {
  const auto path = folder_.File("socket");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listening, 1), 0);
  Publish(path);
  const int accepted = ::accept(listening, nullptr, nullptr);
  char got[8] = {};
  EXPECT_EQ(::read(accepted, got, sizeof got), 3);
  EXPECT_STREQ(got, "new");
  EXPECT_TRUE(fs::is_socket(path));
  ::close(accepted);
  ::close(listening);
}

TEST_F(OutputFiles, AnOpenDescriptorIsWrittenWhereItStands) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  Publish("/dev/fd/" + std::to_string(ends[1]));
  char got[8] = {};
  EXPECT_EQ(::read(ends[0], got, sizeof got), 3);
  EXPECT_STREQ(got, "new");

  // A file behind a descriptor is neither cut nor replaced.
  const auto path = Make("a", "begun ");
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND);
  fs::create_symlink("/proc/self/fd/" + std::to_string(file), folder_.File("link"));
  Publish(folder_.File("link"));
  EXPECT_EQ(Read(path), "begun new");

  ExpectRefused(ErrorKind::kUsage, "/dev/fd/" + std::to_string(ends[0]), "reading only");
  ::close(ends[0]);
  ::close(ends[1]);
  ::close(file);
  ExpectRefused(ErrorKind::kUsage, "/dev/fd/" + std::to_string(file), "is not an open descriptor");
}

// Its reader made it so; what does not fit waits until there is room.
TEST_F(OutputFiles, ANonBlockingPipeGetsEverything) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
  std::size_t got = 0;
  std::thread reader([&] {
    ::fcntl(ends[0], F_SETFL, 0);
    std::string part(1 << 12, ' ');
    for (ssize_t size = 1; size > 0; got += static_cast<std::size_t>(size))
      size = ::read(ends[0], part.data(), part.size());
  });
  std::string why;
  try {
    OutputFile file("/dev/fd/" + std::to_string(ends[1]), Rules());
    file.Write(std::string(1 << 20, 'x'));
    file.Publish();
  } catch (const Error& error) {
    why = error.Full();
  }
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  EXPECT_EQ(why, "");
  EXPECT_EQ(got, std::size_t{1} << 20);
}

TEST_F(OutputFiles, AnEmptyResultIsAFileToo) {
  Publish(folder_.File("a"), "");
  EXPECT_TRUE(fs::is_regular_file(folder_.File("a")));
}

TEST_F(OutputFiles, AHyphenIsStdout) {
  EXPECT_EQ(DecideOutput("-", Rules()).descriptor, STDOUT_FILENO);
  EXPECT_FALSE(fs::exists("-"));
}

// What lies in a folder of kproof's own is replaced, whatever it is.
TEST_F(OutputFiles, FilesOfKproofsOwnFoldersAreReplaced) {
  ReplaceFile(folder_.File("note.json"), "1");
  ReplaceFile(Make("note.json", "anything"), "2");
  EXPECT_EQ(Read(folder_.File("note.json")), "2");
}

TEST_F(OutputFiles, WhatWasPutThereMeanwhileIsNotReplaced) {
  const auto path = folder_.File("a");
  OutputFile file(path, Rules());
  file.Write("new");
  Make("a", "precious");
  EXPECT_THROW(file.Publish(), Error);
  EXPECT_EQ(Read(path), "precious");
  Make("a", "ours, of another kproof");
  OutputFile second(path, Rules());
  second.Write("new");
  second.Publish();
  EXPECT_EQ(Read(path), "new");
}

TEST_F(OutputFiles, AWriteThatFailsLeavesTheTargetAsItWas) {
  const auto path = Make("a", "ours 1");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1 << 16, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  ErrorKind kind = ErrorKind::kInternal;
  try {
    OutputFile file(path, Rules());
    file.Write(std::string(1 << 20, 'x'));
    file.Publish();
  } catch (const Error& error) {
    kind = error.kind();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(kind, ErrorKind::kNotRun);
  EXPECT_EQ(Read(path), "ours 1");
  EXPECT_EQ(Files(), 1u);
}

TEST_F(OutputFiles, AFileThatSomebodyElseMadeIsPublishedToo) {
  Make("made", "new");
  OutputFile file(folder_.File("a"), Rules());
  file.PublishFile(folder_.File("made"));
  EXPECT_EQ(Read(folder_.File("a")), "new");
  EXPECT_FALSE(fs::exists(folder_.File("made")));
  Make("made", "new");
  OutputFile device("/dev/null", Rules());
  device.PublishFile(folder_.File("made"));
  EXPECT_EQ(Files(), 1u);
}

TEST(TemporaryFolders, AreOfTheirUserAloneAndGoWithTheirContent) {
  std::string path;
  {
    const TemporaryFolder one, two;
    path = one.path();
    EXPECT_NE(one.path(), two.path());
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    std::ofstream(one.File("a")) << "x";
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_THROW(TemporaryFolder("/proc/none"), Error);
}

}  // namespace
}  // namespace kproof
