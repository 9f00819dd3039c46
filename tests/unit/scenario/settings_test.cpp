// Settings that somebody else knows: whom is asked about what, and where the answers stand.
#include <gmock/gmock.h>

#include "tests/unit/scenario/mistake.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Name(SettingsQuestion::Of of) {
  switch (of) {
    case SettingsQuestion::Of::kConsumer:
      return "consumer";
    case SettingsQuestion::Of::kMonitor:
      return "monitor";
    case SettingsQuestion::Of::kNodes:
      return "nodes";
    case SettingsQuestion::Of::kProducer:
      return "producer";
    case SettingsQuestion::Of::kTopic:
      return "topic";
  }
  return "";
}

// Knows no setting that begins with "bad", and no value "bad"; of Kafka 9 it knows nothing.
SettingsAnswer Answer(const SettingsQuestion& question) {
  SettingsAnswer answer;
  if (question.kafka.starts_with("9")) return {{}, "not known here"};
  if (question.client.ends_with("@2.3.0")) return {{}, question.object + " can't be asked"};
  for (const auto& [key, value] : question.config) {
    if (question.unchecked.contains(key)) continue;
    const std::string what = Name(question.of) + " " + question.object + " " + key;
    if (key.starts_with("bad")) answer.problems.push_back({key, false, what, "hint"});
    if (value == "bad") answer.problems.push_back({key, true, what + "=bad", "hint"});
    if (value == "alone") answer.problems.push_back({"", false, what + " alone", "hint"});
  }
  return answer;
}

Vocabulary Words() {
  Vocabulary vocabulary = TestVocabulary();
  vocabulary.ask_settings = Answer;
  vocabulary.faults.push_back(
      {"tune", "", {{"set", ParamForm::Kind::kSettings, std::nullopt, "key=value"}}});
  return vocabulary;
}

ParsedScenario ParsedWith(const std::string& yaml, const std::vector<Override>& overrides = {}) {
  return ParseScenario("f", yaml, Words(), overrides);
}
std::vector<std::string> Texts(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> texts;
  for (const auto& diagnostic : diagnostics) texts.push_back(diagnostic.ToString());
  return texts;
}
std::vector<std::string> Found(const std::string& yaml,
                               const std::vector<Override>& overrides = {}) {
  return Texts(ParsedWith(yaml, overrides).diagnostics);
}

TEST(Settings, NamesAndValuesAreAskedOfEverybodyAndAnswersStandWhereTheyStand) {
  EXPECT_THAT(Found(Cluster("cluster: {config: {bad.a: 1, b: bad}}")),
              ElementsAre("f:2:20: nodes cluster main bad.a; hint",
                          "f:2:33: nodes cluster main b=bad; hint"));
  EXPECT_THAT(
      Found(Topic("config: {bad.a: 1, b: bad}")),
      ElementsAre("f:3:25: topic topic pay bad.a; hint", "f:3:38: topic topic pay b=bad; hint"));
  EXPECT_THAT(Found(Producer("config: {bad.a: 1, b: bad}")),
              ElementsAre("f:4:29: producer producer shop bad.a; hint",
                          "f:4:42: producer producer shop b=bad; hint"));
  EXPECT_THAT(Found(With("monitors: {config: {bad.a: 1}}")),
              ElementsAre("f:5:21: monitor monitor monitor bad.a; hint"));
  EXPECT_THAT(Found(With("monitors: {m: {config: {b: bad}}}")),
              ElementsAre("f:5:28: monitor monitor m b=bad; hint"));
  EXPECT_THAT(Found(With("consumers: {c: {config: {b: bad}}}")),
              ElementsAre("f:5:29: consumer consumer c b=bad; hint"));
}

TEST(Settings, WhatIsWrongTogetherStandsAtTheMap) {
  EXPECT_THAT(Found(Producer("config: {a: alone}")),
              ElementsAre("f:4:20: producer producer shop a alone; hint"));
}

TEST(Settings, WhatStandsNowhereInTheFileIsPlacedAtTheFlag) {
  EXPECT_THAT(Found(With(""), {{"topics.pay.config.bad.a", "1"}}),
              ElementsAre("--set: topic topic pay bad.a; hint"));
}

TEST(Settings, ParametersOfFaultsThatAreSettingsAreAskedToo) {
  EXPECT_THAT(
      Found(Step("fault: tune, target: topic pay, at: 1s, for: 1s, with: {set: 'a=1,bad.b=2'}")),
      ElementsAre("f:6:67: topic step 1 bad.b; hint"));
  EXPECT_THAT(Found(Step("fault: tune, target: topic pay, at: 1s, for: 1s, with: {set: 'a=1,b'}")),
              ElementsAre("f:6:67: set of step 1 is 'a=1,b'; write key=value, several with commas "
                          "between them, each key once"));
}

TEST(Settings, OneValueIsComplainedAboutOnce) {
  EXPECT_THAT(Found(Topic("config: {min.insync.replicas: bad}")),
              ElementsAre("f:3:46: min.insync.replicas of topic pay is 'bad'; write a whole number "
                          "from 1"));
}

