// What a scenario says of agents, whatever their kind, and what a step may do to them.
#include "harness/scenario/agents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/scenario/words.h"

namespace kproof {
namespace {

using testing::ElementsAre;

constexpr const char* kSomeOfEach =
    "name: x\ntopics: {pay: {}}\nproducers: {shop: {count: 2}, till: {}}\n"
    "monitors: {count: 3}\nconsumers: {billing: {}}\n";

Scenario WithAgents(const std::string& yaml) {
  const auto parsed = ParseScenario("f", yaml, TestVocabulary());
  for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
  return parsed.scenario.value_or(Scenario{});
}

TEST(Agents, OfAllKindsAreNamedAlike) {
  std::vector<std::string> texts;
  for (const auto& agents : AgentsOf(WithAgents(kSomeOfEach)))
    texts.push_back(agents.kind + " " + agents.name + " in " + agents.cluster + ": " +
                    std::to_string(agents.count));
  EXPECT_THAT(texts, ElementsAre("consumer billing in main: 1", "monitor monitor in main: 3",
                                 "producer shop in main: 2", "producer till in main: 1"));
}

TEST(Agents, ClientsAreThoseOfAnyKindOfAgentButNoLibraryOfAFolder) {
  EXPECT_THAT(ClientsOf(WithAgents(kSomeOfEach)), ElementsAre("librdkafka"));
  EXPECT_THAT(ClientsOf(WithAgents("name: x\ntopics: {pay: {}}\nproducers: {shop: {client: java}, "
                                   "till: {client_library: /lib}}\nmonitors: {client: "
                                   "librdkafka@2.3.0}\nconsumers: {billing: {client: "
                                   "librdkafka@1.9.2}}\n")),
              ElementsAre("java", "librdkafka@1.9.2", "librdkafka@2.3.0"));
}

TEST(Agents, TransactionsAreSentToOneClusterAndNotToAnother) {
  const auto scenario = WithAgents(
      "name: x\nclusters: {a: {brokers: 3}, b: {brokers: 3}}\n"
      "topics: {pay: {cluster: a}, refund: {cluster: b}}\n"
      "producers: {shop: {cluster: a}, till: {cluster: b, transaction: {}}}\n");
  EXPECT_FALSE(SendsInTransactions(scenario, "a"));
  EXPECT_TRUE(SendsInTransactions(scenario, "b"));
  EXPECT_TRUE(SendsInTransactions(
      WithAgents("name: x\ntopics: {pay: {}, bill: {}}\nproducers: {shop: {topics: [pay]}}\n"
                 "consumers: {billing: {commit: transaction, to: bill}}\n"),
      "main"));
}

TEST(Agents, EachKindThatAScenarioNamesIsInTheTable) {
  const auto& kinds = NamedAgentKinds();
  EXPECT_TRUE(std::is_sorted(kinds.begin(), kinds.end()));
  for (const auto& agents : AgentsOf(WithAgents(kSomeOfEach)))
    EXPECT_TRUE(std::find(kinds.begin(), kinds.end(), agents.kind) != kinds.end()) << agents.kind;
}

TEST(Agents, AreNamedByTheirKindsAndByClients) {
  for (const char* pattern : {"clients", "consumer {consumer}", "consumers", "monitor {monitor}",
                              "monitors", "producer {producer}", "producers"})
    EXPECT_TRUE(NamesAgents(pattern)) << pattern;
  for (const char* pattern : {"all", "brokers", "everybody else", "broker {n}", "finals", ""})
    EXPECT_FALSE(NamesAgents(pattern)) << pattern;
}

TEST(Agents, ATargetOfAgentsAndNodesIsNotOfAgentsAlone) {
  const auto alone = [](const std::string& text) {
    return NamesAgentsAlone(*MatchTarget(text, TestVocabulary().targets));
  };
  EXPECT_TRUE(alone("producer shop and consumers"));
  EXPECT_TRUE(alone("clients except producer shop"));
  EXPECT_FALSE(alone("producer shop and broker 1"));
  EXPECT_FALSE(alone("broker 1"));
  EXPECT_FALSE(NamesAgentsAlone({}));
}

// Nobody starts them again, so there is nothing that an end would take back.
TEST(Agents, AStepThatEndsThemNeedsNoEnd) {
  const auto step = [](const std::string& text) {
    return WithAgents(std::string(kSomeOfEach) + "steps: [{" + text + ", at: 1s}]").steps.at(0);
  };
  for (const char* text :
       {"fault: kill, target: consumer billing-0", "fault: stop, target: clients"}) {
    EXPECT_FALSE(step(text).end.time) << text;
    EXPECT_FALSE(step(text).end.state) << text;
  }
  EXPECT_TRUE(step("fault: kill, target: producers, for: 1s").end.time) << "it may have one";
}

}  // namespace
}  // namespace kproof
