// Deployed settings as a question: what is used has its place, everything else is a note.
#include "harness/run/declare_deployed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

DeployedEntity Entity(SettingOwner owner, std::vector<DeployedSetting> settings) {
  DeployedEntity entity{owner, "", "f"};
  entity.settings = std::move(settings);
  return entity;
}

Deployed OfBroker(std::vector<DeployedSetting> settings) {
  return {Entity(SettingOwner::kBroker, std::move(settings)), Entity(SettingOwner::kTopic, {}), {}};
}

DeclaredSettings Begin() {
  DeclaredSettings declared;
  declared.kafka = "4.3.1";
  return declared;
}

DeclaredDeployment Declare(const Deployed& deployed, const DeclaredByFlags& flags = {},
                           const DeclaredSettings& declared = Begin()) {
  return DeclareDeployed(declared, deployed, {}, flags, 3);
}

std::vector<std::string> NotesOf(const DeclaredDeployment& read) {
  std::vector<std::string> texts;
  for (const auto& note : read.notes)
    texts.push_back(std::string(NameOf(note.kind)) + " " + note.origin + ": " + note.what);
  return texts;
}

std::string WhyRefused(const Deployed& deployed) {
  try {
    Declare(deployed);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
}

TEST(DeclareDeployed, WhatIsUsedHasItsPlaceAndWhatIsNotIsListed) {
  const auto read = Declare(OfBroker({{"min.insync.replicas", "2", "f:1"},
                                      {"num.io.threads", "4", "f:2"},
                                      {"log.dirs", "/a", "f:3"},
                                      {"min.insync.replica", "1", "f:4"},
                                      {"retention.ms", "1", "f:5"},
                                      {"log.message.format.version", "3.0", "f:6"},
                                      {"num.network.threads", "none", "f:7"}}));
  EXPECT_EQ(read.declared.broker.at("min.insync.replicas"), "2");
  const auto facts = FactsOf(read.declared);
  EXPECT_THAT(facts.unused, ElementsAre("broker: num.io.threads (f:2)"));
  for (const auto& fact : facts.facts) {
    if (fact.scope == "topic" && fact.key == "min.insync.replicas") {
      EXPECT_EQ(fact.origin, "f:1, the brokers' min.insync.replicas");
    }
  }
  EXPECT_THAT(
      NotesOf(read),
      ElementsAre(
          HasSubstr("not local f:3: log.dirs: "),
          "unknown f:4: min.insync.replica: Kafka 4.3.1 has no such broker setting; did you "
          "mean 'min.insync.replicas'?",
          "unknown f:5: retention.ms: Kafka 4.3.1 has no such broker setting; it is a "
          "setting of topics",
          "unknown f:6: log.message.format.version: Kafka 4.3.1 has no such broker setting; "
          "Kafka 3.9 was the last that had it",
          HasSubstr("note f:7: num.network.threads has a value that Kafka 4.3.1 refuses")));
}

TEST(DeclareDeployed, TheTopicsOwnComesBeforeTheBrokersAndFlagsBeforeBoth) {
  auto deployed = OfBroker({{"min.insync.replicas", "1", "f:1"}});
  deployed.topic.settings = {{"min.insync.replicas", "2", "g:1"}};
  EXPECT_THAT(FactsOf(Declare(deployed).declared).overridden,
              ElementsAre("broker: min.insync.replicas (f:1): the topic's own min.insync.replicas "
                          "counts"));
  auto declared = Begin();
  declared.topic["min.insync.replicas"] = "3";
  const auto read = Declare(deployed, {}, declared);
  EXPECT_EQ(read.declared.topic.at("min.insync.replicas"), "3");
  EXPECT_THAT(NotesOf(read), ElementsAre("overridden g:1: min.insync.replicas: --topic counts"));
}

TEST(DeclareDeployed, ReplicationAndVersionComeFromFilesUnlessFlagsSayThem) {
  auto deployed = OfBroker({{"default.replication.factor", "2", "f:1"}});
  EXPECT_EQ(Declare(deployed).replication, 2);
  EXPECT_EQ(Declare(deployed).replication_origin, "f:1, default.replication.factor");
  deployed.topic.replication = {4, "g:1"};
  deployed.broker.kafka = {"4.1.0", "h:1"};
  deployed.broker.brokers = {3, "h:2"};
  const auto read = Declare(deployed);
  EXPECT_EQ(read.replication, 4);
  EXPECT_EQ(read.declared.kafka, "4.1.0");
  EXPECT_EQ(read.kafka_origin, "h:1");
  EXPECT_THAT(NotesOf(read), Contains("note h:2: there are 3 brokers for 4 replicas"));
  const auto given = Declare(deployed, {3, "4.3.1"});
  EXPECT_EQ(given.replication, 3);
  EXPECT_EQ(given.replication_origin, "");
  EXPECT_EQ(given.declared.kafka, "4.3.1");
  EXPECT_THAT(NotesOf(given), ElementsAre("overridden h:1: it says 4.1.0; --kafka 4.3.1 counts",
                                          "overridden g:1: it says 4; --replication 3 counts"));
}

TEST(DeclareDeployed, WhatIsRefusedHasItsPlace) {
  EXPECT_THAT(WhyRefused(OfBroker({{"min.insync.replicas", "two", "f:1"}})),
              HasSubstr("f:1: min.insync.replicas has a value that Kafka 4.3.1 refuses; write a "
                        "whole number"));
  auto deployed = OfBroker({});
  deployed.broker.kafka = {"9.9.0", "f:2"};
  EXPECT_THAT(WhyRefused(deployed), HasSubstr("f:2: settings of Kafka '9.9.0' are not known"));
}

TEST(DeclareDeployed, DefaultsAreCountedAndAWholeListGivesThem) {
  auto deployed = OfBroker({{"num.io.threads", "8", "f:1", true},
                            {"min.insync.replicas", "1", "f:2", true},
                            {"no.such.setting", "1", "f:3", true}});
  const auto read = Declare(deployed);
  EXPECT_EQ(read.declared.broker.size(), 1u);
  EXPECT_THAT(NotesOf(read), ElementsAre(HasSubstr("2 broker settings are there that no promise")));
  deployed = OfBroker({{"min.insync.replicas", "2", "f:1"}});
  deployed.topic.complete = true;
  EXPECT_EQ(Declare(deployed).declared.topic.at("min.insync.replicas"), "1");
}

}  // namespace
}  // namespace kproof
