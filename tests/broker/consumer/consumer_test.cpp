// Members of a group that commit by themselves, on a real broker: what they write suffices to judge
// them, and whatever kills one accuses nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/events/export.h"
#include "audit/events/import.h"
#include "audit/judge/judge.h"
#include "audit/store/query.h"
#include "audit/store/reader.h"
#include "audit/store/run_keys.h"
#include "audit/store/writer.h"
#include "harness/agent/config.h"
#include "harness/base/live_page.h"
#include "harness/collect/collector.h"
#include "harness/kafka/cluster_messages.h"
#include "harness/kafka/messages.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

using testing::ElementsAre;

constexpr Duration kLimit = std::chrono::seconds(30);
constexpr const char* kGroup = "billing";
constexpr const char* kTopic = "payments";
constexpr std::int32_t kPartitions = 4;

ClusterSetup OneQuickNode() {
  ClusterSetup spec;
  spec.brokers = 1;
  spec.controllers = 1;
  spec.combined = true;
  spec.config = {{"group.initial.rebalance.delay.ms", "0"},
                 {"group.min.session.timeout.ms", "1000"}};
  return spec;
}

class Consumers : public testing::Test {
 protected:
  Consumers() {
    std::filesystem::create_directories(Spools());
    CreateTopic(*live_, {.name = kTopic, .partitions = kPartitions, .replication = 1, .config = {}},
                Deadline(kLimit));
  }

  std::string Spools() const { return live_.folder() + "/spool"; }

