// Batches of records: taken from bytes exactly, and refused when they are damaged anywhere.
#include "harness/kafka/record_batch.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/kafka/log_messages.h"
#include "harness/kafka/wire.h"
#include "tests/unit/kafka/batch_builder.h"

namespace kproof {
namespace {

TEST(TakeBatch, TakesOneAfterTheOtherAndLeavesACutOffOne) {
  const std::string first = BatchBytes({.base_offset = 7, .values = {"a", "b", "c"}});
  const std::string second = BatchBytes({.base_offset = 10, .values = {"d"}});
  const std::string all = first + second;
  std::string_view left = std::string_view(all).substr(0, all.size() - 1);
  const auto batch = TakeBatch(left);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->base_offset, 7);
  EXPECT_EQ(batch->last_offset, 9);
  EXPECT_EQ(batch->bytes, first);
  EXPECT_FALSE(batch->compressed());
  EXPECT_TRUE(CrcHolds(*batch));
  EXPECT_FALSE(TakeBatch(left)) << "the second is cut off";
  for (std::size_t size = 0; size < first.size(); ++size) {
    left = std::string_view(first).substr(0, size);
    EXPECT_FALSE(TakeBatch(left)) << size;
  }
}

TEST(TakeBatch, RefusesWhatCannotBeABatch) {
  const std::string good = BatchBytes({.base_offset = 7, .values = {"a"}});
  const auto refused = [&](std::size_t at, const std::string& bytes) {
    std::string damaged = good;
    damaged.replace(at, bytes.size(), bytes);
    std::string_view left = damaged;
    EXPECT_THROW(TakeBatch(left), Error) << at;
  };
  refused(8, std::string("\x00\x00\x00\x30", 4));   // shorter than its header
  refused(8, std::string("\xff\xff\xff\xff", 4));   // negative length
  refused(16, std::string("\x01", 1));              // message format 1
  refused(23, std::string("\xff\xff\xff\xff", 4));  // last offset before the first
  refused(0, std::string("\xff", 1));               // negative offset
  refused(0, std::string("\x7f\xff\xff\xff\xff\xff\xff\xff", 8) + good.substr(8, 15) +
                 std::string("\x00\x00\x00\x01", 4));  // past the last offset there is
}

TEST(CrcHolds, NotAfterAnyByteThatItCoversChanged) {
  std::string bytes = BatchBytes({.base_offset = 7, .values = {"value"}});
  for (std::size_t at = 21; at < bytes.size(); ++at) {
    if (at >= 23 && at < 27) continue;  // the last offset: TakeBatch may refuse it
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    std::string_view left = bytes;
    EXPECT_FALSE(CrcHolds(*TakeBatch(left))) << at;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
  }
}

TEST(SameBytes, AnotherLeaderEpochMakesNoDifference) {
  const std::string one = BatchBytes({.base_offset = 7, .values = {"a"}, .leader_epoch = 3});
  const std::string other = BatchBytes({.base_offset = 7, .values = {"a"}, .leader_epoch = 4});
  const std::string third = BatchBytes({.base_offset = 7, .values = {"b"}, .leader_epoch = 3});
  EXPECT_NE(one, other);
  EXPECT_TRUE(SameBytes(Parsed(one), Parsed(other)));
  EXPECT_FALSE(SameBytes(Parsed(one), Parsed(third)));
}

TEST(RecordsOf, TellsEachRecordByItsOffset) {
  const std::string bytes = BatchBytes({.base_offset = 7, .values = {"a", "b", "a"}});
  const auto records = RecordsOf(Parsed(bytes));
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 3U);
  EXPECT_EQ((*records)[2].offset, 9);
  EXPECT_NE((*records)[0].content, (*records)[1].content);
  EXPECT_FALSE(RecordsOf(Parsed(BatchBytes({.base_offset = 7, .values = {"a"}, .attributes = 4}))))
      << "compressed by zstd";
}

// The same record is the same wherever the batches around it were cut.
TEST(RecordsOf, DependsOnNoNeighbours) {
  const std::string two = BatchBytes({.base_offset = 7, .values = {"a", "b"}, .base_sequence = 5});
  const std::string one = BatchBytes({.base_offset = 8, .values = {"b"}, .base_sequence = 6});
  EXPECT_EQ(RecordsOf(Parsed(two))->at(1).content, RecordsOf(Parsed(one))->at(0).content);
  const std::string resent = BatchBytes({.base_offset = 8, .values = {"b"}, .base_sequence = 7});
  EXPECT_NE(RecordsOf(Parsed(two))->at(1).content, RecordsOf(Parsed(resent))->at(0).content);
}

TEST(RecordsOf, DamagedAnywhereItIsRefusedOrOther) {
  const std::string good = BatchBytes({.base_offset = 7, .values = {"first", "second"}});
  for (std::size_t at = 61; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xff}) {
      std::string damaged = good;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      try {
        const auto records = RecordsOf(Parsed(damaged));
        EXPECT_TRUE(records && records->size() == 2U) << at;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kCorrupt) << at;
      }
    }
  }
}

std::string LogAnswer(std::int16_t error, std::int32_t sent_to, std::string_view batches) {
  wire::Writer body;
  body.Int32(0).Int16(0).Int32(0).Array(1).String("payments").Array(1).Int32(4).Int16(error);
  body.Int64(812).Int64(810).Int64(7).Array(1).Int64(1).Int64(2).NoTags().Int32(sent_to);
  body.String(batches).NoTags().NoTags().NoTags();
  return body.bytes();
}

TEST(ReadLog, TakesBatchesAndWhatTheReplicaKnows) {
  const auto answer = messages::ReadLog(LogAnswer(0, -1, "batches"));
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(answer.value.high_watermark, 812);
  EXPECT_EQ(answer.value.start, 7);
  EXPECT_EQ(answer.value.batches, "batches");
  EXPECT_EQ(messages::ReadLog(LogAnswer(74, -1, "")).error, 74);
  EXPECT_NE(messages::ReadLog(LogAnswer(0, 2, "")).error, 0) << "broker 2 is not the one asked";
}

TEST(ReadLog, RefusesEveryCut) {
  const std::string good = LogAnswer(0, -1, "batches");
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_THROW(messages::ReadLog(good.substr(0, size)), Error) << size;
  EXPECT_THROW(messages::ReadLog(good + '\0'), Error);
}

}  // namespace
}  // namespace kproof
