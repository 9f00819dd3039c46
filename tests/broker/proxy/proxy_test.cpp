// Each fault of the proxy before real brokers: broken, proven, mended. Two brokers, so that what
// one of them is spared can be seen.
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/fault/fault.h"
#include "harness/inject/proxies.h"
#include "harness/kafka/consumer_client.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr Duration kAsk = std::chrono::milliseconds(1500);
constexpr Duration kWait = std::chrono::seconds(20);
using With = std::map<std::string, std::string>;

// What one broker of a cluster is, when it is taken for all of them.
class OnlyTheFirst final : public Cluster {
 public:
  explicit OnlyTheFirst(Cluster& all) : all_(all), nodes_{all.brokers().front()} {}
  const std::string& name() const override { return all_.name(); }
  std::string id() const override { return all_.id(); }
  std::string driver() const override { return all_.driver(); }
  std::string kafka_version() const override { return all_.kafka_version(); }
  const std::vector<Node*>& nodes() const override { return nodes_; }
  std::string bootstrap_servers() const override { return all_.bootstrap_servers(); }
  ReadyReport ready() const override { return all_.ready(); }
  void Destroy() override {}

 private:
  Cluster& all_;
  std::vector<Node*> nodes_;
};

class BehindProxies : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.brokers = 2;
    spec.controllers = 0;
    spec.combined = true;
    spec.proxied = true;
    live_ = std::make_unique<Live>(spec);
    CreateTopic(**live_, {"pay", 2, 2, {}}, Deadline(kWait));
  }
  static void TearDownTestSuite() { live_.reset(); }

  void SetUp() override { proxies_ = std::make_unique<Proxies>(TheCluster()); }

  static Cluster& TheCluster() { return **live_; }
  static Node& Broker(std::size_t index) { return *TheCluster().brokers().at(index); }
  // As a client comes: through the proxy.
  static NodeClient Client(std::size_t broker = 0) { return NodeClient(Broker(broker).clients()); }
  static NodeClient Behind(std::size_t broker = 0) { return NodeClient(Broker(broker).behind()); }
  static bool Exists(const std::string& topic) {
    return WaitUntil(
        [&] {
          const auto answer = Behind().Metadata({topic}, kAsk);
          return answer && !answer->partitions.empty();
        },
        Deadline(std::chrono::seconds(3)));
  }
  static Target Both() { return {"both", {&Broker(0), &Broker(1)}}; }
  static Target First() { return {Broker(0).name(), {&Broker(0)}}; }

  std::unique_ptr<Fault> Make(const std::string& name, const With& with) {
    const FaultType& type = FindFault(name);
    FaultOptions options{.with = {}, .within = kWait};
    for (const auto& param : type.params) options.with[param.name] = param.fallback;
    for (const auto& [key, value] : with) options.with[key] = value;
    options.mechanisms.proxies = proxies_.get();
    options.cluster = &TheCluster();
    return type.make(options);
  }

  void Try(const std::string& name, const With& with, const Signs& signs) {
    BreakAndMend(name, *Make(name, with), First(), signs);
  }

  static bool CreatesTopic(const std::string& topic) {
    try {
      return Client().CreateTopic({topic, 1, 1, {}}, kAsk);
    } catch (const Error&) {  // refused
      return false;
    }
  }
  static bool OtherKindsPass() { return Client().Metadata({}, kAsk).has_value(); }
  static Duration TimeOfMetadata() {
    auto client = Client();
    client.Metadata({}, kAsk);  // connected, versions known
    const auto begin = MonotonicMicros();
    EXPECT_TRUE(client.Metadata({}, kAsk)) << client.last_error();
    return Duration(MonotonicMicros() - begin);
  }
  static std::string NewName() {
    static int names = 0;
    return "topic-" + std::to_string(++names);
  }

  static inline std::unique_ptr<Live> live_;
  std::unique_ptr<Proxies> proxies_;
};