TEST(Settings, UncheckedNamesAreLetThroughAndKept) {
  const auto parsed =
      ParsedWith(Cluster("cluster: {config: {bad.a: 1}, config_unchecked: [bad.a]}"));
  EXPECT_THAT(Texts(parsed.diagnostics), IsEmpty());
  ASSERT_TRUE(parsed.scenario);
  EXPECT_THAT(parsed.scenario->clusters.at("main").config_unchecked, ElementsAre("bad.a"));
}

TEST(Settings, AnUncheckedNameThatNobodySetsIsATypingError) {
  EXPECT_THAT(Found(Cluster("cluster: {config: {a: 1}, config_unchecked: [a, b]}")),
              ElementsAre("f:2:27: config_unchecked of cluster main names 'b', which its `config` "
                          "does not set; name settings that `config` sets"));
}

TEST(Settings, WhatCouldNotBeCheckedIsANote) {
  const auto parsed = ParsedWith(Cluster("cluster: {kafka: 9.0.0, config: {bad.a: 1}}"));
  EXPECT_TRUE(parsed.scenario);
  EXPECT_THAT(Texts(parsed.notes), ElementsAre("f:2:18: not known here"));
}

TEST(Settings, OfAClientThatCantBeAskedAreANoteAtItsName) {
  const auto notes = [](const std::string& yaml) { return Texts(ParsedWith(yaml).notes); };
  EXPECT_THAT(notes(Producer("client: librdkafka@2.3.0")),
              ElementsAre("f:4:28: producer shop can't be asked"));
  EXPECT_THAT(notes(With("monitors: {client: librdkafka@2.3.0}")),
              ElementsAre("f:5:20: monitor monitor can't be asked"));
  EXPECT_THAT(notes(With("monitors: {m: {client: librdkafka@2.3.0}}")),
              ElementsAre("f:5:24: monitor m can't be asked"));
  EXPECT_THAT(notes(With("consumers: {billing: {client: librdkafka@2.3.0}}")),
              ElementsAre("f:5:31: consumer billing can't be asked"));
}

std::string Careful(const std::string& steps) {
  return With("destructive: false\nsteps:\n" + steps);
}

INSTANTIATE_TEST_SUITE_P(
    Destructive, OfMistake,
    testing::Values(
        Mistake{
            "TheOnlyBroker",
            With("destructive: false\nsteps:\n  - {fault: kill, target: broker 1, at: 1s, for: 1s}",
                 "cluster: {brokers: 1}", "topics: {pay: {replication: 1}}"),
            {"f:7:27: step 1 would leave no replica of pay/0 up; write `destructive: true`"}},
        Mistake{"EveryBroker",
                Careful("  - {fault: kill, target: brokers, at: 1s, for: 1s}"),
                {"f:7:27: step 1 would leave no replica of pay/0 up"}},
        Mistake{"TheLastOne",
                Careful("  - {fault: kill, target: any 2 brokers, at: 1s, for: 5s}\n  - {fault: "
                        "pause, target: any broker, at: 2s, for: 1s}"),
                {"f:8:28: step 2 would leave no replica of pay/0 up"}},
        Mistake{"OneOfOneReplica",
                With("destructive: false\nsteps:\n  - {fault: kill, target: leader of pay/0, at: "
                     "1s, for: 1s}",
                     "cluster: {brokers: 3}", "topics: {pay: {replication: 1}}"),
                {"f:7:27: step 1 would leave no replica of pay/0 up"}},
        Mistake{"LeaderAndFollowers",
                Careful("  - {fault: kill, target: leader of pay/0 and followers of pay/0, at: 1s, "
                        "for: 1s}"),
                {"f:7:27: step 1 would leave no replica of pay/0 up"}},
        Mistake{"EachReplicaByItsNumber",
                Careful("  - {fault: kill, target: replica 1 of pay/0 and replica 2 of pay/0 and "
                        "replica 3 of pay/0, at: 1s, for: 1s}"),
                {"f:7:27: step 1 would leave no replica of pay/0 up"}},
        Mistake{"LeaderAndOneFollowerOfThree",
                Careful("  - {fault: kill, target: leader of pay/0 and follower 2 of pay/0, at: "
                        "1s, for: 1s}"),
                {}},
        Mistake{"LeaderAndFollowersOfAnother",
                Careful("  - {fault: kill, target: leader of pay/0 and followers of pay/1, at: 1s, "
                        "for: 1s}"),
                {}},
        Mistake{"OneOfThree",
                Careful("  - {fault: kill, target: leader of pay/0, at: 1s, for: 1s}"),
                {}},
        Mistake{
            "Controllers", Careful("  - {fault: kill, target: controllers, at: 1s, for: 1s}"), {}},
        Mistake{"AFaultThatTakesNobodyDown",
                Careful("  - {fault: elect, target: brokers, at: 1s}"),
                {}},
        Mistake{"NotTogether",
                Careful("  - {fault: kill, target: any 2 brokers, at: 1s, for: 1s}\n  - {fault: "
                        "pause, target: any broker, at: 3s, for: 1s}"),
                {}},
        Mistake{"Said",
                With("destructive: true\nsteps:\n  - {fault: kill, target: brokers, at: 1s, for: "
                     "1s}"),
                {}}),
    NameOfMistake);

}  // namespace
}  // namespace kproof
