// Processes that work side by side: all of them, their codes, and their ends.
#include "harness/cluster/workers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "harness/base/clock.h"

namespace kproof {
namespace {

TEST(Workers, EachHaveANumberAndACode) {
  const auto end = RunWorkers(3, [](std::size_t index) { return static_cast<int>(10 + index); });
  EXPECT_EQ(end.codes, (std::vector<int>{10, 11, 12}));
  EXPECT_EQ(end.signal, 0);
  EXPECT_TRUE(RunWorkers(0, [](std::size_t) { return 1; }).codes.empty());
}

// The worker ends only after what the parent does meanwhile; what is written last is seen.
TEST(Workers, LeaveTheirParentTimeForOtherThings) {
  int ends[2], results[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::pipe2(results, O_NONBLOCK), 0);
  std::string read;
  RunWorkers(
      1,
      [&](std::size_t) {
        char go = 0;
        return ::read(ends[0], &go, 1) == 1 && ::write(results[1], "done", 4) == 4 ? 0 : 1;
      },
      [&] {
        if (read.empty() && ::write(ends[1], "g", 1) != 1) read = "the worker has no pipe";
        char part[8];
        if (const auto got = ::read(results[0], part, sizeof part); got > 0)
          read.append(part, static_cast<std::size_t>(got));
      });
  EXPECT_EQ(read, "done");
  for (const int end : {ends[0], ends[1], results[0], results[1]}) ::close(end);
}

TEST(Workers, ThatAreKilledSaySo) {
  const auto end = RunWorkers(2, [](std::size_t index) {
    if (index == 1) ::raise(SIGKILL);
    return 0;
  });
  EXPECT_EQ(end.codes, (std::vector<int>{0, 128 + SIGKILL}));
}

TEST(Workers, HearWhatAsksTheirParentToEnd) {
  const pid_t parent = ::fork();
  if (parent == 0) {
    static volatile std::sig_atomic_t asked = 0;
    std::signal(SIGTERM, [](int) { asked = 1; });  // there before any worker is
    const auto end = RunWorkers(2, [](std::size_t index) {
      if (index == 0) ::kill(::getppid(), SIGTERM);
      for (int wait = 0; asked == 0 && wait < 500; ++wait) SleepFor(std::chrono::milliseconds(10));
      return asked != 0 ? 7 : 8;
    });
    ::_exit(end.codes == std::vector<int>{7, 7} && end.signal == SIGTERM ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(parent, &status, 0), parent);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace kproof