  template <typename Config>
  Config Agent(const std::string& actor) {
    Config config;
    config.actor = config.instance = actor;
    config.bootstrap_servers = live_->bootstrap_servers();
    config.run_id = "run-1";
    config.epoch_us = clock_.epoch_micros();
    config.spool_folder = Spools();
    config.live_page = Spools() + "/" + actor + ".live";
    config.topics = {{kTopic, kPartitions}};
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

  ConsumerConfig MemberCalled(const std::string& actor, const std::string& strategy,
                              const std::string& commit_ms, const std::string& session_ms) {
    auto config = Agent<ConsumerConfig>(actor);
    config.group = kGroup;
    config.subscribe = {kTopic};
    config.properties = {{"auto.offset.reset", "earliest"},
                         {"auto.commit.interval.ms", commit_ms},
                         {"partition.assignment.strategy", strategy},
                         {"session.timeout.ms", session_ms},
                         {"heartbeat.interval.ms", "300"}};
    return config;
  }

  // Comes back once it was given an assignment.
  std::shared_ptr<Process> StartMember(const ConsumerConfig& config) {
    auto process = Start("consumer", config);
    EXPECT_TRUE(WaitUntil([&] { return State(config.actor).phase == AgentPhase::kRunning; },
                          Deadline(kLimit)));
    return process;
  }
  std::shared_ptr<Process> StartMember(const std::string& actor, const std::string& strategy,
                                       const std::string& commit_ms = "300",
                                       const std::string& session_ms = "15000") {
    return StartMember(MemberCalled(actor, strategy, commit_ms, session_ms));
  }

  std::shared_ptr<Process> StartProducer() {
    auto config = Agent<ProducerConfig>("checkout-0");
    config.rate_per_s = 500;
    return Start("producer", config);
  }

  void End(const std::shared_ptr<Process>& process) {
    process->Signal(SIGTERM);
    ASSERT_TRUE(process->WaitExit(Deadline(kLimit)));
    EXPECT_EQ(process->Exit()->code, 0) << process->Exit()->ToString();
  }

  LiveState State(const std::string& actor) {
    const auto page = LivePage::Open(Spools() + "/" + actor + ".live");
    return page ? page->Read() : LiveState{};
  }

  bool Await(const std::function<bool()>& holds) { return WaitUntil(holds, Deadline(kLimit)); }

  // What the coordinator has for the group, by partition.
  std::map<std::int32_t, std::int64_t> Committed() {
    const auto* broker = live_->brokers().front();
    NodeClient client(broker->clients());
    const auto answer =
        AskFor(client, messages::AskCommitted(kGroup), messages::ReadCommitted, kTimeout);
    std::map<std::int32_t, std::int64_t> committed;
    for (const auto& one : answer.value_or(std::vector<messages::Committed>{}))
      committed[one.partition] = one.offset;
    return committed;
  }
  std::uint64_t CommittedInAll() {
    std::int64_t sum = 0;
    for (const auto& [partition, offset] : Committed()) sum += offset;
    return static_cast<std::uint64_t>(sum);
  }

  // The final pass, then everything into a store, with what is required of it.
  void Finish(const std::string& require) {
    auto config = Agent<FinalConfig>("final-main");
    const auto reader = Start("final", config);
    ASSERT_TRUE(reader->WaitExit(Deadline(kLimit)));
    ASSERT_EQ(reader->Exit()->code, 0);
    const auto writer = StoreWriter::Create(store_);
    CollectLeftOver(*writer, Spools());
    writer->SetRun(run_key::kRequire, require);
    writer->SetRun(run_key::kEnded, run_key::kComplete);
  }

  Result Judged() { return Judge(*StoreReader::Open(store_)); }

  // What an export says, judged; `keep` may leave lines out, and then no end is announced.
  Result JudgedFromEvents(const std::function<bool(std::string_view line)>& keep = nullptr) {
    const std::string events = live_.folder() + "/events.jsonl";
    const std::string again = live_.folder() + "/again.db";
    std::filesystem::remove(again);
    {
      constexpr std::string_view kAnnounced = R"("announces_end":true)";
      std::ofstream file(events);
      ExportEvents(store_, [&](std::string_view line) {
        if (keep && (line.starts_with(R"({"event":"end")") || !keep(line))) return;
        std::string text(line);
        const auto announced = text.find(kAnnounced);
        if (keep && announced != std::string::npos)
          text.replace(announced, kAnnounced.size(), R"("announces_end":false)");
        file << text << "\n";
      });
    }
    ImportEvents(events, again);
    return Judge(*StoreReader::Open(again));
  }

  // Rows without the head, cells with | behind each.
  std::vector<std::string> Rows(const std::string& sql) {
    std::vector<std::string> rows;
    QueryStore(store_, sql, [&](const QueryRow& row) {
      std::string line;
      for (const auto& cell : row) line += cell.text + "|";
      rows.push_back(line);
    });
    rows.erase(rows.begin());
    return rows;
  }

  // How many partitions each assignment of a member had, in order.
  std::vector<std::string> Assignments(const std::string& actor) {
    return Rows(
        "SELECT count(place.assignment) FROM assignment LEFT JOIN assigned AS place ON "
        "place.assignment = assignment.id JOIN actor ON actor.id = assignment.actor WHERE "
        "actor.name = '" +
        actor + "' GROUP BY assignment.id ORDER BY assignment.id");
  }

  Live live_{OneQuickNode()};
  RunClock clock_;
  std::string store_ = live_.folder() + "/audit.db";
};

// One joins after the other, so that partitions change hands while records flow.
TEST_F(Consumers, ThatNobodyBreaksDoEachRecordOnce) {
  const auto first = StartMember("billing-0", "range");
  const auto producer = StartProducer();
  ASSERT_TRUE(Await([&] { return State("billing-0").read > 300; }));
  const auto second = StartMember("billing-1", "range");
  ASSERT_TRUE(Await([&] { return State("billing-1").read > 300; }));
  End(producer);
  const auto acked = State("checkout-0").acked;
  EXPECT_TRUE(Await([&] { return CommittedInAll() == acked; }));
  End(first);
  End(second);
  const auto committed = Committed();
  Finish(R"(["no-loss","exactly-once","no-skips","no-rewinds","no-redelivery"])");

  const auto result = Judged();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("acked"), acked);
  const auto again = JudgedFromEvents();
  EXPECT_EQ(again.counts, result.counts);
  EXPECT_EQ(again.verdict, result.verdict);
  // The facts suffice to miss a single effect.
  int effects = 0;
  const auto without_one = JudgedFromEvents([&](std::string_view line) {
    return !line.starts_with(R"({"event":"process")") || ++effects != 100;
  });
  EXPECT_EQ(without_one.verdict, Verdict::kViolation) << without_one.reason;
  EXPECT_EQ(without_one.counts.at("unprocessed"), 1u);

  for (const auto& [partition, offset] : committed)
    EXPECT_EQ(Rows("SELECT max(offset) FROM group_commit WHERE outcome = 0 AND partition = " +
                   std::to_string(partition)),
              std::vector<std::string>{std::to_string(offset) + "|"});
  EXPECT_EQ(Rows("SELECT count(*) FROM group_commit WHERE asked_us IS NULL OR asked_us > at_us"),
            std::vector<std::string>{"0|"});
  // Eager: everything is given back first.
  EXPECT_THAT(Assignments("billing-0"), ElementsAre("4|", "0|", "2|", "0|"));
  EXPECT_EQ(Assignments("billing-1").front(), "2|");
  EXPECT_EQ(Assignments("billing-1").back(), "0|");
  EXPECT_EQ(Rows("SELECT min(generation), count(DISTINCT generation) > 1 FROM assignment"),
            std::vector<std::string>{"1|1|"});
}

