// Each fault that takes a node down on a real broker: broken, proven, and mended. Others have tests
// of their own.
#include "harness/fault/fault.h"

#include <gtest/gtest.h>

#include "harness/kafka/node_client.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

class FaultOnABroker : public testing::Test {
 protected:
  static ClusterSetup OneBroker() {
    ClusterSetup spec;
    spec.brokers = 1;
    spec.controllers = 0;
    spec.combined = true;
    return spec;
  }

  Node& Broker() { return *cluster_->brokers().front(); }
  Target TheBroker() { return {Broker().name(), {&Broker()}}; }
  bool Answers() {
    NodeClient client(Broker().clients());
    return client.Metadata({}, std::chrono::milliseconds(500)).has_value();
  }
  std::unique_ptr<Fault> Make(const std::string& name) {
    return FindFault(name).make({.with = {}, .within = std::chrono::seconds(30)});
  }

  Live cluster_{OneBroker()};
};

TEST_F(FaultOnABroker, EachBreaksProvesAndMends) {
  for (const auto& type : Faults()) {
    if (!type.takes_down || !NeedsOf(type, {}).empty()) continue;
    SCOPED_TRACE(type.name);
    ASSERT_TRUE(Answers());
    const auto fault = Make(type.name);
    EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "nothing is proven before it happened";
    Undo undo = fault->Prepare(TheBroker());
    fault->Inject(TheBroker());
    EXPECT_TRUE(
        WaitUntil([&] { return fault->Prove(TheBroker()).bit; }, Deadline(std::chrono::seconds(5))))
        << fault->Prove(TheBroker()).proof;
    EXPECT_FALSE(Answers()) << "broken";
    undo.Run();
    EXPECT_TRUE(WaitUntil([&] { return Answers(); }, Deadline(std::chrono::seconds(20))))
        << "mended";
    EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "a mended fault proves nothing";
  }
}

}  // namespace
}  // namespace kproof
