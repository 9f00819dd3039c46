// The registry of agent kinds: each row is complete, in its place and in the docs, and what it
// plans its process takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "audit/facts/audit_topics.h"
#include "harness/agent/kind.h"
#include "harness/base/contains.h"
#include "harness/base/error.h"
#include "harness/base/temporary_folder.h"
#include "harness/scenario/agents.h"
#include "harness/words/actor_kind.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kUsageExit = 64;

// Two clusters, and something of each kind in both.
Plan SomePlan() {
  Plan plan;
  plan.seed = 7;
  for (const char* cluster : {"east", "west"}) {
    const std::string name = cluster;
    plan.scenario.clusters[name];
    for (const std::string topic : {"pay", "refund"})
      plan.scenario.topics.push_back(
          {.name = topic + "-" + name, .cluster = name, .partitions = 2, .config = {}});
    ProducerSpec producer;
    producer.name = "shop-" + name;
    producer.cluster = name;
    producer.count = 2;
    producer.rate_per_s = 50;
    producer.value_bytes = 9;
    producer.topics = {"pay-" + name};
    producer.client_library = "/lib/" + name;
    producer.config = {{"acks", "all"}};
    plan.scenario.producers.push_back(producer);
    plan.scenario.monitors.push_back({.name = "watch-" + name, .cluster = name, .config = {}});
    plan.scenario.consumers.push_back({.name = "bill-" + name,
                                       .cluster = name,
                                       .group = "g",
                                       .count = 2,
                                       .topics = {"pay-" + name},
                                       .commit = "batch",
                                       .config = {{"auto.offset.reset", "earliest"}},
                                       .crash = {"after-commit", 7},
                                       .listener = true,
                                       .work = {.batch = 5},
                                       .start = std::chrono::seconds(2),
                                       .static_members = true});
  }
  return plan;
}

AgentRun RunOf(const Plan& plan) {
  return {
      .plan = &plan,
      .run_id = "r-1",
      .epoch_us = 12,
      .spool_folder = "/run/spool",
      .bootstraps = {{"east", "e:1"}, {"west", "w:1"}},
      .audit =
          AuditTarget{.bootstrap_servers = "a:1", .topic = "", .partitions = 3, .properties = {}},
      .limit = std::chrono::seconds(9)};
}

TEST(AgentKindRegistry, StandsInAlphabeticalOrderWithoutTwins) {
  const auto& kinds = AgentKinds();
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end(),
                             [](const auto& a, const auto& b) { return a.word <= b.word; }));
  for (const auto& kind : kinds) EXPECT_EQ(&FindAgentKind(kind.word), &kind);
}

// Each kind of facts can be written by a run. A kind of agents may have a word of its own and write
// the facts of one of them.
TEST(AgentKindRegistry, HasTheKindsOfTheTableOfWords) {
  std::set<std::string> kinds;
  for (const auto& kind : AgentKinds()) kinds.insert(kind.word);
  for (const auto& row : ActorKindTable()) EXPECT_TRUE(kinds.contains(row.name)) << row.name;
}

TEST(AgentKindRegistry, RowsAreComplete) {
  for (const auto& kind : AgentKinds()) {
    EXPECT_FALSE(kind.word.empty());
    EXPECT_NE(kind.plan, nullptr) << kind.word;
    EXPECT_NE(kind.run, nullptr) << kind.word;
    EXPECT_EQ(kind.at_work == nullptr, kind.idle.empty()) << kind.word;
    const bool by_itself = kind.shift == AgentShift::kFinalPass;
    EXPECT_EQ(kind.end_limit == Duration(0), by_itself) << kind.word;
    EXPECT_EQ(kind.end_limit_hurried == Duration(0), by_itself) << kind.word;
    EXPECT_LE(kind.end_limit_hurried, kind.end_limit) << kind.word;
  }
}

TEST(AgentKindRegistry, DocsHaveARowForEach) {
  std::ifstream file(KPROOF_SOURCE_DIR "/docs/adding-an-agent.md");
  std::ostringstream page;
  page << file.rdbuf();
  for (const auto& kind : AgentKinds())
    EXPECT_THAT(page.str(), HasSubstr("\n| `" + kind.word + "` | ")) << kind.word;
}

