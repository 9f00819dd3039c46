// Faults made of a wire: real frames come late, twice or out of order, and as ever after the undo.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;

class OnTheWire : public Hosts {
 protected:
  // How long there and back took; the longest Duration when nothing came.
  Duration RoundTrip(const Connection& connection) {
    const auto begin = MonotonicMicros();
    if (!connection.Carries(kSurely) || !connection.CarriesBack(kSurely)) return Duration::max();
    return Duration(MonotonicMicros() - begin);
  }
  Duration MedianRoundTrip(const Connection& connection) {
    std::vector<Duration> times;
    for (int i = 0; i < 5; ++i) times.push_back(RoundTrip(connection));
    std::nth_element(times.begin(), times.begin() + 2, times.end());
    return times[2];
  }
};

TEST_F(OnTheWire, DelayIsOfTheTargetAndItsPeersAlone) {
  const Socket at_b = Listen(b_, kPort), at_c = Listen(c_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto ac = Connect(a_, c_, at_c, kPort);
  ASSERT_TRUE(ab && ac);
  EXPECT_LT(MedianRoundTrip(*ab), milliseconds(150));
  const auto fault = Make("delay", {{"delay", "200ms"}}, Of({b_}));
  EXPECT_FALSE(fault->Prove(Of({a_})).bit);
  Undo undo = fault->Prepare(Of({a_}));
  ExpectNothingLeft();
  fault->Inject(Of({a_}));
  EXPECT_FALSE(fault->Prove(Of({a_})).bit) << "a delay that met no frame has not bitten";
  const Duration far = MedianRoundTrip(*ab), near = MedianRoundTrip(*ac);
  EXPECT_GT(far, milliseconds(398));
  EXPECT_LT(far, milliseconds(700));
  EXPECT_LT(near, milliseconds(150));
  const Bite bite = fault->Prove(Of({a_}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  RecordProperty("proof", bite.proof);
  EXPECT_NE(bite.proof.find("by " + wire_.mechanism()), std::string::npos) << bite.proof;
  undo.Run();
  EXPECT_LT(MedianRoundTrip(*ab), milliseconds(150)) << "the connection outlives wire and undo";
  EXPECT_FALSE(fault->Prove(Of({a_})).bit);
  ExpectNothingLeft();
}

TEST_F(OnTheWire, DelayOneWayIsHalfOfIt) {
  const Socket at_b = Listen(b_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto fault = Make("delay", {{"delay", "200ms"}, {"direction", "out"}}, Of({b_}));
  Undo undo = fault->Prepare(Of({a_}));
  fault->Inject(Of({a_}));
  const Duration time = MedianRoundTrip(*ab);
  EXPECT_GT(time, milliseconds(199));
  EXPECT_LT(time, milliseconds(390));
}

TEST_F(OnTheWire, DelayBetweenTwoTargetsCountsOnce) {
  const Socket at_b = Listen(b_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto fault = Make("delay", {{"delay", "200ms"}}, Of({a_, b_}));
  const Target both = Of({a_, b_});
  Undo undo = fault->Prepare(both);
  fault->Inject(both);
  const Duration time = MedianRoundTrip(*ab);
  EXPECT_GT(time, milliseconds(398));
  EXPECT_LT(time, milliseconds(700));
}

TEST_F(OnTheWire, TwoRulesInOneCableComeAndGoByThemselves) {
  const Socket at_b = Listen(b_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto one = Make("delay", {{"delay", "150ms"}}, Of({b_}));
  const auto two = Make("delay", {{"delay", "200ms"}}, Of({b_, c_}));
  Undo undo_one = one->Prepare(Of({a_})), undo_two = two->Prepare(Of({a_}));
  one->Inject(Of({a_}));
  two->Inject(Of({a_}));
  EXPECT_GT(MedianRoundTrip(*ab), milliseconds(698));
  undo_one.Run();
  const Duration left = MedianRoundTrip(*ab);
  EXPECT_GT(left, milliseconds(398));
  EXPECT_LT(left, milliseconds(690));
  undo_two.Run();
  EXPECT_LT(MedianRoundTrip(*ab), milliseconds(150));
  ExpectNothingLeft();
}

TEST_F(OnTheWire, AFilterStillActsBehindAWire) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort);
  const auto delay = Make("delay", {{"delay", "5ms"}});
  const auto cut = Make("cut", {}, Of({b_}));
  Undo undo_delay = delay->Prepare(Of({a_})), undo_cut = cut->Prepare(Of({a_}));
  delay->Inject(Of({a_}));
  cut->Inject(Of({a_}));
  SendTo(from_a, b_, kPort, "x");
  EXPECT_EQ(at_b.Receive(kNever), "");
  EXPECT_TRUE(delay->Prove(Of({a_})).bit && cut->Prove(Of({a_})).bit);
  undo_cut.Run();
  SendTo(from_a, b_, kPort, "y");
  EXPECT_EQ(at_b.Receive(kSurely), "y");
}

TEST_F(OnTheWire, DuplicateSendsTwice) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort);
  const auto fault = Make("duplicate", {{"fraction", "0.5"}, {"direction", "out"}}, Of({b_}));
  Undo undo = fault->Prepare(Of({a_}));
  fault->Inject(Of({a_}));
  std::map<std::string, int> came;
  for (int i = 0; i < 400; ++i) {
    SendTo(from_a, b_, kPort, std::to_string(i));
    if (const auto one = at_b.Receive(Duration(0)); one && !one->empty()) ++came[*one];
  }
  for (auto one = at_b.Receive(kNever); one && !one->empty(); one = at_b.Receive(kNever))
    ++came[*one];
  EXPECT_EQ(came.size(), 400u) << "none is missing";
  const auto doubled =
      std::count_if(came.begin(), came.end(), [](const auto& one) { return one.second == 2; });
  EXPECT_GT(doubled, 130);  // 200 and seven standard deviations of 10
  EXPECT_LT(doubled, 270);
  const Bite bite = fault->Prove(Of({a_}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  undo.Run();
  SendTo(from_a, b_, kPort, "once");
  EXPECT_EQ(at_b.Receive(kSurely), "once");
  EXPECT_EQ(at_b.Receive(kNever), "");
  ExpectNothingLeft();
}

TEST_F(OnTheWire, ReorderLetsFramesOvertake) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort);
  const auto fault = Make("reorder", {{"fraction", "0.2"}, {"by", "10ms"}}, Of({b_}));
  Undo undo = fault->Prepare(Of({a_}));
  fault->Inject(Of({a_}));
  std::vector<int> came;
  const auto take = [&](Duration limit) {
    const auto one = at_b.Receive(limit);
    if (one && !one->empty()) came.push_back(std::stoi(*one));
    return one && !one->empty();
  };
  for (int i = 0; i < 400; ++i) {
    SendTo(from_a, b_, kPort, std::to_string(i));
    take(Duration(0));
  }
  while (take(kNever)) {
  }
  EXPECT_EQ(came.size(), 400u);
  EXPECT_FALSE(std::is_sorted(came.begin(), came.end()));
  std::sort(came.begin(), came.end());
  EXPECT_EQ(came.front(), 0);
  EXPECT_EQ(std::adjacent_find(came.begin(), came.end()), came.end()) << "each came once";
  const Bite bite = fault->Prove(Of({a_}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  undo.Run();
  ExpectNothingLeft();
}

// Whoever watches sits on the hub and goes on seeing a host whose cable is spliced.
TEST_F(OnTheWire, TheHubReachesWhomItDelays) {
  const Socket at_a = Listen(a_, kPort);
  Host hub;
  hub.netns = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  const Socket closes_it(hub.netns);
  const auto watch = Connect(hub, a_, at_a, kPort);
  ASSERT_TRUE(watch && watch->Carries() && watch->CarriesBack());
  const auto fault = Make("delay", {{"delay", "200ms"}});
  Undo undo = fault->Prepare(Of({a_, b_, c_}));
  fault->Inject(Of({a_, b_, c_}));
  EXPECT_LT(MedianRoundTrip(*watch), milliseconds(150));
  undo.Run();
  EXPECT_LT(MedianRoundTrip(*watch), milliseconds(150));
  EXPECT_TRUE(Connect(hub, a_, at_a, kPort));
  ExpectNothingLeft();
}

// Bulk TCP through a wire, put in and taken out while it flows: frames of 64 KB with their
// offloads.
TEST_F(OnTheWire, ATransferGoesOnThroughSplicingAndJoining) {
  const Socket at_b = Listen(b_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto fault = Make("delay", {{"delay", "1ms"}}, Of({b_}));
  Undo undo = fault->Prepare(Of({a_}));
  const std::string block(64 << 10, 'z');
  std::size_t came = 0;
  const auto move_for = [&](Duration time) {
    const std::size_t before = came;
    for (const Deadline deadline(time); !deadline.Passed();) {
      ab->client.Send(block);
      const auto got = ab->server.Receive(milliseconds(1));
      if (!got) return std::size_t{0};
      EXPECT_EQ(got->find_first_not_of('z'), std::string::npos);
      came += got->size();
    }
    return came - before;
  };
  EXPECT_GT(move_for(milliseconds(300)), 1'000'000u);
  fault->Inject(Of({a_}));
  EXPECT_GT(move_for(milliseconds(700)), 1'000'000u);
  undo.Run();
  EXPECT_GT(move_for(milliseconds(500)), 1'000'000u);
  ExpectNothingLeft();
}

}  // namespace
}  // namespace kproof
