// Faults of machine, disk and clock on one real broker with two log folders: each breaks, proves
// it, and is mended; what Kafka does about it is looked at where it differs from one to the next.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "harness/fault/fault.h"
#include "harness/fault/replica_files.h"
#include "harness/inject/shim.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr int kPartitions = 4;  // two in each log folder
constexpr Duration kMendLimit = std::chrono::seconds(40);

enum class Ends { kRuns, kEnds, kEither };

struct Case {
  std::string fault;
  std::map<std::string, std::string> with;
  Ends ends = Ends::kRuns;
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {"clock", {{"by", "1h"}}},
      {"clock", {{"by", "1h"}, {"direction", "back"}}},
      {"clock", {{"drift", "10ms"}}},
      {"slow-disk", {{"files", ".log"}}},
      {"slow-fsync", {{"delay", "500ms"}}},
      {"slow-cpu", {}},
      {"bit-flip", {{"partition", "t/0"}}},
      {"bit-flip", {{"partition", "t/0"}, {"file", "index"}}},
      {"bit-flip", {{"partition", "t/0"}, {"file", "timeindex"}}},
      {"delete-segment", {{"partition", "t/0"}}},
      {"read-error", {{"files", "t-1/"}}, Ends::kEither},
      {"fsync-error", {{"dir", "2"}}, Ends::kRuns},
      {"disk-error", {{"dir", "2"}}, Ends::kRuns},
      {"disk-error", {{"dir", "t/3"}}, Ends::kEither},
      {"disk-full", {{"dir", "1"}, {"space", "1KB"}}, Ends::kEnds},
      {"disk-error", {}, Ends::kEnds},
      {"power-loss", {}, Ends::kEnds},
      {"wipe-disk", {}, Ends::kEnds},
      {"out-of-memory", {}, Ends::kEither},
  };
  return kCases;
}

class DiskFault : public testing::Test {
 protected:
  ClusterSetup OneBrokerOfTwoFolders() {
    ClusterSetup spec;
    spec.brokers = 1;
    spec.controllers = 0;
    spec.combined = true;
    spec.log_dirs = 2;
    spec.config = {{"replica.high.watermark.checkpoint.interval.ms", "500"}};
    spec.environment = [this](const NodePlan& node) { return shims_.Prepare(node); };
    return spec;
  }

  Node& Broker() { return *live_->brokers().front(); }
  Target TheBroker() { return {Broker().name(), {&Broker()}, {*Broker().host()}}; }

  void CreateTopicAnew() {
    CreateTopic(*live_,
                {.name = "t",
                 .partitions = kPartitions,
                 .replication = 1,
                 .config = {{"segment.bytes", "1048576"}}},
                Deadline(std::chrono::seconds(20)));
  }

  // How many of `records` of 1000 bytes were acked, spread over all partitions or in one of them.
  int Produce(int records, Duration limit, int partition = -1) {
    int acked = 0;
    const std::string value(1000, 'x');
    ProducerClient producer(
        ClientConfig::Producer("librdkafka",
                               {{"bootstrap.servers", live_->bootstrap_servers()},
                                {"message.timeout.ms", std::to_string(limit.count() / 1000)}}),
        {"t"}, [&acked](const Delivery& delivery) {
          acked += delivery.outcome == DeliveryOutcome::kAcked ? 1 : 0;
        });
    for (int i = 0; i < records; ++i) {
      const OutgoingRecord record{.topic = 0,
                                  .partition = partition < 0 ? i % kPartitions : partition,
                                  .key = std::nullopt,
                                  .value = value,
                                  .stamp = {},
                                  .opaque = 0};
      while (producer.Send(record) == SendResult::kQueueFull)
        producer.Poll(std::chrono::milliseconds(10));
    }
    producer.Flush(limit);
    return acked;
  }

  // Makes the broker write and read.
  void Stir() {
    Produce(2 * kPartitions, std::chrono::milliseconds(700));
    NodeClient client(Broker().clients());
    for (int partition = 0; partition < kPartitions; ++partition)
      client.Log({.topic = "t", .partition = partition, .leader_epoch = -1, .offset = 0}, 1 << 20,
                 {}, std::chrono::milliseconds(300));
  }

  std::unique_ptr<Fault> Make(const Case& one) {
    const FaultType& type = FindFault(one.fault);
    FaultOptions options{.with = one.with, .within = kMendLimit};
    for (const auto& param : type.params) options.with.try_emplace(param.name, param.fallback);
    options.mechanisms.shims = &shims_;
    return type.make(options);
  }

