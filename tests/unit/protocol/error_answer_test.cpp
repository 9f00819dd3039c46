// Answers that say that a request failed. tests/protocol compares them with those of Kafka's own
// classes, for every kind and version.
#include "harness/protocol/error_answer.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "harness/base/error.h"
#include "harness/protocol/api.h"
#include "harness/protocol/codec.h"
#include "tests/unit/protocol/random_message.h"

namespace kproof::protocol {
namespace {

constexpr std::int16_t kCode = 6;

WholeRequest Ask(const std::string& api, std::int16_t version,
                 const std::function<void(const std::vector<Field>&, Struct&)>& fill) {
  WholeRequest request;
  request.schema = FindMessage(Way::kRequest, ApiKeyOf(api).value(), version);
  request.version = version;
  request.correlation = 9;
  request.body = Defaults(request.schema->fields);
  fill(request.schema->fields, request.body);
  return request;
}

// A Produce for partitions of one topic.
WholeRequest Produce(std::int16_t version, const std::vector<std::int32_t>& partitions) {
  return Ask("Produce", version, [&](const auto& fields, Struct& body) {
    const Field& topics = *FindField(fields, "TopicData");
    Struct topic = Defaults(topics.fields);
    At(topics.fields, topic, "Name") = {std::string("pay")};
    const Field& list = *FindField(topics.fields, "PartitionData");
    for (const auto partition : partitions) {
      Struct one = Defaults(list.fields);
      At(list.fields, one, "Index") = {std::int64_t{partition}};
      At(topics.fields, topic, "PartitionData").array().push_back({one});
    }
    At(fields, body, "TopicData").array().push_back({topic});
  });
}

// The codes of each partition in an answer to Produce.
std::map<std::int64_t, std::int64_t> Codes(const WholeAnswer& answer) {
  std::map<std::int64_t, std::int64_t> codes;
  const Field& topics = *FindField(answer.schema->fields, "Responses");
  const Field& list = *FindField(topics.fields, "PartitionResponses");
  for (const Value& topic : At(answer.schema->fields, answer.body, "Responses").array()) {
    for (const Value& one : At(topics.fields, topic.group(), "PartitionResponses").array())
      codes[At(list.fields, one.group(), "Index").number()] =
          At(list.fields, one.group(), "ErrorCode").number();
  }
  return codes;
}

TEST(ErrorAnswer, ToAProduceFailsEachOfItsPartitions) {
  for (std::int16_t version = 3; version <= 13; ++version) {
    const WholeAnswer answer = ErrorAnswer(Produce(version, {0, 7}), kCode).value();
    EXPECT_EQ(Codes(answer), (std::map<std::int64_t, std::int64_t>{{0, kCode}, {7, kCode}}));
    EXPECT_EQ(answer.correlation, 9);
  }
}

TEST(ErrorAnswer, IsReadBackFromItsFrame) {
  const WholeAnswer answer = ErrorAnswer(Produce(9, {3}), kCode).value();
  const std::string frame = WriteAnswer(answer);
  const auto read = ReadAnswer(kProduceApi, 9, std::string_view(frame).substr(4));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->body, answer.body);
  EXPECT_EQ(read->correlation, 9);
  EXPECT_FALSE(ReadAnswer(kProduceApi, 99, std::string_view(frame).substr(4)));
}

TEST(ErrorAnswer, SaysSoOnceWhereNothingIsListed) {
  for (const char* api :
       {"EndTxn", "InitProducerId", "Heartbeat", "AddOffsetsToTxn", "JoinGroup"}) {
    const WholeAnswer answer = ErrorAnswer(Ask(api, 1, [](const auto&, Struct&) {}), kCode).value();
    EXPECT_EQ(At(answer.schema->fields, answer.body, "ErrorCode").number(), kCode) << api;
  }
}

// But those whose answers go by something else than the names and ids of their requests.
TEST(ErrorAnswer, OfEveryKindAndVersionHasACodeAndCanBeWritten) {
  std::set<std::string> without;
  for (const Message& message : Messages()) {
    if (message.way != Way::kRequest) continue;
    for (std::int16_t version = message.versions.first; version <= message.versions.last;
         ++version) {
      std::optional<WholeAnswer> answer;
      for (std::uint64_t seed = 1; seed < 100 && !answer; ++seed) {  // lists may be empty
        const WholeRequest request{&message, version, 1, "",
                                   RandomMessage(seed, version).Of(message.fields)};
        answer = ErrorAnswer(request, kCode);
      }
      if (answer) {
        EXPECT_NO_THROW(WriteAnswer(*answer)) << message.name << " " << version;
      } else {
        without.insert(message.name);
      }
    }
  }
  EXPECT_EQ(without, (std::set<std::string>{"AlterClientQuotas", "AlterReplicaLogDirs",
                                            "AlterUserScramCredentials", "CreateAcls", "DeleteAcls",
                                            "DescribeLogDirs", "WriteTxnMarkers"}));
}

// With an answer that says nothing of an error its client would go on as if nothing had failed.
TEST(ErrorAnswer, ToARequestForNothingIsNone) { EXPECT_FALSE(ErrorAnswer(Produce(8, {}), kCode)); }

TEST(SetErrors, OfOnePlaceLeavesTheOthers) {
  WholeAnswer answer = ErrorAnswer(Produce(8, {0, 1, 2}), 0).value();
  EXPECT_TRUE(SetErrors(answer, 7, {.topic = "pay", .partition = 1}));
  EXPECT_EQ(Codes(answer), (std::map<std::int64_t, std::int64_t>{{0, 0}, {1, 7}, {2, 0}}));
  EXPECT_FALSE(SetErrors(answer, 7, {.topic = "other"}));
}

TEST(SetErrors, WhatItsBrokerRefusedStaysSo) {
  WholeAnswer answer = ErrorAnswer(Produce(8, {0, 1}), kCode).value();
  EXPECT_FALSE(SetErrors(answer, 7, {}));
  EXPECT_EQ(Codes(answer), (std::map<std::int64_t, std::int64_t>{{0, kCode}, {1, kCode}}));
}

}  // namespace
}  // namespace kproof::protocol