TEST(AgentKindRegistry, HasEachKindThatAScenarioNames) {
  const auto plan = SomePlan();
  for (const auto& word : NamedAgentKinds()) {
    std::vector<std::string> named, planned;
    for (const auto& agents : AgentsOf(plan.scenario))
      for (std::int32_t number = 0; agents.kind == word && number < agents.count; ++number)
        named.push_back(agents.cluster + " " + agents.name + " " +
                        InstanceName(agents.name, number));
    for (const auto& agent : FindAgentKind(word).plan(RunOf(plan)))
      planned.push_back(agent.cluster + " " + agent.group + " " + agent.name);
    EXPECT_EQ(planned, named) << word;
    EXPECT_NE(FindAgentKind(word).shift, AgentShift::kFinalPass) << word << ": can be a target";
  }
}

TEST(AgentKindRegistry, AWordThatIsNotThereIsAnError) {
  try {
    FindAgentKind("produser");
    ADD_FAILURE() << "it was there";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.Full(), HasSubstr("did you mean 'producer'"));
  }
}

// What all configurations have is filled in for every kind alike.
TEST(AgentKindRegistry, EachKindPlansItsAgentsCompletely) {
  const auto plan = SomePlan();
  for (const auto& kind : AgentKinds()) {
    const auto agents = kind.plan(RunOf(plan));
    EXPECT_FALSE(agents.empty()) << kind.word;
    std::vector<std::string> names;
    for (const auto& agent : agents) {
      EXPECT_FALSE(Contains(names, agent.name)) << agent.name;
      names.push_back(agent.name);
      const auto json = nlohmann::json::parse(agent.config);
      EXPECT_EQ(json["actor"], agent.name);
      EXPECT_EQ(json["instance"], agent.name);
      EXPECT_EQ(json["life"], 0) << agent.name;
      EXPECT_EQ(json["cluster"], agent.cluster) << agent.name;
      EXPECT_EQ(json["bootstrap_servers"], agent.cluster.substr(0, 1) + ":1") << agent.name;
      EXPECT_EQ(json["run_id"], "r-1") << agent.name;
      EXPECT_EQ(json["epoch_us"], 12) << agent.name;
      EXPECT_EQ(json["spool_folder"], "/run/spool") << agent.name;
      EXPECT_EQ(json["live_page"], LivePageOf("/run/spool", agent.name));
      for (const auto& [topic, partitions] : json["topics"].items())
        EXPECT_TRUE(topic.ends_with(agent.cluster)) << agent.name << " " << topic;
      EXPECT_EQ(json["audit"]["topic"],
                kind.shift == AgentShift::kLoad ? kProducedTopic : kConsumedTopic)
          << agent.name;
    }
  }
}

TEST(AgentKindRegistry, WhatTheScenarioSaysReachesItsAgents) {
  const auto plan = SomePlan();
  const auto run = RunOf(plan);
  const auto producer = FindAgentKind("producer").plan(run).at(1);
  EXPECT_EQ(producer.name, "shop-east-1");
  EXPECT_EQ(producer.client_library, "/lib/east");
  EXPECT_EQ(producer.client, "librdkafka");
  EXPECT_EQ(producer.value_bytes, 9u);
  const auto sends = ProducerConfigFromJson(producer.config);
  EXPECT_THAT(sends.topics, ElementsAre(AgentTopic{"pay-east", 2}));
  EXPECT_EQ(sends.properties.at("acks"), "all");
  EXPECT_EQ(sends.rate_per_s, 50);
  EXPECT_EQ(sends.value_bytes, 9u);
  EXPECT_EQ(sends.seed, 7u);
  const auto joins = ConsumerConfigFromJson(FindAgentKind("consumer").plan(run).back().config);
  EXPECT_EQ(joins.actor, "bill-west-1");
  EXPECT_EQ(joins.group, "g");
  EXPECT_THAT(joins.subscribe, ElementsAre("pay-west"));
  EXPECT_EQ(joins.topics.size(), 2u) << "all that it may hear of";
  EXPECT_EQ(joins.properties.at("auto.offset.reset"), "earliest");
  EXPECT_EQ(joins.commit, "batch");
  EXPECT_EQ(joins.crash, CrashSpec()) << "the first member alone crashes";
  EXPECT_TRUE(joins.listener && joins.static_member);
  EXPECT_EQ(joins.start, std::chrono::seconds(2));
  EXPECT_EQ(joins.store, "/run/spool/g.results");
  EXPECT_EQ(joins.work.batch, 5);
  const auto crashes = ConsumerConfigFromJson(FindAgentKind("consumer").plan(run).front().config);
  EXPECT_EQ(crashes.crash, (CrashSpec{"after-commit", 7}));
  EXPECT_EQ(MonitorConfigFromJson(FindAgentKind("monitor").plan(run).front().config).topics.size(),
            2u);
  const auto passes = FindAgentKind("final").plan(run);
  ASSERT_EQ(passes.size(), 2u);
  EXPECT_EQ(passes.back().name, "final-west");
  EXPECT_EQ(FinalConfigFromJson(passes.back().config).limit, std::chrono::seconds(9));
}

