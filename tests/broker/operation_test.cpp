// Each operation on a real cluster: proven where it did something, and not proven where it did not.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/kafka/node_client.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

const std::string kFirstName = "payments/0";

class OperationOnACluster : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.controllers = 1;
    live_ = std::make_unique<Live>(spec);
    CreateTopic(**live_, {.name = "payments", .partitions = 2, .replication = 3, .config = {}},
                Deadline(std::chrono::seconds(20)));
  }
  static void TearDownTestSuite() { live_.reset(); }

  static Cluster& cluster() { return **live_; }
  static Target On(std::vector<std::string> partitions) {
    const std::string name = partitions.front();
    return {.name = name, .nodes = {}, .partitions = std::move(partitions)};
  }
  static Target Brokers(const std::vector<std::int32_t>& ids) {
    Target target{.name = "brokers", .nodes = {}};
    for (const auto id : ids) target.nodes.push_back(&cluster().node(id));
    return target;
  }
  // With the defaults of its parameters, but for those given.
  static std::unique_ptr<Fault> Make(const std::string& name,
                                     std::map<std::string, std::string> with = {},
                                     std::map<std::string, Target> targets = {}) {
    const auto& type = FindFault(name);
    for (const auto& param : type.params) with.try_emplace(param.name, param.fallback);
    return type.make({.with = with,
                      .within = std::chrono::seconds(30),
                      .targets = std::move(targets),
                      .mechanisms = {},
                      .cluster = &cluster()});
  }
  // Breaks and asks for the proof as a step does.
  static Bite Bites(Fault& fault, const Target& target) {
    EXPECT_FALSE(fault.Prove(target).bit) << "nothing is proven before it happened";
    fault.Inject(target);
    Bite bite;
    WaitUntil([&] { return (bite = fault.Prove(target)).bit; }, Deadline(kTimeout));
    return bite;
  }
  static PartitionInfo Partition(const std::string& name, std::int32_t broker = 1) {
    const auto slash = name.rfind('/');
    const auto address = cluster().node(broker).clients();
    NodeClient client(address);
    const auto metadata = client.Metadata({name.substr(0, slash)}, kTimeout);
    for (const auto& info : metadata.value_or(MetadataAnswer{}).partitions)
      if (std::to_string(info.partition) == name.substr(slash + 1)) return info;
    return {};
  }
  static std::string Setting(const std::string& key) {
    const auto address = cluster().node(2).clients();
    const auto entries = NodeClient(address).TopicConfig("payments", kTimeout);
    for (const auto& entry : *entries)
      if (entry.key == key) return entry.value.value_or("");
    return "";
  }

  static inline std::unique_ptr<Live> live_;
};

TEST_F(OperationOnACluster, APreferredElectionMovesTheLeader) {
  const auto before = Partition(kFirstName).leader;
  const auto fault = Make("elect-preferred", {{"to", "next"}});
  Undo undo = fault->Prepare(On({kFirstName}));
  const auto bite = Bites(*fault, On({kFirstName}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  const auto now = Partition(kFirstName);
  EXPECT_NE(now.leader, before);
  EXPECT_EQ(now.leader, now.replicas.front());
  undo.Run();
  EXPECT_EQ(Partition(kFirstName).leader, now.leader) << "permanent";

  const auto again = Make("elect-preferred");
  EXPECT_FALSE(Bites(*again, On({kFirstName})).bit) << "the preferred one leads already";
  EXPECT_THROW(Make("elect-preferred")->Inject(Brokers({1})), Error) << "brokers can't be elected";
}

TEST_F(OperationOnACluster, AnUncleanElectionNeedsAPartitionWithoutALeader) {
  EXPECT_THROW(Make("elect-unclean")->Inject(On({kFirstName})), Error);
}

TEST_F(OperationOnACluster, AMoveChangesTheReplicasAndLiftsItsThrottle) {
  const Target target = On({"payments/1"});
  const auto fault =
      Make("reassign", {{"replicas", "2"}, {"throttle", "1MiB"}}, {{"to", Brokers({3, 1})}});
  Undo undo = fault->Prepare(target);
  const auto bite = Bites(*fault, target);
  EXPECT_TRUE(bite.bit) << bite.proof;
  EXPECT_EQ(Partition("payments/1").replicas, (std::vector<std::int32_t>{1, 3}));
  undo.Run();
  // Each broker hears of it from the metadata log at its own time.
  EXPECT_TRUE(WaitUntil([] { return Setting("leader.replication.throttled.replicas").empty(); },
                        Deadline(kTimeout)))
      << Setting("leader.replication.throttled.replicas");

  const auto again = Make("reassign", {{"replicas", "2"}}, {{"to", Brokers({3, 1})}});
  EXPECT_FALSE(Bites(*again, target).bit) << "it stands there already";
  EXPECT_THROW(Make("reassign", {{"replicas", "3"}}, {{"to", Brokers({3, 1})}})->Inject(target),
               Error);
}

TEST_F(OperationOnACluster, SettingsChangeAndAreSetBack) {
  const auto before = Setting("max.message.bytes");
  const auto fault =
      Make("alter-topic-config", {{"set", "max.message.bytes=2000000, segment.ms=60000"}});
  Undo undo = fault->Prepare(On({kFirstName}));
  const auto bite = Bites(*fault, On({kFirstName}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  EXPECT_EQ(Setting("max.message.bytes"), "2000000");
  undo.Run();
  EXPECT_TRUE(
      WaitUntil([&] { return Setting("max.message.bytes") == before; }, Deadline(kTimeout)));
  EXPECT_THROW(Make("alter-topic-config", {{"set", "retention.ms"}}), Error);
}

TEST_F(OperationOnACluster, DeletingFromAnEmptyPartitionProvesNothing) {
  EXPECT_FALSE(Bites(*Make("delete-records"), On({kFirstName})).bit);
}

TEST_F(OperationOnACluster, PartitionsAreAdded) {
  CreateTopic(cluster(), {.name = "orders", .partitions = 1, .replication = 3, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto bite = Bites(*Make("add-partitions", {{"count", "2"}}), On({"orders/0"}));
  EXPECT_TRUE(bite.bit) << bite.proof;
  EXPECT_GE(Partition("orders/2").leader, 1);
}

TEST_F(OperationOnACluster, ARollingRestartEndsEachNodeOnceAndAllServeAgain) {
  for (const char* hard : {"false", "true"}) {
    const Target target = Brokers({2, 3});
    const auto fault = Make("rolling-restart", {{"hard", hard}, {"gated", "true"}});
    Undo undo = fault->Prepare(target);
    const auto bite = Bites(*fault, target);
    EXPECT_TRUE(bite.bit) << bite.proof;
    EXPECT_NE(bite.proof.find(std::string(hard) == "true" ? "SIGKILL" : "143"), std::string::npos)
        << bite.proof;
    undo.Run();
    EXPECT_EQ(Partition(kFirstName, 3).isr.size(), 3U) << "gated: all are in sync at the end";
  }
}

}  // namespace
}  // namespace kproof
