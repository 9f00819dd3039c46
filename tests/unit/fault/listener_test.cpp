// Faults of one listener leave the others alone.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "tests/unit/fault/hosts.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;

// A broker of which nothing but its listeners is asked.
class Listeners final : public Node {
 public:
  explicit Listeners(Host host)
      : Node({.id = 1,
              .name = host.name,
              .broker = true,
              .clients = {host.address, 9092},
              .replication = {host.address, 9093}}),
        host_(std::move(host)) {
    Give({.host = &host_});
  }

 private:
  const Host host_;
};

class OneListener : public Hosts, public testing::WithParamInterface<const char*> {};

TEST_P(OneListener, IsTouchedAloneAndTheOthersAreNot) {
  Listeners node(a_);
  Target target = Of({a_});
  target.nodes = {&node};
  const Socket clients = Listen(a_, 9092), replication = Listen(a_, 9093);
  const auto client = Connect(b_, a_, clients, 9092);
  const auto replica = Connect(b_, a_, replication, 9093);
  ASSERT_TRUE(client && replica && client->Carries() && replica->Carries());
  std::map<std::string, std::string> with = {{"listener", "replication"}};
  if (std::string(GetParam()) == "loss")
    with["fraction"] = "0.9";  // few packets, and each may pass
  const auto fault = Make(GetParam(), with, Of({b_}));
  Undo undo = fault->Prepare(target);
  EXPECT_NE(undo.name().find("(replication)"), std::string::npos) << undo.name();
  fault->Inject(target);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(client->Carries() && client->CarriesBack());
  }
  EXPECT_FALSE(fault->Prove(target).bit) << fault->Prove(target).proof;
  const std::string block(64 << 10, 'z');  // more than a narrow link lets pass at once
  for (int i = 0; i < 8; ++i) replica->client.Send(block);
  EXPECT_TRUE(
      WaitUntil([&] { return fault->Prove(target).bit; }, Deadline(std::chrono::seconds(5))))
      << fault->Prove(target).proof;
  undo.Run();
  ExpectNothingLeft();
}

INSTANTIATE_TEST_SUITE_P(Faults, OneListener,
                         testing::Values("cut", "loss", "delay", "bandwidth", "reset", "half-open"),
                         [](const auto& one) {
                           std::string name(one.param);
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(Hosts, AListenerThatNobodyHasIsAnError) {
  Listeners node(a_);
  Target target = Of({a_});
  target.nodes = {&node};
  EXPECT_THROW((void)Make("cut", {{"listener", "controllers"}})->Prepare(target), Error);
}

}  // namespace
}  // namespace kproof