// Each instance has a transactional.id of its own, and the final pass reads with both isolations
// where transactions are sent.
TEST(AgentKindRegistry, TransactionsReachProducersMonitorsAndTheFinalPass) {
  auto plan = SomePlan();
  auto& east = plan.scenario.producers.front();
  east.transaction = {
      .records = 7, .abort_percent = 25, .timeout = std::chrono::seconds(9), .id = ""};
  plan.scenario.monitors.front().isolation = "read_committed";
  const auto run = RunOf(plan);
  const auto transaction = [&] {
    return ProducerConfigFromJson(FindAgentKind("producer").plan(run).at(1).config).transaction;
  };
  const TransactionConfig own{.id = "shop-east-1",
                              .shared = false,
                              .records = 7,
                              .abort = 0.25,
                              .timeout = std::chrono::seconds(9)};
  EXPECT_EQ(transaction(), own);
  east.transaction->id = "till";
  EXPECT_EQ(transaction()->id, "till");
  EXPECT_TRUE(transaction()->shared);
  EXPECT_FALSE(
      ProducerConfigFromJson(FindAgentKind("producer").plan(run).back().config).transaction);
  const auto monitors = FindAgentKind("monitor").plan(run);
  EXPECT_EQ(MonitorConfigFromJson(monitors.front().config).isolation, Isolation::kCommitted);
  EXPECT_EQ(MonitorConfigFromJson(monitors.back().config).isolation, Isolation::kUncommitted);
  const auto passes = FindAgentKind("final").plan(run);
  EXPECT_THAT(FinalConfigFromJson(passes.front().config).isolations,
              ElementsAre(Isolation::kUncommitted, Isolation::kCommitted));
  EXPECT_THAT(FinalConfigFromJson(passes.back().config).isolations,
              ElementsAre(Isolation::kUncommitted));
}

TEST(AgentKindRegistry, AProducerThatNamesNoTopicsSendsToAll) {
  auto plan = SomePlan();
  plan.scenario.producers.front().topics.clear();
  const auto agents = FindAgentKind("producer").plan(RunOf(plan));
  EXPECT_EQ(ProducerConfigFromJson(agents.front().config).topics.size(), 2u);
}

TEST(AgentKindRegistry, WithoutAuditTopicsNobodyPublishes) {
  const auto plan = SomePlan();
  auto run = RunOf(plan);
  run.audit.reset();
  for (const auto& kind : AgentKinds())
    EXPECT_TRUE(nlohmann::json::parse(kind.plan(run).front().config)["audit"].is_null());
}

// No kind takes the configuration of another one, or none.
TEST(AgentKindRegistry, EachProcessReadsItsOwnConfigurationAlone) {
  const TemporaryFolder folder;
  const auto plan = SomePlan();
  const auto file = folder.File("config.json");
  for (const auto& kind : AgentKinds()) {
    EXPECT_EQ(kind.run(folder.File("absent.json")), kUsageExit) << kind.word;
    for (const auto& other : AgentKinds()) {
      if (other.word == kind.word) continue;
      std::ofstream(file) << other.plan(RunOf(plan)).front().config;
      EXPECT_EQ(kind.run(file), kUsageExit) << kind.word << " with that of " << other.word;
    }
  }
}

TEST(AgentKindRegistry, IsAtWorkOnceItsPageSaysSo) {
  const auto at_work = [](const char* word, AgentPhase phase, std::uint64_t acked,
                          std::uint64_t read) {
    LiveState state;
    state.phase = phase;
    state.acked = acked;
    state.read = read;
    return FindAgentKind(word).at_work(state);
  };
  EXPECT_FALSE(at_work("consumer", AgentPhase::kStarting, 0, 5));
  EXPECT_TRUE(at_work("consumer", AgentPhase::kReady, 0, 0)) << "an assignment will do";
  EXPECT_FALSE(at_work("consumer", AgentPhase::kDraining, 0, 5));
  EXPECT_FALSE(at_work("monitor", AgentPhase::kStarting, 0, 5));
  EXPECT_FALSE(at_work("monitor", AgentPhase::kRunning, 0, 0));
  EXPECT_TRUE(at_work("monitor", AgentPhase::kRunning, 0, 1));
  EXPECT_FALSE(at_work("producer", AgentPhase::kRunning, 0, 5));
  EXPECT_TRUE(at_work("producer", AgentPhase::kRunning, 1, 0));
}

}  // namespace
}  // namespace kproof
