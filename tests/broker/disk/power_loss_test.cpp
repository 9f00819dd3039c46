// Power loss of one real broker, made up from what the shim saw synced and by a real file system
// that is shut down under it: they agree on what survives and on what does not, not on how much.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/cluster/own_disk.h"
#include "harness/fault/fault.h"
#include "harness/inject/shim.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr int kRecords = 40;
constexpr Duration kLimit = std::chrono::seconds(40);

class PowerLossOfABroker : public testing::TestWithParam<std::string> {
 protected:
  ClusterSetup OneBroker() {
    ClusterSetup spec;
    spec.brokers = 1;
    spec.controllers = 0;
    spec.combined = true;
    spec.log_dirs = 2;
    spec.network = PrivateNetwork();
    spec.own_disks = GetParam() == "filesystem";
    spec.environment = [this](const NodePlan& node) { return shims_.Prepare(node); };
    return spec;
  }

  Node& Broker() { return *live_->brokers().front(); }
  Target TheBroker() { return {Broker().name(), {&Broker()}, {*Broker().host()}}; }

  void Create(const std::string& topic, const std::map<std::string, std::string>& config) {
    CreateTopic(*live_, {.name = topic, .partitions = 1, .replication = 1, .config = config},
                Deadline(kLimit));
  }

  // Records of 1000 bytes; all of them acked.
  void Produce(const std::string& topic) {
    int acked = 0;
    const std::string value(1000, 'x');
    ProducerClient producer(
        ClientConfig::Producer("librdkafka", {{"bootstrap.servers", live_->bootstrap_servers()}}),
        {topic}, [&acked](const Delivery& delivery) {
          acked += delivery.outcome == DeliveryOutcome::kAcked ? 1 : 0;
        });
    for (int i = 0; i < kRecords; ++i)
      ASSERT_EQ(producer.Send({.topic = 0,
                               .partition = 0,
                               .key = std::nullopt,
                               .value = value,
                               .stamp = {},
                               .opaque = 0}),
                SendResult::kSent);
    producer.Flush(kLimit);
    ASSERT_EQ(acked, kRecords);
  }

  std::int64_t EndOf(const std::string& topic) {
    NodeClient client(Broker().clients());
    std::int64_t end = -1;
    const auto told = [&] {
      const auto range = client.Offsets(topic, 0, std::chrono::seconds(1));
      if (range) end = range->end;
      return range.has_value();
    };
    WaitUntil(told, Deadline(kLimit));
    return end;
  }

  Shims shims_;
  Live live_{OneBroker()};
};

TEST_P(PowerLossOfABroker, TakesWhatWasNotSyncedAndLeavesWhatWas) {
  Create("synced", {{"flush.messages", "1"}});
  Create("not", {});
  Produce("synced");
  Produce("not");
  FaultOptions options{.with = {{"by", GetParam()}}, .within = kLimit};
  options.mechanisms.shims = &shims_;
  const auto fault = FindFault("power-loss").make(options);
  EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "nothing is proven before it happened";
  Undo undo = fault->Prepare(TheBroker());
  fault->Inject(TheBroker());
  const Bite bite = fault->Prove(TheBroker());
  EXPECT_TRUE(bite.bit) << bite.proof;
  fmt::print("{}: {}\n", GetParam(), bite.proof);
  undo.Run();
  EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "a mended fault proves nothing";
  EXPECT_EQ(EndOf("synced"), kRecords);
  EXPECT_LT(EndOf("not"), kRecords);
  Produce("synced");  // mended
  EXPECT_EQ(EndOf("synced"), 2 * kRecords);
}

// A step that was given up before anything was cut.
TEST_P(PowerLossOfABroker, UndoneBeforeItBeganTouchesNothing) {
  Create("not", {});
  Produce("not");
  const auto fault = FindFault("power-loss").make({.with = {{"by", GetParam()}}, .within = kLimit});
  fault->Prepare(TheBroker()).Run();
  EXPECT_FALSE(Broker().Exit());
  EXPECT_EQ(EndOf("not"), kRecords);
}

INSTANTIATE_TEST_SUITE_P(By, PowerLossOfABroker, testing::Values("filesystem", "shim"),
                         [](const auto& by) { return by.param; });

}  // namespace
}  // namespace kproof
