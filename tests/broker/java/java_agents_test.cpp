// The agents in Java make of stamps, payloads, frames, marks and pages what those in C++ make of
// them, byte by byte. They are compiled here as a run does it, and need no broker.
#include "harness/client/java_agents.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "audit/facts/spool.h"
#include "audit/facts/spool_marks.h"
#include "harness/agent/config.h"
#include "harness/agent/payload.h"
#include "harness/base/live_page.h"
#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "harness/base/write_file.h"
#include "harness/cluster/kafka_home.h"
#include "harness/cluster/tool.h"
#include "harness/scenario/scenario.h"
#include "harness/stamp/crc32c.h"
#include "harness/stamp/stamp.h"

namespace kproof {
namespace {

constexpr Duration kLimit = std::chrono::minutes(1);

const KafkaHome& Home() {
  static const auto home = FindKafka(ClusterSpec{}.kafka, "", nullptr);
  return home;
}

const JavaAgents& Agents() {
  static const auto agents = FindJavaAgents(Home().version, JarFolder(Home().version), nullptr);
  return agents;
}

ToolResult RunJava(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  const std::string program = arguments.front();
  arguments.erase(arguments.begin());
  return RunToolApart({.executable = program, .args = arguments}, kLimit);
}

template <typename Config>
Config InFolder(const std::string& folder) {
  Config config;
  config.actor = config.instance = "checkout-0";
  config.bootstrap_servers = "127.0.0.1:1";
  config.run_id = "run-1";
  config.epoch_us = 17;
  config.spool_folder = folder;
  config.live_page = folder + "/checkout-0.live";
  config.topics = {{"payments", 3}, {"refunds", 2}};
  return config;
}

// What tests/broker/java/kproof/Vectors.java said, and the folder that it wrote to.
class JavaAgentsSay : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    const auto config = folder_->File("config.json"), classes = folder_->File("classes");
    WriteFile(config, ToJson(InFolder<ProducerConfig>(folder_->path())));
    const auto javac =
        FindProgramIn("javac", std::filesystem::canonical(Agents().java).parent_path().string());
    ASSERT_FALSE(javac.empty()) << "openjdk-17-jdk-headless is missing";
    const auto compiled =
        RunTool({.executable = javac,
                 .args = {"-nowarn", "-cp", Join(Agents().jars, ":"), "-d", classes,
                          KPROOF_SOURCE_DIR "/tests/broker/java/kproof/Vectors.java"}},
                kLimit);
    ASSERT_TRUE(compiled.ok) << compiled.output;
    const auto said =
        RunJava({Agents().java, "-cp", classes + ":" + Join(Agents().jars, ":"), "kproof.Vectors"},
                {config});
    ASSERT_TRUE(said.ok) << said.errors;
    lines_ = Split(said.output, '\n');
  }
  static void TearDownTestSuite() { folder_.reset(); }

  // The rest of each line that begins with this word.
  static std::vector<std::string> Lines(const std::string& word) {
    std::vector<std::string> rests;
    for (const auto& line : lines_)
      if (line.starts_with(word + " ")) rests.push_back(line.substr(word.size() + 1));
    return rests;
  }

  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::vector<std::string> lines_;
};

TEST_F(JavaAgentsSay, TheSameStamp) {
  const auto stamp = Encode({.origin = 0xfedcba98,
                             .life = 3,
                             .partition = 4,
                             .sequence = (1ULL << 60) + 5,
                             .created_us = 1'700'000'000'123'456,
                             .value_crc32c = 0x89abcdef,
                             .in_transaction = true,
                             .resend = true,
                             .topic_crc32c = TopicChecksum("payments")});
  std::string hex;
  for (const auto byte : stamp) hex += fmt::format("{:02x}", std::to_integer<int>(byte));
  EXPECT_EQ(Lines("stamp"), std::vector{hex});
  EXPECT_EQ(Lines("known"), std::vector<std::string>{"true false"});
}

TEST_F(JavaAgentsSay, TheSameRecords) {
  std::vector<std::string> records;
  const auto topics = InFolder<ProducerConfig>("").topics;
  const auto say = [&](PlaceChooser& places, ValuePool& values, int count) {
    for (int i = 0; i < count; ++i) {
      const auto place = places.Next(i * 700);
      const auto& value = values.Next();
      records.push_back(fmt::format(
          "{} {} {} {} {}", place.topic, place.partition, place.key.value_or("-"), value.crc32c,
          Crc32c(std::as_bytes(std::span(value.bytes.data(), value.bytes.size())))));
    }
  };
  const auto add = [&](std::uint64_t keys, std::uint64_t bytes) {
    PlaceChooser places(topics, keys, bytes, PlaceChooser::kJavaStickyBytes);
    ValuePool values(static_cast<std::uint64_t>(-3), bytes);
    say(places, values, 600);
  };
  add(0, 256);
  add(7, 100);
  PlaceChooser places(topics, 7, 100, PlaceChooser::kJavaStickyBytes);
  ValuePool values(static_cast<std::uint64_t>(-3), 100);
  say(places, values, 20);
  places.Grow(0, 5);
  say(places, values, 40);
  EXPECT_EQ(Lines("record"), records);
}

