// Properties of clients, as an operator may mistake them. The texts are those of whatever
// librdkafka is linked; what is tested is that it was asked.
#include "harness/kafka/client_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/kafka/library_properties.h"
#include "harness/settings/tables.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string Text(ClientRole role, const SettingMap& properties,
                 const std::string& defaults = "librdkafka") {
  const std::string object = role == ClientRole::kProducer   ? "producer shop"
                             : role == ClientRole::kConsumer ? "consumer billing"
                                                             : "monitor m";
  const auto problems = CheckClientSettings(role, object, defaults, properties);
  std::string text;
  for (const auto& problem : problems)
    text +=
        problem.key + (problem.of_value ? "=: " : ": ") + problem.what + "; " + problem.hint + "\n";
  return text;
}
std::string Producer(const std::string& key, const std::string& value) {
  return Text(ClientRole::kProducer, {{key, value}});
}
std::string Monitor(const std::string& key, const std::string& value) {
  return Text(ClientRole::kMonitor, {{key, value}});
}

std::string Consumer(const std::string& key, const std::string& value) {
  return Text(ClientRole::kConsumer, {{key, value}});
}

TEST(CheckClientSettings, ATypingErrorIsNamedWithAGuess) {
  EXPECT_THAT(Producer("ack", "all"),
              testing::AllOf(HasSubstr("ack: producer shop: client property 'ack' is unknown to "
                                       "librdkafka"),
                             HasSubstr("did you mean 'acks'?")));
}

TEST(CheckClientSettings, WhatTheLibraryRefusesIsRefused) {
  EXPECT_THAT(Producer("linger.ms", "soon"), HasSubstr("linger.ms=: producer shop: client property "
                                                       "linger.ms=soon is refused"));
  EXPECT_THAT(Producer("acks", "2000"), HasSubstr("acks=: "));
  // The library takes these two, and no broker does.
  EXPECT_THAT(Producer("acks", "7"), HasSubstr("acks of producer shop is '7'"));
  EXPECT_THAT(Producer("request.required.acks", "2"), HasSubstr("write all, 1 or 0"));
  EXPECT_THAT(Producer("compression.type", "zst"), HasSubstr("compression.type=: "));
  EXPECT_EQ(Producer("acks", "all"), "");
  EXPECT_EQ(Producer("request.required.acks", "-1"), "");
  EXPECT_EQ(Monitor("fetch.min.bytes", "10"), "");
}

TEST(CheckClientSettings, AJavaNameLeadsToLibrdkafkas) {
  EXPECT_THAT(Producer("buffer.memory", "1"), HasSubstr("calls it queue.buffering.max.kbytes"));
  EXPECT_THAT(Producer("max.block.ms", "1"),
              HasSubstr("Java clients that librdkafka does not have"));
}

TEST(CheckClientSettings, AnIgnoredPropertyIsNoSetting) {
  EXPECT_THAT(Producer("enable.auto.commit", "true"), HasSubstr("producers ignore it"));
  EXPECT_THAT(Monitor("acks", "all"), HasSubstr("consumers ignore it"));
}

TEST(CheckClientSettings, WhatKproofChoosesIsRefusedUnlessItIsTheSame) {
  for (const char* key : {"bootstrap.servers", "metadata.broker.list", "client.id"}) {
    EXPECT_THAT(Producer(key, "x"), HasSubstr("can't be set in producer shop; kproof "));
    EXPECT_THAT(Monitor(key, "x"), HasSubstr("can't be set in monitor m; kproof "));
  }
  EXPECT_THAT(Producer("security.protocol", "SSL"), HasSubstr("speaks no TLS"));
  EXPECT_EQ(Producer("security.protocol", "PLAINTEXT"), "");
  EXPECT_THAT(Producer("partitioner", "random"), HasSubstr("murmur2_random"));
  EXPECT_EQ(Producer("partitioner", "murmur2_random"), "");
  EXPECT_THAT(Producer("transactional.id", "t"), HasSubstr("`transaction` of the producer"));
  EXPECT_THAT(Producer("test.mock.num.brokers", "3"), HasSubstr("mock"));
  EXPECT_THAT(Monitor("group.id", "g"), HasSubstr("in no group"));
  EXPECT_THAT(Monitor("enable.auto.commit", "true"), HasSubstr("commit nothing"));
  EXPECT_THAT(Monitor("isolation.level", "read_committed"),
              HasSubstr("`isolation` of the monitor"));
  EXPECT_THAT(Monitor("auto.offset.reset", "earliest"), HasSubstr("no silent jumps"));
}

TEST(CheckClientSettings, HowAConsumerCommitsIsKproofsAndTheRestItsOwn) {
  EXPECT_THAT(Consumer("enable.auto.commit", "false"), HasSubstr("`commit` of the consumer"));
  EXPECT_THAT(Consumer("enable.auto.commit", "true"), HasSubstr("`commit` of the consumer"));
  EXPECT_THAT(Consumer("enable.auto.offset.store", "false"), HasSubstr("handed over for done"));
  EXPECT_THAT(Consumer("group.id", "g"), HasSubstr("`group` of the consumer"));
  EXPECT_THAT(Consumer("group.instance.id", "g"), HasSubstr("`static: true`"));
  EXPECT_THAT(Consumer("bootstrap.servers", "x"), HasSubstr("can't be set in consumer billing"));
  EXPECT_THAT(Consumer("acks", "all"), HasSubstr("consumers ignore it"));
  EXPECT_EQ(Consumer("auto.offset.reset", "earliest"), "");
  EXPECT_EQ(Consumer("auto.commit.interval.ms", "500"), "");
  EXPECT_EQ(Consumer("isolation.level", "read_uncommitted"), "");
  EXPECT_EQ(Consumer("partition.assignment.strategy", "cooperative-sticky"), "");
}

TEST(CheckClientSettings, WhatIsWrongOnlyTogetherIsFoundToo) {
  EXPECT_THAT(Text(ClientRole::kProducer, {{"acks", "all"}, {"request.required.acks", "all"}}),
              HasSubstr("acks is given twice"));
  EXPECT_THAT(Text(ClientRole::kProducer, {{"max.in.flight.requests.per.connection", "6"}}, "java"),
              HasSubstr("java profile is idempotent"));
  EXPECT_THAT(Text(ClientRole::kProducer, {{"enable.idempotence", "true"}, {"acks", "1"}}),
              HasSubstr("refuses these settings"));
}

TEST(LibraryProperties, AreThoseOfTheTableForItsVersion) {
  EXPECT_THAT(LibraryProperties(), SizeIs(testing::Gt(150u)));
  EXPECT_TRUE(FindLibraryProperty("acks")->producers);
  EXPECT_FALSE(FindLibraryProperty("acks")->consumers);
  EXPECT_EQ(FindLibraryProperty("ack"), nullptr);
}

TEST(LibraryProperties, ANewerLibraryIsNamedForWhatItAloneHas) {
  if (FindLibraryProperty("group.protocol") != nullptr) GTEST_SKIP() << "this one has it already";
  EXPECT_THAT(Monitor("group.protocol", "consumer"),
              HasSubstr("has it: write `client: librdkafka@"));
}

}  // namespace
}  // namespace kproof