TEST_F(Consumers, ThatCooperateKeepWhatStays) {
  const auto first = StartMember("billing-0", "cooperative-sticky");
  const auto producer = StartProducer();
  ASSERT_TRUE(Await([&] { return State("billing-0").read > 300; }));
  const auto second = StartMember("billing-1", "cooperative-sticky");
  ASSERT_TRUE(Await([&] { return State("billing-1").read > 300; }));
  End(producer);
  const auto acked = State("checkout-0").acked;
  EXPECT_TRUE(Await([&] { return CommittedInAll() == acked; }));
  End(first);
  End(second);
  Finish(R"(["no-loss","exactly-once","no-skips","no-rewinds","no-redelivery"])");

  const auto result = Judged();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(JudgedFromEvents().counts, result.counts);
  const auto held = Assignments("billing-0");
  ASSERT_GE(held.size(), 3u);
  EXPECT_EQ(held.front(), "4|");
  EXPECT_EQ(held.back(), "0|");
  for (std::size_t at = 1; at + 1 < held.size(); ++at) EXPECT_EQ(held[at], "2|") << at;
  // The run of a partition that stayed goes on: each partition began once with each member at most.
  EXPECT_EQ(Rows("SELECT count(*) FROM read_run WHERE actor = (SELECT id FROM actor WHERE name = "
                 "'billing-0')"),
            std::vector<std::string>{"4|"});
}

// What it did and had not committed is done again by the other one; what may be missing of its
// facts is a doubt, never a record that nobody did.
TEST_F(Consumers, OneThatIsKilledAccusesNobody) {
  const auto first = StartMember("billing-0", "range", "2000", "3000");
  const auto second = StartMember("billing-1", "range", "2000", "3000");
  const auto producer = StartProducer();
  ASSERT_TRUE(Await([&] {
    const auto committed = CommittedInAll();  // half of what is open is the first one's
    return committed > 0 && State("billing-0").read + State("billing-1").read > committed + 200;
  }));
  first->Signal(SIGKILL);
  ASSERT_TRUE(first->WaitExit(Deadline(kLimit)));
  ASSERT_TRUE(Await([&] { return Committed().size() == kPartitions; }));
  const auto before = Committed();
  ASSERT_TRUE(Await([&] {
    const auto now = Committed();
    return std::all_of(now.begin(), now.end(),
                       [&](const auto& one) { return one.second > before.at(one.first); });
  })) << "the other one took its partitions over";
  End(producer);
  const auto acked = State("checkout-0").acked;
  EXPECT_TRUE(Await([&] { return CommittedInAll() == acked; }));
  End(second);
  Finish(R"(["no-loss","at-least-once","no-skips"])");

  const auto result = Judged();
  EXPECT_NE(result.verdict, Verdict::kViolation) << result.reason;
  EXPECT_EQ(result.counts.at("unprocessed"), 0u);
  EXPECT_EQ(result.counts.at("skipped"), 0u);
  EXPECT_EQ(result.counts.at("lost"), 0u);
  EXPECT_GT(result.counts.at("reprocessed"), 0u);
  EXPECT_EQ(Rows("SELECT count(*) FROM actor WHERE name = 'billing-0' AND closed_us IS NULL"),
            std::vector<std::string>{"1|"});
  const auto again = JudgedFromEvents();
  EXPECT_EQ(again.counts, result.counts);
  EXPECT_EQ(again.verdict, result.verdict);
}

// It dies between the effect of a record and its commit: that record is done again by its next
// life, and nothing is in doubt, because it wrote down what it knew.
TEST_F(Consumers, OneThatCrashesOnRequestHasNoHole) {
  auto config = MemberCalled("billing-0", "range", "300", "2000");
  config.commit = "each";
  config.crash = {"after-processing", 300};
  const auto first = StartMember(config);
  const auto producer = StartProducer();
  ASSERT_TRUE(first->WaitExit(Deadline(kLimit)));
  EXPECT_EQ(first->Exit()->signal, SIGKILL);
  EXPECT_EQ(State("billing-0").phase, AgentPhase::kCrashed);
  config.actor += ".1";
  config.live_page = Spools() + "/" + config.actor + ".live";
  config.life = 1;
  const auto next = StartMember(config);
  ASSERT_TRUE(Await([&] { return State("billing-0.1").read > 300; }));
  End(producer);
  const auto acked = State("checkout-0").acked;
  EXPECT_TRUE(Await([&] { return CommittedInAll() == acked; }));
  End(next);
  Finish(R"(["no-loss","at-least-once","no-skips","no-rewinds"])");

  const auto result = Judged();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_EQ(result.counts.at("reprocessed"), 1u);
  EXPECT_EQ(result.counts.at("unprocessed"), 0u);
  EXPECT_EQ(JudgedFromEvents().counts, result.counts);
}

}  // namespace
}  // namespace kproof
