// Each operation on a real cluster: done and proven as brokers tell it, and not proven where it did
// nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

const std::string kFirstName = "payments/0";
using Ids = std::vector<std::int32_t>;

class OperationOnACluster : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.controllers = 1;
    spec.config = {{"broker.session.timeout.ms", "3000"}, {"broker.heartbeat.interval.ms", "500"}};
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
  static std::string Setting(const std::string& key, const std::string& topic = "payments") {
    const auto address = cluster().node(2).clients();
    const auto entries = NodeClient(address).TopicConfig(topic, kTimeout);
    for (const auto& entry : *entries)
      if (entry.key == key) return entry.value.value_or("");
    return "";
  }

  static OffsetRange Offsets(const std::string& name) {
    const auto slash = name.rfind('/');
    NodeClient leader(cluster().node(Partition(name).leader).clients());
    return leader.Offsets(name.substr(0, slash), std::stoi(name.substr(slash + 1)), kTimeout)
        .value_or(OffsetRange{});
  }
  // How many of these records were acked.
  static int Produce(const std::string& topic, int records) {
    int acked = 0;
    ProducerClient producer(ClientConfig::Producer("librdkafka", {{"bootstrap.servers",
                                                                   cluster().bootstrap_servers()}}),
                            {topic}, [&](const Delivery& delivery) {
                              if (delivery.outcome == DeliveryOutcome::kAcked) ++acked;
                            });
    for (int i = 0; i < records; ++i)
      producer.Send({.topic = 0,
                     .partition = 0,
                     .key = std::nullopt,
                     .value = "x",
                     .stamp = {},
                     .opaque = 0});
    producer.Flush(std::chrono::seconds(20));
    return acked;
  }
  // How often these nodes said so far that they serve.
  static std::ptrdiff_t Starts(const Target& target) {
    std::ptrdiff_t starts = 0;
    for (const Node* node : target.nodes) {
      std::ifstream log(node->log().file);
      for (std::string line; std::getline(log, line);)
        starts += line.find(kServerStarted) == std::string::npos ? 0 : 1;
    }
    return starts;
  }
  // A broker that holds no replica.
  static std::int32_t Other(const Ids& replicas) {
    std::int32_t id = 1;
    while (std::find(replicas.begin(), replicas.end(), id) != replicas.end()) ++id;
    return id;
  }

  static inline std::unique_ptr<Live> live_;
};

TEST_F(OperationOnACluster, APreferredElectionMovesTheLeader) {
  const auto before = Partition(kFirstName).leader;
  const auto moved = [before] {
    const auto now = Partition(kFirstName);
    return now.leader != before && now.leader == now.replicas.front();
  };
  const auto fault = Make("elect-preferred", {{"to", "next"}});
  BreakAndMend("elect-preferred", *fault, On({kFirstName}),
               {.broken = moved, .mended = [] { return Partition(kFirstName).leader > 0; }});

  const auto again = Make("elect-preferred");
  EXPECT_FALSE(Bites(*again, On({kFirstName})).bit) << "the preferred one leads already";
  EXPECT_THROW(Make("elect-preferred")->Inject(Brokers({1})), Error) << "brokers can't be elected";
}

TEST_F(OperationOnACluster, AnUncleanElectionNeedsAPartitionWithoutALeader) {
  EXPECT_THROW(Make("elect-unclean")->Inject(On({kFirstName})), Error);
}

