// What a scenario means: defaults, overrides, and the schema that must know the same keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/scenario/keys.h"
#include "harness/scenario/scenario.h"
#include "harness/words/limit.h"
#include "tests/unit/scenario/words.h"

namespace kproof {
namespace {

constexpr const char* kShort =
    "name: x\ntopics: {a.b: {partitions: 2}, c: {}}\nproducers: {p: {}}\n";
constexpr const char* kStep =
    "steps: [{fault: kill, target: leader of c/0, at: 1s, until: leader of c/0 changed}]\n";

Scenario Parse(const std::string& yaml, const std::vector<Override>& overrides = {}) {
  auto parsed = ParseScenario("f", yaml, TestVocabulary(), overrides);
  for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
  return parsed.scenario.value_or(Scenario{});
}

std::vector<std::string> Refused(const std::vector<Override>& overrides) {
  std::vector<std::string> texts;
  const auto parsed = ParseScenario("f", std::string(kShort) + kStep, TestVocabulary(), overrides);
  for (const auto& diagnostic : parsed.diagnostics) texts.push_back(diagnostic.ToString());
  return texts;
}

TEST(ParseScenario, TagsAreALabelToo) {
  EXPECT_EQ(Parse(std::string(kShort) + "tags: [nightly, moves]\n").labels.at("tags"),
            "nightly,moves");
}

TEST(ParseScenario, FillsInDefaults) {
  const Scenario scenario = Parse(kShort);
  EXPECT_EQ(scenario.role, "claim");
  EXPECT_EQ(scenario.clusters, (std::map<std::string, ClusterSpec>{{"main", ClusterSpec{}}}));
  EXPECT_EQ(scenario.producers.at(0).topics, (std::vector<std::string>{"a.b", "c"}));
  EXPECT_EQ(scenario.producers.at(0).rate_per_s, std::nullopt);
  ASSERT_EQ(scenario.monitors.size(), 1u);
  EXPECT_EQ(scenario.monitors[0].name, "monitor");
  EXPECT_TRUE(scenario.require.empty());
}

TEST(ParseScenario, KeepsSettingsAsText) {
  const Scenario scenario = Parse(
      "name: x\ntopics: {t: {config: {retention.ms: 0100, a: true, b: 1.50, c: ''}}}\nproducers: "
      "{p: {}}\n");
  EXPECT_EQ(scenario.topics.at(0).config,
            (Config{{"retention.ms", "0100"}, {"a", "true"}, {"b", "1.50"}, {"c", ""}}));
}

TEST(ParseScenario, ReadsBothFormsOfMonitors) {
  EXPECT_EQ(Parse(std::string(kShort) + "monitors: {count: 3}").monitors.at(0).count, 3);
  const auto named = Parse(std::string(kShort) + "monitors: {near: {}, far: {count: 2}}").monitors;
  ASSERT_EQ(named.size(), 2u);
  EXPECT_EQ(named[1].name, "far");
  EXPECT_EQ(named[1].count, 2);
}

TEST(ParseScenario, AConsumerIsAGroupOfItsNameThatReadsAllTopics) {
  EXPECT_TRUE(Parse(kShort).consumers.empty());
  const auto consumers =
      Parse(std::string(kShort) +
            "consumers: {billing: {}, audit: {group: a.b, count: 2, topics: [c], commit: auto, "
            "client: librdkafka, config: {auto.offset.reset: earliest}}}")
          .consumers;
  ASSERT_EQ(consumers.size(), 2u);
  EXPECT_EQ(consumers[0].group, "billing");
  EXPECT_EQ(consumers[0].topics, (std::vector<std::string>{"a.b", "c"}));
  EXPECT_EQ(consumers[1].group, "a.b");
  EXPECT_EQ(consumers[1].count, 2);
  EXPECT_EQ(consumers[1].topics, std::vector<std::string>{"c"});
  EXPECT_EQ(consumers[1].config, (Config{{"auto.offset.reset", "earliest"}}));
}

TEST(ParseScenario, AConsumersWorkIsRead) {
  const auto consumers =
      Parse(std::string(kShort) +
            "consumers: {billing: {}, audit: {commit: batch, listener: commit, start: 3s, static: "
            "true, crash: {at: after-commit, nth: 9}, process: {batch: 2, fail_every: 3, poll: 4, "
            "slow_every: 5, slow_time: 6ms, time: 7ms}}, mail: {commit: workers}, web: {commit: "
            "auto, process: {workers: 3}}}")
          .consumers;
  ASSERT_EQ(consumers.size(), 4u);
  EXPECT_EQ(consumers[0].work, WorkSpec());
  EXPECT_EQ(consumers[0].crash, CrashSpec());
  EXPECT_FALSE(consumers[0].listener || consumers[0].static_members);
  const auto& audit = consumers[1];
  EXPECT_EQ(audit.commit, "batch");
  EXPECT_TRUE(audit.listener && audit.static_members);
  EXPECT_EQ(audit.start, std::chrono::seconds(3));
  EXPECT_EQ(audit.crash, (CrashSpec{"after-commit", 9}));
  EXPECT_EQ(audit.work, (WorkSpec{.batch = 2,
                                  .fail_every = 3,
                                  .poll = 4,
                                  .slow_every = 5,
                                  .slow_time = std::chrono::milliseconds(6),
                                  .time = std::chrono::milliseconds(7)}));
  EXPECT_EQ(consumers[2].work.workers, 8);
  EXPECT_EQ(consumers[3].work.workers, 3);
}

TEST(ParseScenario, CombinedHasNoControllersOfItsOwn) {
  EXPECT_EQ(
      Parse(std::string(kShort) + "cluster: {mode: combined}").clusters.at("main").controllers, 0);
  EXPECT_TRUE(
      Parse(std::string(kShort) + "cluster: {combined: true}").clusters.at("main").combined);
}

TEST(ParseScenario, TakesSeveralClusters) {
  const Scenario scenario = Parse(
      "name: x\nclusters: {east: {}, west: {brokers: 1}}\n"
      "topics: {t: {cluster: east}, u: {cluster: west, replication: 1}}\nproducers: {p: {cluster: "
      "west}}\n");
  EXPECT_EQ(scenario.producers.at(0).topics, std::vector<std::string>{"u"});
  ASSERT_EQ(scenario.monitors.size(), 2u);
  EXPECT_EQ(scenario.monitors[1].name, "monitor-west");
}

TEST(ParseScenario, FillsInParametersOfAFault) {
  const Scenario scenario =
      Parse(std::string(kShort) +
            "steps: [{fault: slow, target: all, at: 0s, for: 1s, with: {delay: 3ms, limit: 9}}]");
  EXPECT_EQ(
      scenario.steps.at(0).with,
      (Config{
          {"delay", "3ms"}, {"burst", "1KiB"}, {"chance", "0.5"}, {"limit", "9"}, {"note", ""}}));
}

TEST(Overrides, ReachEveryLevel) {
  const Scenario scenario =
      Parse(std::string(kShort) + kStep, {{"topics.a.b.config.min.insync.replicas", "2"},
                                          {"cluster.brokers", "5"},
                                          {"cluster.config.log.dirs", "x"},
                                          {"cluster.features.a.version", "1"},
                                          {"producers.p.config.acks", "1"},
                                          {"monitors.count", "2"},
                                          {"monitors.config.client.id", "m"},
                                          {"steps.0.within", "9s"},
                                          {"require", "[order, no-loss]"},
                                          {"limits.recovery", "< 3s"},
                                          {"labels.a.b", "c"},
                                          {"about", "a: b # c"}});
  EXPECT_EQ(scenario.topics.at(0).config.at("min.insync.replicas"), "2");
  EXPECT_EQ(scenario.clusters.at("main").brokers, 5);
  EXPECT_EQ(scenario.clusters.at("main").config.at("log.dirs"), "x");
  EXPECT_EQ(scenario.clusters.at("main").features.at("a.version"), "1");
  EXPECT_EQ(scenario.producers.at(0).config.at("acks"), "1");
  EXPECT_EQ(scenario.monitors.at(0).count, 2);
  EXPECT_EQ(scenario.monitors.at(0).config.at("client.id"), "m");
  EXPECT_EQ(scenario.steps.at(0).within, std::chrono::seconds(9));
  EXPECT_EQ(scenario.require, (std::vector<std::string>{"order", "no-loss"}));
  EXPECT_EQ(scenario.limits.at("recovery"), (Bound{"<", "3s"}));
  EXPECT_EQ(scenario.labels.at("a.b"), "c");
  EXPECT_EQ(scenario.about, "a: b # c");
}

TEST(ParseScenario, DefaultsFollowTheClient) {
  const auto producers =
      Parse(
          "name: x\ntopics: {t: {}}\nproducers: {p: {}, j: {client: java@4.3.1}, "
          "l: {client: librdkafka@1.9.2, defaults: java}}\n")
          .producers;
  ASSERT_EQ(producers.size(), 3u);
  EXPECT_EQ(producers[0].client, "librdkafka");
  EXPECT_EQ(producers[0].defaults, "librdkafka");
  EXPECT_EQ(producers[1].client, "java@4.3.1");
  EXPECT_EQ(producers[1].defaults, "java");
  EXPECT_EQ(producers[2].client, "librdkafka@1.9.2");
  EXPECT_EQ(producers[2].defaults, "java");
}

TEST(Overrides, AStarIsEachName) {
  const Scenario scenario = Parse(
      "name: x\ntopics: {t: {}, a.b: {}}\nproducers: {p: {}, q: {rate: 9/s}}\n"
      "monitors: {near: {}, far: {}}\n",
      {{"producers.*.client", "librdkafka@2.3.0"},
       {"topics.*.config.min.insync.replicas", "2"},
       {"monitors.*.count", "2"},
       {"consumers.*.client", "librdkafka@2.3.0"}});
  for (const auto& producer : scenario.producers) EXPECT_EQ(producer.client, "librdkafka@2.3.0");
  for (const auto& topic : scenario.topics)
    EXPECT_EQ(topic.config.at("min.insync.replicas"), "2") << topic.name;
  for (const auto& monitor : scenario.monitors) EXPECT_EQ(monitor.count, 2) << monitor.name;
  EXPECT_TRUE(scenario.consumers.empty());
}

TEST(Overrides, AStarIsTheOneMonitorThatIsThereWithoutAName) {
  for (const char* monitors : {"", "monitors: {count: 3}\n"}) {
    const auto parsed =
        Parse(std::string(kShort) + monitors, {{"monitors.*.client", "librdkafka@2.3.0"}});
    ASSERT_EQ(parsed.monitors.size(), 1u);
    EXPECT_EQ(parsed.monitors.front().client, "librdkafka@2.3.0");
  }
}

TEST(Overrides, OfATimeTakeThePlaceOfTheState) {
  const auto step =
      Parse(std::string(kShort) + kStep, {{"steps.0.for", "2s"}, {"steps.0.when", "acked 3 more"}})
          .steps.at(0);
  EXPECT_EQ(step.end.time, std::chrono::seconds(2));
  EXPECT_FALSE(step.end.state.has_value());
  EXPECT_FALSE(step.begin.time.has_value());
}

TEST(Overrides, TheLastOneCounts) {
  EXPECT_EQ(Parse(kShort, {{"duration", "2s"}, {"duration", "3s"}}).duration,
            std::chrono::seconds(3));
}

TEST(Overrides, ThatLeadNowhereAreSaid) {
  EXPECT_THAT(Refused({{"topics.cc.partitions", "3"}}),
              testing::ElementsAre("--set: topics.cc.partitions: there is no 'cc' in topics; "
                                   "there are a.b, c"));
  EXPECT_THAT(Refused({{"producers.*.clint", "java"}}),
              testing::ElementsAre(testing::StartsWith(
                  "--set: unknown key 'clint' in producer p; did you mean 'client'?")));
  EXPECT_THAT(Refused({{"steps.1.for", "3s"}}),
              testing::ElementsAre(
                  "--set: steps.1.for: there is no '1' in steps; it has 1, counted from 0"));
  EXPECT_THAT(Refused({{"name.x", "3s"}}),
              testing::ElementsAre("--set: name.x: name is not a map; set the entire value"));
  EXPECT_THAT(Refused({{"", "3s"}}),
              testing::ElementsAre(testing::StartsWith("--set: : an empty path")));
  EXPECT_THAT(Refused({{"topics.c.partition", "3"}}),
              testing::ElementsAre(testing::StartsWith(
                  "--set: unknown key 'partition' in topic c; did you mean 'partitions'?")));
  EXPECT_THAT(Refused({{"duration", "3"}}),
              testing::ElementsAre(testing::StartsWith("--set: duration is '3'")));
  EXPECT_THAT(Refused({{"require", "[no-loss"}}),
              testing::ElementsAre(testing::StartsWith("--set: '[no-loss' is not YAML")));
  EXPECT_THAT(Refused({{"topics.c.replication", "4"}}),
              testing::ElementsAre(testing::StartsWith("--set: topic c has replication 4")));
}

std::vector<std::string> PropertiesOf(const nlohmann::json& level) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : level.at("properties").items()) keys.push_back(key);
  EXPECT_EQ(level.at("additionalProperties"), false);
  return keys;
}

