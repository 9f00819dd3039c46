// kproof promise as a user calls it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/temporary_folder.h"
#include "harness/base/text.h"
#include "tests/unit/cli/called.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

TEST(PromiseVerb, SaysWhatIsPromisedByWhichRuleAndWhatWouldChangeIt) {
  const auto called = Call({"promise", "--producer", "acks=1"});
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_THAT(called.out, HasSubstr("settings     acks=1, enable.idempotence=false, "));
  EXPECT_THAT(called.out, HasSubstr("failure      crash of 1 node, which takes up to 9.0 s"));
  EXPECT_THAT(called.out, HasSubstr("no-loss      not promised: with acks=1 the leader acks a "));
  EXPECT_THAT(called.out, HasSubstr("rule acks-1: Kafka documentation, producer setting acks"));
  EXPECT_THAT(called.out, HasSubstr("promised with: acks=all; "));
}

TEST(PromiseVerb, TakesPropertyFiles) {
  const TemporaryFolder folder;
  const auto file =
      WriteText(folder.File("p.properties"), "acks=0\nlinger.ms=5\nbootstrap.servers=a:9092\n");
  const auto called = Call({"promise", "--defaults", "java", "--producer-config", file,
                            "--producer", "acks=all", "--json"});
  EXPECT_EQ(called.code, 0) << called.err;
  const auto answer = nlohmann::json::parse(called.out);
  EXPECT_EQ(answer["settings"]["producer"]["acks"]["value"], "all");
  EXPECT_EQ(answer["settings"]["producer"]["linger.ms"]["value"], "5");
  EXPECT_EQ(answer["not_used"], nlohmann::json({"producer: bootstrap.servers (" + file + ":3)"}));
  EXPECT_EQ(answer["guarantees"]["no-loss"]["promised"], true);
  EXPECT_EQ(answer["guarantees"]["no-loss"]["rule"], "acks-all-clean");
  EXPECT_FALSE(answer["guarantees"]["no-loss"]["changes"].empty());
}

std::string Deployed(const std::string& name) {
  return KPROOF_SOURCE_DIR "/docs/examples/deployed/" + name;
}

TEST(PromiseVerb, TakesSettingsAsTheyAreDeployed) {
  const auto file = Deployed("strimzi.yaml");
  const auto called = Call({"promise", "--broker-config", file, "--producer", "acks=all"});
  EXPECT_EQ(called.code, 0) << called.err;
  const auto joined = Join(SplitWords(called.out), " ");
  EXPECT_THAT(joined, HasSubstr("topic payments settings acks=all, "));
  EXPECT_THAT(joined, HasSubstr("replication 3 (" + file + ":44)"));
  EXPECT_THAT(joined, HasSubstr("min.insync.replicas=1 (" + file + ":46)"));
  EXPECT_THAT(joined, HasSubstr("kafka 4.1.0 (" + file + ":21)"));
  EXPECT_THAT(joined, HasSubstr("overridden broker: min.insync.replicas (" + file + ":31): the "));
  EXPECT_THAT(joined, HasSubstr("not local " + file + ":23: spec.kafka.listeners is the "));
  EXPECT_THAT(joined, HasSubstr("rule acks-all-clean"));
}

TEST(PromiseVerb, SaysWhereEachSettingComesFrom) {
  const auto configs = Deployed("kafka-configs.txt"), broker = Deployed("server.properties");
  const auto called =
      Call({"promise", "--topic-config", configs, "--topic-config", Deployed("kafka-topics.txt"),
            "--topic-name", "payments", "--broker-config", broker, "--json"});
  EXPECT_EQ(called.code, 0) << called.err;
  const auto answer = nlohmann::json::parse(called.out);
  EXPECT_EQ(answer["topic"], "payments");
  EXPECT_EQ(answer["replication"], 3);
  EXPECT_EQ(answer["replication_origin"], Deployed("kafka-topics.txt") + ":3");
  const auto& min_isr = answer["settings"]["topic"]["min.insync.replicas"];
  EXPECT_EQ(min_isr["value"], "2");
  EXPECT_EQ(min_isr["origin"], configs + ":4, DYNAMIC_TOPIC_CONFIG");
  const auto& session = answer["settings"]["broker"]["broker.session.timeout.ms"];
  EXPECT_EQ(session["value"], "9000");
  EXPECT_EQ(session["origin"], broker + ":13");
  std::set<std::string> kinds;
  for (const auto& note : answer["notes"]) kinds.insert(note["kind"]);
  EXPECT_EQ(kinds, (std::set<std::string>{"not local", "overridden", "unknown"}));
}

