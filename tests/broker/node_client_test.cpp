// Every question that the harness asks, put to real nodes; prints what an answer costs.
#include "harness/kafka/node_client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "harness/base/error.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

NodeClient ClientOf(const Address& address) { return NodeClient(address); }

void PrintCost(const char* name, const std::function<bool()>& call) {
  std::vector<std::int64_t> micros;
  for (int i = 0; i < 50; ++i) {
    const auto begin = MonotonicMicros();
    EXPECT_TRUE(call()) << name;
    micros.push_back(MonotonicMicros() - begin);
  }
  std::sort(micros.begin(), micros.end());
  fmt::print("{}: median {:.2f} ms, max {:.2f} ms\n", name, double(micros[25]) / 1000,
             double(micros.back()) / 1000);
}

TEST(NodeClient, AnswersEveryQuestionOfARealCluster) {
  const Live live;
  CreateTopic(*live,
              {.name = "payments",
               .partitions = 3,
               .replication = 3,
               .config = {{"min.insync.replicas", "2"}}},
              Deadline(std::chrono::seconds(20)));
  NodeClient broker = ClientOf(live->node(2).clients());

  const auto metadata = broker.Metadata({"payments"}, kTimeout);
  ASSERT_TRUE(metadata) << broker.last_error();
  EXPECT_EQ(metadata->cluster_id, live->id());
  EXPECT_EQ(metadata->brokers, (std::vector<std::int32_t>{1, 2, 3}));
  ASSERT_EQ(metadata->partitions.size(), 3U);
  const auto& first = metadata->partitions.front();
  EXPECT_EQ(first.isr.size(), 3U);
  EXPECT_GE(first.leader_epoch, 0);
  EXPECT_EQ(broker.Metadata({}, kTimeout)->partitions.size(), 3U);
  EXPECT_TRUE(broker.Metadata({"no-such-topic"}, kTimeout)->partitions.empty());

  // Each controller says by itself who is active, also those that are not.
  const auto quorum = broker.Quorum(kTimeout);
  ASSERT_TRUE(quorum) << broker.last_error();
  EXPECT_EQ(quorum->voters, (std::vector<std::int32_t>{101, 102, 103}));
  for (Node* const node : live->controllers()) {
    NodeClient controller = ClientOf(node->control());
    const auto own = controller.Quorum(kTimeout);
    ASSERT_TRUE(own) << node->name() << ": " << controller.last_error();
    EXPECT_EQ(own->leader, quorum->leader) << node->name();
    EXPECT_EQ(own->epoch, quorum->epoch) << node->name();
  }

  NodeClient leader = ClientOf(live->node(first.leader).clients());
  const auto offsets = leader.Offsets("payments", first.partition, kTimeout);
  ASSERT_TRUE(offsets) << leader.last_error();
  EXPECT_EQ(offsets->start, 0);
  EXPECT_EQ(offsets->end, 0);
  EXPECT_EQ(offsets->stable, 0);
  NodeClient follower = ClientOf(live->node(first.leader % 3 + 1).clients());
  EXPECT_FALSE(follower.Offsets("payments", first.partition, kTimeout));
  EXPECT_EQ(follower.last_error(), "NOT_LEADER_OR_FOLLOWER");

  const auto topic_config = broker.TopicConfig("payments", kTimeout);
  ASSERT_TRUE(topic_config) << broker.last_error();
  const auto min_isr =
      std::find_if(topic_config->begin(), topic_config->end(),
                   [](const auto& entry) { return entry.key == "min.insync.replicas"; });
  ASSERT_NE(min_isr, topic_config->end());
  EXPECT_EQ(min_isr->value, "2");
  EXPECT_EQ(min_isr->source, "DYNAMIC_TOPIC_CONFIG");
  ASSERT_TRUE(broker.BrokerConfig(2, kTimeout)) << broker.last_error();
  EXPECT_FALSE(broker.TopicConfig("no-such-topic", kTimeout));
  EXPECT_EQ(broker.last_error(), "UNKNOWN_TOPIC_OR_PARTITION");

  EXPECT_THROW(broker.CreateTopic({"payments", 1, 1, {}}, kTimeout), Error);
  EXPECT_THROW(broker.CreateTopic({"wide", 1, 9, {}}, kTimeout), Error);

  PrintCost("Metadata with ELR",
            [&] { return broker.Metadata({"payments"}, kTimeout).has_value(); });
  PrintCost("Quorum by a broker", [&] { return broker.Quorum(kTimeout).has_value(); });
  NodeClient controller = ClientOf(live->controllers().front()->control());
  PrintCost("Quorum by a controller", [&] { return controller.Quorum(kTimeout).has_value(); });
  PrintCost("Offsets (three requests)",
            [&] { return leader.Offsets("payments", first.partition, kTimeout).has_value(); });
  PrintCost("TopicConfig", [&] { return broker.TopicConfig("payments", kTimeout).has_value(); });
}

}  // namespace
}  // namespace kproof