  void BreaksProvesAndMends(const Case& one) {
    const auto fault = Make(one);
    EXPECT_FALSE(fault->Prove(TheBroker()).bit) << "nothing is proven before it happened";
    Undo undo = fault->Prepare(TheBroker());
    fault->Inject(TheBroker());
    Bite bite;
    WaitUntil(
        [&] {
          if (!Broker().Exit()) Stir();
          return (bite = fault->Prove(TheBroker())).bit;
        },
        Deadline(std::chrono::seconds(10)));
    EXPECT_TRUE(bite.bit) << bite.proof;
    const bool ended = one.ends == Ends::kRuns
                           ? Broker().Exit().has_value()
                           : Broker().process().WaitExit(Deadline(std::chrono::seconds(5)));
    if (one.ends != Ends::kEither) {
      EXPECT_EQ(ended, one.ends == Ends::kEnds) << bite.proof;
    }
    bite = fault->Prove(TheBroker());
    fmt::print("{}: {}; {}\n", one.fault, bite.proof,
               Broker().Exit() ? "it ended with " + Broker().Exit()->ToString() : "it runs");
    undo.Run();
    EXPECT_EQ(fault->Prove(TheBroker()).bit, FindFault(one.fault).permanent)
        << "a mended fault proves nothing";
    if (one.fault == "wipe-disk") CreateTopicAnew();
    const auto all = [&] { return Produce(kPartitions, std::chrono::seconds(5)) == kPartitions; };
    EXPECT_TRUE(WaitUntil(all, Deadline(kMendLimit))) << "mended";
  }

  Shims shims_;
  Live live_{OneBrokerOfTwoFolders()};
};

TEST_F(DiskFault, EachBreaksProvesAndMends) {
  CreateTopicAnew();
  ASSERT_EQ(Produce(2500, std::chrono::seconds(30), 0), 2500);  // some segments
  ASSERT_GE(SegmentsOf(ReplicaFolder(Broker(), "t/0")).size(), 2U);
  for (const auto& one : Cases()) {
    std::string parameters;
    for (const auto& [name, value] : one.with) parameters += " " + name + "=" + value;
    SCOPED_TRACE(one.fault + parameters);
    BreaksProvesAndMends(one);
  }
}

// The file says that a record was there; a power loss says what of it is left.
TEST_F(DiskFault, PowerLossLosesWhatWasNotSyncedAndNothingElse) {
  CreateTopicAnew();
  ASSERT_EQ(Produce(40, std::chrono::seconds(10)), 40);
  CreateTopic(
      *live_,
      {.name = "synced", .partitions = 1, .replication = 1, .config = {{"flush.messages", "1"}}},
      Deadline(std::chrono::seconds(20)));
  int acked = 0;
  ProducerClient producer(
      ClientConfig::Producer("librdkafka", {{"bootstrap.servers", live_->bootstrap_servers()}}),
      {"synced"}, [&acked](const Delivery& delivery) {
        acked += delivery.outcome == DeliveryOutcome::kAcked ? 1 : 0;
      });
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(producer.Send({.topic = 0,
                             .partition = 0,
                             .key = std::nullopt,
                             .value = "x",
                             .stamp = {},
                             .opaque = 0}),
              SendResult::kSent);
  producer.Flush(std::chrono::seconds(10));
  ASSERT_EQ(acked, 20);

  const auto fault = Make({"power-loss", {}, Ends::kEnds});
  Undo undo = fault->Prepare(TheBroker());
  fault->Inject(TheBroker());
  EXPECT_TRUE(fault->Prove(TheBroker()).bit);
  fmt::print("{}\n", fault->Prove(TheBroker()).proof);
  undo.Run();

  NodeClient client(Broker().clients());
  const auto end = [&](const std::string& topic, int partition) {
    std::int64_t at = -1;
    WaitUntil(
        [&] {
          const auto range = client.Offsets(topic, partition, std::chrono::seconds(1));
          if (range) at = range->end;
          return range.has_value();
        },
        Deadline(std::chrono::seconds(20)));
    return at;
  };
  EXPECT_EQ(end("synced", 0), 20);
  for (int partition = 0; partition < kPartitions; ++partition) EXPECT_EQ(end("t", partition), 0);
}

}  // namespace
}  // namespace kproof