TEST_F(BehindProxies, EveryAddressThatIsHandedOutIsAProxys) {
  EXPECT_NO_THROW(VerifyBehindProxies(TheCluster(), *proxies_, Deadline(kWait)));
  proxies_.reset();
  OnlyTheFirst first(TheCluster());
  const Proxies some(first);
  try {
    VerifyBehindProxies(TheCluster(), some, Deadline(kWait));
    FAIL() << "broker 2 is reached without a proxy";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(Broker(1).clients().ToString()), std::string::npos)
        << error.what();
  }
}

TEST_F(BehindProxies, NobodyReachesABrokerAtItsOwnAddressWithoutOne) {
  ASSERT_TRUE(Client().Metadata({}, kAsk));
  proxies_.reset();
  EXPECT_FALSE(Client().Metadata({}, kAsk));
  EXPECT_TRUE(Behind().Metadata({}, kAsk)) << "the harness itself still asks";
}

TEST_F(BehindProxies, ARuleThatMetNothingHasNotBitten) {
  for (const auto& type : Faults()) {
    if (!type.needs.contains(Need::kProxy)) continue;
    const std::map<std::string, With> others = {
        {"answer-requests", {{"requests", "CreateTopics"}, {"error", "POLICY_VIOLATION"}}},
        {"hide-topic", {{"topic", "pay"}, {"client", "nobody"}}},
        {"hold-fetch", {{"partition", "pay/0"}}}};
    const auto with = others.find(type.name);
    const auto fault =
        Make(type.name, with == others.end() ? With{{"requests", "CreateTopics"}} : with->second);
    Undo undo = fault->Prepare(First());
    fault->Inject(First());
    EXPECT_FALSE(fault->Prove(First()).bit) << type.name;
    undo.Run();
  }
}

TEST_F(BehindProxies, SwallowedResponsesAreOfRequestsThatWereCarriedOut) {
  for (const std::string then : {"close", "keep"}) {
    const auto done_without_answer = [] {
      const std::string topic = NewName();
      return !CreatesTopic(topic) && Exists(topic) && OtherKindsPass();
    };
    Try("swallow-responses", {{"requests", "CreateTopics"}, {"then", then}},
        {.broken = done_without_answer, .mended = [] { return CreatesTopic(NewName()); }});
  }
}

TEST_F(BehindProxies, AnErrorIsAnsweredInsteadOfTheBrokerOrAfterIt) {
  for (const std::string when : {"instead", "after"}) {
    const auto refused = [&] {
      const std::string topic = NewName();
      const auto begin = MonotonicMicros();
      if (CreatesTopic(topic)) return false;
      EXPECT_LT(Duration(MonotonicMicros() - begin), kAsk) << "an answer, not a time-out";
      return Exists(topic) == (when == "after") && OtherKindsPass();
    };
    Try("answer-requests",
        {{"requests", "CreateTopics"}, {"error", "POLICY_VIOLATION"}, {"when", when}},
        {.broken = refused, .mended = [] { return CreatesTopic(NewName()); }});
  }
}

TEST_F(BehindProxies, AHiddenTopicIsUnknownUntilTheEnd) {
  const auto sees = [](const std::string& topic) {
    const auto answer = Client().Metadata({topic}, kAsk);
    return answer && !answer->partitions.empty();
  };
  const std::string other = NewName();
  ASSERT_TRUE(CreatesTopic(other));
  Try("hide-topic", {{"topic", "pay"}},
      {.broken = [&] { return !sees("pay") && sees(other) && Exists("pay"); },
       .mended = [&] { return sees("pay"); }});
}

TEST_F(BehindProxies, ALateRequestIsCarriedOutAfterItsConnectionHasGone) {
  const auto late = [] {
    const std::string topic = NewName();
    const auto begin = MonotonicMicros();
    if (CreatesTopic(topic)) return false;
    EXPECT_LT(Duration(MonotonicMicros() - begin), kAsk) << "its connection ends at once";
    const auto answer = Behind().Metadata({topic}, kAsk);
    EXPECT_TRUE(answer && answer->partitions.empty()) << "not yet";
    return Exists(topic) && OtherKindsPass();
  };
  Try("late-requests", {{"requests", "CreateTopics"}, {"delay", "700ms"}},
      {.broken = late, .mended = [] { return CreatesTopic(NewName()); }});
}

