// Resources of Strimzi, as its examples and kubectl have them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/deployed/read_form.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kTopic =
    "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\nmetadata:\n  name: my-topic\n";

TEST(Strimzi, AClusterWithItsPoolsAndATopic) {
  const auto file = ReadForm("strimzi", DeployedExample("strimzi.yaml"));
  EXPECT_THAT(SettingsIn(file),
              ElementsAre("broker my-cluster: offsets.topic.replication.factor=3 @ f:29",
                          "broker my-cluster: default.replication.factor=3 @ f:30",
                          "broker my-cluster: min.insync.replicas=2 @ f:31",
                          "topic payments: min.insync.replicas=1 @ f:46",
                          "topic payments: retention.ms=7200000 @ f:47"));
  ASSERT_EQ(file.entities.size(), 2u);
  EXPECT_EQ(file.entities[0].brokers->value, 3);
  EXPECT_EQ(file.entities[0].brokers->origin, "f:8");
  EXPECT_EQ(file.entities[0].kafka->value, "4.1.0");
  EXPECT_EQ(file.entities[1].replication->value, 3);
  EXPECT_EQ(file.entities[1].cluster, "my-cluster");
  const auto notes = NotesIn(file);
  EXPECT_THAT(notes, Contains(HasSubstr("f:32: broker.session.timeout.ms: Strimzi's operator does "
                                        "not give this setting to brokers")));
  EXPECT_THAT(notes, Contains("not local f:23: spec.kafka.listeners is the operator's to set up"));
  EXPECT_THAT(notes, Contains(HasSubstr("note f:22: metadataVersion 4.1-IV1")));
}

TEST(Strimzi, AListOfKubectlAndJsonAreTheSame) {
  EXPECT_THAT(SettingsIn(ReadForm("strimzi",
                                  "apiVersion: v1\nkind: List\nitems:\n- apiVersion: "
                                  "kafka.strimzi.io/v1\n  kind: KafkaTopic\n  metadata: {name: a}\n"
                                  "  spec: {topicName: b, config: {flush.messages: 1}}\n")),
              ElementsAre("topic b: flush.messages=1 @ f:7"));
  EXPECT_THAT(
      SettingsIn(ReadForm("strimzi",
                          "{\"apiVersion\": \"kafka.strimzi.io/v1\", \"kind\": \"KafkaTopic\",\n"
                          "\"metadata\": {\"name\": \"a\"},\n\"spec\": {\"config\": "
                          "{\"flush.messages\": \"1\"}}}\n")),
      ElementsAre("topic a: flush.messages=1 @ f:3"));
}

TEST(Strimzi, ReplicasOfTheClusterCountWithoutPools) {
  const auto file =
      ReadForm("strimzi",
               "kind: Kafka\nmetadata: {name: c}\nspec:\n  kafka:\n    replicas: 5\n"
               "---\nkind: KafkaNodePool\nmetadata: {labels: {strimzi.io/cluster: d}}\n"
               "spec: {replicas: 3, roles: [controller]}\n");
  EXPECT_EQ(file.entities[0].brokers->value, 5);
}

TEST(Strimzi, WhatIsNotForBrokersOrTopicsIsANote) {
  const auto file = ReadForm("strimzi", "kind: KafkaUser\nmetadata: {name: u}\n---\n" + kTopic +
                                            "  annotations: {strimzi.io/managed: \"false\"}\n");
  EXPECT_THAT(NotesIn(file),
              ElementsAre("note f:1: KafkaUser u has no settings of brokers or topics",
                          "note f:4: strimzi.io/managed of topic my-topic is false: the operator "
                          "does not carry its settings out"));
  EXPECT_THAT(SettingsIn(file), IsEmpty());
}

TEST(Strimzi, WhatIsNoResourceIsRefusedWithItsLine) {
  const std::pair<std::string, const char*> cases[] = {
      {"- a\n", "f:1: a document that is no resource"},
      {kTopic + "spec: {replicas: three}\n", "f:5: replicas is not a number from 1 on"},
      {kTopic + "spec: {replicas: 0}\n", "f:5: replicas is not a number from 1 on"},
      {kTopic + "spec:\n  config: [a]\n", "f:6: config is not a map"},
      {kTopic + "spec:\n  config:\n    a: [1]\n", "f:7: a has no value, or several"},
      {kTopic + "spec:\n  config:\n    a: 1\n    a: 2\n", "f:8: duplicate key 'a'"},
      {"kind: Kafka\nmetadata: {name: c}\n", "f:1: a Kafka resource without spec.kafka"},
      {"kind: KafkaTopic\nspec: {}\n", "f:1: a resource without metadata.name"},
      {kTopic + "spec: {\n", "f:5: not YAML"},
  };
  for (const auto& [text, why] : cases) EXPECT_THAT(WhyNotRead("strimzi", text), HasSubstr(why));
}

}  // namespace
}  // namespace kproof
