// Each fault of the network between two real brokers and a client on a host of its own: how the
// client, a producer or the broker's own kernel sees it, and that it is over. What exactly happens
// to packets is tried in tests/unit/fault, without Kafka.
#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/inject/packet_filter.h"
#include "harness/inject/wire.h"
#include "harness/kafka/connection.h"
#include "harness/kafka/messages.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

using std::chrono::milliseconds;

constexpr Duration kAsk = milliseconds(700);
constexpr Duration kLong = milliseconds(150);  // for an answer between hosts of one machine
constexpr Duration kAckLimit = milliseconds(1500);

// Does it on a thread that is in this host's network namespace.
void On(const Host& host, const std::function<void()>& deed) {
  std::thread([&] {
    if (::setns(host.netns, CLONE_NEWNET) != 0) {
      ADD_FAILURE() << "no way into the network namespace of " << host.name;
      return;
    }
    deed();
  }).join();
}

class NetworkFault : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    network_ = PrivateNetwork();
    ClusterSetup spec;
    spec.brokers = 2;
    spec.controllers = 1;
    spec.network = network_;
    live_ = std::make_unique<Live>(spec);
    client_ = network_->Add("agents", "client-0", 1);
    CreateTopic(**live_, {.name = "pay", .partitions = 1, .replication = 2, .config = {}},
                Deadline(std::chrono::seconds(20)));
    const auto answer = NodeClient((*live_)->node(1).clients()).Metadata({"pay"}, kTimeout);
    const auto leader = answer.value().partitions.at(0).leader;
    leader_ = &(*live_)->node(leader);
    follower_ = &(*live_)->node(leader == 1 ? 2 : 1);
  }
  static void TearDownTestSuite() {
    live_.reset();
    network_.reset();
  }

  static Target Of(Node& node) { return {node.name(), {&node}, {*node.host()}}; }
  static Target Both() {
    return {"brokers", {leader_, follower_}, {*leader_->host(), *follower_->host()}};
  }
  static Target TheClient() { return {.name = client_.name, .nodes = {}, .hosts = {client_}}; }

  // Between the leader and the client, where nothing else is said.
  void Try(const std::string& name, std::map<std::string, std::string> with, const Signs& signs,
           const Target& target = Of(*leader_), const Target& peers = TheClient()) {
    const FaultType& type = FindFault(name);
    FaultOptions options{.with = std::move(with), .within = std::chrono::seconds(20)};
    for (const auto& param : type.params) {
      if (param.kind == FaultParam::Kind::kTarget)
        options.targets[param.name] = peers;
      else
        options.with.try_emplace(param.name, param.fallback);
    }
    options.mechanisms.network = network_.get();
    options.mechanisms.filter = &filter_;
    options.mechanisms.wire = &wire_;
    BreakAndMend(name, *type.make(options), target, signs);
  }

  // Whether the client gets an answer from the node that `asked` asks.
  static bool Answers(NodeClient& asked) {
    bool answered = false;
    On(client_, [&] { answered = asked.Metadata({}, kAsk).has_value(); });
    return answered;
  }
  // On a new connection.
  static bool Answers(const Node& node) {
    NodeClient asked(node.clients());
    return Answers(asked);
  }
  // Whether any of several answers of the leader, on one connection, takes that long.
  static bool AnyAnswerTakes(Duration time) {
    bool found = false;
    On(client_, [&] {
      NodeClient asked(leader_->clients());
      for (int i = 0; i < 10 && !found; ++i) {
        const auto begin = MonotonicMicros();
        asked.Metadata({}, kTimeout);
        found = Duration(MonotonicMicros() - begin) >= time;
      }
    });
    return found;
  }
  // How often the leader's kernel told a peer that it had those bytes already (RFC 2883).
  static std::int64_t TwiceReceived() {
    std::int64_t count = -1;
    On(*leader_->host(), [&] {
      std::ifstream file("/proc/thread-self/net/netstat");
      std::string names, values, name, value;
      while (std::getline(file, names) && std::getline(file, values)) {
        std::istringstream all_names(names), all_values(values);
        while (all_names >> name && all_values >> value)
          if (name == "TCPDSACKOldSent") count = std::stoll(value);
      }
    });
    EXPECT_GE(count, 0);
    return count;
  }
  // Whether so many bytes were acked by all replicas in time. The producer is on nobody's host.
  static bool Acked(std::size_t bytes, Duration limit) {
    int acked = 0;
    const std::string value(bytes / 10, 'x');
    ProducerClient producer(
        ClientConfig::Producer("librdkafka", {{"bootstrap.servers", (*live_)->bootstrap_servers()},
                                              {"acks", "all"},
                                              {"message.timeout.ms", "20000"}}),
        {"pay"}, [&](const Delivery& delivery) {
          if (delivery.outcome == DeliveryOutcome::kAcked) ++acked;
        });
    for (int i = 0; i < 10; ++i)
      producer.Send({.topic = 0,
                     .partition = 0,
                     .key = std::nullopt,
                     .value = value,
                     .stamp = {},
                     .opaque = 0});
    producer.Flush(limit);
    return acked == 10;
  }

  static inline std::shared_ptr<Network> network_;
  static inline std::unique_ptr<Live> live_;
  static inline Node* leader_ = nullptr;
  static inline Node* follower_ = nullptr;
  static inline Host client_;
  PacketFilter filter_;
  Wire wire_;
};