TEST_F(BehindProxies, SwallowedRequestsAreNotCarriedOut) {
  const auto not_done = [] {
    const std::string topic = NewName();
    return !CreatesTopic(topic) && !Exists(topic) && OtherKindsPass();
  };
  Try("swallow-requests", {{"requests", "CreateTopics"}},
      {.broken = not_done, .mended = [] { return CreatesTopic(NewName()); }});
}

TEST_F(BehindProxies, ResetRequestsEndTheirConnection) {
  const auto reset = [] {
    const std::string topic = NewName();
    const auto begin = MonotonicMicros();
    if (CreatesTopic(topic)) return false;
    EXPECT_LT(Duration(MonotonicMicros() - begin), kAsk) << "at once, not by a time-out";
    return !Exists(topic) && OtherKindsPass();
  };
  Try("reset-requests", {{"requests", "CreateTopics"}},
      {.broken = reset, .mended = [] { return CreatesTopic(NewName()); }});
}

TEST_F(BehindProxies, DelaysLastAsLongAsTheySay) {
  const Duration delay = std::chrono::milliseconds(400);
  for (const std::string name : {"delay-requests", "delay-responses"})
    Try(name, {{"requests", "Metadata"}, {"delay", "400ms"}},
        {.broken = [&] { return TimeOfMetadata() >= delay; }});
}

TEST_F(BehindProxies, TheFirstFewAloneAreHitWhereACountIsGiven) {
  const auto fault = Make("reset-requests", {{"requests", "CreateTopics"}, {"count", "1"}});
  Undo undo = fault->Prepare(First());
  fault->Inject(First());
  EXPECT_FALSE(CreatesTopic(NewName()));
  EXPECT_TRUE(CreatesTopic(NewName()));
  undo.Run();
}

TEST_F(BehindProxies, OneBrokerIsHitAndTheOtherIsSpared) {
  const auto fault = Make("reset-requests", {{"requests", "Metadata"}});
  Undo undo = fault->Prepare(First());
  fault->Inject(First());
  EXPECT_FALSE(Client(0).Metadata({}, kAsk));
  EXPECT_TRUE(Client(1).Metadata({}, kAsk));
  EXPECT_TRUE(Behind(0).Metadata({}, kAsk));
  undo.Run();
}

TEST_F(BehindProxies, MistakesAreNamed) {
  EXPECT_THROW(Make("swallow-responses", {{"requests", "Prodcue"}}), Error);
  EXPECT_THROW(Make("swallow-responses", {{"then", "stop"}}), Error);
  EXPECT_THROW(Make("reset-requests", {{"count", "-1"}}), Error);
  EXPECT_THROW(Make("hold-fetch", {{"partition", "pay"}}), Error);
  EXPECT_THROW(Make("answer-requests", {{"error", "NOT_LEDAER"}}), Error);
  EXPECT_THROW(Make("answer-requests", {{"error", "NONE"}}), Error);
  const With of_topic = {{"error", "NOT_COORDINATOR"}, {"requests", "EndTxn"}, {"topic", "pay"}};
  EXPECT_THROW(Make("answer-requests", of_topic), Error) << "an EndTxn names none";
  EXPECT_THROW(Make("late-requests", {{"partition", "first"}}), Error);
  const auto fault = Make("hold-fetch", {{"partition", "nothing/0"}});
  Undo undo = fault->Prepare(First());
  EXPECT_THROW(fault->Inject(First()), Error);
}

// Sends `records` to one partition; how many were acked.
int Produce(const std::string& servers, const std::string& topic, int records, With config) {
  config.insert({{"bootstrap.servers", servers}, {"acks", "all"}});
  int acked = 0;
  ProducerClient producer(ClientConfig::Producer("librdkafka", config), {topic},
                          [&](const Delivery& delivery) {
                            if (delivery.outcome == DeliveryOutcome::kAcked) ++acked;
                          });
  const std::string value(100, 'v');
  for (int record = 0; record < records; ++record) {
    EXPECT_EQ(producer.Send({.topic = 0,
                             .partition = 0,
                             .key = {},
                             .value = value,
                             .stamp = {},
                             .opaque = static_cast<std::uint64_t>(record)}),
              SendResult::kSent);
  }
  producer.Flush(kWait);
  return acked;
}

