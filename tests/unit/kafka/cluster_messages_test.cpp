// Answers about who does what: read exactly, and refused when they are damaged anywhere.
#include "harness/kafka/cluster_messages.h"

#include <gtest/gtest.h>

#include "harness/kafka/wire.h"
#include "tests/unit/kafka/answer_cases.h"

namespace kproof::messages {
namespace {

using wire::Writer;

std::string Coordinator(std::int16_t error) {
  Writer body;
  body.Int32(0).Array(1).String("shop").Int32(error == 0 ? 2 : -1).String("host").Int32(9092);
  return body.Int16(error).NullString().NoTags().NoTags().bytes();
}

std::string ProducerId(std::int16_t error, std::int64_t id) {
  return Writer().Int32(0).Int16(error).Int64(id).Int16(error == 0 ? 0 : -1).NoTags().bytes();
}

std::string CommittedBy(std::int16_t of_partition, std::int16_t of_group) {
  Writer body;
  body.Int32(0).Array(1).String("shop").Array(1).String("payments").Array(2);
  body.Int32(0).Int64(42).Int32(5).NullString().Int16(0).NoTags();
  body.Int32(3).Int64(-1).Int32(-1).String("").Int16(of_partition).NoTags();
  return body.NoTags().Int16(of_group).NoTags().NoTags().bytes();
}

std::string ProducersOf(std::int16_t error) {
  Writer body;
  body.Int32(0).Array(1).String("payments").Array(1).Int32(2).Int16(error).NullString().Array(2);
  body.Int64(2000).Int32(7).Int32(40).Int64(1'700'000'000'000).Int32(0).Int64(-1).NoTags();
  body.Int64(2001).Int32(3).Int32(9).Int64(1'700'000'000'001).Int32(5).Int64(1234).NoTags();
  return body.NoTags().NoTags().NoTags().bytes();
}

std::string QuorumOfTwo() {
  Writer body;
  body.Int16(0).Array(1).String("__cluster_metadata").Array(1).Int32(0).Int16(0);
  body.Int32(101).Int32(4).Int64(90);
  body.Array(2).Int32(101).Int64(99).Int64(5000).Int64(5000).NoTags();
  body.Int32(102).Int64(97).Int64(4900).Int64(4700).NoTags();
  body.Array(1).Int32(1).Int64(-1).Int64(-1).Int64(-1).NoTags();
  return body.NoTags().NoTags().NoTags().bytes();
}

TEST(ReadCoordinator, IsANodeOrAnError) {
  EXPECT_EQ(ReadCoordinator(Coordinator(0)).value, 2);
  EXPECT_EQ(ReadCoordinator(Coordinator(15)).error, 15);
}

TEST(ReadProducerId, IsANumberOrAnError) {
  EXPECT_EQ(ReadProducerId(ProducerId(0, 4000)).value, 4000);
  EXPECT_EQ(ReadProducerId(ProducerId(14, -1)).error, 14);
}

TEST(ReadCommitted, LeavesOutWhatWasNeverCommitted) {
  const auto answer = ReadCommitted(CommittedBy(0, 0));
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(answer.value, (std::vector<Committed>{{"payments", 0, 42}}));
  EXPECT_EQ(ReadCommitted(CommittedBy(3, 0)).error, 3);
  EXPECT_EQ(ReadCommitted(CommittedBy(3, 16)).error, 16);
}

TEST(ReadOpenProducers, LeavesOutWhoHasNoTransactionOpen) {
  const auto answer = ReadOpenProducers(ProducersOf(0));
  EXPECT_EQ(answer.error, 0);
  EXPECT_EQ(answer.value, (std::vector<OpenProducer>{{2001, 3, 1234}}));
  EXPECT_EQ(ReadOpenProducers(ProducersOf(6)).error, 6);
}

TEST(AskProducers, IsAsKafkaReadsIt) {
  const auto question = AskProducers("pay", 2);
  EXPECT_EQ(question.api_key, 61);
  EXPECT_EQ(question.version, 0);
  EXPECT_EQ(question.body, std::string("\2\4pay\2\0\0\0\2\0\0", 12));
}

TEST(ReadFollowers, TellsVotersFromObservers) {
  const auto answer = ReadFollowers(QuorumOfTwo());
  EXPECT_EQ(answer.value.leader, 101);
  EXPECT_EQ(answer.value.epoch, 4);
  EXPECT_EQ(answer.value.voters, (std::vector<Follower>{{101, 99, 5000}, {102, 97, 4700}}));
  EXPECT_EQ(answer.value.observers, (std::vector<Follower>{{1, -1, -1}}));
  const std::string refused = Writer().Int16(41).Array(0).NoTags().bytes();
  EXPECT_EQ(ReadFollowers(refused).error, 41);
}

TEST(EachClusterAnswer, IsReadExactly) {
  ExpectReadExactly(
      {{"Coordinator", Coordinator(0), [](std::string_view body) { ReadCoordinator(body); }},
       {"ProducerId", ProducerId(0, 7), [](std::string_view body) { ReadProducerId(body); }},
       {"Committed", CommittedBy(0, 0), [](std::string_view body) { ReadCommitted(body); }},
       {"Producers", ProducersOf(0), [](std::string_view body) { ReadOpenProducers(body); }},
       {"Followers", QuorumOfTwo(), [](std::string_view body) { ReadFollowers(body); }}});
}

}  // namespace
}  // namespace kproof::messages
