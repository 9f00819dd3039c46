// A socket without room keeps its own frames back and nobody else's.
#include "harness/inject/outlets.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <string>

#include "harness/base/clock.h"
#include "harness/base/descriptor.h"

namespace kproof {
namespace {

// Frames go into `in` and come out of `out`; nobody takes them out unless a test does.
struct Pair {
  Pair() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    in = Descriptor(ends[0]);
    out = Descriptor(ends[1]);
  }
  std::string Take() const {
    char text[64] = {};
    const auto size = ::recv(out.get(), text, sizeof text, 0);
    return size < 0 ? "nothing" : std::string(text, static_cast<std::size_t>(size));
  }
  Descriptor in, out;
};

class AnOutlet : public ::testing::Test {
 protected:
  void Send(const Pair& to, const std::string& frame) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(frame.data());
    outlets_.Send(to.in.get(), {bytes, frame.size()}, {{.rule = 1}}, now_ - 5, now_);
  }
  // Until one is kept; gives how many went out.
  int Fill(const Pair& to) {
    int sent = 0;
    while (!outlets_.next_try()) {
      Send(to, std::to_string(sent));
      if (!outlets_.next_try()) ++sent;
    }
    return sent;
  }
  void After(Duration time) {
    now_ += time.count();
    outlets_.TryAgain(now_);
  }

  int passed_on_ = 0, dropped_ = 0;
  std::vector<std::int64_t> waited_;
  std::int64_t now_ = 1'000'000;
  const Outlets::Limits limits_{.longest = std::chrono::milliseconds(100),
                                .most_bytes = 1000,
                                .again_after = std::chrono::milliseconds(1)};
  Outlets outlets_{{.passed_on =
                        [this](const auto&, Duration waited) {
                          ++passed_on_;
                          waited_.push_back(waited.count());
                        },
                    .dropped = [this](const auto&) { ++dropped_; }},
                   limits_};
  Pair blocked_, free_;
};

TEST_F(AnOutlet, ThatIsBlockedStallsNobodyElse) {
  Fill(blocked_);
  const auto began = MonotonicMicros();
  for (int i = 0; i < 50; ++i) Send(blocked_, "behind");
  Send(free_, "here");
  EXPECT_LT(MonotonicMicros() - began, 100'000)
      << "a frame that can't go out must not be waited for";
  EXPECT_EQ(free_.Take(), "here");
  EXPECT_EQ(dropped_, 0);
}

TEST_F(AnOutlet, KeepsItsFramesInOrderUntilThereIsRoom) {
  const int sent = Fill(blocked_);
  Send(blocked_, "last");
  EXPECT_EQ(passed_on_, sent);
  After(std::chrono::milliseconds(1));
  EXPECT_EQ(passed_on_, sent) << "there is no room yet";
  for (int i = 0; i < sent; ++i) EXPECT_EQ(blocked_.Take(), std::to_string(i));
  Send(blocked_, "later still");  // must not overtake what is kept
  After(std::chrono::milliseconds(20));
  EXPECT_EQ(blocked_.Take(), std::to_string(sent));
  EXPECT_EQ(blocked_.Take(), "last");
  EXPECT_EQ(blocked_.Take(), "later still");
  EXPECT_EQ(waited_.back(), 20'005) << "counted from when the wire was given the frame";
  EXPECT_FALSE(outlets_.next_try());
  EXPECT_EQ(dropped_, 0);
}

TEST_F(AnOutlet, DropsWhatItKeptForTooLong) {
  Fill(blocked_);
  Send(blocked_, "behind");
  After(std::chrono::milliseconds(99));
  EXPECT_EQ(dropped_, 0);
  After(std::chrono::milliseconds(2));
  EXPECT_EQ(dropped_, 2);
  EXPECT_FALSE(outlets_.next_try());
}

TEST_F(AnOutlet, KeepsNoMoreThanItsBound) {
  Fill(blocked_);
  Send(blocked_, std::string(limits_.most_bytes - 100, 'x'));
  Send(blocked_, std::string(200, 'x'));
  EXPECT_EQ(dropped_, 1);
}

TEST_F(AnOutlet, WhoseOtherEndIsGoneDropsAtOnce) {
  blocked_.out = Descriptor();
  Send(blocked_, "nobody there");
  EXPECT_EQ(dropped_, 1);
  EXPECT_FALSE(outlets_.next_try());
}

TEST_F(AnOutlet, ThatIsForgottenKeepsNothing) {
  Fill(blocked_);
  outlets_.Forget(blocked_.in.get());
  EXPECT_EQ(dropped_, 1);
  EXPECT_FALSE(outlets_.next_try());
  After(std::chrono::seconds(1));
  EXPECT_EQ(dropped_, 1);
}

}  // namespace
}  // namespace kproof
