// Agents that nobody answers: what they note of records, when they give up, and their exit codes.
// Nobody listens on port 1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <variant>

#include "audit/facts/spool_marks.h"
#include "harness/agent/kind.h"
#include "harness/agent/life.h"
#include "harness/agent/reading.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kSoon = std::chrono::milliseconds(50);

class WithoutACluster : public testing::Test {
 protected:
  template <typename Config>
  Config Filled() const {
    Config config;
    config.actor = config.instance = "p-0";
    config.bootstrap_servers = "127.0.0.1:1";
    config.run_id = "r";
    config.epoch_us = MonotonicMicros();
    config.spool_folder = folder_.path();
    config.live_page = folder_.File("p-0.live");
    config.topics = {{"t", 2}};
    config.properties = {{"log_level", "0"}};
    config.ready_limit = kSoon;
    return config;
  }
  int Run(const std::string& kind, const std::string& config) const {
    std::ofstream(folder_.File("config.json")) << config;
    return FindAgentKind(kind).run(folder_.File("config.json"));
  }
  AgentPhase PhaseOnThePage() const {
    return LivePage::Open(folder_.File("p-0.live"))->Read().phase;
  }
  template <typename Frame>
  std::vector<Frame> Spooled() const {
    SpoolReader reader(SpoolPath(folder_.path(), "p-0"), "r");
    std::vector<Frame> frames;
    while (auto frame = reader.Next())
      if (auto* one = std::get_if<Frame>(&*frame)) frames.push_back(std::move(*one));
    return frames;
  }

  TemporaryFolder folder_;
};

// -- processes
TEST_F(WithoutACluster, AnAgentThatGetsNoAnswerEndsAsNotRun) {
  auto consumer = Filled<ConsumerConfig>();
  consumer.group = "billing";
  consumer.subscribe = {"t"};
  EXPECT_EQ(Run("consumer", ToJson(consumer)), 4);
  EXPECT_EQ(PhaseOnThePage(), AgentPhase::kFailed);
}

TEST_F(WithoutACluster, AMonitorThatGetsNoAnswerEndsAsNotRun) {
  EXPECT_EQ(Run("monitor", ToJson(Filled<MonitorConfig>())), 4);
  EXPECT_EQ(PhaseOnThePage(), AgentPhase::kFailed);
}

TEST_F(WithoutACluster, AProducerWithoutLeadersEndsAsNotRun) {
  EXPECT_EQ(Run("producer", ToJson(Filled<ProducerConfig>())), 4);
  EXPECT_EQ(PhaseOnThePage(), AgentPhase::kFailed);
}

// What it did not read its bounds say, or that it has none.
TEST_F(WithoutACluster, AFinalReaderEndsInOrderWhenItsTimeIsOver) {
  auto config = Filled<FinalConfig>();
  config.limit = kSoon;
  EXPECT_EQ(Run("final", ToJson(config)), 0);
  EXPECT_EQ(PhaseOnThePage(), AgentPhase::kDone);
  EXPECT_THAT(Spooled<SpoolBounds>(), IsEmpty());
  EXPECT_EQ(Spooled<SpoolClose>().size(), 1u);
}

TEST_F(WithoutACluster, AuditTopicsThatAreNotThereAreAMatterOfThisMachine) {
  auto config = Filled<MonitorConfig>();
  config.audit = AuditTarget{.bootstrap_servers = "127.0.0.1:1",
                             .topic = "audit",
                             .partitions = 1,
                             .properties = {{"log_level", "0"}}};
  EXPECT_EQ(Run("monitor", ToJson(config)), 4);
}

