// What nodes and topics report is held against what the scenario set.
#include "harness/run/verify_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/run/ask_settings.h"
#include "harness/run/settings.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ClusterSpec Nodes(const Config& config, const std::vector<std::string>& unchecked = {}) {
  ClusterSpec spec;
  spec.config = config;
  spec.config_unchecked = unchecked;
  return spec;
}
SettingFact Broker(const std::string& key, const std::string& value) {
  return {"broker", "broker-1", key, value, "STATIC_BROKER_CONFIG"};
}
SettingFact Pay(const std::string& key, const std::string& value) {
  return {"topic", "pay", key, value, "DYNAMIC_TOPIC_CONFIG"};
}

// "" where it is content.
std::string Complaint(const ClusterSpec& spec, const std::vector<SettingFact>& told,
                      const Config& of_topic = {}, const std::string& version = "4.3.1") {
  TopicSpec topic;
  topic.name = "pay";
  topic.config = of_topic;
  try {
    VerifySettings(spec, version, {topic}, told);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.what();
  }
}

TEST(VerifySettings, WhatIsReportedAsItWasSetIsRight) {
  EXPECT_EQ(Complaint(Nodes({{"num.io.threads", "3"}, {"log.cleanup.policy", "compact, delete"}}),
                      {Broker("num.io.threads", "3"),
                       Broker("log.cleanup.policy", "compact,delete"), Broker("other", "1")}),
            "");
}

TEST(VerifySettings, ABrokerThatSaidOnlyItsFeaturesIsNotTakenForOneWithoutTheSetting) {
  const SettingFact feature = {"broker", "broker-1", "eligible.leader.replicas.version", "1",
                               kFeatureOrigin};
  const auto spec = Nodes({{"num.io.threads", "3"}});
  EXPECT_EQ(Complaint(spec, {feature}), "");
  EXPECT_THAT(Complaint(spec, {feature, Broker("other", "1")}), HasSubstr("does not know"));
}

TEST(VerifySettings, ASettingThatKafkaDoesNotKnowIsNamed) {
  const auto spec = Nodes({{"log.flush.interval.mesages", "1"}});
  EXPECT_EQ(Complaint(spec, {Broker("log.flush.interval.mesages", kUnknownSetting)}),
            "broker-1 does not know the setting 'log.flush.interval.mesages' of `config`");
  EXPECT_THAT(Complaint(spec, {Broker("num.io.threads", "8")}), HasSubstr("does not know"));
  EXPECT_THAT(Complaint(spec, {Broker("log.flush.interval.mesages", kUnknownSetting)}, {}, "9.9.9"),
              HasSubstr("does not know"));
}

TEST(VerifySettings, AnotherValueIsNamed) {
  EXPECT_EQ(Complaint(Nodes({{"num.io.threads", "3"}}), {Broker("num.io.threads", "8")}),
            "broker-1 reports num.io.threads=8, but `config` sets 3");
  EXPECT_EQ(Complaint(Nodes({}), {Pay("retention.ms", "7")}, {{"retention.ms", "8"}}),
            "topic pay reports retention.ms=7, but the topic's `config` sets 8");
}

TEST(VerifySettings, OneWordOfANameIsNotAnother) {
  EXPECT_THAT(Complaint(Nodes({{"a", "x"}}), {Broker("a", "y")}, {}, "9.9.9"),
              HasSubstr("reports"));
  EXPECT_EQ(Complaint(Nodes({{"a", "TRUE"}}), {Broker("a", "true")}, {}, "9.9.9"), "");
}

TEST(VerifySettings, UncheckedPassedOnAndSecretSettingsArePassedOver) {
  EXPECT_EQ(Complaint(Nodes({{"acme.level", "1"}}, {"acme.level"}),
                      {Broker("acme.level", kUnknownSetting)}),
            "");
  EXPECT_EQ(Complaint(Nodes({{"listener.name.client.max.connections", "9"}}), {Broker("a", "b")}),
            "");
  EXPECT_EQ(
      Complaint(Nodes({{"ssl.key.password", "x"}}), {Broker("ssl.key.password", kHiddenSetting)}),
      "");
}