TEST(PromiseVerb, AsksWhichTopicAndWhichForm) {
  const auto topic = Call({"promise", "--topic-config", Deployed("kafka-topics.txt")});
  EXPECT_EQ(topic.code, 64);
  EXPECT_THAT(topic.err, HasSubstr("has the topics orders, payments"));
  EXPECT_THAT(topic.err, HasSubstr("choose one with --topic-name"));
  const TemporaryFolder folder;
  const auto file = WriteText(folder.File("a"), "a.b=1\nKAFKA_A=1\n");
  const auto form = Call({"promise", "--broker-config", file});
  EXPECT_EQ(form.code, 64);
  EXPECT_THAT(form.err, HasSubstr("--broker-form"));
  EXPECT_EQ(Call({"promise", "--broker-config", file, "--broker-form", "properties"}).code, 0);
}

TEST(PromiseVerb, JudgesAJavaProducerAsKafkasClientDoes) {
  for (const std::string setting : {"acks=2", "request.required.acks=1", "acsk=1", "retries=-1"}) {
    const auto called = Call({"promise", "--defaults", "java", "--producer", setting});
    EXPECT_EQ(called.code, 64) << setting;
    EXPECT_THAT(called.err, HasSubstr("Kafka's Java producer")) << setting;
  }
}

TEST(PromiseVerb, TakesAScenario) {
  const auto called = Call({"promise", KPROOF_SOURCE_DIR "/scenarios/durability/leader-kill.yaml"});
  EXPECT_EQ(called.code, 0) << called.err;
  EXPECT_THAT(called.out, HasSubstr("producer checkout, topic payments"));
  EXPECT_THAT(called.out, HasSubstr("rule acks-all-min-isr-2"));
}

TEST(PromiseVerb, HasATableOfAllCombinations) {
  const auto called = Call({"promise", "--table", "--nodes", "2", "--json"});
  EXPECT_EQ(called.code, 0) << called.err;
  std::size_t rows = 0, promised = 0;
  for (const auto& line : Split(called.out, '\n')) {
    if (line.empty()) continue;
    const auto row = nlohmann::json::parse(line);
    ++rows;
    promised += row["promised"] == true ? 1 : 0;
    EXPECT_TRUE(row["acks"] == "all" || row["promised"] == false) << line;
  }
  EXPECT_EQ(rows, 36u);  // 6 pairs of replication and min.insync.replicas, 3 acks, unclean or not
  EXPECT_GT(promised, 0u);
}

TEST(PromiseVerb, RefusesWhatItCantAnswer) {
  EXPECT_THAT(Call({"promise", "--outage", "30"}).err, HasSubstr("--outage '30' is not a time"));
  const auto failure = Call({"promise", "--failure", "crush"});
  EXPECT_EQ(failure.code, 64);
  EXPECT_THAT(failure.err, HasSubstr("did you mean 'crash'"));
  const auto setting = Call({"promise", "--topic", "min.insync.replica=2"});
  EXPECT_EQ(setting.code, 64);
  EXPECT_THAT(setting.err, HasSubstr("did you mean 'min.insync.replicas'"));
  EXPECT_EQ(Call({"promise", "durability/leader-kill", "--producer", "acks=1"}).code, 64);
  EXPECT_THAT(Call({"promise", "--topic-config", "/there/is/none"}).err,
              HasSubstr("--topic-config /there/is/none can't be read"));
}

}  // namespace
}  // namespace kproof
