// Every request that changes something, put to a real cluster, and what is refused by whom.
#include "harness/kafka/controller_client.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/error.h"
#include "harness/cluster/connect.h"
#include "harness/kafka/admin_messages.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

const TopicPartition kFirst{"payments", 0};

class Operations : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    live_ = std::make_unique<Live>();
    CreateTopic(**live_, {.name = "payments", .partitions = 2, .replication = 3, .config = {}},
                Within(20));
  }
  static void TearDownTestSuite() { live_.reset(); }

  static Deadline Within(int seconds) { return Deadline(std::chrono::seconds(seconds)); }
  static NodeClient Broker(std::int32_t id) { return NodeClient((*live_)->node(id).clients()); }
  static PartitionInfo Partition(const TopicPartition& partition) {
    auto client = Broker(1);
    const auto metadata = client.Metadata({partition.topic}, kTimeout);
    for (const auto& info : metadata.value_or(MetadataAnswer{}).partitions)
      if (info.partition == partition.partition) return info;
    return {};
  }
  // Puts the replicas in this order, which moves nothing, and returns once brokers say so.
  void Order(const std::vector<std::int32_t>& replicas) {
    const auto answer = admin_.Reassign({{kFirst, replicas}}, Within(10));
    ASSERT_EQ(answer.Refusal(), std::nullopt);
    ASSERT_TRUE(WaitUntil([&] { return Partition(kFirst).replicas == replicas; }, Within(10)));
  }

  static inline std::unique_ptr<Live> live_;
  ControllerClient admin_ = ConnectToActive(**live_);
};

TEST_F(Operations, AnElectionGivesThePartitionToItsFirstReplica) {
  const auto leader = Partition(kFirst).leader;
  const std::int32_t next = leader % 3 + 1;
  Order({next, leader, 6 - next - leader});
  const auto begin = MonotonicMicros();
  const auto answer = admin_.ElectLeaders(Election::kPreferred, {kFirst}, Within(10));
  fmt::print("ElectLeaders: {:.2f} ms\n", double(MonotonicMicros() - begin) / 1000);
  EXPECT_EQ(answer.Refusal(), std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return Partition(kFirst).leader == next; }, Within(10)));
  EXPECT_TRUE(admin_.ElectLeaders(Election::kPreferred, {kFirst}, Within(10))
                  .Has(kafka_error::kElectionNotNeeded));
  EXPECT_TRUE(admin_.ElectLeaders(Election::kUnclean, {kFirst}, Within(10))
                  .Has(kafka_error::kElectionNotNeeded));
  EXPECT_EQ(admin_.ElectLeaders(Election::kPreferred, {{"nothing", 0}}, Within(10))
                .Refusal()
                .value_or("")
                .substr(0, 37),
            "nothing/0: UNKNOWN_TOPIC_OR_PARTITION");
}

TEST_F(Operations, AMoveGoesOnUntilItHasEnded) {
  Order({1, 2, 3});
  EXPECT_EQ(admin_.Reassign({{kFirst, std::vector<std::int32_t>{2, 3}}}, Within(10)).Refusal(),
            std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return admin_.Ongoing(Within(5)).empty(); }, Within(10)));
  EXPECT_TRUE(WaitUntil([&] { return Partition(kFirst).replicas.size() == 2; }, Within(10)));
  EXPECT_TRUE(
      admin_.Reassign({{kFirst, {}}}, Within(10)).Has(kafka_error::kNoReassignmentInProgress));
  EXPECT_EQ(admin_.Reassign({{kFirst, std::vector<std::int32_t>{1, 2, 3}}}, Within(10)).Refusal(),
            std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return Partition(kFirst).isr.size() == 3; }, Within(20)));
}

TEST_F(Operations, SettingsChangeAndGoBack) {
  auto broker = Broker(2);
  const auto value = [&](const auto& entries, const std::string& key) {
    for (const auto& entry : *entries)
      if (entry.key == key) return entry.source + " " + entry.value.value_or("");
    return std::string();
  };
  const auto topic = [&] {
    return value(broker.TopicConfig("payments", kTimeout), "max.message.bytes");
  };
  const auto rate = [&] {
    return value(broker.BrokerConfig(2, kTimeout), "leader.replication.throttled.rate");
  };
  const std::vector<ConfigChange> set{
      {ConfigChange::Scope::kTopic, "payments", {{"max.message.bytes", "2000000"}}},
      {ConfigChange::Scope::kBroker, "2", {{"leader.replication.throttled.rate", "100000"}}}};
  EXPECT_EQ(admin_.Alter(set, Within(10)).Refusal(), std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return topic() == "DYNAMIC_TOPIC_CONFIG 2000000"; }, Within(5)))
      << topic();
  EXPECT_TRUE(WaitUntil([&] { return rate() == "DYNAMIC_BROKER_CONFIG 100000"; }, Within(5)))
      << rate();
  auto undo = set;
  for (auto& change : undo)
    for (auto& [key, to] : change.values) to.reset();
  EXPECT_EQ(admin_.Alter(undo, Within(10)).Refusal(), std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return topic() == "DEFAULT_CONFIG 1048588"; }, Within(5))) << topic();
  EXPECT_TRUE(admin_
                  .Alter({{ConfigChange::Scope::kTopic, "payments", {{"retention.ms", "never"}}}},
                         Within(10))
                  .Refusal()
                  .has_value());
}

