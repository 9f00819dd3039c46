// Facts through audit topics of a real broker: the same as through spools, exactly once, however
// often and wherever the auditor is killed.
#include "audit/facts/audit_topics.h"

#include <gtest/gtest.h>

#include <csignal>
#include <deque>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "audit/judge/judge.h"
#include "audit/store/query.h"
#include "audit/store/reader.h"
#include "audit/store/writer.h"
#include "harness/agent/config.h"
#include "harness/base/live_page.h"
#include "harness/base/random.h"
#include "harness/cluster/topics.h"
#include "harness/collect/collector.h"
#include "harness/collect/topic_source.h"
#include "harness/kafka/producer_client.h"
#include "harness/stamp/crc32c.h"
#include "harness/stamp/stamp.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

using Json = nlohmann::json;
constexpr std::int32_t kPartitions = 2;

ClusterSetup OneNode() {
  ClusterSetup spec;
  spec.brokers = 1;
  spec.controllers = 1;
  spec.combined = true;
  return spec;
}

std::string Text(const std::string& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Rows(const std::string& store, const std::string& sql) {
  std::vector<std::string> rows;
  QueryStore(store, sql, [&](const QueryRow& row) {
    std::string line;
    for (const auto& cell : row) line += cell.text + "|";
    rows.push_back(line);
  });
  return rows;
}

class AuditTopics : public testing::Test {
 protected:
  AuditTopics() : live_(OneNode()) {
    std::filesystem::create_directories(live_.folder() + "/spool");
    for (const char* topic : {kProducedTopic, kConsumedTopic})
      CreateTopic(*live_,
                  {.name = topic, .partitions = kPartitions, .replication = 1, .config = {}},
                  Deadline(std::chrono::seconds(20)));
  }

  std::string Bootstrap() { return live_->bootstrap_servers(); }
  std::string Spools() const { return live_.folder() + "/spool"; }

  template <typename Config>
  Config Agent(const std::string& actor, const char* audit_topic) {
    Config config;
    config.actor = actor;
    config.bootstrap_servers = Bootstrap();
    config.run_id = "run-1";
    config.epoch_us = clock_.epoch_micros();
    config.spool_folder = Spools();
    config.live_page = Spools() + "/" + actor + ".live";
    config.topics = {{"payments", 3}};
    config.audit = AuditTarget{Bootstrap(), audit_topic, kPartitions, {}};
    return config;
  }

  template <typename Config>
  std::shared_ptr<Process> Start(const std::string& kind, const Config& config) {
    const auto file = Spools() + "/" + config.actor + ".json";
    std::ofstream(file) << ToJson(config);
    return Process::Start({.executable = KPROOF_PROGRAM,
                           .args = {"agent", kind, file},
                           .env = {},
                           .output = live_.folder() + "/" + config.actor + ".log"});
  }

  std::shared_ptr<Process> StartAuditor(const std::vector<std::string>& more = {}) {
    std::vector<std::string> args{"audit",  "--bootstrap-server", Bootstrap(), "--store", store_,
                                  "--json", "--window",           "2s"};
    args.insert(args.end(), more.begin(), more.end());
    return Process::Start({.executable = KPROOF_PROGRAM,
                           .args = args,
                           .env = {},
                           .output = live_.folder() + "/audit.jsonl"});
  }

  std::uint64_t Count(const std::string& actor, std::uint64_t LiveState::*counter) {
    const auto page = LivePage::Open(Spools() + "/" + actor + ".live");
    return page ? page->Read().*counter : 0;
  }

  Live live_;
  RunClock clock_;
  std::string store_ = live_.folder() + "/audited.db";
};

// All rows of facts with names instead of numbers.
const std::vector<std::string> kFacts{
    "SELECT origin, life, partition, sent, actor.name FROM stream JOIN actor ON actor.id = "
    "stream.actor ORDER BY 1, 2, 3",
    "SELECT origin, life, stream.partition, outcome, first_sequence, count, first_offset, "
    "last_offset, offsets, latency, from_us, to_us, digest FROM settled JOIN stream ON stream.id = "
    "stream ORDER BY 1, 2, 3, 5",
    // Which spans share a row depends on the transactions that they were written in.
    "SELECT actor.name, origin, life, stream.partition, read.partition, from_us / 1000000, "
    "min(first_sequence), sum(count), min(first_offset), max(last_offset), min(from_us), "
    "max(to_us), sum(digest & 0xffffffff) % 4294967296 FROM read JOIN stream ON stream.id = "
    "stream JOIN actor ON actor.id = read.actor GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, "
    "6",
    "SELECT name, cluster, kind, client, host, pid, opened_us, closed_us FROM actor ORDER BY 1",
    "SELECT scope, subject, key, value, origin FROM setting WHERE scope <> 'topic' ORDER BY 1, 2, "
    "3",
    "SELECT * FROM hole"};

// Not after all of --for: whoever answers knows which topics there are.
TEST(AuditWithoutTopics, IsRefusedAtTheFirstAnswer) {
  const Live live(OneNode());
  const auto begin = MonotonicMicros();
  const auto audit =
      Process::Start({.executable = KPROOF_PROGRAM,
                      .args = {"audit", "--bootstrap-server", live->bootstrap_servers(), "--store",
                               live.folder() + "/audited.db", "--for", "60s"},
                      .env = {},
                      .output = live.folder() + "/audit.txt"});
  ASSERT_TRUE(audit->WaitExit(Deadline(std::chrono::seconds(50))));
  EXPECT_LT(MonotonicMicros() - begin, 30'000'000);
  EXPECT_EQ(audit->Exit()->code, 4);
  const auto said = Text(live.folder() + "/audit.txt");
  EXPECT_NE(said.find(std::string("audit topic ") + kProducedTopic + " is not there"),
            std::string::npos)
      << said;
  EXPECT_FALSE(std::filesystem::exists(live.folder() + "/audited.db"));
}

TEST_F(AuditTopics, GiveTheFactsOfTheSpoolsHoweverOftenTheAuditorIsKilled) {
  const char* const wish = std::getenv("KPROOF_TEST_KILLS");
  const int kills = wish == nullptr ? 10 : std::atoi(wish);
  CreateTopic(*live_, {.name = "payments", .partitions = 3, .replication = 1, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto monitor = Start("monitor", Agent<MonitorConfig>("monitor-0", kConsumedTopic));
  std::vector<std::shared_ptr<Process>> producers;
  for (const char* name : {"checkout-0", "checkout-1"}) {
    auto config = Agent<ProducerConfig>(name, kProducedTopic);
    config.rate_per_s = 500;
    producers.push_back(Start("producer", config));
  }
  Random random(7);
  for (int i = 0; i < kills; ++i) {
    const auto auditor = StartAuditor();
    SleepFor(std::chrono::milliseconds(30 + static_cast<int>(random.Below(700))));
    ASSERT_FALSE(auditor->Exit()) << Text(live_.folder() + "/audit.jsonl");
    auditor->Signal(SIGKILL);
    ASSERT_TRUE(auditor->WaitExit(Deadline(std::chrono::seconds(5))));
  }
  {
    const auto first = StartAuditor();
    EXPECT_TRUE(WaitUntil([&] { return std::filesystem::exists(store_); },
                          Deadline(std::chrono::seconds(5))));
    EXPECT_FALSE(first->WaitExit(Deadline(std::chrono::milliseconds(500))));
    const auto second = StartAuditor();
    ASSERT_TRUE(second->WaitExit(Deadline(std::chrono::seconds(5)))) << "two would count twice";
    EXPECT_EQ(second->Exit()->code, 64);
  }
  for (const auto& producer : producers) producer->Signal(SIGTERM);
  for (const auto& producer : producers) {
    ASSERT_TRUE(producer->WaitExit(Deadline(std::chrono::seconds(30))));
    EXPECT_EQ(producer->Exit()->code, 0) << Text(live_.folder() + "/checkout-0.log");
  }
  const auto acked =
      Count("checkout-0", &LiveState::acked) + Count("checkout-1", &LiveState::acked);
  EXPECT_GT(acked, 1000u);
  EXPECT_TRUE(WaitUntil([&] { return Count("monitor-0", &LiveState::read) >= acked; },
                        Deadline(std::chrono::seconds(20))));
  monitor->Signal(SIGTERM);
  ASSERT_TRUE(monitor->WaitExit(Deadline(std::chrono::seconds(30))));
  const auto last = StartAuditor({"--until-idle"});
  ASSERT_TRUE(last->WaitExit(Deadline(std::chrono::seconds(60))));
  EXPECT_EQ(last->Exit()->code, 0) << Text(live_.folder() + "/audit.jsonl");

  const auto spooled = live_.folder() + "/spooled.db";
  {
    const auto writer = StoreWriter::Create(spooled);
    CollectLeftOver(*writer, Spools());
  }
  for (const auto& sql : kFacts) EXPECT_EQ(Rows(store_, sql), Rows(spooled, sql)) << sql;
  EXPECT_EQ(Judge(*StoreReader::Open(store_)).counts, Judge(*StoreReader::Open(spooled)).counts);

  EXPECT_EQ(Rows(store_,
                 "SELECT sum(acked), sum(read), sum(missing + doubled + extra + unseen) "
                 "FROM audit_window")[1],
            std::to_string(acked) + "|" + std::to_string(acked) + "|0|");
  std::map<std::string, int> told;
  std::istringstream lines(Text(live_.folder() + "/audit.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() != '{') continue;
    const auto window = Json::parse(line, nullptr, false);
    if (window.is_discarded()) continue;  // it was killed while it wrote
    if (window["state"] == "closed") ++told[window["window"]];
  }
  EXPECT_GT(told.size(), 1u);
  for (const auto& [window, times] : told) EXPECT_EQ(times, 1) << window;
}

TEST_F(AuditTopics, AProducerThatIsKilledLeavesAHoleAndNoPhantoms) {
  CreateTopic(*live_, {.name = "payments", .partitions = 3, .replication = 1, .config = {}},
              Deadline(std::chrono::seconds(20)));
  const auto monitor = Start("monitor", Agent<MonitorConfig>("monitor-0", kConsumedTopic));
  auto config = Agent<ProducerConfig>("checkout-0", kProducedTopic);
  config.rate_per_s = 1000;
  const auto producer = Start("producer", config);
  ASSERT_TRUE(WaitUntil([&] { return Count("checkout-0", &LiveState::acked) > 2500; },
                        Deadline(std::chrono::seconds(30))));
  producer->Signal(SIGKILL);
  EXPECT_TRUE(WaitUntil([&] { return Count("monitor-0", &LiveState::read) > 2500; },
                        Deadline(std::chrono::seconds(20))));
  monitor->Signal(SIGTERM);
  ASSERT_TRUE(monitor->WaitExit(Deadline(std::chrono::seconds(30))));
  const auto auditor = StartAuditor({"--until-idle"});
  ASSERT_TRUE(auditor->WaitExit(Deadline(std::chrono::seconds(60))));

  const auto result = Judge(*StoreReader::Open(store_));
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  EXPECT_EQ(result.counts.at("phantom"), 0u);
  EXPECT_EQ(result.counts.at("lost"), 0u);
  EXPECT_GT(result.counts.at("read"), 2500u);
  EXPECT_GT(result.counts.at("acked"), 500u) << "what it told before counts";
}

class AuditNumbers : public AuditTopics {
 protected:
  // One audit record of `actor` with one span of two acked records from `sequence` on.
  void Publish(std::uint64_t number, std::uint64_t sequence, bool damaged = false) {
    SpoolWriter writer("run-1", "checkout-0");
    Actor actor;
    actor.name = "checkout-0";
    if (number == 0) writer.Open(actor, 1);
    SettledSpan span;
    span.first_sequence = sequence;
    span.count = 2;
    StreamId stream;
    stream.origin = 7;
    stream.topic = "payments";
    writer.Settled(writer.Number(stream), span);
    auto& value = values_.emplace_back(writer.Take());
    Stamp stamp;
    stamp.origin = 99;
    stamp.sequence = number;
    stamp.topic_crc32c = TopicChecksum(kProducedTopic);
    stamp.value_crc32c = Crc32c(std::as_bytes(std::span(value.data(), value.size())));
    if (damaged) ++stamp.value_crc32c;
    const auto header = Encode(stamp);
    OutgoingRecord record;
    record.value = value;
    record.stamp = header;
    ASSERT_EQ(client_.Send(record), SendResult::kSent);
    client_.Flush(std::chrono::seconds(5));
  }

  void TakeOver(StoreWriter& store) {
    TopicSourceSetup setup;
    setup.bootstrap_servers = Bootstrap();
    TopicSource source(store, setup, Deadline(kLimit));
    ASSERT_TRUE(source.ReadToEnds(Deadline(kLimit), [] { return false; }));
  }

  static constexpr Duration kLimit = std::chrono::seconds(20);
  std::vector<std::string> Sequences() {
    auto rows = Rows(store_, "SELECT first_sequence FROM settled ORDER BY rowid");
    rows.erase(rows.begin());
    return rows;
  }
  std::vector<std::string> Holes() {
    auto rows = Rows(store_, "SELECT why FROM hole ORDER BY rowid");
    rows.erase(rows.begin());
    return rows;
  }

  ProducerClient client_{[this] {
                           auto config = ClientConfig::Producer("librdkafka", {});
                           config.Force("bootstrap.servers", Bootstrap(), "test");
                           return config;
                         }(),
                         {kProducedTopic},
                         [](const Delivery&) {}};
  std::deque<std::string> values_;
};

TEST_F(AuditNumbers, EachIsTakenOnceAndWhatIsMissingIsAHole) {
  const auto store = StoreWriter::Create(store_);
  Publish(0, 0);
  Publish(1, 2);
  Publish(0, 0);  // sent again by a new client
  Publish(1, 2);
  Publish(2, 4);
  TakeOver(*store);
  EXPECT_EQ(Sequences(), (std::vector<std::string>{"0|", "2|", "4|"}));
  EXPECT_EQ(Holes().size(), 0u);
  Publish(2, 4);
  TakeOver(*store);  // another collector goes on
  EXPECT_EQ(Sequences().size(), 3u);
  Publish(5, 10);
  TakeOver(*store);
  EXPECT_EQ(Sequences().back(), "10|");
  ASSERT_EQ(Holes().size(), 1u);
  EXPECT_NE(Holes()[0].find("audit records 3 to 4 of publisher 00000063 are missing"),
            std::string::npos);
  Publish(6, 12, true);  // its value is damaged
  Publish(7, 14);
  TakeOver(*store);
  EXPECT_EQ(Sequences().back(), "14|");
  EXPECT_EQ(Sequences().size(), 5u);
  EXPECT_EQ(Holes().size(), 2u);
  EXPECT_EQ(Rows(store_, "SELECT count(*) FROM event WHERE kind='problem'")[1], "1|");
}

struct Run {
  std::string scenario;
  bool loses = false;
};
void PrintTo(const Run& run, std::ostream* out) { *out << run.scenario; }

class ThroughTopics : public testing::TestWithParam<Run> {};

TEST_P(ThroughTopics, AScenarioEndsAsWithSpools) {
  std::string folder = (std::filesystem::temp_directory_path() / "kproof-test-XXXXXX").string();
  folder = ::mkdtemp(folder.data());
  const auto run = Process::Start(
      {.executable = KPROOF_PROGRAM,
       .args = {"run", std::string(KPROOF_SOURCE_DIR "/scenarios/") + GetParam().scenario,
                "--audit-transport", "topic", "--json", "--quiet", "--out", folder},
       .env = {},
       .output = folder + "/output.txt"});
  ASSERT_TRUE(run->WaitExit(Deadline(std::chrono::minutes(3))));
  EXPECT_EQ(run->Exit()->code, 0) << Text(folder + "/output.txt");
  const auto result = Json::parse(Text(folder + "/latest/result.json"));
  EXPECT_EQ(result["verdict"], "pass") << result.dump(2);
  const auto& counts = result["counts"];
  EXPECT_GT(counts["acked"], 1000);
  EXPECT_EQ(counts["lost"] > 0, GetParam().loses) << counts.dump();
  for (const char* nothing : {"phantom", "ghost", "misplaced", "corrupt", "pending"})
    EXPECT_EQ(counts[nothing], 0) << nothing;
  EXPECT_FALSE(std::filesystem::exists(folder + "/latest/spool"));
  EXPECT_EQ(Rows(folder + "/latest/audit.db", "SELECT * FROM hole").size(), 1u) << "its head alone";
  if (!testing::Test::HasFailure()) std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Steady, ThroughTopics, testing::Values(Run{"steady.yaml"}));
INSTANTIATE_TEST_SUITE_P(Nightly, ThroughTopics,
                         testing::Values(Run{"durability/leader-kill.yaml"},
                                         Run{"durability/leader-kill-acks1.yaml", true}));

}  // namespace
}  // namespace kproof
