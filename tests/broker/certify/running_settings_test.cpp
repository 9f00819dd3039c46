// What a real cluster says of a topic and its brokers, with the origin of each value, and what the
// lint makes of it. Nothing is written to it.
#include "harness/run/running_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/lint/certify.h"
#include "harness/base/error.h"
#include "harness/run/lint_deployed.h"
#include "tests/broker/live.h"

namespace kproof {
namespace {

using testing::Contains;
using testing::HasSubstr;

class RunningSettingsOfTwo : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ClusterSetup spec;
    spec.brokers = 2;
    spec.controllers = 1;
    spec.config = {{"log.retention.hours", "24"}, {"unclean.leader.election.enable", "true"}};
    live_ = new Live(spec);
    CreateTopic(**live_,
                {.name = "payments",
                 .partitions = 2,
                 .replication = 2,
                 .config = {{"min.insync.replicas", "2"}}},
                Deadline(std::chrono::seconds(20)));
  }
  static void TearDownTestSuite() { delete live_; }

  static RunningSettings Read(const std::string& topic = "payments", const std::string& broker = "",
                              const std::map<std::string, std::string>& properties = {}) {
    return ReadRunningSettings({(*live_)->bootstrap_servers(), topic, broker, properties});
  }
  static LintSubject Subject() {
    LintQuestion question;
    question.topic = "payments";
    question.defaults = "java";
    question.kafka = "3.3.1";
    question.producer = {{"acks", "all", "p:1"}};
    TakeDeployed(Read().deployed, {}, question);
    return LintSubjectOf(question);
  }
  static std::string WhyNot(const std::string& topic, const std::string& broker,
                            ErrorKind kind = ErrorKind::kUsage) {
    try {
      Read(topic, broker);
      return "";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind);
      return error.Full();
    }
  }

  static Live* live_;
};
Live* RunningSettingsOfTwo::live_ = nullptr;

TEST_F(RunningSettingsOfTwo, HaveEachValueWithItsOrigin) {
  EXPECT_EQ(Read().cluster_id, (*live_)->id());
  const auto subject = Subject();
  const auto said = [&](SettingScope scope, const std::string& key) {
    const auto* setting = subject.Find(scope, key);
    return setting == nullptr ? "" : setting->value + " @ " + setting->origin;
  };
  EXPECT_EQ(said(SettingScope::kTopic, "min.insync.replicas"),
            "2 @ topic payments, DYNAMIC_TOPIC_CONFIG");
  EXPECT_EQ(said(SettingScope::kTopic, "unclean.leader.election.enable"),
            "true @ topic payments, STATIC_BROKER_CONFIG");
  EXPECT_EQ(said(SettingScope::kTopic, "retention.ms"), "86400000 @ topic payments, DEFAULT_CONFIG")
      << "Kafka counts log.retention.hours, and names no origin of it";
  EXPECT_EQ(said(SettingScope::kTopic, kReplicationKey),
            "2 @ topic payments of cluster " + (*live_)->id());
  EXPECT_EQ(said(SettingScope::kBroker, "log.retention.hours"),
            "24 @ broker 1, STATIC_BROKER_CONFIG");
  EXPECT_EQ(said(SettingScope::kBroker, "broker.session.timeout.ms"),
            "9000 @ broker 1, DEFAULT_CONFIG");
  EXPECT_FALSE(subject.Given(SettingScope::kBroker, "broker.session.timeout.ms"));
  EXPECT_TRUE(subject.Given(SettingScope::kTopic, "min.insync.replicas"));
  EXPECT_THAT(said(SettingScope::kBroker, "eligible.leader.replicas.version"),
              HasSubstr("feature level of the cluster"));
}

TEST_F(RunningSettingsOfTwo, HaveTheVersionThatTheClusterRuns) {
  const auto subject = Subject();
  const auto version = (*live_)->kafka_version();
  EXPECT_EQ(subject.kafka.substr(0, subject.kafka.rfind('.')),
            version.substr(0, version.rfind('.')));
  EXPECT_THAT(subject.not_looked_at,
              Contains(HasSubstr("brokers 1, 2 are set alike: 1 stands for all")));
}

TEST_F(RunningSettingsOfTwo, AreJudgedAsIfTheyStoodInFiles) {
  CertifyQuestion question;
  question.required = {"no-loss"};
  question.failures = {UsualFailures(), 1, Duration(0)};
  const auto certificate = CertifyBySettings(Subject(), question);
  std::vector<std::string> rules;
  for (const auto& finding : certificate.lint) rules.emplace_back(finding.rule->id);
  EXPECT_THAT(rules, Contains("unclean-election"));
  EXPECT_THAT(rules, Contains("replication-2"));
}

TEST_F(RunningSettingsOfTwo, WhatIsNotThereIsSaid) {
  EXPECT_THAT(WhyNot("payment", ""), HasSubstr("has no topic 'payment'"));
  EXPECT_THAT(WhyNot("payments", "7"), HasSubstr("there is no broker '7' in it"));
  EXPECT_EQ(Read("payments", "2").deployed.broker.name, "2");
  EXPECT_THROW(Read("payments", "", {{"security.protocol", "SSL"}}), Error);
  const auto notes = Read("payments", "", {{"client.id", "me"}}).deployed.notes;
  EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const DeployedNote& note) {
    return note.what == "client.id is not used by these questions";
  }));
}

}  // namespace
}  // namespace kproof
