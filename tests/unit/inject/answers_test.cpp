// Requests that are answered with an error, answers that are changed, and requests that come late;
// no socket anywhere.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/protocol/api.h"
#include "harness/protocol/codec.h"
#include "tests/unit/inject/kafka_frames.h"
#include "tests/unit/inject/one_exchange.h"

namespace kproof {
namespace {

using protocol::At;
using protocol::FindField;
using protocol::Value;
using wire::Writer;

constexpr std::int16_t kNotLeader = 6;
constexpr std::int16_t kUnknownTopic = 3;
constexpr std::int16_t kVersion = 8;  // of Produce

class AnsweringExchange : public OneExchange {};

// A Produce of one partition of "pay".
std::string ProduceOf(std::int32_t correlation, std::int32_t partition,
                      const std::string& client = "test", std::int16_t acks = -1) {
  Writer body;
  body.Int16(-1).Int16(acks).Int32(30000).Int32(1).PlainString("pay").Int32(1).Int32(partition);
  body.Int32(7).Raw("records");
  return Framed(HeaderOf({kProduceApi, kVersion, correlation, client}) + body.bytes());
}

// What a broker says to it.
std::string Produced(std::int32_t correlation, std::int32_t partition) {
  Writer body;
  body.Int32(correlation).Int32(1).PlainString("pay").Int32(1).Int32(partition).Int16(0);
  body.Int64(100).Int64(-1).Int64(0).Int32(0).Int16(-1).Int32(0);
  return Framed(body.bytes());
}

struct ProduceAnswer {
  std::int32_t correlation = 0;
  std::int64_t partition = 0, error = 0, offset = 0;
  bool operator==(const ProduceAnswer&) const = default;
};

// Of all answers to Produce that a client got, each of one partition.
std::vector<ProduceAnswer> Read(std::string frames) {
  std::vector<ProduceAnswer> answers;
  while (!frames.empty()) {
    const auto size = static_cast<std::size_t>(wire::Reader(frames).Int32());
    const auto read = protocol::ReadAnswer(kProduceApi, kVersion, frames.substr(4, size)).value();
    frames.erase(0, 4 + size);
    const auto& topics = *FindField(read.schema->fields, "Responses");
    const auto& list = *FindField(topics.fields, "PartitionResponses");
    const auto& topic = At(read.schema->fields, read.body, "Responses").array().at(0).group();
    const auto& one = At(topics.fields, topic, "PartitionResponses").array().at(0).group();
    answers.push_back({read.correlation, At(list.fields, one, "Index").number(),
                       At(list.fields, one, "ErrorCode").number(),
                       At(list.fields, one, "BaseOffset").number()});
  }
  return answers;
}

ProxyRule AnswerProduce() {
  return {.action = ProxyAction::kAnswerRequests, .apis = {kProduceApi}, .error = kNotLeader};
}

TEST_F(AnsweringExchange, AnErrorIsAnsweredInsteadOfTheBroker) {
  const auto rule = book_.Set(AnswerProduce());
  exchange_.FromClient(ProduceOf(1, 4));
  EXPECT_EQ(ToBroker(), "");
  EXPECT_EQ(Read(ToClient()), (std::vector<ProduceAnswer>{{1, 4, kNotLeader, -1}}));
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
  EXPECT_EQ(tally_.unmatched, 0u);
}

TEST_F(AnsweringExchange, OfSeveralRulesForOneRequestThoseHaveActedThatItsFateIsOf) {
  const auto first = book_.Set(AnswerProduce()), second = book_.Set(AnswerProduce());
  const auto slow = book_.Set({.action = ProxyAction::kDelayRequests,
                               .apis = {kProduceApi},
                               .delay = std::chrono::hours(1)});
  exchange_.FromClient(ProduceOf(1, 4));
  EXPECT_EQ(Read(ToClient()), (std::vector<ProduceAnswer>{{1, 4, kNotLeader, -1}}));
  EXPECT_EQ(book_.Counts(first).acted, 1u);
  for (const auto loser : {second, slow}) {
    EXPECT_EQ(book_.Counts(loser).acted, 0u);
    EXPECT_EQ(book_.Counts(loser).matched, 1u);
  }
}

TEST_F(AnsweringExchange, ARequestForNothingIsItsBrokers) {
  ProxyRule rule = AnswerProduce();
  rule.apis = {kMetadataApi};
  const auto id = book_.Set(rule);
  const std::string nothing = Framed(HeaderOf({kMetadataApi, 1, 1}) + Writer().Int32(0).bytes());
  exchange_.FromClient(nothing);
  EXPECT_EQ(ToBroker(), nothing);
  EXPECT_EQ(book_.Counts(id).acted, 0u);
}

TEST_F(AnsweringExchange, AnAnswerOfItsOwnWaitsForItsTurn) {
  ProxyRule second = AnswerProduce();
  second.where = {.topic = "pay", .partition = 1};
  book_.Set(second);
  exchange_.FromClient(ProduceOf(1, 0) + ProduceOf(2, 1) + ProduceOf(3, 0));
  EXPECT_EQ(ToBroker(), ProduceOf(1, 0) + ProduceOf(3, 0));
  EXPECT_EQ(ToClient(), "") << "the broker has the first one still";
  const std::string answers = Produced(1, 0) + Produced(3, 0);
  for (const char byte : answers) exchange_.FromBroker({&byte, 1});
  EXPECT_EQ(Read(ToClient()),
            (std::vector<ProduceAnswer>{{1, 0, 0, 100}, {2, 1, kNotLeader, -1}, {3, 0, 0, 100}}));
}

TEST_F(AnsweringExchange, AnErrorAfterwardsIsOfARequestThatWasCarriedOut) {
  ProxyRule after = AnswerProduce();
  after.when = AnswerWhen::kAfter;
  const auto rule = book_.Set(after);
  exchange_.FromClient(ProduceOf(1, 4));
  EXPECT_EQ(ToBroker(), ProduceOf(1, 4));
  EXPECT_EQ(book_.Counts(rule).acted, 0u);
  for (const char byte : Produced(1, 4)) exchange_.FromBroker({&byte, 1});
  EXPECT_EQ(Read(ToClient()), (std::vector<ProduceAnswer>{{1, 4, kNotLeader, -1}}));
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
}

TEST_F(AnsweringExchange, AnErrorAfterwardsIsNotGivenOnceTheRuleIsGone) {
  ProxyRule after = AnswerProduce();
  after.when = AnswerWhen::kAfter;
  const auto rule = book_.Set(after);
  exchange_.FromClient(ProduceOf(1, 4));
  book_.Remove(rule);
  exchange_.FromBroker(Produced(1, 4));
  EXPECT_EQ(ToClient(), Produced(1, 4));
}

TEST_F(AnsweringExchange, TheNthIsCountedForEachClientAndPartition) {
  ProxyRule first = AnswerProduce();
  first.nth = 1;
  const auto rule = book_.Set(first);
  exchange_.FromClient(ProduceOf(1, 0) + ProduceOf(2, 0) + ProduceOf(3, 1) +
                       ProduceOf(4, 0, "other") + ProduceOf(5, 1));
  EXPECT_EQ(ToBroker(), ProduceOf(2, 0) + ProduceOf(5, 1));
  EXPECT_EQ(book_.Counts(rule).acted, 3u);
}

TEST_F(AnsweringExchange, AClientIsMeantByItsNameOrItsBeginning) {
  ProxyRule rule = AnswerProduce();
  rule.client = "checkout-*";
  book_.Set(rule);
  exchange_.FromClient(ProduceOf(1, 0, "checkout-0") + ProduceOf(2, 0, "refund-0"));
  EXPECT_EQ(ToBroker(), ProduceOf(2, 0, "refund-0"));
  rule.client = "refund-0";
  book_.Set(rule);
  exchange_.FromClient(ProduceOf(3, 0, "refund-0") + ProduceOf(4, 0, "refund-01"));
  EXPECT_EQ(ToBroker(), ProduceOf(4, 0, "refund-01"));
}

TEST_F(AnsweringExchange, WhatIsNotAnsweredIsNotMeant) {
  const auto rule = book_.Set(AnswerProduce());
  exchange_.FromClient(ProduceOf(1, 0, "test", 0));
  EXPECT_EQ(ToBroker(), ProduceOf(1, 0, "test", 0));
  EXPECT_EQ(book_.Counts(rule).matched, 0u);
}

TEST_F(AnsweringExchange, ARequestOfAnUnknownVersionPassesAndIsCounted) {
  const auto rule = book_.Set(AnswerProduce());
  const std::string request = Framed(HeaderOf({kProduceApi, 99, 1}, true) + "\x01\xff\xff....");
  exchange_.FromClient(request);
  EXPECT_EQ(ToBroker(), request);
  EXPECT_EQ(book_.Counts(rule).undecoded, 1u);
}

std::string AskMetadata(std::int32_t correlation, const std::vector<std::string>& topics) {
  Writer body;
  body.Int32(topics.empty() ? -1 : static_cast<std::int32_t>(topics.size()));
  for (const auto& topic : topics) body.PlainString(topic);
  return Framed(HeaderOf({kMetadataApi, 1, correlation}) + body.bytes());
}

// Of two topics without partitions.
std::string Metadata(std::int32_t correlation) {
  Writer body;
  body.Int32(correlation).Int32(0).Int32(1).Int32(2);
  for (const char* topic : {"pay", "refund"}) body.Int16(0).PlainString(topic).Bool(false).Int32(0);
  return Framed(body.bytes());
}

// "pay 0, refund 3": topics and their errors.
std::string Topics(const std::string& frame) {
  const auto answer = protocol::ReadAnswer(kMetadataApi, 1, frame.substr(4)).value();
  const auto& fields = FindField(answer.schema->fields, "Topics")->fields;
  std::string text;
  for (const Value& topic : At(answer.schema->fields, answer.body, "Topics").array())
    text += At(fields, topic.group(), "Name").text() + " " +
            std::to_string(At(fields, topic.group(), "ErrorCode").number()) + ",";
  return text;
}

TEST_F(AnsweringExchange, AHiddenTopicIsNotInAListAndUnknownToWhoNamesIt) {
  const auto rule = book_.Set(
      {.action = ProxyAction::kHideTopic, .apis = {kMetadataApi}, .where = {.topic = "pay"}});
  exchange_.FromClient(AskMetadata(1, {}));
  exchange_.FromBroker(Metadata(1));
  EXPECT_EQ(Topics(ToClient()), "refund 0,");
  exchange_.FromClient(AskMetadata(2, {"pay", "refund"}));
  exchange_.FromBroker(Metadata(2));
  EXPECT_EQ(Topics(ToClient()), fmt::format("pay {},refund 0,", kUnknownTopic));
  EXPECT_EQ(book_.Counts(rule).acted, 2u);
  book_.Remove(rule);
  exchange_.FromClient(AskMetadata(3, {}));
  exchange_.FromBroker(Metadata(3));
  EXPECT_EQ(Topics(ToClient()), "pay 0,refund 0,");
}

TEST_F(AnsweringExchange, ALateRequestIsKeptAloneWhileItsClientIsGone) {
  book_.Set({.action = ProxyAction::kLateRequests,
             .apis = {kProduceApi},
             .delay = std::chrono::hours(1)});
  exchange_.FromClient(RequestFrame(kMetadataApi, 1) + ProduceOf(2, 0) +
                       RequestFrame(kMetadataApi, 3));
  EXPECT_TRUE(exchange_.late());
  EXPECT_EQ(ToBroker(), RequestFrame(kMetadataApi, 1));
  exchange_.FromBroker(ResponseFrame(1));
  EXPECT_EQ(ToClient(), "");
  const std::int64_t later = MonotonicMicros() + Duration(std::chrono::hours(2)).count();
  EXPECT_EQ(Out(exchange_.to_broker(), later), ProduceOf(2, 0));
}

}  // namespace
}  // namespace kproof
