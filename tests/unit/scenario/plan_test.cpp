#include "harness/scenario/plan.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/base/random.h"
#include "tests/unit/scenario/words.h"

namespace kproof {
namespace {

constexpr const char* kHead =
    "name: x\ncluster: {brokers: 5}\ntopics: {t: {}}\nproducers: {p: {}}\n";

Scenario Parsed(const std::string& yaml) {
  auto parsed = ParseScenario("f", yaml, TestVocabulary());
  for (const auto& diagnostic : parsed.diagnostics)
    ADD_FAILURE() << diagnostic.ToString() << "\n" << yaml;
  return parsed.scenario.value_or(Scenario{});
}

TEST(MakePlan, ChoosesBySeedAndTheSameEachTime) {
  const Scenario scenario =
      Parsed(std::string(kHead) + "steps: [{fault: kill, target: any broker, at: 1s, for: 1s}]");
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Plan plan = MakePlan(scenario, seed);
    EXPECT_EQ(plan.scenario, MakePlan(scenario, seed).scenario);
    EXPECT_EQ(plan.scenario.steps[0].target.parts.at(0).pattern, "broker {n}");
    seen.insert(plan.scenario.steps[0].target.text);
  }
  EXPECT_EQ(seen,
            (std::set<std::string>{"broker 1", "broker 2", "broker 3", "broker 4", "broker 5"}));
}

TEST(MakePlan, ChoosesTheSameOnEveryMachine) {
  const Scenario scenario = Parsed(std::string(kHead) +
                                   "steps: [{fault: kill, target: any broker, at: 1s, for: 1s},"
                                   " {fault: kill, target: any controller, at: 9s, for: 1s}]");
  const Plan plan = MakePlan(scenario, 7);
  EXPECT_EQ(plan.scenario.steps[0].target.text + ", " + plan.scenario.steps[1].target.text,
            "broker 1, controller 3");
}

TEST(MakePlan, TakesNoBrokerTwiceAtOnce) {
  const Scenario scenario = Parsed(std::string(kHead) +
                                   "steps: [{fault: kill, target: any broker, at: 2s, for: 9s},"
                                   " {fault: kill, target: any broker, at: 3s, for: 9s},"
                                   " {fault: kill, target: broker 3, at: 1s, for: 9s}]");
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    std::set<std::string> taken;
    for (const auto& step : MakePlan(scenario, seed).scenario.steps) taken.insert(step.target.text);
    EXPECT_EQ(taken.size(), 3u) << "seed " << seed;
  }
}

// What the seed makes of one target, for all seeds up to a hundred.
std::set<std::string> Chosen(const std::string& target) {
  const Scenario scenario = Parsed(std::string(kHead) + "steps: [{fault: slow, target: " + target +
                                   ", at: 1s, for: 1s, with: {delay: 1s}}]");
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    seen.insert(MakePlan(scenario, seed).scenario.steps[0].target.text);
  return seen;
}

TEST(MakePlan, ChoosesSeveralNodesInOrder) {
  const auto pairs = Chosen("any 2 brokers");
  EXPECT_EQ(pairs.size(), 10u);
  EXPECT_TRUE(pairs.contains("broker 2 and broker 5"));
  EXPECT_EQ(Chosen("minority of brokers"), pairs);
  EXPECT_EQ(Chosen("majority of controllers"),
            (std::set<std::string>{"controller 1 and controller 2", "controller 1 and controller 3",
                                   "controller 2 and controller 3"}));
}

TEST(MakePlan, ChoosesNobodyWhoIsNamedOrExceptedBeside) {
  EXPECT_EQ(
      Chosen("broker 1 and any 2 brokers except broker 2 and broker 3"),
      std::set<std::string>{"broker 1 and broker 4 and broker 5 except broker 2 and broker 3"});
}

