// What Kafka's own producer makes of settings, and what it refuses.
#include "harness/settings/java_producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"

namespace kproof {
namespace {

using testing::HasSubstr;

std::string Effective(const SettingMap& given, const std::string& key,
                      const std::string& version = "4.3.1") {
  for (const auto& setting : EffectiveOfJavaProducer(version, given))
    if (setting.key == key) return setting.value + " (" + setting.origin + ")";
  return "";
}

std::string Refused(const SettingMap& given, const std::string& version = "4.3.1") {
  try {
    EffectiveOfJavaProducer(version, given);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_THAT(error.what(), HasSubstr("Java producer"));
    return error.Full();
  }
}

TEST(JavaProducer, HasTheDefaultsOfItsVersion) {
  EXPECT_EQ(Effective({}, "linger.ms"), "5 (profile java)");
  EXPECT_EQ(Effective({}, "linger.ms", "3.9.0"), "0 (profile java)");
  EXPECT_EQ(Effective({}, "acks"), "all (profile java)");
  EXPECT_EQ(Effective({}, "transactional.id"), "");
  EXPECT_EQ(Effective({{"enable.idempotence", " TRUE"}}, "enable.idempotence"), "true (given)");
}

TEST(JavaProducer, IdempotenceThatNobodyAskedForGivesWay) {
  const std::string off = "false (profile java: off because ";
  EXPECT_EQ(Effective({{"acks", "1"}}, "enable.idempotence"),
            off + "acks=1 and it was not asked for)");
  EXPECT_EQ(Effective({{"retries", "0"}}, "enable.idempotence"),
            off + "retries=0 and it was not asked for)");
  EXPECT_EQ(Effective({{"acks", "-1"}}, "enable.idempotence"), "true (profile java)");
  const SettingMap many = {{"max.in.flight.requests.per.connection", "6"}};
  EXPECT_EQ(Effective(many, "enable.idempotence", "3.9.0"),
            off + "more than 5 requests may be in flight and it was not asked for)");
  EXPECT_THAT(Refused(many, "4.0.0"), HasSubstr("more than 5 requests in flight"));
}

TEST(JavaProducer, WhatIsGivenIsNotAdjusted) {
  const SettingMap values = {{"acks", "1"},
                             {"delivery.timeout.ms", "1"},
                             {"enable.idempotence", "true"},
                             {"linger.ms", "5"},
                             {"retries", "1"},
                             {"request.timeout.ms", "30000"}};
  EXPECT_TRUE(
      AdjustmentsOfJavaProducer("4.3.1", values, {"delivery.timeout.ms", "enable.idempotence"})
          .empty());
  const auto adjusted = AdjustmentsOfJavaProducer("4.3.1", values, {});
  ASSERT_EQ(adjusted.size(), 2U);
  EXPECT_EQ(adjusted[0].why, "because acks=1");
  EXPECT_EQ(adjusted[1].value, "30005");
}

TEST(JavaProducer, RefusesWhatItsValidatorsRefuse) {
  const std::pair<const char*, const char*> asked = {"enable.idempotence", "true"};
  EXPECT_THAT(Refused({asked, {"acks", "1"}}), HasSubstr("acks=1 with enable.idempotence=true"));
  EXPECT_THAT(Refused({asked, {"retries", "0"}}), HasSubstr("retries=0 with enable.idempotence"));
  EXPECT_THAT(Refused({{"max.in.flight.requests.per.connection", "6"}}),
              HasSubstr("more than 5 requests in flight"));
  EXPECT_EQ(
      Refused({{"max.in.flight.requests.per.connection", "6"}, {"enable.idempotence", "false"}}),
      "");
  EXPECT_THAT(Refused({{"transactional.id", "t"}, {"acks", "1"}}),
              HasSubstr("transactional.id without idempotence"));
  EXPECT_THAT(Refused({{"delivery.timeout.ms", "30004"}}),
              HasSubstr("delivery.timeout.ms below linger.ms + request.timeout.ms; write 30005"));
  EXPECT_EQ(Refused({{"delivery.timeout.ms", "30005"}}), "");
  EXPECT_EQ(Effective({{"request.timeout.ms", "200000"}}, "delivery.timeout.ms"),
            "200005 (profile java: raised to linger.ms + request.timeout.ms)");
}

TEST(JavaProducer, NamesAndValuesAreItsOwn) {
  EXPECT_THAT(Refused({{"acks", "2"}}), HasSubstr("write one of all, -1, 0, 1"));
  EXPECT_THAT(Refused({{"retries", "-1"}}), HasSubstr("write a whole number from 0"));
  EXPECT_THAT(Refused({{"request.required.acks", "1"}}),
              HasSubstr("that is librdkafka's name: write acks, or --defaults librdkafka"));
  EXPECT_THAT(Refused({{"queue.buffering.max.messages", "1"}}), HasSubstr("librdkafka has it"));
  EXPECT_THAT(Refused({{"acsk", "1"}}), HasSubstr("did you mean 'acks'?"));
}

}  // namespace
}  // namespace kproof
