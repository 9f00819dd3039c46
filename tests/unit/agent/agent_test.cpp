#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "harness/agent/config.h"
#include "harness/agent/payload.h"
#include "harness/agent/process.h"
#include "harness/base/error.h"
#include "harness/kafka/client_config.h"
#include "harness/kafka/partitioner.h"
#include "harness/kafka/producer_client.h"
#include "harness/stamp/crc32c.h"

namespace kproof {
namespace {

// Vectors of Kafka's own UtilsTest.testMurmur2.
TEST(Partitioner, Murmur2IsKafkas) {
  EXPECT_EQ(Murmur2("21"), -973932308);
  EXPECT_EQ(Murmur2("foobar"), -790332482);
  EXPECT_EQ(Murmur2("a-little-bit-long-string"), -985981536);
  EXPECT_EQ(Murmur2("a-little-bit-longer-string"), -1486304829);
  EXPECT_EQ(Murmur2("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"), -58897971);
  EXPECT_EQ(Murmur2("abc"), 479470107);
}

TEST(Partitioner, NegativeHashesLoseTheirSignBit) {
  EXPECT_EQ(PartitionForKey("21", 7), (-973932308 & 0x7fffffff) % 7);
  for (int key = 0; key < 1000; ++key) {
    const auto partition = PartitionForKey("k" + std::to_string(key), 6);
    ASSERT_TRUE(partition >= 0 && partition < 6);
  }
}

ProducerConfig SomeProducer() {
  ProducerConfig config;
  config.actor = "checkout-0";
  config.cluster = "west";
  config.bootstrap_servers = "h:1";
  config.run_id = "r";
  config.epoch_us = 123;
  config.spool_folder = "/s";
  config.live_page = "/l";
  config.topics = {{"payments", 6}, {"refunds", 1}};
  config.properties = {{"acks", "all"}};
  config.ready_limit = std::chrono::milliseconds(7);
  config.defaults = "java";
  config.rate_per_s = 0.5;
  config.value_bytes = 9;
  config.keys = 4;
  config.seed = ~std::uint64_t{0};
  config.drain_limit = std::chrono::seconds(3);
  config.one_by_one = true;
  config.stop_after = 3;
  config.drop_when_full = true;
  config.exit_at_end = true;
  config.instance = "checkout-0";
  config.life = 2;
  config.audit = AuditTarget{.bootstrap_servers = "h:2",
                             .topic = "__kproof.produced",
                             .partitions = 4,
                             .properties = {{"client.id", "x"}}};
  config.transaction = TransactionConfig{
      .id = "t", .shared = true, .records = 5, .abort = 0.5, .timeout = std::chrono::seconds(8)};
  config.crash = {"before-end", 3};
  return config;
}

// As Kafka's producer does from its next metadata on.
TEST(PlaceChooser, GoesToNewPartitionsAndMovesKeys) {
  PlaceChooser keyed({{"t", 2}}, 3, 1);
  keyed.Grow(0, 50);
  for (const char* key : {"k0", "k1", "k2"})
    EXPECT_EQ(keyed.Next(0).partition, PartitionForKey(key, 50)) << key;
  PlaceChooser turns({{"t", 1}}, 0, 1);
  EXPECT_EQ(turns.Next(0).partition, 0);
  turns.Grow(0, 2);
  EXPECT_EQ(turns.Next(20'000).partition, 1);
}

TEST(AgentConfig, ComesBackAsItWas) {
  EXPECT_EQ(ProducerConfigFromJson(ToJson(SomeProducer())), SomeProducer());
  MonitorConfig monitor;
  static_cast<AgentConfig&>(monitor) = SomeProducer();
  monitor.isolation = Isolation::kCommitted;
  EXPECT_EQ(MonitorConfigFromJson(ToJson(monitor)), monitor);
  ConsumerConfig consumer;
  static_cast<AgentConfig&>(consumer) = SomeProducer();
  consumer.group = "billing";
  consumer.subscribe = {"payments"};
  consumer.commit = "batch";
  consumer.crash = {"after-commit", 7};
  consumer.listener = true;
  consumer.start = std::chrono::seconds(2);
  consumer.static_member = true;
  consumer.store = "/s/results";
  consumer.work = {.batch = 2,
                   .fail_every = 3,
                   .poll = 4,
                   .slow_every = 5,
                   .slow_time = std::chrono::milliseconds(6),
                   .time = std::chrono::milliseconds(7),
                   .workers = 8};
  consumer.to = "refunds";
  consumer.transaction = SomeProducer().transaction;
  EXPECT_EQ(ConsumerConfigFromJson(ToJson(consumer)), consumer);
  FinalConfig final_pass;
  static_cast<AgentConfig&>(final_pass) = SomeProducer();
  final_pass.isolations = {Isolation::kCommitted, Isolation::kUncommitted};
  final_pass.limit = std::chrono::seconds(9);
  EXPECT_EQ(FinalConfigFromJson(ToJson(final_pass)), final_pass);
}

TEST(AgentConfig, WithoutAuditTopicsThereIsNoTargetAndNobodyNeedsTransactions) {
  auto config = SomeProducer();
  config.audit.reset();
  config.transaction.reset();
  EXPECT_EQ(ProducerConfigFromJson(ToJson(config)), config);
}

std::string Complaint(const std::string& json) {
  try {
    ProducerConfigFromJson(json);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUsage);
    return e.Full();
  }
  return "";
}

std::string Replaced(const std::string& from, const std::string& to) {
  auto json = ToJson(SomeProducer());
  const auto at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}

TEST(AgentConfig, IsReadStrictly) {
  EXPECT_NE(Complaint("{"), "");
  EXPECT_EQ(Complaint("[]"), "an agent's configuration is not a JSON object");
  EXPECT_NE(Complaint(Replaced("\"keys\"", "\"kyes\"")).find("keys"), std::string::npos);
  EXPECT_NE(Complaint(Replaced("\"actor\": \"checkout-0\"", "\"actor\": 5")).find("actor"),
            std::string::npos);
  EXPECT_NE(
      Complaint(Replaced("\"keys\": 4", "\"keys\": 4, \"kays\": 4")).find("did you mean 'keys'"),
      std::string::npos);
  EXPECT_NE(Complaint(Replaced("\"payments\": 6", "\"payments\": 0")).find("payments"),
            std::string::npos);
  EXPECT_NE(Complaint(Replaced("\"rate_per_s\": 0.5", "\"rate_per_s\": -1")).find("rate_per_s"),
            std::string::npos);
}

TEST(AgentConfig, NamesWhatCanNotBe) {
  const auto says = [](const std::string& from, const std::string& to) {
    const auto complaint = Complaint(Replaced(from, to));
    EXPECT_NE(complaint, "") << to;
    return complaint;
  };
  EXPECT_NE(says("\"drain_limit_us\": 3000000", "\"drain_limit_us\": -1").find("drain_limit_us"),
            std::string::npos);
  EXPECT_NE(says("\"ready_limit_us\": 7000", "\"ready_limit_us\": -1").find("ready_limit_us"),
            std::string::npos);
  EXPECT_NE(says("\"value_bytes\": 9", "\"value_bytes\": 67108865").find("value_bytes"),
            std::string::npos);
  EXPECT_NE(says("\"partitions\": 4", "\"partitions\": 0").find("'audit'"), std::string::npos);
  for (const auto& [from, to] : {std::pair{"\"id\": \"t\"", "\"id\": \"\""},
                                 {"\"records\": 5", "\"records\": 0"},
                                 {"\"abort\": 0.5", "\"abort\": 1.5"},
                                 {"\"abort\": 0.5", "\"abort\": -1"}})
    EXPECT_NE(says(from, to).find("'transaction'"), std::string::npos) << to;
  auto config = SomeProducer();
  config.topics.clear();
  EXPECT_NE(Complaint(ToJson(config)).find("names no topics"), std::string::npos);
}

TEST(AgentConfig, AReaderHasAnIsolationThatThereIs) {
  FinalConfig config;
  static_cast<AgentConfig&>(config) = SomeProducer();
  config.isolations.clear();
  EXPECT_THROW(FinalConfigFromJson(ToJson(config)), Error);
  MonitorConfig monitor;
  static_cast<AgentConfig&>(monitor) = SomeProducer();
  auto json = ToJson(monitor);
  json.replace(json.find("\"uncommitted\""), 13, "\"serializable\"");
  EXPECT_THROW(MonitorConfigFromJson(json), Error);
}

TEST(AgentConfig, AConsumerHasAGroupAndTopics) {
  ConsumerConfig config;
  static_cast<AgentConfig&>(config) = SomeProducer();
  config.group = "billing";
  EXPECT_THROW(ConsumerConfigFromJson(ToJson(config)), Error);
  config.subscribe = {"payments"};
  config.group = "";
  EXPECT_THROW(ConsumerConfigFromJson(ToJson(config)), Error);
  config.group = "billing";
  config.work.poll = 0;
  EXPECT_THROW(ConsumerConfigFromJson(ToJson(config)), Error);
}

TEST(ValuePool, ChecksumsAreThoseOfTheValues) {
  ValuePool pool(7, 100);
  ValuePool same(7, 100);
  std::string previous;
  for (int i = 0; i < 600; ++i) {
    const auto& value = pool.Next();
    ASSERT_EQ(value.bytes.size(), 100u);
    ASSERT_EQ(value.crc32c,
              Crc32c(std::as_bytes(std::span(value.bytes.data(), value.bytes.size()))));
    ASSERT_EQ(value.bytes, same.Next().bytes);
    ASSERT_NE(value.bytes, previous);
    previous = value.bytes;
  }
}

TEST(ValuePool, AnotherSeedGivesOtherValues) {
  ValuePool one(7, 100), other(8, 100);
  EXPECT_NE(one.Next().bytes, other.Next().bytes);
}

TEST(ValuePool, ValuesMayBeEmpty) { EXPECT_EQ(ValuePool(7, 0).Next().crc32c, 0u); }

TEST(PlaceChooser, AKeyStaysInItsPartitionAndTopicsTakeTurns) {
  PlaceChooser places({{"a", 6}, {"b", 3}}, 10, 100);
  std::map<std::pair<std::size_t, std::string>, std::int32_t> seen;
  for (int i = 0; i < 200; ++i) {
    const auto place = places.Next(0);
    EXPECT_EQ(place.topic, static_cast<std::size_t>(i % 2));
    ASSERT_TRUE(place.key.has_value());
    EXPECT_EQ(place.partition, PartitionForKey(*place.key, place.topic == 0 ? 6 : 3));
    seen[{place.topic, std::string(*place.key)}] = place.partition;
  }
  EXPECT_EQ(seen.size(), 20u) << "each topic gets each key";
}

TEST(PlaceChooser, HasNoMoreKeysThanItHolds) {
  EXPECT_THROW(PlaceChooser({{"a", 1}}, 1'000'001, 1), Error);
}

TEST(PlaceChooser, WithoutKeysAPartitionIsKeptForTenMillisecondsOrSoManyBytes) {
  PlaceChooser slow({{"a", 3}}, 0, 100);
  const auto first = slow.Next(0).partition;
  EXPECT_EQ(slow.Next(9'999).partition, first);
  EXPECT_NE(slow.Next(10'000).partition, first);
  PlaceChooser fast({{"a", 3}}, 0, 8 << 10, PlaceChooser::kJavaStickyBytes);
  const auto start = fast.Next(0).partition;
  EXPECT_EQ(fast.Next(0).partition, start);
  EXPECT_NE(fast.Next(0).partition, start);
}

std::map<std::string, ClientSetting> Settings(const std::string& defaults,
                                              std::map<std::string, std::string> properties) {
  auto config = ClientConfig::Producer(defaults, properties);
  const ProducerClient client(config, {}, [](const Delivery&) {});
  std::map<std::string, ClientSetting> settings;
  for (const auto& setting : client.Settings()) settings[setting.key] = setting;
  return settings;
}

std::string WhyRefused(const std::string& defaults,
                       const std::map<std::string, std::string>& properties) {
  try {
    Settings(defaults, properties);
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kUsage);
    return e.Full();
  }
  return "";
}

TEST(ClientConfig, TheJavaProfileIsKafkas) {
  auto settings = Settings("java", {{"batch.size", "1000"}});
  EXPECT_EQ(settings["acks"].value, "all");
  EXPECT_EQ(settings["acks"].origin, "profile java");
  EXPECT_EQ(settings["enable.idempotence"].value, "true");
  EXPECT_EQ(settings["max.in.flight.requests.per.connection"].value, "5");
  EXPECT_EQ(settings["retries"].value, "2147483647");
  EXPECT_EQ(settings["delivery.timeout.ms"].value, "120000");
  EXPECT_EQ(settings["linger.ms"].value, "5");
  EXPECT_EQ(settings["batch.size"].value, "1000");
  EXPECT_EQ(settings["batch.size"].origin, "scenario");
  EXPECT_FALSE(settings.contains("request.required.acks"));
  EXPECT_FALSE(settings.contains("message.timeout.ms"));
}

TEST(ClientConfig, TheJavaProfileTurnsIdempotenceOffAsKafkaDoes) {
  auto settings = Settings("java", {{"acks", "1"}});
  EXPECT_EQ(settings["acks"].value, "1");
  EXPECT_EQ(settings["enable.idempotence"].value, "false");
  EXPECT_NE(settings["enable.idempotence"].origin.find("off because acks=1"), std::string::npos);
  EXPECT_EQ(Settings("java", {{"retries", "0"}})["enable.idempotence"].value, "false");
  EXPECT_NE(WhyRefused("java", {{"max.in.flight", "6"}}).find("above 5"), std::string::npos);
  EXPECT_NE(WhyRefused("java", {{"acks", "1"}, {"enable.idempotence", "true"}}), "");
}

TEST(ClientConfig, LibrdkafkaStaysAsItIs) {
  auto settings = Settings("librdkafka", {{"request.required.acks", "0"}});
  EXPECT_EQ(settings["acks"].value, "0");
  EXPECT_EQ(settings["acks"].origin, "scenario");
  EXPECT_EQ(settings["enable.idempotence"].value, "false");
  EXPECT_EQ(settings["enable.idempotence"].origin, "librdkafka default");
  EXPECT_EQ(settings["delivery.timeout.ms"].value, "300000");
}

TEST(ClientConfig, WhatLibrdkafkaAdjustsByItselfIsToldAsItIs) {
  auto settings = Settings("librdkafka", {{"enable.idempotence", "true"}});
  EXPECT_EQ(settings["max.in.flight.requests.per.connection"].value, "5");
  EXPECT_EQ(settings["max.in.flight.requests.per.connection"].origin,
            "librdkafka, following other settings");
}

TEST(ClientConfig, BadKeysAndValuesAreRefusedWithAHint) {
  EXPECT_NE(WhyRefused("librdkafka", {{"linger.m", "5"}}).find("did you mean 'linger.ms'"),
            std::string::npos);
  EXPECT_NE(WhyRefused("librdkafka", {{"buffer.memory", "5"}}).find("queue.buffering.max.kbytes"),
            std::string::npos);
  EXPECT_NE(WhyRefused("librdkafka", {{"linger.ms", "soon"}}).find("linger.ms=soon"),
            std::string::npos);
  EXPECT_NE(
      WhyRefused("librdkafka", {{"acks", "1"}, {"request.required.acks", "1"}}).find("given twice"),
      std::string::npos);
  EXPECT_NE(WhyRefused("scala", {}).find("scala"), std::string::npos);
  EXPECT_NE(WhyRefused("librdkafka", {{"partitioner", "consistent"}}).find("murmur2"),
            std::string::npos);
}

TEST(ClientConfig, SecretsAreNeverTold) {
  const auto settings =
      Settings("librdkafka",
               {{"sasl.password", "hush"}, {"ssl.key.password", "hush"}, {"sasl.username", "me"}});
  for (const auto& [key, setting] : settings)
    EXPECT_EQ(setting.value.find("hush"), std::string::npos) << key;
  EXPECT_EQ(settings.at("sasl.password").value, "[redacted]");
  EXPECT_EQ(settings.at("sasl.username").value, "me");
}

// Nobody listens: what is purged before it was ever written to a socket is unknown, never failed.
TEST(ProducerClient, PurgedRecordsAreUnknownAndEndingDoesNotHang) {
  auto config = ClientConfig::Producer("java", {});
  config.Force("bootstrap.servers", "127.0.0.1:1", "nobody listens there");
  config.Force("log_level", "0", "the refusals are wanted");
  std::vector<Delivery> deliveries;
  const std::string value(100, 'v');
  {
    ProducerClient client(config, {"t"},
                          [&](const Delivery& delivery) { deliveries.push_back(delivery); });
    for (std::uint64_t i = 0; i < 3; ++i)
      ASSERT_EQ(
          client.Send(
              {.topic = 0, .partition = 0, .key = {}, .value = value, .stamp = {}, .opaque = i}),
          SendResult::kSent);
    client.Purge();
    const Deadline deadline(std::chrono::seconds(10));
    while (deliveries.size() < 3 && !deadline.Passed()) client.Poll(std::chrono::milliseconds(20));
    EXPECT_FALSE(client.Leaders(0, std::chrono::milliseconds(50)).has_value());
  }
  ASSERT_EQ(deliveries.size(), 3u);
  for (const auto& delivery : deliveries) {
    EXPECT_EQ(delivery.outcome, DeliveryOutcome::kUnknown);
    EXPECT_EQ(delivery.offset, -1);
  }
}

// What is told of a connection, and not that all brokers are down, which follows from it.
TEST(ProducerClient, TellsWhyItHasNoConnection) {
  auto config = ClientConfig::Producer("java", {});
  config.Force("bootstrap.servers", "127.0.0.1:1", "nobody listens there");
  std::vector<std::string> told;
  ProducerClient client(
      config, {"t"}, [](const Delivery&) {},
      [&](const std::string& what) { told.push_back(what); });
  const Deadline deadline(std::chrono::seconds(10));
  while (told.empty() && !deadline.Passed()) client.Poll(std::chrono::milliseconds(20));
  ASSERT_FALSE(told.empty());
  EXPECT_NE(told.front().find("Connection refused"), std::string::npos) << told.front();
}

class Told : public ::testing::Test {
 protected:
  Told() : folder_(::testing::TempDir() + "kproof-told-" + std::to_string(::getpid())) {
    std::filesystem::create_directory(folder_);
    config_.actor = "p-0";
    config_.run_id = "r";
    config_.spool_folder = folder_;
    config_.live_page = folder_ + "/p-0.live";
    config_.epoch_us = MonotonicMicros();
    process_ = std::make_unique<AgentProcess>(config_, ActorKind::kProducer);
  }
  ~Told() override { std::filesystem::remove_all(folder_); }
  std::vector<std::string> Errors() const {
    std::vector<std::string> errors;
    SpoolReader reader(SpoolPath(folder_, "p-0"), "r");
    while (const auto frame = reader.Next())
      if (const auto* error = std::get_if<SpoolError>(&*frame)) errors.push_back(error->detail);
    return errors;
  }

  std::string folder_;
  ProducerConfig config_;
  std::unique_ptr<AgentProcess> process_;
};

TEST_F(Told, IsKeptAtOnceAndOnceASecond) {
  process_->Told("refused");
  process_->Told("refused again");
  EXPECT_EQ(Errors(), std::vector<std::string>{"refused"});
  EXPECT_TRUE(process_->told_error());
}

TEST_F(Told, IsOfNoInterestOnceSomethingWasRead) {
  process_->state.read = 1;
  process_->Told("refused");
  EXPECT_EQ(Errors(), std::vector<std::string>{});
}

TEST_F(Told, IsOfNoInterestOnceSomethingWasAcked) {
  process_->state.acked = 1;
  process_->Told("refused");
  EXPECT_EQ(Errors(), std::vector<std::string>{});
}

}  // namespace
}  // namespace kproof
