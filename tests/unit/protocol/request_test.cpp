// What a request says: of whom it is, and which topics and partitions it is about.
#include "harness/protocol/request.h"

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/kafka/wire.h"
#include "harness/protocol/api.h"
#include "harness/protocol/codec.h"
#include "harness/protocol/error_codes.h"

namespace kproof::protocol {
namespace {

using wire::Writer;

std::string Header(std::int16_t api_key, std::int16_t version, bool flexible) {
  Writer writer;
  writer.Int16(api_key).Int16(version).Int32(5).PlainString("test");
  if (flexible) writer.NoTags();
  return writer.bytes();
}

// A Fetch of two partitions of one topic, in any version.
std::string Fetch(std::int16_t version) {
  const bool flexible = version >= 12;
  Writer body;
  const auto array = [&](std::int32_t size) {
    flexible ? body.Array(static_cast<std::size_t>(size)) : body.Int32(size);
  };
  if (version < 15) body.Int32(-1);
  body.Int32(500).Int32(1).Int32(1 << 20).Int8(0);
  if (version >= 7) body.Int32(0).Int32(-1);
  array(1);
  if (version >= 13) {
    body.Uuid(11, 22);
  } else {
    flexible ? body.String("pay") : body.PlainString("pay");
  }
  array(2);
  for (const int partition : {3, 4}) {
    body.Int32(partition);
    if (version >= 9) body.Int32(-1);
    body.Int64(100 + partition);
    if (version >= 12) body.Int32(-1);
    if (version >= 5) body.Int64(-1);
    body.Int32(1 << 20);
    if (flexible) body.NoTags();
  }
  if (flexible) body.NoTags();
  if (version >= 7) array(0);
  if (version >= 11) flexible ? body.String("") : body.PlainString("");
  if (flexible) body.NoTags();
  return Header(kFetchApi, version, flexible) + body.bytes();
}

TEST(Request, OfAFetchNamesItsPlacesInEachVersionThatKafkaFourKnows) {
  for (std::int16_t version = 4; version <= 18; ++version) {
    const auto request = ReadRequest(Fetch(version));
    ASSERT_TRUE(request) << version;
    EXPECT_EQ(request->client_id, "test");
    EXPECT_EQ(request->correlation, 5);
    const auto places = PlacesOf(*request);
    ASSERT_EQ(places.size(), 2u) << version;
    EXPECT_EQ(places.back().topic, version >= 13 ? "" : "pay") << version;
    EXPECT_EQ(places.back().id, version >= 13 ? (TopicId{11, 22}) : TopicId{}) << version;
    EXPECT_EQ(places.back().partition, 4);
    EXPECT_EQ(places.back().offset, 104);
  }
}

TEST(Request, OfAVersionThatIsNotKnownIsNotGuessed) {
  EXPECT_FALSE(ReadRequest(Fetch(3)));
  EXPECT_FALSE(ReadRequest(Fetch(19)));
}

TEST(Request, ThatIsDamagedIsAnError) {
  const std::string request = Fetch(11);
  EXPECT_THROW(ReadRequest(request.substr(0, request.size() - 30)), Error);
  EXPECT_THROW(ReadRequest("ab"), Error);
}

TEST(Request, NamesTopicsByThemselvesOrWithPartitions) {
  const Message& metadata = *FindMessage(Way::kRequest, kMetadataApi, 4);
  const std::string asked = Header(kMetadataApi, 4, false) +
                            Writer().Int32(2).PlainString("a").PlainString("b").Bool(false).bytes();
  EXPECT_EQ(PlacesOf(ReadRequest(asked).value()),
            (std::vector<Place>{{.topic = "a"}, {.topic = "b"}}));
  WholeRequest all{&metadata, 4, 1, "", Defaults(metadata.fields)};
  At(metadata.fields, all.body, "Topics") = {};
  EXPECT_TRUE(PlacesOf(all).empty());

  // AddPartitionsToTxn lists partitions as numbers.
  const std::string added = Header(24, 0, false) + Writer()
                                                       .PlainString("t")
                                                       .Int64(1)
                                                       .Int16(0)
                                                       .Int32(1)
                                                       .PlainString("pay")
                                                       .Int32(2)
                                                       .Int32(0)
                                                       .Int32(7)
                                                       .bytes();
  EXPECT_EQ(
      PlacesOf(ReadRequest(added).value()),
      (std::vector<Place>{{.topic = "pay", .partition = 0}, {.topic = "pay", .partition = 7}}));
}

TEST(Request, KindsThatNameNoTopicAreKnown) {
  const auto names = [](const char* api) { return NamesTopics(ApiKeyOf(api).value()); };
  for (const char* api :
       {"Produce", "Fetch", "Metadata", "ListOffsets", "OffsetCommit", "TxnOffsetCommit"})
    EXPECT_TRUE(names(api)) << api;
  for (const char* api : {"EndTxn", "InitProducerId", "JoinGroup", "Heartbeat", "FindCoordinator"})
    EXPECT_FALSE(names(api)) << api;
  EXPECT_TRUE(NamesPartitions(kProduceApi));
  EXPECT_FALSE(NamesPartitions(kMetadataApi));
  EXPECT_FALSE(NamesPartitions(300));
}

TEST(PlaceFilter, KnowsATopicByItsNameOrItsId) {
  const PlaceFilter pay{.topic = "pay", .id = {1, 2}, .partition = 3};
  EXPECT_TRUE(pay.Has({.topic = "pay", .partition = 3}));
  EXPECT_TRUE(pay.Has({.id = {1, 2}, .partition = 3}));
  EXPECT_FALSE(pay.Has({.topic = "pay", .partition = 4}));
  EXPECT_FALSE(pay.Has({.topic = "other", .partition = 3}));
  EXPECT_FALSE(pay.Has({.id = {1, 3}, .partition = 3}));
  EXPECT_FALSE((PlaceFilter{.topic = "pay", .offset = 9}.Has({.topic = "pay", .offset = 8})));
  EXPECT_TRUE((PlaceFilter{.topic = "pay", .offset = 9}.Has({.topic = "pay", .offset = 9})));
}

TEST(ErrorCodes, HaveTheNamesThatKafkaGivesThem) {
  EXPECT_EQ(ParseErrorName("NOT_LEADER_OR_FOLLOWER"), 6);
  EXPECT_EQ(ParseErrorName("UNKNOWN_SERVER_ERROR"), -1);
  EXPECT_EQ(ErrorName(3), "UNKNOWN_TOPIC_OR_PARTITION");
  EXPECT_EQ(ErrorName(999), "error 999");
  EXPECT_THROW(ParseErrorName("NONE"), Error);
  try {
    ParseErrorName("NOT_LEADER_OR_FOLOWER");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kUsage);
    EXPECT_NE(std::string(error.what()).find("NOT_LEADER_OR_FOLLOWER"), std::string::npos);
  }
}

TEST(Api, NamesAreThoseOfKafka) {
  EXPECT_EQ(ApiKeyOf("Produce"), 0);
  EXPECT_EQ(ApiKeyOf("FindCoordinator"), 10);
  EXPECT_EQ(ApiKeyOf("EndTxn"), 26);
  EXPECT_EQ(ApiKeyOf("DescribeTopicPartitions"), 75);
  EXPECT_EQ(ApiKeyOf("DeleteShareGroupOffsets"), 92);
  EXPECT_EQ(ApiName(28), "TxnOffsetCommit");
  EXPECT_EQ(ApiName(300), "request kind 300");
}

TEST(Api, AListOfKindsIsReadStrictly) {
  EXPECT_EQ(ParseApis("Produce, EndTxn"), (std::vector<std::int16_t>{0, 26}));
  EXPECT_EQ(ParseApis("any"), std::vector<std::int16_t>{});
  for (const char* wrong : {"Prodcue", "Produce,", "", "produce", "any, Produce"})
    EXPECT_THROW(ParseApis(wrong), Error) << wrong;
}

}  // namespace
}  // namespace kproof::protocol
