// Output of kafka-configs.sh and kafka-topics.sh, as Kafka's tools of 2.4 to 4.3 print it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/deployed/read_form.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Configs(const std::string& lines) {
  return "Dynamic configs for topic a are:\n" + lines;
}

TEST(KafkaConfigs, EachSettingHasItsSourceAndWhatComesAfterItIsANote) {
  const auto file = ReadForm("kafka-configs", DeployedExample("kafka-configs.txt"));
  EXPECT_THAT(SettingsIn(file),
              ElementsAre("topic orders: cleanup.policy=compact,delete @ f:2, DYNAMIC_TOPIC_CONFIG",
                          "topic payments: min.insync.replicas=2 @ f:4, DYNAMIC_TOPIC_CONFIG",
                          "topic payments: retention.ms=7200000 @ f:5, DYNAMIC_TOPIC_CONFIG"));
  EXPECT_THAT(NotesIn(file),
              ElementsAre("overridden f:4, STATIC_BROKER_CONFIG: min.insync.replicas=1 comes after "
                          "DYNAMIC_TOPIC_CONFIG"));
}

TEST(KafkaConfigs, WithAllDefaultsAreKnownToBeDefaults) {
  const auto file = ReadForm(
      "kafka-configs",
      "All configs for broker 1 are:\n"
      "  min.insync.replicas=1 sensitive=false synonyms={DEFAULT_CONFIG:min.insync.replicas=1}\n"
      "  log.flush.interval.ms=null sensitive=false synonyms={}\n"
      "  ssl.keystore.password=null sensitive=true "
      "synonyms={STATIC_BROKER_CONFIG:ssl.keystore.password=null}\n"
      "  flush.ms=9223372036854775807 sensitive=false synonyms={}\n"
      "  listener.security.protocol.map=A:PLAINTEXT,B:SSL sensitive=false synonyms="
      "{STATIC_BROKER_CONFIG:listener.security.protocol.map=A:PLAINTEXT,B:SSL, "
      "DEFAULT_CONFIG:listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL}\n");
  EXPECT_THAT(SettingsIn(file),
              ElementsAre("broker 1: min.insync.replicas=1 @ f:2, DEFAULT_CONFIG default",
                          "broker 1: flush.ms=9223372036854775807 @ f:5, DEFAULT_CONFIG default",
                          "broker 1: listener.security.protocol.map=A:PLAINTEXT,B:SSL @ f:6"
                          ", STATIC_BROKER_CONFIG"));
  EXPECT_THAT(
      NotesIn(file),
      ElementsAre("note f:4: ssl.keystore.password has a value that Kafka keeps to itself"));
}

TEST(KafkaConfigs, HeadingsOfAllVersionsAndEntitiesAreKnown) {
  const auto file =
      ReadForm("kafka-configs",
               "Configs for broker 1 are:\r\n"
               "  a=1 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:a=1}\r\n"
               "Default configs for brokers in the cluster are:\n  a=2 sensitive=false\n"
               "Dynamic configs for client-metric x are:\n  b=1 sensitive=false\n");
  EXPECT_THAT(SettingsIn(file),
              ElementsAre("broker 1: a=1 @ f:2, DYNAMIC_BROKER_CONFIG", "broker : a=2 @ f:4"));
  EXPECT_THAT(NotesIn(file),
              ElementsAre("note f:5: client-metric x is neither a topic nor a broker"));
}

TEST(KafkaConfigs, ALineThatIsNoneOfTheToolIsRefused) {
  for (const std::string line :
       {"  a=1\n", "  a=1 sensitive=maybe\n", "  a=1 sensitive=false synonyms={\n", "  a\n",
        "  =1 sensitive=false\n", "SSL:SSL}\n", "  a=1 sensitive=false more\n"})
    EXPECT_THAT(WhyNotRead("kafka-configs", Configs(line)),
                HasSubstr("f:2: that is not a line of kafka-configs.sh --describe"))
        << line;
  EXPECT_THAT(WhyNotRead("kafka-configs", "  a=1 sensitive=false\n"), HasSubstr("f:1: "));
  EXPECT_THAT(WhyNotRead("kafka-configs", "All configs for broker 1 are:\n"),
              HasSubstr("f:1: no setting stands below this line"));
  EXPECT_EQ(WhyNotRead("kafka-configs", Configs("")), "");
  EXPECT_EQ(WhyNotRead("kafka-configs", Configs("  a= sensitive=false synonyms={}\n")), "");
}

TEST(KafkaTopics, GiveReplicationAndWhatIsNotTheDefault) {
  const auto file = ReadForm("kafka-topics", DeployedExample("kafka-topics.txt"));
  ASSERT_EQ(file.entities.size(), 2u);
  EXPECT_EQ(file.entities[1].replication->value, 3);
  EXPECT_EQ(file.entities[1].replication->origin, "f:3");
  EXPECT_TRUE(file.entities[1].complete);
  EXPECT_THAT(SettingsIn(file), ElementsAre("topic orders: cleanup.policy=compact,delete @ f:1",
                                            "topic orders: retention.ms=7200000 @ f:1",
                                            "topic payments: min.insync.replicas=2 @ f:3",
                                            "topic payments: retention.ms=7200000 @ f:3"));
  EXPECT_THAT(NotesIn(file), IsEmpty());
}

TEST(KafkaTopics, SpacesOfATerminalDoAndAPartitionWithMoreReplicasIsANote) {
  const auto file = ReadForm(
      "kafka-topics",
      "Topic: a  PartitionCount: 1  ReplicationFactor: 2  Configs:    MarkedForDeletion: true\n"
      "   Topic: a  Partition: 0  Leader: 1  Replicas: 1,2,3  Isr: 1,2\n");
  EXPECT_THAT(SettingsIn(file), IsEmpty());
  EXPECT_THAT(NotesIn(file),
              ElementsAre("note f:2: partition 0 of a has 3 replicas, ReplicationFactor is 2"));
}

TEST(KafkaTopics, WhatIsNoneOfTheToolIsRefused) {
  EXPECT_THAT(WhyNotRead("kafka-topics", "Topic: a\tPartitionCount: 1\n"),
              HasSubstr("f:1: the topic has no name or no ReplicationFactor"));
  EXPECT_THAT(WhyNotRead("kafka-topics", "\tTopic: a\tPartition: 0\n"),
              HasSubstr("f:1: that is neither a topic nor one of its partitions"));
  EXPECT_THAT(
      WhyNotRead("kafka-topics", "Topic: a\tPartitionCount: 1\tReplicationFactor: 1\tConfigs: b\n"),
      HasSubstr("f:1: its Configs are not key=value"));
}

}  // namespace
}  // namespace kproof