TEST(Schema, KnowsTheKeysThatTheParserKnows) {
  const auto schema =
      nlohmann::json::parse(FileText(KPROOF_SOURCE_DIR "/docs/scenario.schema.json"));
  for (const auto& [level, keys] : KnownKeys()) {
    if (level.starts_with("matrix") || level == "waiver") continue;  // files of their own
    EXPECT_EQ(PropertiesOf(level == "scenario" ? schema : schema.at("$defs").at(level)), keys)
        << level;
  }
}

TEST(Docs, HaveARowForEachKey) {
  const std::string scenario = FileText(KPROOF_SOURCE_DIR "/docs/scenario.md");
  const std::string matrix = FileText(KPROOF_SOURCE_DIR "/docs/matrix.md");
  for (const auto& [level, keys] : KnownKeys()) {
    const bool of_campaign = level.starts_with("matrix") || level == "waiver";
    const auto& page = of_campaign ? matrix : scenario;
    for (const auto& key : keys)
      EXPECT_NE(page.find("| `" + key + "` |"), std::string::npos) << level << "." << key;
  }
}

TEST(Docs, NameEachLimit) {
  const std::string page = FileText(KPROOF_SOURCE_DIR "/docs/scenario.md");
  const auto row = page.substr(page.find("| `limits` |"));
  for (const auto& name : LimitNames())
    EXPECT_NE(row.substr(0, row.find('\n')).find("`" + name + "`"), std::string::npos) << name;
}

}  // namespace
}  // namespace kproof