TEST(MakePlan, ChoosesAReplicaByItsPlaceInTheAssignment) {
  EXPECT_EQ(Chosen("any replica of t/0"),
            (std::set<std::string>{"replica 1 of t/0", "replica 2 of t/0", "replica 3 of t/0"}));
  EXPECT_EQ(Chosen("any follower of t/0"),
            (std::set<std::string>{"follower 1 of t/0", "follower 2 of t/0"}));
}

TEST(MakePlan, ChoosesInParametersToo) {
  const Scenario scenario =
      Parsed(std::string(kHead) +
             "steps: [{fault: split, target: broker 1, at: 1s, for: 1s, with: "
             "{peers: any broker and clients}}]");
  const StepSpec step = MakePlan(scenario, 1).scenario.steps[0];
  EXPECT_EQ(step.who.at("peers").parts.at(0).pattern, "broker {n}");
  EXPECT_EQ(step.with.at("peers"), step.who.at("peers").text);
  EXPECT_EQ(step.with.at("witness"), "all");
}

// A scenario with something of everything, by chance.
Scenario RandomScenario(Random& random) {
  const auto pick = [&](std::uint64_t bound) {
    return static_cast<std::int32_t>(random.Below(bound));
  };
  const auto text = [&] {
    static const std::string kLetters = "ab 1:#'\"\\{}[],&*!|>%@`-?\t\n~=<.\x01";
    std::string made;
    for (auto left = pick(9); left > 0; --left) made += kLetters[random.Below(kLetters.size())];
    const std::vector<std::string> special = {made,   made,       "null", "true", "~",
                                              "0x1F", "\xc3\xa4", " x ",  "1e3",  "- a"};
    return special[random.Below(special.size())];
  };
  const auto settings = [&] {
    Config config;
    for (auto left = pick(3); left > 0; --left)
      config["k" + std::to_string(left) + text()] = text();
    return config;
  };
  const auto time = [&] { return Duration(1 + pick(40'000'000)); };

  Scenario scenario;
  scenario.name = "n" + std::to_string(pick(100));
  scenario.about = text();
  const bool two = pick(2) == 0;
  const auto names =
      two ? std::vector<std::string>{"east", "west"} : std::vector<std::string>{"main"};
  for (const std::string& name : names) {
    ClusterSpec cluster;
    cluster.brokers = 3 + pick(3);
    cluster.config = settings();
    cluster.combined = pick(2) == 0;
    if (cluster.combined) cluster.controllers = 0;
    if (pick(2) == 0) cluster.port = 1 + pick(60'000);
    cluster.kafka_dir = text();
    if (pick(2) == 0) cluster.racks = {"a", "b-1"};
    cluster.dynamic_quorum = pick(2) == 0;
    if (cluster.dynamic_quorum && pick(2) == 0) cluster.voters = 1 + pick(3);
    scenario.clusters[name] = cluster;
    const std::string topic = pick(2) == 0 ? "t." + name : "123";
    if (!two || name == "west" || topic != "123")
      scenario.topics.push_back({topic, name, 1 + pick(9), 1 + pick(3), settings()});
    ProducerSpec producer;
    producer.name = "p-" + name;
    producer.cluster = name;
    producer.count = 1 + pick(5);
    producer.config = settings();
    if (pick(2) == 0) producer.rate_per_s = (1 + pick(1'000'000)) / 7.0;
    if (pick(2) == 0) producer.keys = 1 + random.Below(1'000'000);
    producer.value_bytes = 1 + random.Below(100'000);
    producer.client_library = text();
    if (producer.client_library.empty() && pick(2) == 0) producer.client = "librdkafka@2.3.0";
    if (pick(2) == 0) producer.send = "one-by-one";
    producer.stop_after = random.Below(3);
    if (pick(2) == 0) producer.on_full = "drop";
    if (pick(2) == 0) producer.at_end = "exit";
    if (pick(2) == 0)
      producer.transaction = {.records = 1 + pick(1'000'000),
                              .abort_percent = pick(101) / (1.0 + pick(7)),
                              .timeout = std::chrono::seconds(1 + pick(900)),
                              .id = pick(2) == 0 ? "" : "123"};
    if (producer.transaction && pick(2) == 0) producer.crash = {"before-end", 1 + pick(9)};
    if (!scenario.topics.empty() && scenario.topics.back().cluster == name) {
      producer.topics = {scenario.topics.back().name};
      scenario.producers.push_back(producer);
    }
    scenario.monitors.push_back({"m-" + name, name, 1 + pick(3), settings()});
    if (pick(2) == 0) scenario.monitors.back().client = "librdkafka@1.9.2";
    if (pick(2) == 0) scenario.monitors.back().isolation = "read_committed";
    if (pick(2) == 0 && !scenario.topics.empty() && scenario.topics.back().cluster == name)
      scenario.consumers.push_back({.name = "c-" + name,
                                    .cluster = name,
                                    .group = pick(2) == 0 ? "1.5" : "g." + name,
                                    .count = 1 + pick(3),
                                    .topics = {scenario.topics.back().name},
                                    .config = settings()});
    for (auto left = pick(3); left > 0; --left) {
      StepSpec step;
      step.fault = "slow";
      step.cluster = name;
      step.target = MakeTarget({{"any broker", "any broker", {}}, {"clients", "clients", {}}},
                               {{"broker 1", "broker {n}", {"1"}}});
      step.within = time();
      step.with = {
          {"delay", "3ms"}, {"burst", "1KiB"}, {"chance", "0.5"}, {"limit", "7"}, {"note", text()}};
      if (pick(2) == 0) {
        step.fault = "split";
        step.who = {{"peers", MakeTarget({{"any broker", "any broker", {}}})},
                    {"witness", MakeTarget({{"all", "all", {}}})}};
        step.with = {{"peers", "any broker"}, {"witness", "all"}};
      }
      if (pick(2) == 0) step.name = "s" + std::to_string(scenario.steps.size());
      if (pick(2) == 0) step.repeat = 1 + pick(3);
      if (step.repeat > 1) step.every = time();
      step.sabotage =
          std::vector<std::string>{"", "bite", "undo"}[static_cast<std::size_t>(pick(3))];
      (pick(2) == 0 ? step.begin.time : step.end.time) = time();
      if (!step.begin.time) step.after = time();
      auto& state = step.begin.time ? step.end.state : step.begin.state;
      state = Phrase{"acked 5 more", "acked {n} more", {"5"}};
      scenario.steps.push_back(step);
    }
  }
  scenario.duration = time();
  scenario.require = {"no-loss", "order"};
  scenario.whole_within = time();
  scenario.destructive = pick(2) == 0;
  scenario.abort_if = {{"no acks for 3s", "no acks for {time}", {"3s"}}};
  scenario.role = pick(2) == 0 ? "claim" : "control";
  if (scenario.role == "control" && pick(2) == 0)
    scenario.expect_inconclusive = "did not bite: it's so";
  else if (scenario.role == "control" && pick(2) == 0)
    scenario.expect_limit = "recovery";
  else
    scenario.expect = {{"duplicated", {">=", "2"}}};
  scenario.limits = {{"recovery", {"<=", "1500ms"}}};
  scenario.fail_on = {"corrupt"};
  scenario.ignore = {"atomic", "no-skips"};
  scenario.labels = settings();
  return scenario;
}

TEST(ToYaml, ReadsBackToTheSameScenario) {
  Random random(42);
  for (int round = 0; round < 500; ++round) {
    const Plan plan = MakePlan(RandomScenario(random), random.Next());
    const std::string yaml = ToYaml(plan);
    ASSERT_TRUE(Parsed(yaml) == plan.scenario) << yaml;
    ASSERT_EQ(ToYaml({Parsed(yaml), plan.seed}), yaml);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace kproof
