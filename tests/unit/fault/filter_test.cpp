// Faults made of packet filters: real packets vanish, and flow again after the undo.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

constexpr int kPort = 9092;

TEST_F(Hosts, CutBothWaysStopsBothAndNobodyElse) {
  const Socket at_b = Listen(b_, kPort), at_c = Listen(c_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto ac = Connect(a_, c_, at_c, kPort);
  ASSERT_TRUE(ab && ac && ab->Carries() && ac->Carries());
  const auto fault = Make("cut", {}, Of({b_}));
  const Target target = Of({a_});
  EXPECT_FALSE(fault->Prove(target).bit) << "nothing is proven before it happened";
  Undo undo = fault->Prepare(target);
  EXPECT_EQ(undo.name(), "join broker-1 and broker-2 again");
  ExpectNothingLeft();  // nor is anything done
  fault->Inject(target);
  EXPECT_FALSE(fault->Prove(target).bit) << "a cut that met no packet has not bitten";
  EXPECT_FALSE(ab->Carries());
  EXPECT_FALSE(ab->CarriesBack());
  EXPECT_FALSE(Connect(a_, b_, at_b, kPort));
  EXPECT_TRUE(ac->Carries());
  const Bite bite = fault->Prove(target);
  EXPECT_TRUE(bite.bit);
  EXPECT_TRUE(bite.proof.starts_with("dropped ")) << bite.proof;
  undo.Run();
  EXPECT_TRUE(ab->Carries(std::chrono::seconds(5))) << "TCP sends again what was dropped";
  EXPECT_FALSE(fault->Prove(target).bit) << "a mended fault proves nothing";
  ExpectNothingLeft();
}

TEST_F(Hosts, CutOneWayLetsTheOtherWayPass) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort);
  for (const std::string direction : {"out", "in"}) {
    SCOPED_TRACE(direction);
    const auto fault = Make("cut", {{"direction", direction}}, Of({b_}));
    Undo undo = fault->Prepare(Of({a_}));
    fault->Inject(Of({a_}));
    SendTo(from_a, b_, kPort, "out");
    SendTo(at_b, a_, kPort, "in");
    const Duration limit = std::chrono::milliseconds(300);
    EXPECT_EQ(at_b.Receive(limit), direction == "out" ? "" : "out");
    EXPECT_EQ(from_a.Receive(limit), direction == "in" ? "" : "in");
    undo.Run();
    SendTo(from_a, b_, kPort, "again");
    EXPECT_EQ(at_b.Receive(limit), "again");
  }
  ExpectNothingLeft();
}

TEST_F(Hosts, CutWithoutPeersIsFromEverybodyElse) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort), at_c = Udp(c_, kPort);
  const auto fault = Make("cut", {});
  Undo undo = fault->Prepare(Of({a_}));
  fault->Inject(Of({a_}));
  SendTo(from_a, b_, kPort, "x");
  SendTo(from_a, c_, kPort, "x");
  SendTo(at_b, c_, kPort, "b to c");
  EXPECT_EQ(at_c.Receive(std::chrono::milliseconds(300)), "b to c");
  EXPECT_EQ(at_b.Receive(std::chrono::milliseconds(100)), "");
  EXPECT_EQ(fault->Prove(Of({a_})).proof.substr(0, 17), "dropped 2 packets");
}

TEST_F(Hosts, ACutGoesWithItsFault) {
  {
    const auto fault = Make("cut", {});
    Undo undo = fault->Prepare(Of({a_}));
    fault->Inject(Of({a_}));
    undo.Dismiss();
  }
  ExpectNothingLeft();
}

TEST_F(Hosts, WordsThatMeanNothingAreErrors) {
  EXPECT_THROW((void)Make("cut", {{"direction", "sideways"}})->Prepare(Of({a_})), Error);
  EXPECT_THROW((void)Make("cut", {{"listener", "client"}})->Prepare(Of({a_})), Error);
  EXPECT_THROW((void)Make("cut", {}, Of({a_}))->Prepare(Of({a_})), Error);
}

}  // namespace
}  // namespace kproof
