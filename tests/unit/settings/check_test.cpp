// Names and values of settings, as an operator may mistake them.
#include "harness/settings/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/settings/values.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string Text(const SettingProblem& problem) { return problem.what + "; " + problem.hint; }

std::string OfNode(const std::string& version, const std::string& name, const std::string& value,
                   const std::set<std::string>& unchecked = {}) {
  const auto problems = CheckNodeSettings("cluster main", version, {{name, value}}, unchecked);
  return problems.empty() ? "" : Text(problems.front());
}
std::string OfTopic(const std::string& version, const std::string& name, const std::string& value) {
  const auto problems = CheckTopicSettings("topic pay", version, {{name, value}});
  return problems.empty() ? "" : Text(problems.front());
}

TEST(CheckNodeSettings, ATypingErrorIsNamedWithAGuess) {
  EXPECT_EQ(OfNode("4.3.1", "log.flush.interval.mesages", "1"),
            "unknown broker setting 'log.flush.interval.mesages'; did you mean "
            "'log.flush.interval.messages'?");
}

TEST(CheckNodeSettings, InternalSettingsOfKafkaAreKnown) {
  EXPECT_EQ(OfNode("4.3.1", "log.initial.task.delay.ms", "500"), "");
}

TEST(CheckNodeSettings, WhatIsFarFromAnythingCanStandUnchecked) {
  EXPECT_THAT(OfNode("4.3.1", "acme.audit.level", "3"), HasSubstr("`config_unchecked`"));
  EXPECT_EQ(OfNode("4.3.1", "acme.audit.level", "3", {"acme.audit.level"}), "");
}

TEST(CheckNodeSettings, ANameOfAnotherVersionSaysWhichHasIt) {
  EXPECT_EQ(
      OfNode("4.3.1", "log.message.downconversion.enable", "true"),
      "unknown broker setting 'log.message.downconversion.enable'; Kafka 3.9 was the last that "
      "had it");
  EXPECT_THAT(OfNode("3.3.2", "log.message.timestamp.after.max.ms", "1"),
              HasSubstr("Kafka 3.6 and newer have it"));
}

TEST(CheckNodeSettings, ASettingOfTopicsIsNamedAsOne) {
  EXPECT_THAT(OfNode("4.3.1", "retention.ms", "1"),
              HasSubstr("brokers call it 'log.retention.ms'"));
  EXPECT_THAT(OfTopic("4.3.1", "log.retention.ms", "1"),
              HasSubstr("topics call it 'retention.ms'"));
  EXPECT_THAT(OfTopic("4.3.1", "num.io.threads", "1"), HasSubstr("under `config` of the cluster"));
}

TEST(CheckNodeSettings, WhatKafkaPassesOnIsKnown) {
  for (const char* name : {"listener.name.client.max.connections", "rsm.config.bucket",
                           "rlmm.config.remote.log.metadata.topic.num.partitions", "super.users",
                           "config.providers.file.class", "metrics.jmx.exclude"})
    EXPECT_EQ(OfNode("4.3.1", name, "x"), "") << name;
  EXPECT_EQ(OfNode("4.3.1", "listener.name.clients.max.connections", "1"),
            "there is no listener 'clients'; there are client, controller, replication");
}

TEST(CheckNodeSettings, WhatKproofChoosesIsRefusedInEveryVersion) {
  for (const char* name :
       {"listeners", "advertised.listeners", "node.id", "process.roles", "log.dirs", "broker.rack",
        "controller.quorum.voters", "listener.security.protocol.map"})
    for (const char* version : {"4.3.1", "3.3.1", "9.9.9"})
      EXPECT_THAT(OfNode(version, name, "x", {name}),
                  HasSubstr(std::string("'") + name + "' can't be set in cluster main; kproof "))
          << version;
}

TEST(CheckNodeSettings, OtherVersionsAreNotChecked) {
  EXPECT_TRUE(InTables("3.3.1"));
  EXPECT_TRUE(InTables("4.3.9"));
  EXPECT_FALSE(InTables("3.2.3"));
  EXPECT_FALSE(InTables("4.4.0"));
  EXPECT_EQ(OfNode("9.9.9", "no.such.thing", "1"), "");
  EXPECT_EQ(OfTopic("9.9.9", "no.such.thing", "1"), "");
}

struct Value {
  const char* name;
  SettingKind kind;
  const char* setting;
  const char* value;
  const char* hint;  // "": it is right
};
void PrintTo(const Value& value, std::ostream* out) { *out << value.name; }

class OfValue : public testing::TestWithParam<Value> {};

