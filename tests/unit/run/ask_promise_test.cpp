// Settings as they are meant to be deployed, and what is promised for them.
#include "harness/run/ask_promise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

DeclaredSettings Declared(const std::string& defaults = "librdkafka") {
  DeclaredSettings declared;
  declared.defaults = defaults;
  declared.kafka = "4.3.1";
  return declared;
}

std::string ValueOf(const DeclaredSettings& declared, const std::string& scope,
                    const std::string& key) {
  for (const auto& fact : FactsOf(declared).facts)
    if (fact.scope == scope && fact.key == key) return fact.value + " (" + fact.origin + ")";
  return "";
}

std::string ErrorOf(const DeclaredSettings& declared) {
  try {
    FactsOf(declared);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    return error.Full();
  }
}

std::string PromiseFor(const PromiseQuestion& question, const std::string& guarantee,
                       const AssumedFailure& failure) {
  for (const auto& answer : AskPromise(question, failure).of_guarantees)
    if (guarantee == answer.guarantee->name) return answer.promise.rule;
  return "";
}

TEST(DeclaredSettings, HaveTheDefaultsOfTheClient) {
  EXPECT_EQ(ValueOf(Declared(), "producer", "enable.idempotence"), "false (librdkafka default)");
  EXPECT_EQ(ValueOf(Declared("java"), "producer", "enable.idempotence"), "true (profile java)");
  auto java = Declared("java");
  java.producer["acks"] = "1";
  EXPECT_THAT(ValueOf(java, "producer", "enable.idempotence"),
              HasSubstr("false (profile java: off"));
  auto idempotent = Declared();
  idempotent.producer["enable.idempotence"] = "true";
  EXPECT_THAT(ValueOf(idempotent, "producer", "max.in.flight.requests.per.connection"),
              HasSubstr("5 ("));
}

TEST(DeclaredSettings, OfATopicFollowTheBrokers) {
  auto declared = Declared();
  EXPECT_EQ(ValueOf(declared, "topic", "min.insync.replicas"), "1 (default)");
  declared.broker["min.insync.replicas"] = "2";
  EXPECT_EQ(ValueOf(declared, "topic", "min.insync.replicas"),
            "2 (the brokers' min.insync.replicas)");
  declared.topic["min.insync.replicas"] = "3";
  EXPECT_EQ(ValueOf(declared, "topic", "min.insync.replicas"), "3 (given)");
  declared.broker["log.flush.interval.messages"] = "1";
  EXPECT_EQ(ValueOf(declared, "topic", "flush.messages"),
            "1 (the brokers' log.flush.interval.messages)");
}

TEST(DeclaredSettings, AreRefusedWhereTheyCantBe) {
  auto declared = Declared();
  declared.producer["acsk"] = "1";
  EXPECT_THAT(ErrorOf(declared), HasSubstr("did you mean 'acks'"));
  declared = Declared();
  declared.topic["min.insync.replicas"] = "0";
  EXPECT_THAT(ErrorOf(declared), HasSubstr("min.insync.replicas"));
  declared = Declared();
  declared.broker["unclean"] = "1";
  EXPECT_THAT(ErrorOf(declared), HasSubstr("unknown broker setting 'unclean'"));
  declared = Declared();
  declared.kafka = "9.9";
  EXPECT_THAT(ErrorOf(declared), HasSubstr("settings of Kafka '9.9' are not known; name one of"));
  declared = Declared();
  declared.producer = {{"enable.idempotence", "true"}, {"acks", "1"}};
  EXPECT_THAT(ErrorOf(declared), HasSubstr("refuses these settings"));
}

// As they are deployed: what only the other client knows, and where brokers and files are.
TEST(DeclaredSettings, ListWhatNoPromiseTurnsOn) {
  auto declared = Declared();
  declared.producer = {{"acks", "all"},
                       {"bootstrap.servers", "a:9092"},
                       {"key.serializer", "org.apache.kafka.common.serialization.StringSerializer"},
                       {"queue.buffering.max.messages", "1000"}};
  declared.topic = {{"retention.ms", "1000"}};
  declared.broker = {{"log.dirs", "/var/lib/kafka"}, {"listener.name.client.max.connections", "9"}};
  EXPECT_THAT(
      FactsOf(declared).unused,
      testing::ElementsAre("producer: bootstrap.servers", "producer: key.serializer",
                           "producer: queue.buffering.max.messages", "topic: retention.ms",
                           "broker: listener.name.client.max.connections", "broker: log.dirs"));
}

TEST(AskPromise, AnswersByTheRulesThatJudgeARun) {
  PromiseQuestion question;
  question.declared = Declared();
  question.declared.topic["min.insync.replicas"] = "2";
  EXPECT_EQ(PromiseFor(question, "no-loss", {{"crash"}, 1, {}}), "acks-all-min-isr-2");
  EXPECT_EQ(PromiseFor(question, "no-loss", {{"power-loss"}, 2, {}}), "disk-loss");
  EXPECT_EQ(PromiseFor(question, "no-loss", {{"power-loss"}, 1, {}}), "disk-loss-few-nodes");
  EXPECT_EQ(PromiseFor(question, "atomic", {{"crash"}, 1, {}}), "no-transactional-id");
  question.declared.producer["acks"] = "1";
  EXPECT_EQ(PromiseFor(question, "no-loss", {{"none"}, 1, {}}), "acks-1");
}

TEST(AskPromise, AnOutageIsASessionLonger) {
  PromiseQuestion question;
  question.declared = Declared();
  question.declared.broker["broker.session.timeout.ms"] = "4000";
  EXPECT_EQ(AskPromise(question, {{"crash"}, 1, std::chrono::seconds(3)}).failures.outage,
            std::chrono::seconds(7));
  EXPECT_EQ(AskPromise(question, {{"none"}, 1, std::chrono::seconds(3)}).failures.outage,
            Duration(0));
}

}  // namespace
}  // namespace kproof