TEST_F(WithoutACluster, ErrorsAreExitCodesAndStandOnThePage) {
  const auto code = [&](ErrorKind kind) {
    return RunAgent([&](std::unique_ptr<AgentProcess>&) { throw Error(kind, "broken"); });
  };
  EXPECT_EQ(code(ErrorKind::kUsage), 64);
  EXPECT_EQ(code(ErrorKind::kNotRun), 4);
  EXPECT_EQ(code(ErrorKind::kCorrupt), 70);
  EXPECT_EQ(code(ErrorKind::kInternal), 70);
  const auto config = Filled<ProducerConfig>();
  EXPECT_EQ(RunAgent([&](std::unique_ptr<AgentProcess>& process) {
              process = std::make_unique<AgentProcess>(config, ActorKind::kProducer);
              throw Error("broken");
            }),
            70);
  const auto state = LivePage::Open(config.live_page)->Read();
  EXPECT_EQ(state.phase, AgentPhase::kFailed);
  EXPECT_EQ(state.text, "broken");
}

TEST_F(WithoutACluster, AnAgentThatIsAnotherClientThanItWasAskedToBeEnds) {
  auto config = Filled<ProducerConfig>();
  const auto made = [&](const std::string& asked) {
    ::setenv(kExpectedClient, asked.c_str(), 1);
    config.actor += "x";  // each has a spool of its own
    return RunAgent([&](std::unique_ptr<AgentProcess>& process) {
      process = std::make_unique<AgentProcess>(config, ActorKind::kProducer);
    });
  };
  EXPECT_EQ(made("librdkafka 0.11.6"), 4);
  EXPECT_EQ(made(ClientVersion()), 0);
  EXPECT_EQ(made(""), 0);
  ::unsetenv(kExpectedClient);
}

TEST_F(WithoutACluster, NobodyIsToldWhatAuditTopicsNeed) {
  AgentProcess process(Filled<ProducerConfig>(), ActorKind::kProducer);
  EXPECT_FALSE(process.TellingDue(10 * kSecond));
}

// -- readers
TEST_F(WithoutACluster, AReaderHasItsIsolationAndChangesNothing) {
  const auto config = Filled<MonitorConfig>();
  const auto committed = ReaderClient(config, Isolation::kCommitted);
  EXPECT_EQ(committed.Given("isolation.level"), "read_committed");
  EXPECT_EQ(committed.Given("allow.auto.create.topics"), "false");
  EXPECT_EQ(committed.Given("client.id"), "p-0");
  EXPECT_EQ(ReaderClient(config, Isolation::kUncommitted).Given("isolation.level"),
            "read_uncommitted");
}

TEST_F(WithoutACluster, AReaderStandsNowhereUntilItIsAnswered) {
  const auto config = Filled<MonitorConfig>();
  AgentProcess process(config, ActorKind::kMonitor);
  Reading reading(process, ReaderClient(config, Isolation::kUncommitted), Pass::kLive,
                  Isolation::kUncommitted);
  EXPECT_EQ(reading.places().size(), 2u);
  EXPECT_FALSE(reading.Positioned());
  EXPECT_FALSE(reading.ReachedEnd(0, 0));
  EXPECT_FALSE(reading.BrokeOff(0));
  EXPECT_EQ(reading.Position(0, 5), 5);
  for (const auto& bounds : reading.QueryBounds(Deadline(Duration(0)))) EXPECT_FALSE(bounds);
}

// -- lives of producers
class ALife : public WithoutACluster {
 protected:
  ALife() {
    client_.Force("bootstrap.servers", config_.bootstrap_servers, "nobody listens there");
    client_.Force("log_level", "0", "the refusals are wanted");
    client_.Force("message.max.bytes", "2000", "a larger one is refused");
    client_.Force("queue.buffering.max.messages", "3", "the fourth one has no room");
    life_ = std::make_unique<ProducerLife>(process_, config_, client_, 7, 0);
  }
  SendResult Send(std::int32_t partition, std::size_t bytes = 10) {
    const std::string value(bytes, 'v');
    return life_->Send({.topic = 0, .partition = partition, .key = {}},
                       {.bytes = value, .crc32c = 0}, process_.clock.Now(), WallMicros());
  }
  // (partition, sent) of each stream.
  std::vector<std::pair<std::int32_t, std::uint64_t>> Marks() const {
    std::vector<std::pair<std::int32_t, std::uint64_t>> marks;
    for (const auto& mark : ReadSentMarks(MarksPath(folder_.path(), "p-0", 0)).marks)
      marks.emplace_back(mark.stream.partition, mark.sent);
    return marks;
  }
  std::vector<std::pair<Outcome, std::uint64_t>> Outcomes() const {
    std::vector<std::pair<Outcome, std::uint64_t>> outcomes;
    for (const auto& frame : Spooled<SpoolSettled>())
      outcomes.emplace_back(frame.span.outcome, frame.span.count);
    return outcomes;
  }

