// Answers to requests that change something: read exactly, and refused when they are damaged
// anywhere.
#include "harness/kafka/admin_messages.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/kafka/membership_messages.h"
#include "harness/kafka/wire.h"
#include "tests/unit/kafka/answer_cases.h"

namespace kproof::messages {
namespace {

using wire::Writer;

// One topic with two partitions, the second one refused.
void TwoPartitions(Writer& body, std::int16_t error) {
  body.Array(1).String("payments").Array(2);
  body.Int32(0).Int16(0).NullString().NoTags();
  body.Int32(3).Int16(error).String("why").NoTags();
  body.NoTags();
}

std::string Elected() {
  Writer body;
  body.Int32(0).Int16(0);
  TwoPartitions(body, kafka_error::kElectionNotNeeded);
  return body.NoTags().bytes();
}

std::string Reassigned() {
  Writer body;
  body.Int32(0).Int16(kafka_error::kNotController).String("not me");
  TwoPartitions(body, kafka_error::kNone);
  return body.NoTags().bytes();
}

std::string Ongoing() {
  Writer body;
  body.Int32(0).Int16(0).NullString().Array(1).String("payments").Array(1).Int32(3);
  body.Array(3).Int32(1).Int32(2).Int32(4).Array(1).Int32(4).Array(1).Int32(1).NoTags();
  return body.NoTags().NoTags().bytes();
}

std::string ConfigChanged() {
  Writer body;
  body.Int32(0).Array(2).Int16(0).NullString().Int8(2).String("payments").NoTags();
  body.Int16(40).String("no such key").Int8(4).String("2").NoTags();
  return body.NoTags().bytes();
}

std::string MorePartitions() {
  Writer body;
  body.Int32(0).Array(1).String("payments").Int16(37).String("it has 6").NoTags();
  return body.NoTags().bytes();
}

std::string Deleted() {
  Writer body;
  body.Int32(0).Array(1).String("payments").Uuid(1, 2).Int16(3).NullString().NoTags();
  return body.NoTags().bytes();
}

std::string DeletedRecordsOf() {
  Writer body;
  body.Int32(0).Array(1).String("payments").Array(1).Int32(3).Int64(77).Int16(0).NoTags();
  return body.NoTags().NoTags().bytes();
}

std::string Head(std::int16_t error) {
  return Writer().Int32(0).Int16(error).String("why").NoTags().bytes();
}

std::string Upgraded() {
  Writer body;
  body.Int32(0).Int16(0).NullString().Array(1).String("metadata.version").Int16(95).NullString();
  return body.NoTags().NoTags().bytes();
}

std::string Features() {
  const auto feature = [](std::int16_t first, std::int16_t second) {
    return Writer().Array(1).String("metadata.version").Int16(first).Int16(second).NoTags().bytes();
  };
  Writer body;
  body.Int16(0).Array(1).Int16(3).Int16(0).Int16(12).NoTags().Int32(0).Varint(3);
  std::string bytes = body.bytes();
  const auto tag = [&](std::uint32_t number, const std::string& value) {
    bytes += Writer().Varint(number).Varint(static_cast<std::uint32_t>(value.size())).bytes();
    bytes += value;
  };
  tag(0, feature(7, 29));
  tag(1, Writer().Int64(5).bytes());
  tag(2, feature(27, 26));
  return bytes;
}

std::string Members() {
  Writer body;
  body.Int16(0).NullString().Array(1).String("__cluster_metadata").Array(1).Int32(0).Int16(0);
  body.NullString().Int32(101).Int32(4).Int64(99);
  for (const std::int32_t id : {101, 1})
    body.Array(1).Int32(id).Uuid(7, 8).Int64(99).Int64(-1).Int64(-1).NoTags();
  body.NoTags().NoTags().Array(1).Int32(101).Array(1).String("CONTROLLER").String("host");
  return body.Int16(9094).NoTags().NoTags().NoTags().bytes();
}

TEST(ReadElection, TakesTheCodeOfEachPartition) {
  const auto answer = ReadElection(Elected());
  ASSERT_EQ(answer.results.size(), 2U);
  EXPECT_EQ(answer.results[1].object, "payments/3");
  EXPECT_EQ(answer.Refusal(), "payments/3: ELECTION_NOT_NEEDED (why)");
  EXPECT_EQ(answer.Refusal({kafka_error::kElectionNotNeeded}), std::nullopt);
}

TEST(ReadReassignment, TheErrorOfTheRequestIsARefusalToo) {
  const auto answer = ReadReassignment(Reassigned());
  EXPECT_TRUE(answer.Has(kafka_error::kNotController));
  EXPECT_EQ(answer.Refusal(), "NOT_CONTROLLER (not me)");
}

TEST(ReadOngoing, TakesWhatIsAddedAndRemoved) {
  const auto answer = ReadOngoing(Ongoing());
  ASSERT_EQ(answer.moves.size(), 1U);
  EXPECT_EQ(answer.moves[0].partition, (TopicPartition{"payments", 3}));
  EXPECT_EQ(answer.moves[0].replicas, (std::vector<std::int32_t>{1, 2, 4}));
  EXPECT_EQ(answer.moves[0].adding, (std::vector<std::int32_t>{4}));
  EXPECT_EQ(answer.moves[0].removing, (std::vector<std::int32_t>{1}));
}

TEST(ReadConfigChange, NamesTheResource) {
  EXPECT_EQ(ReadConfigChange(ConfigChanged()).Refusal(), "broker 2: INVALID_CONFIG (no such key)");
}

TEST(ReadMorePartitions, NamesTheTopic) {
  EXPECT_EQ(ReadMorePartitions(MorePartitions()).Refusal(),
            "topic payments: INVALID_PARTITIONS (it has 6)");
}

TEST(ReadDeleteTopics, TakesTheCodeOfEachTopic) {
  EXPECT_EQ(ReadDeleteTopics(Deleted()).Refusal(), "topic payments: UNKNOWN_TOPIC_OR_PARTITION");
}

TEST(ReadDeleteRecords, TakesTheNewLogStart) {
  EXPECT_EQ(ReadDeleteRecords(DeletedRecordsOf()).log_start, 77);
}

TEST(ReadUnregister, NamesTheBroker) {
  EXPECT_EQ(ReadUnregister(Head(102), 4).Refusal(), "broker 4: BROKER_ID_NOT_REGISTERED (why)");
}

TEST(ReadUpgrade, NamesTheFeature) {
  EXPECT_EQ(ReadUpgrade(Upgraded()).results.at(0).object, "metadata.version");
}

TEST(ReadFeatures, TellsWhatTheNodeKnowsFromWhatTheClusterAgreedOn) {
  const auto levels = ReadFeatures(Features());
  EXPECT_EQ(levels.supported.at("metadata.version"), 29);
  EXPECT_EQ(levels.finalized.at("metadata.version"), 27);
}

TEST(ReadVoterChange, TakesTheCode) {
  EXPECT_TRUE(ReadVoterChange(Head(126)).Has(kafka_error::kDuplicateVoter));
}

TEST(ReadMembers, TellsVotersFromObservers) {
  const auto members = ReadMembers(Members());
  EXPECT_EQ(members.leader, 101);
  ASSERT_EQ(members.voters.size(), 1U);
  EXPECT_EQ(members.voters[0].id, 101);
  EXPECT_EQ(members.voters[0].directory, (Uuid{7, 8}));
  ASSERT_EQ(members.observers.size(), 1U);
  EXPECT_EQ(members.observers[0].id, 1);
}

TEST(ParseUuid, ReadsWhatKafkaWrites) {
  // The first is Uuid.METADATA_TOPIC_ID.
  EXPECT_EQ(ParseUuid("AAAAAAAAAAAAAAAAAAAAAQ"), (Uuid{0, 1}));
  EXPECT_EQ(ParseUuid("_____________________w"), (Uuid{~0ULL, ~0ULL}));
  EXPECT_EQ(ParseUuid("AAAAAAAAAAEAAAAAAAAAAg"), (Uuid{1, 2}));
  for (const char* text :
       {"", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAQ=", "AAAAAAAAAAAAAAAA+AAAAQ"})
    EXPECT_THROW(ParseUuid(text), Error) << text;
}

// The bytes of a request that a real broker carried out, so that no field changes its place unseen.
TEST(AskReassignment, PartitionsOfOneTopicStandTogether) {
  const auto request =
      AskReassignment({{.partition = {"t", 0}, .replicas = std::vector<std::int32_t>{2}},
                       {.partition = {"t", 1}, .replicas = {}}},
                      std::chrono::seconds(1));
  const char expected[] = "\0\0\x03\xe8\x02\x02t\x03\0\0\0\0\x02\0\0\0\x02\0\0\0\0\x01\0\0\0\0";
  EXPECT_EQ(request.body, std::string(expected, sizeof expected - 1));
}

TEST(EachAdminAnswer, IsReadExactly) {
  ExpectReadExactly(
      {{"Election", Elected(), [](std::string_view bytes) { ReadElection(bytes); }},
       {"Reassignment", Reassigned(), [](std::string_view bytes) { ReadReassignment(bytes); }},
       {"Ongoing", Ongoing(), [](std::string_view bytes) { ReadOngoing(bytes); }},
       {"Config", ConfigChanged(), [](std::string_view bytes) { ReadConfigChange(bytes); }},
       {"MorePartitions", MorePartitions(),
        [](std::string_view bytes) { ReadMorePartitions(bytes); }},
       {"DeleteTopics", Deleted(), [](std::string_view bytes) { ReadDeleteTopics(bytes); }},
       {"DeleteRecords", DeletedRecordsOf(),
        [](std::string_view bytes) { ReadDeleteRecords(bytes); }},
       {"Unregister", Head(0), [](std::string_view bytes) { ReadUnregister(bytes, 1); }},
       {"Upgrade", Upgraded(), [](std::string_view bytes) { ReadUpgrade(bytes); }},
       {"Features", Features(), [](std::string_view bytes) { ReadFeatures(bytes); }},
       {"VoterChange", Head(0), [](std::string_view bytes) { ReadVoterChange(bytes); }},
       {"Members", Members(), [](std::string_view bytes) { ReadMembers(bytes); }}});
}

}  // namespace
}  // namespace kproof::messages