TEST_F(BehindProxies, ALostAnswerToAProduceIsADuplicateUnlessTheProducerIsIdempotent) {
  for (const bool idempotent : {false, true}) {
    const std::string topic = NewName();
    CreateTopic(TheCluster(), {topic, 1, 2, {}}, Deadline(kWait));
    const auto fault = Make("swallow-responses", {{"count", "1"}});
    Undo undo = fault->Prepare(Both());
    fault->Inject(Both());
    EXPECT_EQ(Produce(TheCluster().bootstrap_servers(), topic, 50,
                      {{"enable.idempotence", idempotent ? "true" : "false"}}),
              50);
    EXPECT_TRUE(fault->Prove(Both()).bit);
    undo.Run();
    const auto partition = Behind().Metadata({topic}, kAsk)->partitions.at(0);
    const auto offsets =
        Behind(static_cast<std::size_t>(partition.leader - 1)).Offsets(topic, 0, kAsk);
    ASSERT_TRUE(offsets);
    if (idempotent) {
      EXPECT_EQ(offsets->end, 50);
    } else {
      EXPECT_GT(offsets->end, 50);
    }
  }
}

TEST_F(BehindProxies, AHeldFetchHasNoAnswer) {
  const std::string topic = NewName();
  CreateTopic(TheCluster(), {topic, 1, 2, {}}, Deadline(kWait));
  ASSERT_EQ(Produce(TheCluster().bootstrap_servers(), topic, 20, {}), 20);
  // Followers serve readers too (KIP-392).
  const auto unanswered = [&] {
    return !Client().Log({.topic = topic, .partition = 0, .leader_epoch = -1, .offset = 0}, 1 << 20,
                         {}, kAsk);
  };
  Try("hold-fetch", {{"partition", topic + "/0"}}, {.broken = unanswered});
}

TEST_F(BehindProxies, AHeldReaderStopsAtItsPlaceAndGoesOnWhenItIsLetGo) {
  const std::string topic = NewName();
  CreateTopic(TheCluster(), {topic, 1, 2, {}}, Deadline(kWait));
  const std::string servers = TheCluster().bootstrap_servers();
  ASSERT_EQ(Produce(servers, topic, 20, {}), 20);
  const auto fault = Make("hold-fetch", {{"partition", topic + "/0"}, {"offset", "20"}});
  Undo undo = fault->Prepare(Both());
  fault->Inject(Both());
  std::int64_t next = 0;
  ConsumerClient::Events events;
  events.on_record = [&](const IncomingRecord& record) { next = record.offset + 1; };
  events.on_end = [](std::size_t, std::int64_t) {};
  events.on_out_of_range = [](std::size_t) {};
  events.on_error = [](std::size_t, const std::string&) {};
  ConsumerClient reader(ClientConfig::Consumer({{"bootstrap.servers", servers},
                                                {"isolation.level", "read_uncommitted"}}),
                        {{topic, 0}}, events);
  reader.Read(0, 0);
  const auto reads_up_to = [&](std::int64_t offset, Duration limit) {
    return WaitUntil(
        [&] {
          reader.Poll(std::chrono::milliseconds(50));
          return next >= offset;
        },
        Deadline(limit));
  };
  ASSERT_TRUE(reads_up_to(20, kWait));
  ASSERT_TRUE(WaitUntil([&] { return fault->Prove(Both()).bit; }, Deadline(kWait)));
  ASSERT_EQ(Produce(servers, topic, 20, {}), 20);
  EXPECT_FALSE(reads_up_to(21, std::chrono::seconds(2)));
  undo.Run();
  EXPECT_TRUE(reads_up_to(40, kWait));
}

}  // namespace
}  // namespace kproof