// Outcome: 1 failed, 2 unknown; the code; whether a new life follows where send() ended so.
TEST_F(JavaAgentsSay, WhatExceptionsMean) {
  EXPECT_EQ(Lines("outcome"),
            (std::vector<std::string>{
                "RecordTooLargeException 1 10 false", "InvalidRecordException 1 87 true",
                "PolicyViolationException 1 44 true", "TimeoutException 2 -192 false",
                "NotLeaderOrFollowerException 2 6 false",
                "NotEnoughReplicasAfterAppendException 2 20 false",
                "OutOfOrderSequenceException 2 45 true", "ProducerFencedException 2 90 true",
                "InvalidTopicException 2 17 false", "BrokerNotAvailableException 2 8 true",
                "AuthenticationException 2 -169 false", "KafkaException 2 -196 true",
                "IllegalStateException 2 -196 true"}));
}

// e: an effect, c: a commit that waits, l: one that does not, each with its offset. Batches are of
// two; of a partition that was taken away nothing is committed any more but by those that commit
// each record for itself, or a record that is done after that.
TEST_F(JavaAgentsSay, WhatPoliciesDo) {
  EXPECT_EQ(Lines("policy"),
            (std::vector<std::string>{
                "async: e2 e0 l1 e1 revoked c2 e3 l4", "auto: e2 e0 e1 revoked e3",
                "batch: e2 e0 c1 e1 revoked c2 e3 c4", "each: e2 c3 e0 c1 e1 c2 revoked e3 c4",
                "none: e2 e0 e1 revoked e3", "on-receive: c4 e2 e0 e1 revoked e3",
                "workers: e2 l3 e0 l1 e1 l2 revoked e3 l4",
                "workers-contiguous: e2 e0 l1 e1 l3 revoked e3"}));
}

template <typename Fact>
const Fact& Only(const std::vector<SpoolFrame>& frames) {
  const Fact* only = nullptr;
  for (const auto& frame : frames)
    if (const auto* fact = std::get_if<Fact>(&frame)) {
      EXPECT_EQ(only, nullptr);
      only = fact;
    }
  if (only == nullptr) throw std::runtime_error("there is no such frame");
  return *only;
}