TEST(VerifySettings, WhoToldNothingIsNoLiar) {
  EXPECT_EQ(Complaint(Nodes({{"num.io.threads", "3"}}), {}, {{"retention.ms", "8"}}), "");
}

TEST(AskSettings, AnotherVersionAndAFolderWithoutKafkaAreSaid) {
  SettingsQuestion question{.object = "cluster main", .kafka = "9.9.9"};
  question.config = {{"no.such.thing", "1"}};
  EXPECT_THAT(AskSettings(question).problems, IsEmpty());
  EXPECT_THAT(AskSettings(question).not_checked, HasSubstr("not of 9.9.9"));
  question.kafka_dir = "/no/such/folder";
  EXPECT_THAT(AskSettings(question).not_checked, HasSubstr("there is no Kafka in /no/such/folder"));
  question.kafka_dir = "";
  question.kafka = "4.3.1";
  EXPECT_THAT(AskSettings(question).problems, SizeIs(1));
  EXPECT_EQ(AskSettings(question).not_checked, "");
}

TEST(AskSettings, TopicsAndNodesHaveSettingsOfTheirOwn) {
  using Of = SettingsQuestion::Of;
  const auto problems = [](Of of, const std::string& key, const std::string& value) {
    SettingsQuestion question{.of = of, .object = "it", .kafka = "4.3.1"};
    question.config = {{key, value}};
    return AskSettings(question).problems.size();
  };
  EXPECT_EQ(problems(Of::kTopic, "retention.ms", "7"), 0u);
  EXPECT_EQ(problems(Of::kNodes, "retention.ms", "7"), 1u);
  EXPECT_EQ(problems(Of::kNodes, "num.io.threads", "7"), 0u);
  EXPECT_EQ(problems(Of::kTopic, "num.io.threads", "7"), 1u);
}

// Members of a group may read what they like; monitors are kproof's.
TEST(AskSettings, ClientsHaveTheSettingsOfTheirKind) {
  using Of = SettingsQuestion::Of;
  const auto problems = [](Of of, const std::string& key, const std::string& value) {
    SettingsQuestion question{.of = of, .object = "it", .defaults = "librdkafka"};
    question.config = {{key, value}};
    return AskSettings(question).problems.size();
  };
  EXPECT_EQ(problems(Of::kConsumer, "isolation.level", "read_committed"), 0u);
  EXPECT_EQ(problems(Of::kMonitor, "isolation.level", "read_committed"), 1u);
  EXPECT_EQ(problems(Of::kProducer, "linger.ms", "5"), 0u);
  EXPECT_EQ(problems(Of::kProducer, "partitioner", "consistent"), 1u);
}

TEST(AskSettings, AFolderWithoutALibraryIsRefused) {
  const auto answer = AskSettings({.of = SettingsQuestion::Of::kProducer,
                                   .object = "producer shop",
                                   .defaults = "librdkafka",
                                   .client_library = "/no/such/folder"});
  ASSERT_THAT(answer.problems, SizeIs(1));
  EXPECT_THAT(answer.problems.front().what, HasSubstr("no librdkafka.so.1"));
}

TEST(AskSettings, AProcessOfItsOwnAnswersAsJson) {
  EXPECT_EQ(
      AnswerAsLibrary(R"({"object": "producer p", "role": "producer", "defaults": "librdkafka",
                               "config": {"acks": "all"}})"),
      "[]");
  EXPECT_THAT(AnswerAsLibrary(R"({"object": "producer p", "role": "producer", "defaults":
                                 "librdkafka", "config": {"ack": "all"}})"),
              HasSubstr("did you mean 'acks'?"));
  EXPECT_THAT(AnswerAsLibrary(R"({"object": "monitor m", "role": "monitor", "defaults": "",
                                 "config": {"isolation.level": "read_committed"}})"),
              HasSubstr("isolation.level"));
  EXPECT_THROW(AnswerAsLibrary("[]"), Error);
}

}  // namespace
}  // namespace kproof
