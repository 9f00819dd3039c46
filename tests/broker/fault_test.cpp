// Each fault that ends or freezes a process, on a real broker: it answers nobody, and answers
// again.
#include "harness/fault/fault.h"

#include <gtest/gtest.h>

#include "harness/kafka/node_client.h"
#include "tests/broker/break_and_mend.h"
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
  bool Answers() {
    NodeClient client(Broker().clients());
    return client.Metadata({}, std::chrono::milliseconds(500)).has_value();
  }

  Live cluster_{OneBroker()};
};

TEST_F(FaultOnABroker, EachBreaksProvesAndMends) {
  const Target target{Broker().name(), {&Broker()}};
  for (const std::string name : {"kill", "pause", "stop"}) {
    const auto fault = FindFault(name).make({.with = {}, .within = std::chrono::seconds(30)});
    BreakAndMend(name, *fault, target,
                 {.broken = [&] { return !Answers(); }, .mended = [&] { return Answers(); }});
  }
}

}  // namespace
}  // namespace kproof