TEST_F(JavaAgentsSay, FramesThatTheCollectorUnderstands) {
  SpoolReader reader(SpoolPath(folder_->path(), "checkout-0"), "run-1");
  std::vector<SpoolFrame> frames;
  while (auto frame = reader.Next()) frames.push_back(std::move(*frame));
  EXPECT_EQ(reader.Rest(), 0u);
  const auto& open = Only<SpoolOpen>(frames).actor;
  EXPECT_EQ(open.kind, ActorKind::kConsumer);
  EXPECT_EQ(open.client, "java 1.2.3");
  std::vector<SpoolSettled> settled;
  for (const auto& frame : frames)
    if (const auto* fact = std::get_if<SpoolSettled>(&frame)) settled.push_back(*fact);
  ASSERT_EQ(settled.size(), 2u);
  EXPECT_EQ(settled[0].stream, (StreamId{"main", 0xfedcba98, 1, "payments", 2}));
  EXPECT_EQ(settled[0].span.first_sequence, 5u);
  EXPECT_EQ(settled[0].span.offsets.first(), 17);
  EXPECT_EQ(settled[0].span.to, 2'000);
  EXPECT_EQ(settled[1].span.outcome, Outcome::kFailed);
  EXPECT_EQ(settled[1].span.error, 10);
  EXPECT_EQ(Only<SpoolSetting>(frames).value, "all");
  EXPECT_EQ(Only<SpoolEvent>(frames).detail, "fatal error");
  EXPECT_EQ(Only<SpoolError>(frames).detail, "connect refused ä");
  const auto& assignment = Only<SpoolAssignment>(frames).assignment;
  EXPECT_EQ(assignment.group, "billing");
  EXPECT_EQ(assignment.generation, 9);
  ASSERT_EQ(assignment.places.size(), 1u);
  EXPECT_EQ(assignment.places[0].position, 4);
  const auto& read = Only<SpoolRead>(frames);
  EXPECT_EQ(read.stream, (StreamId{"main", 7, 1, "payments", 2}));
  EXPECT_EQ(read.isolation, Isolation::kCommitted);
  EXPECT_EQ(read.span.first_sequence, 3u);
  EXPECT_EQ(read.span.offsets.first(), 4);
  std::vector<ReadRun> runs;
  for (const auto& frame : frames)
    if (const auto* fact = std::get_if<SpoolRun>(&frame)) runs.push_back(fact->run);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(read.run, runs[0].number);
  EXPECT_EQ(runs[1].cause, RunCause::kSeek);
  EXPECT_EQ(runs[1].position, 3);
  EXPECT_EQ(Only<SpoolForeign>(frames).read.offsets.first(), 5);
  EXPECT_EQ(Only<SpoolProcessed>(frames).processed.from, 3'100);
  const auto& commit = Only<SpoolCommit>(frames).commit;
  EXPECT_EQ(commit.offset, 5);
  EXPECT_EQ(commit.asked, 3'050);
  EXPECT_EQ(commit.txn, "1-7");
  const auto& made = Only<SpoolMadeFrom>(frames);
  EXPECT_EQ(made.stream, (StreamId{"main", 0xfedcba98, 1, "payments", 2}));
  EXPECT_EQ(made.span.first_sequence, 9u);
  EXPECT_EQ(made.span.topic, "payments");
  EXPECT_EQ(made.span.partition, 2);
  EXPECT_EQ(made.span.offsets.first(), 4);
  EXPECT_EQ(made.span.offsets.count(), 1u);
  EXPECT_TRUE(std::holds_alternative<SpoolClose>(frames.back()));
}

TEST_F(JavaAgentsSay, MarksAndAPageThatWeRead) {
  const auto marks = ReadSentMarks(MarksPath(folder_->path(), "checkout-0", 1));
  EXPECT_EQ(marks.actor, "checkout-0");
  ASSERT_EQ(marks.marks.size(), 5u);
  EXPECT_EQ(marks.marks[0].sent, 11u);
  EXPECT_EQ(marks.marks[3].sent, 13u);
  EXPECT_TRUE(marks.tells_settled);
  EXPECT_EQ(marks.marks[0].settled, 0u);
  EXPECT_EQ(marks.marks[3].acked, 2u);
  EXPECT_EQ(marks.marks[3].settled, 4u);
  EXPECT_EQ(marks.marks[3].stream, (StreamId{"main", 0xfedcba98, 1, "refunds", 0}));
  const auto later = ReadSentMarks(MarksPath(folder_->path(), "checkout-0", 1, 1));
  ASSERT_EQ(later.marks.size(), 1u);
  EXPECT_EQ(later.marks[0].sent, 19u);
  EXPECT_EQ(later.marks[0].stream, (StreamId{"main", 0xfedcba98, 1, "payments", 1}));
  const auto page = LivePage::Open(folder_->File("checkout-0.live"));
  ASSERT_NE(page, nullptr);
  const auto state = page->Read();
  EXPECT_EQ(state.sent, 1u);
  EXPECT_EQ(state.read, 5u);
  EXPECT_EQ(state.last_read, 7);
  EXPECT_EQ(state.phase, AgentPhase::kRunning);
  EXPECT_EQ(state.text, std::string(239, 'x'));
}

// Every key that we write is one that they know, and each kind refuses what it does not know.
TEST(JavaAgents, ReadTheConfigurationThatWeWrite) {
  const TemporaryFolder folder;
  const auto ends = [&](const std::string& word, const std::string& json) {
    const auto file = folder.File(word + ".json");
    WriteFile(file, json);
    std::filesystem::remove(folder.File("checkout-0.spool"));
    return RunJava(Agents().Command(), {word, file}).errors;
  };
  auto producer = InFolder<ProducerConfig>(folder.path());
  auto monitor = InFolder<MonitorConfig>(folder.path());
  auto consumer = InFolder<ConsumerConfig>(folder.path());
  producer.defaults = "java";
  consumer.group = "billing";
  consumer.subscribe = {"payments"};
  for (AgentConfig* config : std::initializer_list<AgentConfig*>{&producer, &monitor, &consumer})
    config->ready_limit = std::chrono::milliseconds(300);
  // They get as far as looking for a broker.
  producer.properties = {{"max.block.ms", "100"}};
  EXPECT_NE(ends("producer", ToJson(producer)).find("had no leader"), std::string::npos);
  EXPECT_NE(ends("monitor", ToJson(monitor)).find("got no answer"), std::string::npos);
  EXPECT_NE(ends("consumer", ToJson(consumer)).find("got no assignment"), std::string::npos);
  auto unknown = ToJson(monitor);
  unknown.insert(1, "\"colour\": 1,");
  EXPECT_NE(ends("monitor", unknown).find("'colour'"), std::string::npos);
  monitor.properties = {{"fetch.min.byte", "1"}};
  EXPECT_NE(ends("monitor", ToJson(monitor)).find("'fetch.min.byte' is unknown"),
            std::string::npos);
}

}  // namespace
}  // namespace kproof
