// Faults of machine, disk and clock on one real broker with two log folders: each breaks, proves
// it, and is mended, as clients see it; what Kafka does about it is looked at where it differs from
// one to the next.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "harness/fault/fault.h"
#include "harness/fault/replica_files.h"
#include "harness/inject/shim.h"
#include "harness/kafka/node_client.h"
#include "harness/kafka/producer_client.h"
#include "tests/broker/break_and_mend.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr int kPartitions = 4;  // two in each log folder
constexpr Duration kAnswerLimit = std::chrono::milliseconds(500);

enum class Ends { kRuns, kEnds, kEither };  // the broker, under a fault

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

  void CreateTopics() {
    const auto create = [this](const std::string& name, int partitions, const auto& config) {
      CreateTopic(*live_,
                  {.name = name, .partitions = partitions, .replication = 1, .config = {config}},
                  Deadline(std::chrono::seconds(20)));
    };
    using Setting = std::pair<const std::string, std::string>;
    create("t", kPartitions, Setting("segment.bytes", "1048576"));
    create("synced", 1, Setting("flush.messages", "1"));
    create("stamped", 1, Setting("message.timestamp.type", "LogAppendTime"));
  }

  // How many of `records` of 1000 bytes were acked, spread over all partitions or in one of them.
  int Produce(const std::string& topic, int records, Duration limit, int partition = -1) {
    int acked = 0;
    const std::string value(1000, 'x');
    ProducerClient producer(
        ClientConfig::Producer("librdkafka",
                               {{"bootstrap.servers", live_->bootstrap_servers()},
                                {"batch.num.messages", "10"},  // an index has entries of batches
                                {"message.timeout.ms", std::to_string(limit.count() / 1000)}}),
        {topic}, [&acked](const Delivery& delivery) {
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

  // What this partition's log holds from there on, as it is served; nothing where it is not.
  std::optional<std::string> Served(const std::string& topic, int partition, std::int64_t from) {
    NodeClient client(Broker().clients());
    const auto part =
        client.Log({.topic = topic, .partition = partition, .leader_epoch = -1, .offset = from},
                   1 << 20, {}, kAnswerLimit);
    return part && !part->batches.empty() ? std::optional(part->batches) : std::nullopt;
  }

  // Makes the broker write and read.
  void Stir() {
    Produce("t", 2 * kPartitions, std::chrono::milliseconds(700));
    for (int partition = 0; partition < kPartitions; ++partition) Served("t", partition, 0);
  }

  std::unique_ptr<Fault> Make(const std::string& name,
                              const std::map<std::string, std::string>& with) {
    const FaultType& type = FindFault(name);
    FaultOptions options{.with = with, .within = kMendLimit};
    for (const auto& param : type.params) options.with.try_emplace(param.name, param.fallback);
    options.mechanisms.shims = &shims_;
    return type.make(options);
  }

  // How clients see a fault, or who looks at the disk.
  bool Answers() { return NodeClient(Broker().clients()).Metadata({}, kAnswerLimit).has_value(); }
  bool IsSilent() { return !Answers(); }
  bool LosesAPartition() {
    NodeClient client(Broker().clients());
    for (int partition = 0; partition < kPartitions; ++partition)
      if (!client.Offsets("t", partition, kAnswerLimit)) return true;
    return false;
  }
  bool CannotRead() { return !Served("t", 1, 0); }
  // For a third of a second there is no answer: slow-cpu stops the broker for 90 ms of each 100 ms,
  // however fast its answers are between.
  bool StandsStillAtTimes() {
    NodeClient client(Broker().clients());
    std::int64_t still = 0;
    const auto begin = MonotonicMicros();
    for (auto now = begin; now - begin < 1'000'000;) {
      client.Metadata({}, kAnswerLimit);
      const auto then = std::exchange(now, MonotonicMicros());
      if (now - then >= 40'000) still += now - then;
    }
    return still >= 333'000;
  }
  bool WriteTakesHalfASecond(const std::string& topic) {
    const auto begin = MonotonicMicros();
    EXPECT_EQ(Produce(topic, 1, kMendLimit, 0), 1);
    return MonotonicMicros() - begin >= 500'000;
  }
  bool WritesAreSlow() { return WriteTakesHalfASecond("t"); }
  bool SyncsAreSlow() { return WriteTakesHalfASecond("synced"); }
  // Of some clients: it depends on the broker's thread that has them.
  bool LeavesAClientWithoutAnswer() {
    for (int i = 0; i < 6; ++i)
      if (!Answers()) return true;
    return false;
  }
  bool StampsAreAhead() { return AheadOfUs() > 0; }
  bool StampsAreBehind() { return AheadOfUs() < 0; }
  bool ServesOtherBytes() { return Served("t", 0, 0) != served_; }
  bool HoldsOtherBytes() { return OldestSegment() != segment_; }

  using Sign = bool (DiskFault::*)();
  struct Case {
    std::string fault;
    std::map<std::string, std::string> with;
    Sign broken;
    Ends ends = Ends::kRuns;
  };
  static Case OutOfMemory() {
    return {"out-of-memory", {}, &DiskFault::LeavesAClientWithoutAnswer, Ends::kEither};
  }
  static const std::vector<Case>& Cases() {
    using Seen = DiskFault;
    static const std::vector<Case> kCases = {
        {"clock", {{"by", "1h"}}, &Seen::StampsAreAhead},
        {"clock", {{"by", "1h"}, {"direction", "back"}}, &Seen::StampsAreBehind},
        {"clock", {{"drift", "10ms"}}, &Seen::StampsAreAhead},
        {"slow-disk", {{"files", ".log"}, {"delay", "500ms"}}, &Seen::WritesAreSlow},
        {"slow-fsync", {{"delay", "500ms"}}, &Seen::SyncsAreSlow},
        {"slow-cpu", {}, &Seen::StandsStillAtTimes},
        {"bit-flip", {{"partition", "t/0"}}, &Seen::ServesOtherBytes},
        {"bit-flip", {{"partition", "t/0"}, {"file", "index"}}, &Seen::HoldsOtherBytes},
        {"bit-flip", {{"partition", "t/0"}, {"file", "timeindex"}}, &Seen::HoldsOtherBytes},
        {"delete-segment", {{"partition", "t/0"}}, &Seen::HoldsOtherBytes},
        {"read-error", {{"files", "t-1/"}}, &Seen::CannotRead, Ends::kEither},
        {"fsync-error", {{"dir", "2"}}, &Seen::LosesAPartition, Ends::kRuns},
        {"disk-error", {{"dir", "2"}}, &Seen::LosesAPartition, Ends::kRuns},
        {"disk-error", {{"dir", "t/3"}}, &Seen::LosesAPartition, Ends::kEither},
        {"disk-full", {{"dir", "1"}, {"space", "1KB"}}, &Seen::IsSilent, Ends::kEnds},
        {"disk-error", {}, &Seen::IsSilent, Ends::kEnds},
        {"power-loss", {}, &Seen::IsSilent, Ends::kEnds},
        {"wipe-disk", {}, &Seen::IsSilent, Ends::kEnds},
    };
    return kCases;
  }

  void BreaksProvesAndMends(const Case& one) {
    served_ = Served("t", 0, 0);
    segment_ = OldestSegment();
    const auto fault = Make(one.fault, one.with);
    const auto seen = [&] { return (this->*one.broken)(); };
    const auto broken = [&] {
      if (!Broker().Exit()) Stir();
      if (!seen()) return false;
      return one.ends == Ends::kEither || Broker().Exit().has_value() == (one.ends == Ends::kEnds);
    };
    const auto mended = [&] { return Answers() && (FindFault(one.fault).permanent || !seen()); };
    BreakAndMend(one.fault, *fault, TheBroker(), {.broken = broken, .mended = mended});
    if (one.fault == "wipe-disk") CreateTopics();
    const auto all = [&] {
      return Produce("t", kPartitions, std::chrono::seconds(5)) == kPartitions;
    };
    EXPECT_TRUE(WaitUntil(all, Deadline(kMendLimit))) << "mended";
  }

 private:
  // Milliseconds that the broker's stamp of a record lies after its ack (before its sending, where
  // negative); 0 in between.
  std::int64_t AheadOfUs() {
    const auto sent = WallMicros() / 1000;
    EXPECT_EQ(Produce("stamped", 1, kMendLimit, 0), 1);
    const auto acked = WallMicros() / 1000;
    const auto range = NodeClient(Broker().clients()).Offsets("stamped", 0, kTimeout);
    if (!range) return 0;
    const auto batch = Served("stamped", 0, range->end - 1).value_or("");
    constexpr std::size_t kMaxTimestamp = 35;  // in the header of a batch (KIP-98), 8 bytes
    if (batch.size() < kMaxTimestamp + 8) return 0;
    std::uint64_t stamp = 0;
    for (std::size_t i = 0; i < 8; ++i)
      stamp = stamp << 8 | static_cast<std::uint8_t>(batch[kMaxTimestamp + i]);
    const auto at = static_cast<std::int64_t>(stamp);
    return at > acked ? at - acked : std::min<std::int64_t>(at - sent, 0);
  }

  // The files of the oldest segment of t/0, one after the other.
  std::string OldestSegment() {
    const auto segments = SegmentsOf(ReplicaFolder(Broker(), "t/0"));
    std::string bytes;
    if (segments.empty()) return bytes;
    for (const char* ending : {".log", ".index", ".timeindex"}) {
      std::ifstream file(segments.front() + ending, std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
  }

  std::optional<std::string> served_;  // of t/0, before the fault
  std::string segment_;                // likewise

 protected:
  Shims shims_;
  Live live_{OneBrokerOfTwoFolders()};
};

TEST_F(DiskFault, EachBreaksProvesAndMends) {
  CreateTopics();
  ASSERT_EQ(Produce("t", 3000, std::chrono::seconds(30), 0), 3000);
  ASSERT_GE(SegmentsOf(ReplicaFolder(Broker(), "t/0")).size(), 3U);  // one will be deleted
  for (const auto& one : Cases()) {
    std::string parameters;
    for (const auto& [name, value] : one.with) parameters += " " + name + "=" + value;
    SCOPED_TRACE(one.fault + parameters);
    BreaksProvesAndMends(one);
  }
}

class MemoryFault : public DiskFault {};

TEST_F(MemoryFault, BreaksProvesAndMends) {
  CreateTopics();
  BreaksProvesAndMends(OutOfMemory());
}

// The file says that a record was there; a power loss says what of it is left.
TEST_F(DiskFault, PowerLossLosesWhatWasNotSyncedAndNothingElse) {
  CreateTopics();
  ASSERT_EQ(Produce("t", 40, std::chrono::seconds(10)), 40);
  ASSERT_EQ(Produce("synced", 20, std::chrono::seconds(10), 0), 20);

  const auto fault = Make("power-loss", {});
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