TEST_F(NetworkFault, ACutClientGetsNoAnswerFromThatBrokerAlone) {
  Try("cut", {},
      {.broken = [] { return !Answers(*leader_) && Answers(*follower_); },
       .mended = [] { return Answers(*leader_); }});
}

TEST_F(NetworkFault, ARefusedClientKeepsItsOpenConnection) {
  NodeClient open(leader_->clients());
  ASSERT_TRUE(Answers(open));
  const auto refused = [&] {
    const auto begin = MonotonicMicros();
    const bool answered = Answers(*leader_);
    return !answered && Duration(MonotonicMicros() - begin) < kAsk && Answers(open);
  };
  Try("refuse", {}, {.broken = refused, .mended = [] { return Answers(*leader_); }});
}

TEST_F(NetworkFault, AResetConnectionEndsAtOnce) {
  Connection open(leader_->clients().host, leader_->clients().port);
  On(client_, [&] { ASSERT_TRUE(open.Open(Deadline(kTimeout))) << open.error(); });
  const auto reset = [&] {
    const bool was_open = open.open(), other = Answers(*follower_);
    const auto begin = MonotonicMicros();
    const auto answer =
        open.Call(messages::AskMetadata(messages::Topics::kNone, {}), Deadline(kAsk));
    return was_open && !answer && Duration(MonotonicMicros() - begin) < kAsk && other;
  };
  Try("reset", {}, {.broken = reset, .mended = [] { return Answers(*leader_); }});
}

TEST_F(NetworkFault, AHalfOpenConnectionIsSilentAndANewOneIsNot) {
  NodeClient one(leader_->clients()), two(leader_->clients());
  ASSERT_TRUE(Answers(one));
  Try("half-open", {},
      {.broken = [&] { return !Answers(one) && Answers(*leader_); },
       .mended = [&] { return Answers(two); }});  // on its old connection
}

TEST_F(NetworkFault, LossMakesSomeAnswersLate) {
  Try("loss", {{"fraction", "0.3"}}, {.broken = [] { return AnyAnswerTakes(kLong); }});
}

TEST_F(NetworkFault, ADelayIsOfBothWays) {
  Try("delay", {{"delay", "100ms"}}, {.broken = [] { return AnyAnswerTakes(milliseconds(200)); }});
}

TEST_F(NetworkFault, WhatIsHeldBackComesLate) {
  Try("reorder", {{"fraction", "0.5"}, {"by", "150ms"}},
      {.broken = [] { return AnyAnswerTakes(kLong); }});
}

TEST_F(NetworkFault, ADuplicateIsThrownAwayByTheKernel) {
  const auto thrown_away = [] {
    const auto before = TwiceReceived();
    AnyAnswerTakes(kTimeout);
    return TwiceReceived() > before;
  };
  Try("duplicate", {{"fraction", "0.5"}}, {.broken = thrown_away});
}

TEST_F(NetworkFault, ANarrowLinkToItsFollowerHoldsUpAcks) {
  Try("bandwidth", {{"rate", "50KB"}}, {.broken = [] { return !Acked(150'000, kAckLimit); }},
      Of(*leader_), Of(*follower_));
}

TEST_F(NetworkFault, PartitionedBrokersAckNothingTogether) {
  Try("partition", {{"shape", "singles"}}, {.broken = [] { return !Acked(1000, kAckLimit); }},
      Both());
}

}  // namespace
}  // namespace kproof
