// Lines that somebody reads while they come: files grow by whole lines, and no reader can hold a
// writer up.
#include "harness/base/line_stream.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr Duration kShort = std::chrono::milliseconds(50);

OutputRules Rules(bool force = false) {
  return {
      .option = "--events-to", .inputs = {}, .force = force, .ours = [](const std::string& file) {
        return FirstBytes(file).starts_with("first\n");
      }};
}

std::string Text(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class LineStreams : public testing::Test {
 protected:
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }

  // A pipe by name, and its reading end.
  std::string Fifo() {
    const auto path = folder_.File("fifo");
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    reader_ = Descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK));
    return path;
  }
  std::string ReadAll() const {
    std::string text, part(1 << 16, '\0');
    for (ssize_t got = 0; (got = ::read(reader_.get(), part.data(), part.size())) > 0;)
      text.append(part, 0, static_cast<std::size_t>(got));
    return text;
  }

  const TemporaryFolder folder_;
  Descriptor reader_;
};

TEST_F(LineStreams, AFileHasEachLineAtOnce) {
  const auto file = folder_.File("a.jsonl");
  LineStream stream(file, Rules(), "first");
  EXPECT_EQ(Text(file), "first\n");
  EXPECT_TRUE(stream.Put("second"));
  EXPECT_EQ(Text(file), "first\nsecond\n");
  EXPECT_TRUE(stream.Flush(Duration::zero()));
  EXPECT_EQ(stream.trouble(), "");
}

TEST_F(LineStreams, AFileOfAnEarlierStreamIsReplacedAndNoOther) {
  const auto file = folder_.File("a.jsonl");
  { LineStream(file, Rules(), "first").Put("of the earlier one"); }
  const LineStream again(file, Rules(), "first");
  EXPECT_EQ(Text(file), "first\n");
  std::ofstream(folder_.File("mine")) << "mine\n";
  EXPECT_THROW(LineStream(folder_.File("mine"), Rules(), "first"), Error);
  EXPECT_EQ(Text(folder_.File("mine")), "mine\n");
  const LineStream forced(folder_.File("mine"), Rules(true), "first");
  EXPECT_EQ(Text(folder_.File("mine")), "first\n");
}

TEST_F(LineStreams, AReaderThatGoesAwayIsATroubleAndNoMore) {
  LineStream stream(Fifo(), Rules(), "first");
  EXPECT_EQ(ReadAll(), "first\n");
  reader_ = Descriptor();
  EXPECT_TRUE(stream.Put("second"));
  EXPECT_TRUE(stream.reader_has_gone());
  EXPECT_THAT(stream.trouble(), HasSubstr("has gone"));
  EXPECT_TRUE(stream.Put("third"));
  EXPECT_TRUE(stream.Flush(kShort));
}

TEST_F(LineStreams, AReaderThatIsSlowGetsWholeLinesUpToABound) {
  LineStream stream(Fifo(), Rules(), "first");
  const std::string line(10'000, 'x');
  int taken = 0;
  while (stream.Put(line) && taken < 1'000) ++taken;
  EXPECT_GT(taken, 100) << "a mebibyte is kept";
  EXPECT_LT(taken, 150);
  EXPECT_FALSE(stream.Flush(kShort)) << "nobody reads";
  EXPECT_EQ(stream.trouble(), "");
  std::string read;
  for (int i = 0; i < 1'000 && !stream.Flush(Duration::zero()); ++i) read += ReadAll();
  read += ReadAll();
  EXPECT_TRUE(stream.Put("last"));
  read += ReadAll();
  EXPECT_EQ(read.size(), 6 + static_cast<std::size_t>(taken) * 10'001 + 5);
  EXPECT_THAT(read, StartsWith("first\nx"));
  EXPECT_THAT(read, EndsWith("x\nlast\n"));
}

// The master's side takes some kilobytes and no more: a write that waits would never come back.
TEST_F(LineStreams, ATerminalThatNobodyReadsHoldsNobodyUp) {
  reader_ = Descriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK));
  ASSERT_TRUE(reader_.ok() && ::grantpt(reader_.get()) == 0 && ::unlockpt(reader_.get()) == 0);
  LineStream stream(::ptsname(reader_.get()), Rules(), "first");
  int taken = 0;
  while (stream.Put(std::string(1'000, 'x')) && taken < 10'000) ++taken;
  EXPECT_LT(taken, 10'000);
  EXPECT_FALSE(stream.Flush(kShort)) << "nobody reads";
  EXPECT_EQ(stream.trouble(), "");
  std::string read;
  for (int i = 0; i < 10'000 && !stream.Flush(Duration::zero()); ++i) read += ReadAll();
  read += ReadAll();
  EXPECT_THAT(read, StartsWith("first\r\nx"));
  EXPECT_EQ(std::count(read.begin(), read.end(), '\n'), taken + 1);
}

// The file may grow to so many bytes: as on a full disk, a part of a line can be written.
TEST_F(LineStreams, AFileThatIsFullEndsWithAWholeLine) {
  const auto file = folder_.File("a.jsonl");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  LineStream stream(file, Rules(), "first");
  rlimit small = before;
  small.rlim_cur = 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  stream.Put("second");
  stream.Put("does not fit any more");
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(Text(file), "first\nsecond\n");
  EXPECT_FALSE(stream.reader_has_gone());
  EXPECT_THAT(stream.trouble(), HasSubstr("large"));
}

}  // namespace
}  // namespace kproof
