// A narrow link lets through what it says, in each direction, and all again after the undo.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;

// Bytes a second that one end gets from the other while `time` passes.
double Rate(const Socket& from, const Socket& to, Duration time) {
  const std::string block(16 << 10, 'z');
  std::size_t came = 0;
  const auto begin = MonotonicMicros();
  for (const Deadline deadline(time); !deadline.Passed();) {
    from.Send(block);
    came += to.Receive(milliseconds(5)).value_or("").size();
  }
  return static_cast<double>(came) * 1e6 / static_cast<double>(MonotonicMicros() - begin);
}

TEST_F(Hosts, BandwidthNarrowsEachDirectionForItself) {
  for (const std::string direction : {"out", "in"}) {
    SCOPED_TRACE(direction);
    const Socket at_b = Listen(b_, kPort), at_c = Listen(c_, kPort);
    const auto ab = Connect(a_, b_, at_b, kPort);
    const auto ac = Connect(a_, c_, at_c, kPort);
    ASSERT_TRUE(ab && ac);
    const auto fault = Make("bandwidth", {{"rate", "250KB"}, {"direction", direction}}, Of({b_}));
    Undo undo = fault->Prepare(Of({a_}));
    ExpectNothingLeft();
    fault->Inject(Of({a_}));
    EXPECT_FALSE(fault->Prove(Of({a_})).bit) << "nothing had to wait yet";
    const bool out = direction == "out";
    const Socket& from = out ? ab->client : ab->server;
    const Socket& to = out ? ab->server : ab->client;
    const double narrow = Rate(from, to, milliseconds(2000));
    EXPECT_GT(narrow, 50e3);
    EXPECT_LT(narrow, 320e3);
    EXPECT_GT(Rate(ac->client, ac->server, milliseconds(200)), 400e3) << "others have their way";
    const Bite bite = fault->Prove(Of({a_}));
    EXPECT_TRUE(bite.bit) << bite.proof;
    undo.Run();
    while (to.Receive(milliseconds(300)).value_or("") != "") {
    }
    EXPECT_GT(Rate(from, to, milliseconds(500)), 400e3) << "wide again";
    EXPECT_FALSE(fault->Prove(Of({a_})).bit);
    ExpectNothingLeft();
  }
}

TEST_F(Hosts, TwoBandwidthsOfOneLinkAreRefusedAndTheFirstStays) {
  const auto one = Make("bandwidth", {}), two = Make("bandwidth", {});
  Undo undo_one = one->Prepare(Of({a_}));
  one->Inject(Of({a_}));
  {
    Undo undo_two = two->Prepare(Of({a_}));
    EXPECT_THROW(two->Inject(Of({a_})), Error);
  }
  EXPECT_EQ(one->Prove(Of({a_})).proof.substr(0, 34), "0 times a packet had to wait, 0 dr");
  undo_one.Run();
  ExpectNothingLeft();
}

}  // namespace
}  // namespace kproof
