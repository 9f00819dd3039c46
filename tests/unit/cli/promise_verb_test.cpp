// kproof promise as a user calls it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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
  EXPECT_EQ(answer["not_used"], nlohmann::json({"producer: bootstrap.servers"}));
  EXPECT_EQ(answer["guarantees"]["no-loss"]["promised"], true);
  EXPECT_EQ(answer["guarantees"]["no-loss"]["rule"], "acks-all-clean");
  EXPECT_FALSE(answer["guarantees"]["no-loss"]["changes"].empty());
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
