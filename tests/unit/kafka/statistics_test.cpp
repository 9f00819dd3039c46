// What librdkafka's statistics say of a producer.
#include "harness/kafka/statistics.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(Statistics, CountWhatWentIntoRequestsBeyondWhatWasHandedOver) {
  EXPECT_EQ(ResentOf(R"({"topics": {
      "a": {"partitions": {"0": {"msgs": 10, "txmsgs": 14}, "1": {"msgs": 5, "txmsgs": 5}}},
      "b": {"partitions": {"0": {"msgs": 1, "txmsgs": 3}}}}})"),
            6u);
  EXPECT_EQ(ResentOf(R"({"topics": {}})"), 0u);
}

TEST(Statistics, DoNotSetWhatWaitsInOnePartitionAgainstWhatAnotherOneSentAgain) {
  EXPECT_EQ(ResentOf(R"({"topics": {"a": {"partitions": {
      "0": {"msgs": 10, "txmsgs": 4}, "1": {"msgs": 5, "txmsgs": 7}}}}})"),
            2u);
}

TEST(Statistics, AreNothingWhereTheTextIsNone) {
  EXPECT_EQ(ResentOf(""), std::nullopt);
  EXPECT_EQ(ResentOf("[]"), std::nullopt);
  EXPECT_EQ(ResentOf(R"({"brokers": {}})"), std::nullopt);
  EXPECT_EQ(ResentOf(R"({"topics": {"a": {}}})"), std::nullopt);
  EXPECT_EQ(ResentOf(R"({"topics": {"a": {"partitions": {"0": {"txmsgs": "x"}}}}})"), std::nullopt);
  EXPECT_EQ(ResentOf(R"({"topics": 3})"), std::nullopt);
}

}  // namespace
}  // namespace kproof