// The follower is down when the leader goes too, and is back first: out of sync, so that nobody
// leads.
TEST_F(OperationOnACluster, AnUncleanElectionGivesALeaderToWhatHasNone) {
  CreateTopic(cluster(), {.name = "unclean", .partitions = 1, .replication = 2, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const std::string name = "unclean/0";
  const auto begin = Partition(name);
  const auto follower = begin.replicas[begin.replicas.front() == begin.leader ? 1 : 0];
  const auto asked = Other(begin.replicas);
  const auto seen = [&] { return Partition(name, asked); };
  const Target first = Brokers({follower}), second = Brokers({begin.leader});
  const auto stop_first = Make("stop"), stop_second = Make("stop");
  Undo start_first = stop_first->Prepare(first), start_second = stop_second->Prepare(second);
  stop_first->Inject(first);
  ASSERT_TRUE(WaitUntil([&] { return seen().isr.size() == 1; }, Deadline(kBreakLimit)));
  stop_second->Inject(second);
  ASSERT_TRUE(WaitUntil([&] { return seen().leader < 0; }, Deadline(kBreakLimit)));
  start_first.Run();

  const auto fault = Make("elect-unclean");
  BreakAndMend("elect-unclean", *fault, On({name}),
               {.broken = [&] { return seen().leader == follower; },
                .mended = [&] { return !seen().replicas.empty(); }});
  start_second.Run();
  EXPECT_TRUE(WaitUntil([&] { return seen().isr.size() == 2; }, Deadline(kMendLimit)));
}

TEST_F(OperationOnACluster, AMoveChangesTheReplicasAndLiftsItsThrottle) {
  const Target target = On({"payments/1"});
  const auto fault =
      Make("reassign", {{"replicas", "2"}, {"throttle", "1MiB"}}, {{"to", Brokers({3, 1})}});
  // Each broker hears of the throttle's end from the metadata log at its own time.
  BreakAndMend("reassign", *fault, target,
               {.broken =
                    [] {
                      return Partition("payments/1").replicas == Ids{1, 3};
                    },
                .mended = [] { return Setting("leader.replication.throttled.replicas").empty(); }});

  const auto again = Make("reassign", {{"replicas", "2"}}, {{"to", Brokers({3, 1})}});
  EXPECT_FALSE(Bites(*again, target).bit) << "it stands there already";
  EXPECT_THROW(Make("reassign", {{"replicas", "3"}}, {{"to", Brokers({3, 1})}})->Inject(target),
               Error);
}

TEST_F(OperationOnACluster, SettingsChangeAndAreSetBack) {
  const auto fault =
      Make("alter-topic-config", {{"set", "max.message.bytes=2000000, segment.ms=60000"}});
  BreakAndMend("alter-topic-config", *fault, On({kFirstName}),
               {.broken = [] { return Setting("max.message.bytes") == "2000000"; }});
  EXPECT_THROW(Make("alter-topic-config", {{"set", "retention.ms"}}), Error);
}

// A topic without a value of its own takes that of the brokers at once.
TEST_F(OperationOnACluster, BrokerSettingsChangeAndAreSetBack) {
  const auto by_default =
      Make("alter-broker-config", {{"of", "default"}, {"set", "min.insync.replicas=2"}});
  BreakAndMend("alter-broker-config", *by_default, Brokers({1}),
               {.broken = [] { return Setting("min.insync.replicas") == "2"; }});
  const auto one = Make("alter-broker-config", {{"set", "log.index.interval.bytes=8192"}});
  const auto at = [](std::int32_t broker) {
    const auto address = cluster().node(broker).clients();
    const auto entries = NodeClient(address).BrokerConfig(broker, kTimeout);
    for (const auto& entry : *entries)
      if (entry.key == "log.index.interval.bytes") return entry.value.value_or("");
    return std::string();
  };
  BreakAndMend("alter-broker-config", *one, Brokers({2}),
               {.broken = [&] { return at(2) == "8192" && at(1) != "8192"; }});
  const auto fixed = Make("alter-broker-config", {{"set", "broker.rack=b"}});
  const Undo prepared = fixed->Prepare(Brokers({2}));
  EXPECT_THROW(static_cast<void>(fixed->Inject(Brokers({2}))), Error) << "it is not dynamic";
}

TEST_F(OperationOnACluster, ATopicIsDeletedAndCreatedAgain) {
  CreateTopic(cluster(),
              {.name = "again",
               .partitions = 2,
               .replication = 3,
               .config = {{"max.message.bytes", "2000000"}}},
              Deadline(std::chrono::seconds(20)));
  ASSERT_EQ(Produce("again", 10), 10);
  const auto id = [] {
    const auto address = cluster().node(1).clients();
    return NodeClient(address).Metadata({"again"}, kTimeout)->topic_ids["again"];
  };
  const auto before = id();
  const auto fault = Make("recreate-topic", {{"gone", "200ms"}});
  BreakAndMend("recreate-topic", *fault, On({"again/0", "again/1"}),
               {.broken = [&] { return id() != before && Offsets("again/0").end == 0; },
                .mended = [] { return Partition("again/1").leader >= 1; }});
  EXPECT_EQ(Setting("max.message.bytes", "again"), "2000000");
}

TEST_F(OperationOnACluster, RecordsAreDeletedUpToWhatWasAsked) {
  CreateTopic(cluster(), {.name = "old", .partitions = 1, .replication = 3, .config = {}},
              Deadline(std::chrono::seconds(20)));
  EXPECT_FALSE(Bites(*Make("delete-records"), On({"old/0"})).bit) << "it is empty";
  ASSERT_EQ(Produce("old", 100), 100);
  const auto fault = Make("delete-records", {{"share", "0.5"}});
  BreakAndMend("delete-records", *fault, On({"old/0"}),
               {.broken = [] { return Offsets("old/0").start == 50; },
                .mended = [] { return Offsets("old/0").end == 100; }});
}

TEST_F(OperationOnACluster, PartitionsAreAdded) {
  CreateTopic(cluster(), {.name = "orders", .partitions = 1, .replication = 3, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto fault = Make("add-partitions", {{"count", "2"}});
  BreakAndMend("add-partitions", *fault, On({"orders/0"}),
               {.broken = [] { return Partition("orders/2").leader >= 1; },
                .mended = [] { return Partition("orders/0").leader >= 1; }});
}

TEST_F(OperationOnACluster, ARollingRestartEndsEachNodeOnceAndAllServeAgain) {
  for (const char* hard : {"false", "true"}) {
    const Target target = Brokers({2, 3});
    const auto fault = Make("rolling-restart", {{"hard", hard}, {"gated", "true"}});
    const auto starts = Starts(target);
    const auto in_sync = [] { return Partition(kFirstName, 3).isr.size() == 3; };
    const auto each_once = [&] {
      if (Starts(target) != starts + 2) return false;
      EXPECT_TRUE(in_sync()) << "gated: at the end of the step";
      return true;
    };
    BreakAndMend("rolling-restart", *fault, target, {.broken = each_once, .mended = in_sync});
    const auto proof = fault->Prove(target).proof;
    EXPECT_NE(proof.find(std::string(hard) == "true" ? "SIGKILL" : "143"), std::string::npos)
        << proof;
  }
}

}  // namespace
}  // namespace kproof
