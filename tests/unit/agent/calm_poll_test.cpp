// The poll() of this program: librdkafka gets it, and it pauses where nothing comes.
#include "harness/agent/calm_poll.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

namespace kproof {
namespace {

using Clock = std::chrono::steady_clock;

class CalmPoll : public testing::Test {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizers have a poll() of their own";
#endif
    ASSERT_EQ(::pipe(ends_.data()), 0);
    CalmPolls();
  }
  ~CalmPoll() override {
    for (const int end : ends_)
      if (end >= 0) ::close(end);
  }
  int Ask(int timeout_ms = 0) {
    pollfd descriptor{.fd = ends_[0], .events = POLLIN, .revents = 0};
    return ::poll(&descriptor, 1, timeout_ms);
  }
  Clock::duration Hundred() {
    const auto begun = Clock::now();
    for (int asked = 0; asked < 100; ++asked) EXPECT_EQ(Ask(), 0);
    return Clock::now() - begun;
  }

  std::array<int, 2> ends_{-1, -1};
};

TEST_F(CalmPoll, PausesWhereNothingComes) { EXPECT_GE(Hundred(), std::chrono::milliseconds(90)); }

TEST_F(CalmPoll, SeesWhatIsThereAndCountsAnew) {
  Hundred();
  ASSERT_EQ(::write(ends_[1], "x", 1), 1);
  EXPECT_EQ(Ask(), 1);
  EXPECT_EQ(Ask(), 1);
}

// A wait without end ends with what arrives.
TEST_F(CalmPoll, WaitsAsLongAsItIsAskedTo) {
  std::thread writer([this] { EXPECT_EQ(::write(ends_[1], "x", 1), 1); });
  EXPECT_EQ(Ask(-1), 1);
  writer.join();
}

// Both names that librdkafka calls lead here: glibc's are not the first ones.
TEST_F(CalmPoll, IsTheOneThatLibrariesGet) {
  for (const char* name : {"poll", "__poll_chk"})
    EXPECT_NE(::dlsym(RTLD_DEFAULT, name), ::dlsym(RTLD_NEXT, name)) << name;
}

}  // namespace
}  // namespace kproof