  const ProducerConfig config_ = Filled<ProducerConfig>();
  AgentProcess process_{config_, ActorKind::kProducer};
  ClientConfig client_ = ClientConfig::Producer("librdkafka", {});
  std::unique_ptr<ProducerLife> life_;
};

TEST_F(ALife, MarksEachRecordOfEachStream) {
  EXPECT_EQ(Send(1), SendResult::kSent);
  EXPECT_EQ(Send(0), SendResult::kSent);
  EXPECT_EQ(Send(1), SendResult::kSent);
  EXPECT_EQ(life_->outstanding(), 3u);
  EXPECT_EQ(process_.state.sent, 3u);
  EXPECT_THAT(Marks(), ElementsAre(Pair(0, 1u), Pair(1, 2u)));
}

// Sequences of a new partition begin at 0, and its marks are in a file of their own.
TEST_F(ALife, GrowsWithItsTopics) {
  EXPECT_EQ(life_->Partitions(0, kSoon), std::nullopt);
  Send(1);
  life_->Grow(0, 2);
  EXPECT_FALSE(std::ifstream(MarksPath(folder_.path(), "p-0", 0, 1)).good())
      << "as large as it was";
  life_->Grow(0, 4);
  EXPECT_EQ(Send(3), SendResult::kSent);
  EXPECT_EQ(Send(3), SendResult::kSent);
  EXPECT_THAT(Marks(), ElementsAre(Pair(0, 0u), Pair(1, 1u)));
  const auto more = ReadSentMarks(MarksPath(folder_.path(), "p-0", 0, 1));
  ASSERT_EQ(more.marks.size(), 2u);
  EXPECT_EQ(more.marks[1].stream.partition, 3);
  EXPECT_EQ(more.marks[1].sent, 2u);
  EXPECT_EQ(more.actor, "p-0");
}

TEST_F(ALife, WhatIsOutstandingAtItsEndIsUnknown) {
  Send(0);
  Send(0);
  life_->End();
  EXPECT_EQ(life_->outstanding(), 0u);
  EXPECT_EQ(process_.state.unknown, 2u);
  EXPECT_EQ(process_.state.failed, 0u);
  EXPECT_THAT(Outcomes(), ElementsAre(Pair(Outcome::kUnknown, 2u)));
}

TEST_F(ALife, ARecordThatIsRefusedFailedForCertain) {
  EXPECT_EQ(Send(0, 3000), SendResult::kRefused);
  EXPECT_EQ(life_->outstanding(), 0u);
  EXPECT_EQ(process_.state.failed, 1u);
  life_->End();
  EXPECT_THAT(Outcomes(), ElementsAre(Pair(Outcome::kFailed, 1u)));
  EXPECT_THAT(Marks(), ElementsAre(Pair(0, 1u), Pair(1, 0u))) << "it was intended";
}

TEST_F(ALife, ARecordWithoutRoomIsTriedAgainOrGivenUp) {
  for (int i = 0; i < 3; ++i) Send(0);
  EXPECT_EQ(Send(0), SendResult::kQueueFull);
  EXPECT_EQ(life_->outstanding(), 4u);
  EXPECT_EQ(life_->Retry(), SendResult::kQueueFull);
  EXPECT_EQ(process_.state.sent, 4u) << "it is one record";
  life_->GiveUp();
  EXPECT_EQ(life_->outstanding(), 3u);
  EXPECT_EQ(process_.state.failed, 1u);
}

TEST_F(ALife, WithoutLeadersDoesNotBegin) {
  try {
    life_->AwaitLeaders(kSoon);
    ADD_FAILURE() << "there are leaders";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kNotRun);
  }
}

}  // namespace
}  // namespace kproof