TEST_F(Operations, PartitionsAreAddedAndTopicsDeleted) {
  CreateTopic(**live_, {.name = "orders", .partitions = 1, .replication = 3, .config = {}},
              Within(20));
  EXPECT_EQ(admin_.CreatePartitions("orders", 3, Within(10)).Refusal(), std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return Partition({"orders", 2}).isr.size() == 3; }, Within(10)));
  EXPECT_TRUE(
      admin_.CreatePartitions("orders", 3, Within(10)).Has(kafka_error::kInvalidPartitions));
  EXPECT_EQ(admin_.DeleteTopics({"orders"}, Within(10)).Refusal(), std::nullopt);
  EXPECT_TRUE(WaitUntil([&] { return Partition({"orders", 0}).leader == -1; }, Within(10)));
}

TEST_F(Operations, OnlyTheLeaderDeletesRecords) {
  const TopicPartition partition{"payments", 1};
  const auto leader = Partition(partition).leader;
  const auto ask = [&](std::int32_t broker) {
    auto client = Broker(broker);
    const auto body = client.Ask(messages::AskDeleteRecords(partition, -1, kTimeout), kTimeout);
    return body ? messages::ReadDeleteRecords(*body) : messages::DeletedRecords{.error = -2};
  };
  EXPECT_EQ(ask(leader).error, kafka_error::kNone);
  EXPECT_EQ(ask(leader).log_start, 0);
  EXPECT_EQ(ask(leader % 3 + 1).error, kafka_error::kNotLeader);
}

TEST_F(Operations, FeaturesAndMembersAreTold) {
  auto broker = Broker(1);
  const auto body = broker.Ask(messages::AskFeatures(), kTimeout);
  ASSERT_TRUE(body) << broker.last_error();
  const auto levels = messages::ReadFeatures(*body);
  ASSERT_TRUE(levels.supported.contains("metadata.version"));
  const auto level = levels.finalized.at("metadata.version");
  EXPECT_EQ(level, levels.supported.at("metadata.version"));
  EXPECT_EQ(admin_.Upgrade({{"metadata.version", level}}, Within(10)).Refusal(), std::nullopt);
  const auto members = admin_.Members(Within(10));
  EXPECT_EQ(members.voters.size(), 3U);
  EXPECT_EQ(members.observers.size(), 3U);
  EXPECT_TRUE(admin_.UnregisterBroker(77, Within(10)).Has(kafka_error::kBrokerIdNotRegistered));
}

TEST_F(Operations, AVoterOfAStaticQuorumStays) {
  const auto voter = admin_.Members(Within(10)).voters.front();
  EXPECT_TRUE(admin_.RemoveVoter((*live_)->id(), voter, Within(10)).Refusal().has_value());
}

TEST_F(Operations, AControllerThatIsNotActiveIsNotAsked) {
  const auto active = Broker(1).Quorum(kTimeout)->leader;
  for (const Node* node : (*live_)->controllers()) {
    NodeClient client = ConnectToController(*node);
    const auto body =
        client.Ask(messages::AskElection(Election::kPreferred, {kFirst}, kTimeout), kTimeout);
    ASSERT_TRUE(body) << client.last_error();
    EXPECT_EQ(messages::ReadElection(*body).Has(kafka_error::kNotController), node->id() != active)
        << node->name();
  }
}

TEST_F(Operations, NobodyActiveIsAnErrorAfterTheDeadline) {
  std::map<std::int32_t, Address> listeners;
  for (const Node* node : (*live_)->controllers())
    listeners[node->id()] = {node->control().host, 9};
  ControllerClient nobody(listeners);
  EXPECT_THROW(nobody.ElectLeaders(Election::kPreferred, {kFirst}, Within(1)), Error);
}

}  // namespace
}  // namespace kproof
