// Nobody is accused while everything moves: leaders die, followers come back, retention deletes,
// the load goes on, and replicas are read all the while.
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "harness/base/random.h"
#include "harness/kafka/producer_client.h"
#include "harness/observe/replicas.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

constexpr Duration kStormRecovery = std::chrono::seconds(60);

ClusterSetup Restless() {
  ClusterSetup spec;
  spec.config = {{"broker.session.timeout.ms", "2000"},
                 {"log.retention.check.interval.ms", "300"},
                 {"log.initial.task.delay.ms", "300"}};
  return spec;
}

class Load {
 public:
  Load(const Live& live, const std::vector<std::string>& topics, int partitions)
      : bootstrap_(live->bootstrap_servers()), topics_(topics), partitions_(partitions) {
    thread_ = std::thread([this] { Run(); });
  }
  ~Load() {
    stop_ = true;
    thread_.join();
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  int acked() const { return acked_; }

 private:
  void Run() {
    const std::map<std::string, std::string> properties = {
        {"bootstrap.servers", bootstrap_}, {"acks", "1"}, {"compression.type", "lz4"}};
    std::string noise;  // which no codec makes smaller: segments fill up, and retention has work
    for (Random random(7); noise.size() < 64'000;) noise += static_cast<char>(random.Below(256));
    ProducerClient producer(ClientConfig::Producer("librdkafka", properties), topics_,
                            [this](const Delivery& delivery) {
                              acked_ += delivery.outcome == DeliveryOutcome::kAcked ? 1 : 0;
                            });
    for (std::size_t i = 0; !stop_; ++i) {
      const std::size_t topic = i % topics_.size();
      const OutgoingRecord record{
          .topic = topic,
          .partition = static_cast<std::int32_t>(i) % partitions_,
          .key = std::nullopt,
          .value = std::string_view(noise).substr(i % 60'000, topic == 0 ? 100 : 2'000),
          .stamp = {},
          .opaque = 0};
      producer.Send(record);
      producer.Poll(std::chrono::milliseconds(1));
    }
    producer.Purge();
    producer.Flush(std::chrono::seconds(2));
  }

  std::string bootstrap_;
  std::vector<std::string> topics_;
  int partitions_;
  std::atomic<bool> stop_{false};
  std::atomic<int> acked_{0};
  std::thread thread_;
};

TEST(ReplicasInAStorm, AreNeverSaidToDiffer) {
  const Live live(Restless());
  const std::vector<std::string> topics = {"steady", "short"};
  CreateTopic(*live,
              {.name = "steady",
               .partitions = 3,
               .replication = 3,
               .config = {{"min.insync.replicas", "2"},
                          {"message.timestamp.type", "LogAppendTime"},
                          {"compression.type", "zstd"}}},
              Deadline(std::chrono::seconds(20)));
  CreateTopic(*live,
              {.name = "short",
               .partitions = 3,
               .replication = 3,
               .config = {{"segment.bytes", "1048576"},
                          {"retention.bytes", "2097152"},
                          {"file.delete.delay.ms", "0"}}},
              Deadline(std::chrono::seconds(20)));
  const Observer observer(*live, topics, {});
  ASSERT_TRUE(WaitUntil([&] { return Whole(*live, observer.View()); }, Deadline(kStormRecovery)));
  const Load load(live, topics, 3);

  std::atomic<bool> over{false};
  std::thread storm([&] {
    for (const int broker : {1, 2}) {
      Node& node = live->node(broker);
      node.process().Signal(SIGKILL);
      node.process().WaitExit(Deadline(std::chrono::seconds(5)));
      SleepFor(std::chrono::seconds(4));  // its session ends and others lead
      node.process().Start();
      node.process().WaitStarted(Deadline(kStormRecovery));
      SleepFor(std::chrono::seconds(2));
    }
    over = true;
  });
  int rounds = 0, compared = 0, unread = 0;
  std::int64_t later_starts = 0;
  // On a slow machine retention has something to delete only some time after the storm.
  const Deadline limit(std::chrono::seconds(90));
  const auto enough = [&] { return over && (later_starts > 0 || limit.Passed()); };
  while (!enough()) {
    const auto reads = ReadReplicas({.cluster = &*live,
                                     .observer = &observer,
                                     .topics = topics,
                                     .deadline = Deadline(std::chrono::seconds(20)),
                                     .give_up = enough})
                           .value_or(std::vector<ReplicaRead>{});
    ++rounds;
    for (const auto& read : reads) {
      (read.problem.empty() ? compared : unread) += 1;
      later_starts += read.start > 0 ? 1 : 0;
      for (const auto& difference : read.differences) {
        ADD_FAILURE() << fmt::format(
            "round {}: broker {} of {}/{} (leader {}, epoch {}, {}..{}): kind {} {}+{} ({})",
            rounds, read.node, read.topic, read.partition, read.leader, read.leader_epoch,
            read.start, read.end, static_cast<int>(difference.kind), difference.first_offset,
            difference.count, difference.detail);
      }
    }
  }
  storm.join();
  fmt::print("{} records, {} rounds: {} replicas compared, {} not; {} with a later log start\n",
             load.acked(), rounds, compared, unread, later_starts);
  EXPECT_GT(compared, 50);
  EXPECT_GT(later_starts, 0) << "retention deleted nothing";
}

}  // namespace
}  // namespace kproof
