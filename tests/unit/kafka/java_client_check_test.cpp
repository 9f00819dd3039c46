// What is refused of settings for Kafka's own client, before there is any.
#include "harness/kafka/java_client_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<SettingProblem> OfProducer(const SettingMap& properties,
                                       const std::string& version = "4.3.1") {
  return CheckJavaClientSettings(ClientRole::kProducer, "producer checkout", version, properties);
}

TEST(JavaClientCheck, TakesNamesOfEitherClient) {
  EXPECT_THAT(OfProducer({{"acks", "1"}, {"max.request.size", "2000"}}), IsEmpty());
  EXPECT_THAT(OfProducer({{"message.timeout.ms", "40000"},
                          {"queue.buffering.max.kbytes", "1024"},
                          {"message.max.bytes", "2000"}}),
              IsEmpty());
}

TEST(JavaClientCheck, SaysWhoseASettingIsThatItDoesNotHave) {
  const auto hint = [](const std::string& key) {
    const auto problems = OfProducer({{key, "1"}});
    EXPECT_THAT(problems, SizeIs(1)) << key;
    EXPECT_EQ(problems.front().key, key);
    EXPECT_FALSE(problems.front().of_value);
    return problems.front().hint;
  };
  EXPECT_THAT(hint("queue.buffering.max.messages"), HasSubstr("only librdkafka has it"));
  EXPECT_THAT(hint("fetch.min.bytes"), HasSubstr("it is a setting of consumers"));
  EXPECT_THAT(hint("linger.msec"), HasSubstr("did you mean 'linger.ms'?"));
}

TEST(JavaClientCheck, ChecksValuesAlsoInTheOtherUnit) {
  const auto wrong = [](const std::string& key, const std::string& value) {
    const auto problems = OfProducer({{key, value}});
    return problems.size() == 1 && problems.front().of_value && problems.front().key == key;
  };
  EXPECT_TRUE(wrong("acks", "2"));
  EXPECT_TRUE(wrong("linger.ms", "-1"));
  EXPECT_TRUE(wrong("queue.buffering.max.kbytes", "much"));
  EXPECT_TRUE(wrong("queue.buffering.max.kbytes", "9223372036854775807"));
}

TEST(JavaClientCheck, ChecksThemTogether) {
  EXPECT_THAT(OfProducer({{"delivery.timeout.ms", "1000"}}), SizeIs(1));
  EXPECT_THAT(OfProducer({{"acks", "1"}, {"enable.idempotence", "true"}}), SizeIs(1));
}

TEST(JavaClientCheck, WhatKproofNeedsIsNobodyElsesInAnyVersion) {
  for (const std::string version : {"4.3.1", "99.0"})
    EXPECT_THAT(OfProducer({{"client.id", "me"}}, version), SizeIs(1)) << version;
  EXPECT_THAT(OfProducer({{"colour", "red"}}, "99.0"), IsEmpty());
}

TEST(JavaClientCheck, ASettingUnderBothNamesIsOne) {
  EXPECT_EQ(JavaNames({{"message.timeout.ms", "5"}, {"queue.buffering.max.kbytes", "2"}}),
            (SettingMap{{"buffer.memory", "2048"}, {"delivery.timeout.ms", "5"}}));
  EXPECT_THROW(JavaNames({{"message.timeout.ms", "5"}, {"delivery.timeout.ms", "5"}}), Error);
}

}  // namespace
}  // namespace kproof
