// Faults made of packet filters: real packets vanish, and flow again after the undo.
#include <gtest/gtest.h>

#include <cerrno>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

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
  EXPECT_FALSE(ab->Carries(kNever));
  EXPECT_FALSE(ab->CarriesBack(kNever));
  EXPECT_FALSE(Connect(a_, b_, at_b, kPort, kNever));
  EXPECT_TRUE(ac->Carries());
  const Bite bite = fault->Prove(target);
  EXPECT_TRUE(bite.bit);
  EXPECT_TRUE(bite.proof.starts_with("dropped ")) << bite.proof;
  undo.Run();
  EXPECT_TRUE(ab->Carries()) << "TCP sends again what was dropped";
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
    const bool out = direction == "out";
    EXPECT_EQ(at_b.Receive(out ? kNever : kSurely), out ? "" : "out");
    EXPECT_EQ(from_a.Receive(out ? kSurely : kNever), out ? "in" : "");
    undo.Run();
    SendTo(from_a, b_, kPort, "again");
    EXPECT_EQ(at_b.Receive(kSurely), "again");
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
  EXPECT_EQ(at_c.Receive(kSurely), "b to c");
  EXPECT_EQ(at_b.Receive(kNever), "");
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

TEST_F(Hosts, LossTakesItsShare) {
  const Socket from_a = Udp(a_, kPort), at_b = Udp(b_, kPort);
  const auto fault = Make("loss", {{"fraction", "0.3"}}, Of({b_}));
  Undo undo = fault->Prepare(Of({a_}));
  fault->Inject(Of({a_}));
  int arrived = 0;
  for (int i = 0; i < 1000; ++i) {
    SendTo(from_a, b_, kPort, "x");
    if (at_b.Receive(Duration(0)) == "x") ++arrived;
  }
  while (at_b.Receive(kNever) == "x") ++arrived;
  EXPECT_GT(arrived, 600);  // 700 and seven standard deviations of 14.5
  EXPECT_LT(arrived, 800);
  const Bite bite = fault->Prove(Of({a_}));
  EXPECT_TRUE(bite.bit);
  EXPECT_TRUE(
      bite.proof.starts_with("lost " + std::to_string(1000 - arrived) + " of 1,000 packets"))
      << bite.proof;
  undo.Run();
  for (int i = 0; i < 100; ++i) SendTo(from_a, b_, kPort, "y");
  for (int i = 0; i < 100; ++i) ASSERT_EQ(at_b.Receive(kSurely), "y") << i << " after the undo";
  ExpectNothingLeft();
}

TEST_F(Hosts, RefuseAnswersNewConnectionsAndKeepsOpenOnes) {
  const Socket at_b = Listen(b_, kPort);
  const auto before = Connect(a_, b_, at_b, kPort);
  ASSERT_TRUE(before && before->Carries());
  const auto fault = Make("refuse", {}, Of({a_}));
  Undo undo = fault->Prepare(Of({b_}));
  fault->Inject(Of({b_}));
  EXPECT_FALSE(fault->Prove(Of({b_})).bit);
  EXPECT_EQ(ErrorOfConnect(a_, b_, kPort), ECONNREFUSED);
  EXPECT_TRUE(before->Carries() && before->CarriesBack());
  EXPECT_TRUE(fault->Prove(Of({b_})).bit);
  undo.Run();
  EXPECT_TRUE(Connect(a_, b_, at_b, kPort));
  ExpectNothingLeft();
}

TEST_F(Hosts, RefuseInOneDirectionIsAboutWhoOpens) {
  const Socket at_a = Listen(a_, kPort), at_b = Listen(b_, kPort);
  const auto fault = Make("refuse", {{"direction", "in"}}, Of({a_}));
  Undo undo = fault->Prepare(Of({b_}));
  fault->Inject(Of({b_}));
  EXPECT_FALSE(Connect(a_, b_, at_b, kPort, kNever));
  EXPECT_TRUE(Connect(b_, a_, at_a, kPort));
}

TEST_F(Hosts, ResetEndsOpenConnectionsAtBothEnds) {
  const Socket at_b = Listen(b_, kPort), at_c = Listen(c_, kPort);
  const auto ab = Connect(a_, b_, at_b, kPort);
  const auto ac = Connect(a_, c_, at_c, kPort);
  ASSERT_TRUE(ab && ab->Carries() && ac && ac->Carries());
  const auto fault = Make("reset", {}, Of({a_}));
  Undo undo = fault->Prepare(Of({b_}));
  fault->Inject(Of({b_}));
  EXPECT_FALSE(fault->Prove(Of({b_})).bit);
  ab->client.Send("x");
  EXPECT_EQ(ab->client.Receive(kSurely), std::nullopt) << "the sender is reset";
  ab->server.Send("y");
  EXPECT_EQ(ab->server.Receive(kSurely), std::nullopt) << "and so is the other, once it sends";
  EXPECT_TRUE(ac->Carries());
  EXPECT_TRUE(fault->Prove(Of({b_})).bit);
  undo.Run();
  const auto after = Connect(a_, b_, at_b, kPort);
  EXPECT_TRUE(after && after->Carries());
  ExpectNothingLeft();
}

TEST_F(Hosts, HalfOpenForgetsOldConnectionsAndCarriesNewOnes) {
  const Socket at_b = Listen(b_, kPort);
  const auto before = Connect(a_, b_, at_b, kPort);
  ASSERT_TRUE(before && before->Carries() && before->CarriesBack());
  const auto fault = Make("half-open", {}, Of({a_}));
  Undo undo = fault->Prepare(Of({b_}));
  fault->Inject(Of({b_}));
  EXPECT_FALSE(fault->Prove(Of({b_})).bit);
  before->client.Send("x");
  EXPECT_EQ(before->server.Receive(kNever), "");
  EXPECT_EQ(before->client.Receive(kNever), "") << "silence, not a reset";
  const auto after = Connect(a_, b_, at_b, kPort);
  ASSERT_TRUE(after);
  EXPECT_TRUE(after->Carries() && after->CarriesBack());
  EXPECT_TRUE(fault->Prove(Of({b_})).bit);
  undo.Run();
  EXPECT_EQ(before->server.Receive(kSurely), "x") << "TCP sent it again";
  ExpectNothingLeft();
}

TEST_F(Hosts, PartitionsHaveShapes) {
  const auto joined = [&](const std::string& shape) {
    const auto fault = Make("partition", {{"shape", shape}});
    const Target all = Of({a_, b_, c_});
    Undo undo = fault->Prepare(all);
    fault->Inject(all);
    std::string pairs;
    const std::vector<std::pair<Host, Host>> ways = {{a_, b_}, {b_, a_}, {a_, c_},
                                                     {c_, a_}, {b_, c_}, {c_, b_}};
    for (const auto& [from, to] : ways) {
      const Socket sender = Udp(from, kPort), receiver = Udp(to, kPort);
      SendTo(sender, to, kPort, "x");
      if (receiver.Receive(kNever) == "x") pairs += from.name.substr(7) + to.name.substr(7) + " ";
    }
    EXPECT_EQ(fault->Prove(all).bit, true);
    return pairs;
  };
  EXPECT_EQ(joined("halves"), "12 21 ");
  EXPECT_EQ(joined("bridge"), "12 21 23 32 ");
  EXPECT_EQ(joined("singles"), "");
  EXPECT_THROW(joined("ring"), Error) << "three in a ring all see each other";
  EXPECT_THROW(joined("star"), Error);
  ExpectNothingLeft();
}

}  // namespace
}  // namespace kproof