TEST_P(OfValue, IsCheckedByTypeAndRange) {
  const auto setting = FindSetting(GetParam().kind, "4.3.1", GetParam().setting);
  ASSERT_TRUE(setting);
  EXPECT_EQ(WrongValue(*setting, GetParam().value), GetParam().hint);
}

constexpr auto kTopic = SettingKind::kTopic;
constexpr auto kBroker = SettingKind::kBroker;
INSTANTIATE_TEST_SUITE_P(
    Kafka431, OfValue,
    testing::Values(
        Value{"Whole", kTopic, "retention.ms", "60000", ""},
        Value{"WholeInBlanks", kTopic, "retention.ms", " 60000 ", ""},
        Value{"Unit", kTopic, "retention.ms", "60s", "a whole number from -1"},
        Value{"BelowRange", kTopic, "retention.ms", "-2", "a whole number from -1"},
        Value{"AboveRange", kTopic, "compression.lz4.level", "18", "a whole number from 1 to 17"},
        Value{"TooManyDigits", kTopic, "retention.ms", "99999999999999999999",
              "a whole number from -1"},
        Value{"MoreThanAnInt", kTopic, "segment.bytes", "3000000000",
              "a whole number from 1048576 that fits a Java int"},
        Value{"OneBesidesTheRange", kTopic, "compression.gzip.level", "-1", ""},
        Value{"NeitherInRangeNorBesides", kTopic, "compression.gzip.level", "0",
              "a whole number from 1 to 9, or -1"},
        Value{"Word", kTopic, "compression.type", "zstd", ""},
        Value{"NoSuchWord", kTopic, "compression.type", "zst",
              "one of uncompressed, zstd, lz4, snappy, gzip, producer"},
        Value{"List", kTopic, "cleanup.policy", "compact, delete", ""},
        Value{"WrongItem", kTopic, "cleanup.policy", "compact,drop", "a list of compact, delete"},
        Value{"Boolean", kTopic, "unclean.leader.election.enable", "TRUE", ""},
        Value{"NoBoolean", kTopic, "unclean.leader.election.enable", "yes", "true or false"},
        Value{"Decimal", kTopic, "min.cleanable.dirty.ratio", "0.25", ""},
        Value{"DecimalAboveRange", kTopic, "min.cleanable.dirty.ratio", "1.5",
              "a number from 0 to 1"},
        Value{"WordForANumber", kTopic, "min.cleanable.dirty.ratio", "half",
              "a number from 0 to 1"},
        Value{"AnyCaseByTheDefault", SettingKind::kConsumer, "share.acquire.mode", "record_limit",
              ""},
        Value{"AnyCase", kBroker, "group.consumer.migration.policy", "upgrade", ""},
        Value{"Duration", SettingKind::kConsumer, "auto.offset.reset", "by_duration:PT1H", ""},
        Value{"UnknownRange", kTopic, "leader.replication.throttled.replicas", "*", ""}),
    testing::PrintToStringParamName());

TEST(Tables, EveryDefaultIsRightByItsOwnTypeAndRange) {
  for (const auto kind : {SettingKind::kAdmin, SettingKind::kBroker, SettingKind::kConsumer,
                          SettingKind::kProducer, SettingKind::kTopic}) {
    EXPECT_THAT(AllSettings(kind), SizeIs(testing::Gt(30u)));
    for (const auto& setting : AllSettings(kind)) {
      EXPECT_FALSE(OlderVersion(setting.last, setting.first)) << setting.name;
      if (setting.fallback.starts_with('(') || setting.range.starts_with("non-empty")) continue;
      EXPECT_EQ(WrongValue(setting, setting.fallback), "") << setting.name << " " << setting.first;
    }
  }
  EXPECT_THAT(LibrdkafkaSettings(), SizeIs(testing::Gt(150u)));
}

TEST(Tables, AVersionHasASettingOnce) {
  for (const char* version : {"3.3", "3.9", "4.0", "4.3"})
    for (const auto kind : {SettingKind::kBroker, SettingKind::kTopic}) {
      auto names = SettingNames(kind, version);
      EXPECT_GT(names.size(), 28u);
      EXPECT_TRUE(std::adjacent_find(names.begin(), names.end()) == names.end()) << version;
    }
}

TEST(SameValue, TextsOfOneValue) {
  EXPECT_TRUE(SameValue("boolean", "TRUE", "true"));
  EXPECT_TRUE(SameValue("list", "a, b", "a,b"));
  EXPECT_TRUE(SameValue("double", "0.50", ".5"));
  EXPECT_TRUE(SameValue("long", "007", "7"));
  EXPECT_FALSE(SameValue("long", "7", "8"));
  EXPECT_FALSE(SameValue("string", "A", "a"));
}

}  // namespace
}  // namespace kproof
