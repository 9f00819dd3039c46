// Answers of nodes: read exactly, and refused when they are damaged anywhere.
#include "harness/kafka/messages.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "harness/words/error_name.h"
#include "tests/unit/kafka/answer_cases.h"

namespace kproof::messages {
namespace {

using wire::Reader;
using wire::Writer;

Writer& Int32s(Writer& body, const std::vector<std::int32_t>& values) {
  body.Array(values.size());
  for (const auto value : values) body.Int32(value);
  return body;
}

std::string Metadata() {
  Writer body;
  body.Int32(0).Array(2);
  for (const std::int32_t broker : {2, 1}) {
    body.Int32(broker).String("127.0.0.1").Int32(9092).NullString().NoTags();
  }
  body.String("cluster").Int32(1).Array(1).Int16(0).String("payments").Uuid(1, 2).Bool(false);
  body.Array(1).Int16(0).Int32(4).Int32(2).Int32(7);
  Int32s(Int32s(Int32s(body, {2, 1}), {2}), {}).NoTags();
  body.Int32(0).NoTags().NoTags();
  return body.bytes();
}

std::string Partitions() {
  Writer body;
  body.Int32(0).Array(1).Int16(0).String("payments").Uuid(1, 2).Bool(false);
  body.Array(1).Int16(0).Int32(4).Int32(2).Int32(7);
  Int32s(Int32s(Int32s(body, {2, 1}), {2}), {1}).NullArray();
  Int32s(body, {}).NoTags();
  body.Int32(0).NoTags().Int8(1).String("payments").Int32(5).NoTags().NoTags();
  return body.bytes();
}

std::string Quorum(std::int16_t error) {
  Writer body;
  body.Int16(0).Array(1).String("__cluster_metadata").Array(1).Int32(0).Int16(error);
  body.Int32(102).Int32(9).Int64(1234).Array(2).Int32(102).Int64(1240).NoTags();
  body.Int32(101).Int64(1200).NoTags().Array(1).Int32(1).Int64(1100).NoTags();
  body.NoTags().NoTags().NoTags();
  return body.bytes();
}

std::string RefusedFetch() {
  Writer leader;
  leader.Int32(103).Int32(12).NoTags();
  Writer body;
  body.Int32(0).Int16(0).Int32(0).Array(1).Uuid(0, 1).Array(1).Int32(0).Int16(74);
  body.Int64(-1).Int64(-1).Int64(-1).NullArray().Int32(-1).NullString();
  body.Varint(1).Varint(1).Varint(static_cast<std::uint32_t>(leader.bytes().size()));
  return body.bytes() + leader.bytes() + Writer().NoTags().NoTags().bytes();
}

std::string Offset() {
  Writer body;
  body.Int32(0).Array(1).String("payments").Array(1).Int32(4).Int16(0).Int64(-1).Int64(77);
  body.Int32(7).NoTags().NoTags().NoTags();
  return body.bytes();
}

std::string Config() {
  Writer body;
  body.Int32(0).Array(1).Int16(0).NullString().Int8(2).String("payments").Array(2);
  body.String("min.insync.replicas").String("2").Bool(false).Int8(1).Bool(false).Array(0).Int8(3);
  body.NullString().NoTags();
  body.String("ssl.key").String("x").Bool(false).Int8(4).Bool(true).Array(0).Int8(9).NullString();
  body.NoTags().NoTags().NoTags();
  return body.bytes();
}

std::string Created() {
  Writer body;
  body.Int32(0).Array(1).String("payments").Uuid(1, 2).Int16(36).String("it exists").Int32(-1);
  body.Int16(-1).NullArray().NoTags().NoTags();
  return body.bytes();
}

TEST(ReadMetadata, TakesBrokersAndPartitions) {
  const auto answer = ReadMetadata(Metadata());
  EXPECT_EQ(answer.cluster_id, "cluster");
  EXPECT_EQ(answer.brokers, (std::vector<std::int32_t>{1, 2}));
  ASSERT_EQ(answer.partitions.size(), 1U);
  const auto& info = answer.partitions.front();
  EXPECT_EQ(info.topic, "payments");
  EXPECT_EQ(info.partition, 4);
  EXPECT_EQ(info.leader, 2);
  EXPECT_EQ(info.leader_epoch, 7);
  EXPECT_EQ(info.replicas, (std::vector<std::int32_t>{2, 1}));
  EXPECT_EQ(info.isr, (std::vector<std::int32_t>{2}));
}

TEST(ReadPartitions, TakesTheElrAndWhereItGoesOn) {
  const auto answer = ReadPartitions(Partitions());
  ASSERT_EQ(answer.partitions.size(), 1U);
  EXPECT_EQ(answer.partitions.front().elr, (std::vector<std::int32_t>{1}));
  ASSERT_TRUE(answer.next.has_value());
  EXPECT_EQ(answer.next->partition, 5);
}

TEST(ReadQuorum, TakesLeaderEpochAndVoters) {
  const auto answer = ReadQuorum(Quorum(0));
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(answer.value.leader, 102);
  EXPECT_EQ(answer.value.epoch, 9);
  EXPECT_EQ(answer.value.high_watermark, 1234);
  EXPECT_EQ(answer.value.voters, (std::vector<std::int32_t>{101, 102}));
}

TEST(ReadQuorum, TheErrorOfThePartitionIsTheErrorOfTheAnswer) {
  EXPECT_EQ(ReadQuorum(Quorum(6)).error, 6);
}

TEST(ReadLeader, TakesTheLeaderThatARefusalNames) {
  const auto answer = ReadLeader(RefusedFetch());
  EXPECT_EQ(answer.leader, 103);
  EXPECT_EQ(answer.epoch, 12);
}

TEST(ReadOffset, TakesTheOffset) { EXPECT_EQ(ReadOffset(Offset()).value, 77); }

TEST(ReadConfig, HidesSensitiveValues) {
  const auto answer = ReadConfig(Config());
  ASSERT_EQ(answer.value.size(), 2U);
  EXPECT_EQ(answer.value[0].value, "2");
  EXPECT_EQ(answer.value[0].source, "DYNAMIC_TOPIC_CONFIG");
  EXPECT_FALSE(answer.value[1].value.has_value());
}

TEST(ReadCreateTopic, TakesErrorAndMessage) {
  const auto answer = ReadCreateTopic(Created());
  EXPECT_EQ(ErrorName(answer.error), "TOPIC_ALREADY_EXISTS");
  EXPECT_EQ(answer.message, "it exists");
}

TEST(EachAnswer, IsReadExactly) {
  ExpectReadExactly(
      {{"Metadata", Metadata(), [](std::string_view bytes) { ReadMetadata(bytes); }},
       {"Partitions", Partitions(), [](std::string_view bytes) { ReadPartitions(bytes); }},
       {"Quorum", Quorum(0), [](std::string_view bytes) { ReadQuorum(bytes); }},
       {"Leader", RefusedFetch(), [](std::string_view bytes) { ReadLeader(bytes); }},
       {"Offset", Offset(), [](std::string_view bytes) { ReadOffset(bytes); }},
       {"Config", Config(), [](std::string_view bytes) { ReadConfig(bytes); }},
       {"CreateTopic", Created(), [](std::string_view bytes) { ReadCreateTopic(bytes); }}});
}

TEST(Wire, VarintsGoBothWaysAndNeverPast32Bits) {
  for (const std::uint32_t value : {0U, 127U, 128U, 16383U, 16384U, 0xffffffffU}) {
    const std::string bytes = Writer().Varint(value).bytes();
    EXPECT_EQ(Reader(bytes).Varint(), value);
  }
  EXPECT_THROW(Reader("\xff\xff\xff\xff\x7f").Varint(), Error);
  EXPECT_THROW(Reader("\xff\xff\xff\xff\xff\x01").Varint(), Error);
}

TEST(Wire, NumbersAreBigEndian) {
  EXPECT_EQ(Writer().Int16(-2).Int32(258).bytes(), std::string("\xff\xfe\x00\x00\x01\x02", 6));
}

}  // namespace
}  // namespace kproof::messages
