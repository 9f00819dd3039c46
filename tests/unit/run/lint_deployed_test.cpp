// Deployed settings as a subject of the lint: each has its place, and nothing is dropped.
#include "harness/run/lint_deployed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Deployed Empty() { return {{SettingOwner::kBroker, "", "f"}, {SettingOwner::kTopic, "", "g"}, {}}; }

LintQuestion OfJava() {
  LintQuestion question;
  question.topic = "payments";
  question.kafka = "4.3.1";
  question.defaults = "java";
  return question;
}

LintQuestion Taken(const Deployed& deployed, const DeclaredByFlags& flags = {},
                   LintQuestion question = OfJava()) {
  TakeDeployed(deployed, flags, question);
  return question;
}

std::string TopicValue(const LintQuestion& question, const std::string& key) {
  const auto subject = LintSubjectOf(question);
  const auto* setting = subject.Find(SettingScope::kTopic, key);
  return setting == nullptr ? "–"
                            : setting->value + " (" + setting->origin + ")" +
                                  (setting->given ? "" : ", not given");
}

TEST(TakeDeployed, GivesEachSettingWithItsPlace) {
  auto deployed = Empty();
  deployed.topic.settings = {{"min.insync.replicas", "2", "g:1"}};
  deployed.topic.replication = {3, "g:2"};
  deployed.broker.settings = {{"log.dirs", "/tmp/kafka", "f:1"},
                              {"eligible.leader.replicas.version", "1", "f:2"}};
  const auto question = Taken(deployed);
  EXPECT_EQ(TopicValue(question, "min.insync.replicas"), "2 (g:1)");
  EXPECT_EQ(TopicValue(question, "replication.factor"), "3 (g:2)");
  const auto subject = LintSubjectOf(question);
  EXPECT_TRUE(subject.Is(SettingScope::kBroker, "log.dirs", "/tmp/kafka"))
      << "what a cluster here can't have is still looked at";
  EXPECT_TRUE(subject.Is(SettingScope::kBroker, "eligible.leader.replicas.version", "1"));
  EXPECT_THAT(question.notes, ElementsAre());
}

TEST(TakeDeployed, WhatTheCommandLineSaysComesFirst) {
  auto deployed = Empty();
  deployed.topic.settings = {{"min.insync.replicas", "1", "g:1"}};
  deployed.topic.replication = {2, "g:2"};
  deployed.broker.kafka = {"4.1.0", "f:1"};
  auto question = OfJava();
  question.topic_settings = {{"min.insync.replicas", "2", "--topic-setting"}};
  question.replication = 3;
  const auto taken = Taken(deployed, {3, "4.3.1"}, question);
  EXPECT_EQ(TopicValue(taken, "min.insync.replicas"), "2 (--topic-setting)");
  EXPECT_EQ(TopicValue(taken, "replication.factor"), "3 (--replication)");
  EXPECT_EQ(taken.kafka, "4.3.1");
  EXPECT_THAT(taken.notes,
              ElementsAre("f:1 (overridden): it says 4.1.0; --kafka 4.3.1 counts",
                          "g:2 (overridden): it says 2; --replication 3 counts",
                          "g:1 (overridden): min.insync.replicas: --topic-setting counts"));
  EXPECT_EQ(LintSubjectOf(taken).not_looked_at.front(), taken.notes.front());
  EXPECT_EQ(Taken(deployed).kafka, "4.1.0");
}

TEST(TakeDeployed, ListsWhatKafkaDoesNotHaveAndBrokersPassOver) {
  auto deployed = Empty();
  deployed.notes = {{DeployedNote::Kind::kNotLocal, "f:9", "spec.kafka.rack is another's"}};
  deployed.broker.settings = {{"min.insync.replica", "1", "f:4"},
                              {"confluent.balancer.enable", "true", "f:5"}};
  const auto question = Taken(deployed);
  EXPECT_THAT(question.notes,
              ElementsAre("f:9 (not local): spec.kafka.rack is another's",
                          "f:4 (unknown): min.insync.replica: Kafka 4.3.1 has no such broker "
                          "setting; did you mean 'min.insync.replicas'?",
                          HasSubstr("f:5 (unknown): confluent.balancer.enable: ")));
  EXPECT_NO_THROW(LintSubjectOf(question));
  deployed.broker.kafka = {"9.9.0", "f:2"};
  EXPECT_THROW(Taken(deployed), Error);
}

TEST(TakeDeployed, DefaultsAreNotGivenAndAWholeListGivesThem) {
  auto deployed = Empty();
  deployed.broker.settings = {{"log.retention.hours", "2", "f:1"}};
  deployed.topic.settings = {{"min.insync.replicas", "1", "g:1, DEFAULT_CONFIG", true}};
  EXPECT_EQ(TopicValue(Taken(deployed), "min.insync.replicas"),
            "1 (g:1, DEFAULT_CONFIG), not given");
  EXPECT_EQ(TopicValue(Taken(deployed), "retention.ms"),
            "7200000 (the brokers' log.retention.hours, f:1), not given");
  auto empty = deployed;
  empty.broker.settings = {{"controller.quorum.bootstrap.servers", "", "f:1", true}};
  EXPECT_NO_THROW(LintSubjectOf(Taken(empty))) << "a default that nobody may write";
  deployed.topic.complete = true;
  EXPECT_EQ(TopicValue(Taken(deployed), "retention.ms"),
            "604800000 (g, not among its Configs: the default), not given");
  EXPECT_EQ(TopicValue(Taken(deployed), "replication.factor"),
            "1 (default of Kafka 4.3 for topics that are made without --replication), not given");
  deployed.broker.settings.push_back({"default.replication.factor", "3", "f:2"});
  EXPECT_EQ(TopicValue(Taken(deployed), "replication.factor"),
            "3 (the brokers' default.replication.factor, f:2), not given");
}

}  // namespace
}  // namespace kproof
