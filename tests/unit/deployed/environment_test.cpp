// Variables of Kafka's images: files, lists and docker inspect.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/deployed/read_form.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Read(const std::string& text) {
  return SettingsIn(ReadForm("environment", text));
}

TEST(Environment, AFileWithQuotesExportAndComments) {
  const auto file = ReadForm("environment", DeployedExample("kafka.env"));
  EXPECT_THAT(SettingsIn(file), ElementsAre("broker : node.id=1 @ f:2",
                                            "broker : process.roles=broker,controller @ f:3",
                                            "broker : min.insync.replicas=2 @ f:4",
                                            "broker : default.replication.factor=3 @ f:5",
                                            "broker : unclean.leader.election.enable=false @ f:6"));
  EXPECT_THAT(NotesIn(file),
              ElementsAre("note f:7: KAFKA_HEAP_OPTS is read by scripts: it is no setting",
                          "note f: 1 variable is not for Kafka: CLUSTER_ID"));
}

// KafkaDockerWrapper.scala: '.' is _, '_' is __, '-' is ___.
TEST(Environment, UnderscoresAreReadAsApacheKafkaDoesAndTheOtherWayIsSaid) {
  const auto file = ReadForm("environment",
                             "KAFKA_LISTENER_NAME_MY__HOST_SSL_KEY___STORE=a\n"
                             "KAFKA_LOG_DIRS=/a,/b\n");
  EXPECT_THAT(SettingsIn(file), ElementsAre("broker : listener.name.my_host.ssl.key-store=a @ f:1",
                                            "broker : log.dirs=/a,/b @ f:2"));
  EXPECT_THAT(NotesIn(file),
              ElementsAre(HasSubstr("Confluent's images read __ as - and ___ as _")));
}

TEST(Environment, ListsAndMapsOfCompose) {
  const std::string expected = "broker : min.insync.replicas=2 @ f:2";
  for (const std::string text :
       {"environment:\n  - KAFKA_MIN_INSYNC_REPLICAS=2\n",
        "environment:\n  - \"KAFKA_MIN_INSYNC_REPLICAS=2\"\n",
        "\n\"KAFKA_MIN_INSYNC_REPLICAS=2\",\n", "environment:\n  KAFKA_MIN_INSYNC_REPLICAS: 2\n",
        "environment:\n  KAFKA_MIN_INSYNC_REPLICAS: \"2\"  # both\n"})
    EXPECT_THAT(Read(text), ElementsAre(expected)) << text;
}

TEST(Environment, DockerInspectOfOneAndOfSeveralContainers) {
  EXPECT_THAT(Read("[\"PATH=/bin\",\n\"KAFKA_MIN_INSYNC_REPLICAS=2\"]"),
              ElementsAre("broker : min.insync.replicas=2 @ f:2"));
  const auto file = ReadForm("environment",
                             "[{\"Name\": \"/kafka-1\", \"Config\": {\"Env\": [\n"
                             "\"KAFKA_NODE_ID=1\", \"KAFKA_VERSION=4.1.0\"]}},\n"
                             "{\"Name\": \"/kafka-2\", \"Config\": {\"Env\": [\n"
                             "\"KAFKA_NODE_ID=2\"]}}]");
  EXPECT_THAT(SettingsIn(file),
              ElementsAre("broker kafka-1: node.id=1 @ f:2", "broker kafka-2: node.id=2 @ f:4"));
  EXPECT_EQ(file.entities[0].kafka->value, "4.1.0");
}

TEST(Environment, TheLastOfTwoCounts) {
  const auto file = ReadForm("environment", "KAFKA_NODE_ID=1\nKAFKA_NODE_ID=2\n");
  EXPECT_THAT(SettingsIn(file), ElementsAre("broker : node.id=2 @ f:2"));
  EXPECT_THAT(NotesIn(file),
              ElementsAre("overridden f:1: node.id is set again at f:2; the last one counts"));
}

TEST(Environment, WhatIsNoVariableIsRefusedWithItsLine) {
  const std::pair<std::string, const char*> cases[] = {
      {"KAFKA_A=1\nservices:\n", "f:2: that is no variable"},
      {"KAFKA_A=\"1\n", "f:1: a quote is not closed"},
      {"KAFKA_A='1' 2\n", "f:1: something stands behind the closing quote"},
      {"KAFKA_A=${B:-1}\n", "f:1: the value of KAFKA_A is made from something else"},
      {"[\"KAFKA_A\"]", "f:1: that is no variable"},
      {"[1]", "f: that is neither a list of variables nor what docker inspect prints"},
      {"{\"Config\": {}}", "f: that is neither a list of variables"},
      {"[\"KAFKA_A=1\"", "f: that is neither a list of variables"},
  };
  for (const auto& [text, why] : cases)
    EXPECT_THAT(WhyNotRead("environment", text), HasSubstr(why)) << text;
  EXPECT_THAT(Read(""), IsEmpty());
}

}  // namespace
}  // namespace kproof
