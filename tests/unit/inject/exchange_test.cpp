// Requests and their answers, matched and treated by rules; no socket anywhere.

#include <gtest/gtest.h>

#include "harness/base/error.h"
#include "harness/base/random.h"
#include "harness/protocol/api.h"
#include "tests/unit/inject/kafka_frames.h"
#include "tests/unit/inject/one_exchange.h"

namespace kproof {
namespace {

constexpr std::int16_t kApiMetadata = 3;

class AnExchange : public OneExchange {};

using Action = ProxyAction;

TEST_F(AnExchange, WithoutRulesPassesEveryByteOfRandomTraffic) {
  Random random(5);
  std::string requests;
  std::string responses;
  for (int frames = 0; frames < 500; ++frames) {
    const auto api = static_cast<std::int16_t>(random.Below(93));
    std::string body(random.Below(300), '\0');
    for (auto& byte : body) byte = static_cast<char>(random.Next());
    requests += RequestFrame(api, frames, body);
    responses += ResponseFrame(frames, body);
  }
  std::string to_broker;
  std::string to_client;
  for (std::size_t at = 0; at < requests.size(); at += 97) {
    exchange_.FromClient(std::string_view(requests).substr(at, 97));
    to_broker += ToBroker();
  }
  for (std::size_t at = 0; at < responses.size(); at += 61) {
    exchange_.FromBroker(std::string_view(responses).substr(at, 61));
    to_client += ToClient();
  }
  EXPECT_EQ(to_broker, requests);
  EXPECT_EQ(to_client, responses);
  EXPECT_EQ(tally_.requests, 500u);
  EXPECT_EQ(tally_.unmatched, 0u);
}

TEST_F(AnExchange, AProduceWithAcksZeroIsNotAnswered) {
  const auto rule = book_.Set({.action = Action::kSwallowResponses, .apis = {kProduceApi}});
  exchange_.FromClient(Framed(ProduceBody(1, 0)));
  exchange_.FromClient(RequestFrame(kApiMetadata, 2));
  exchange_.FromBroker(ResponseFrame(2));
  EXPECT_EQ(ToClient(), ResponseFrame(2));
  EXPECT_EQ(book_.Counts(rule).matched, 0u);
  EXPECT_EQ(tally_.unmatched, 0u);
}

TEST_F(AnExchange, ASwallowedResponseEndsTheConnectionBehindWhatCameBefore) {
  const auto rule = book_.Set({.action = Action::kSwallowResponses, .apis = {kProduceApi}});
  exchange_.FromClient(RequestFrame(kApiMetadata, 1) + RequestFrame(0, 2) +
                       RequestFrame(kApiMetadata, 3));
  EXPECT_EQ(
      ToBroker().size(),
      (RequestFrame(kApiMetadata, 1) + RequestFrame(0, 2) + RequestFrame(kApiMetadata, 3)).size());
  exchange_.FromBroker(ResponseFrame(1) + ResponseFrame(2) + ResponseFrame(3));
  EXPECT_EQ(ToClient(), ResponseFrame(1));
  EXPECT_TRUE(exchange_.closing());
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
}

TEST_F(AnExchange, ASwallowedResponseMayLeaveTheConnectionAsItIs) {
  book_.Set(
      {.action = Action::kSwallowResponses, .apis = {kProduceApi}, .then = SwallowThen::kKeep});
  exchange_.FromClient(RequestFrame(0, 1) + RequestFrame(kApiMetadata, 2));
  exchange_.FromBroker(ResponseFrame(1) + ResponseFrame(2));
  EXPECT_EQ(ToClient(), ResponseFrame(2));
  EXPECT_FALSE(exchange_.closing());
}

TEST_F(AnExchange, AResponseToARequestOfBeforeTheRuleIsSwallowedToo) {
  exchange_.FromClient(RequestFrame(0, 1));
  book_.Set(
      {.action = Action::kSwallowResponses, .apis = {kProduceApi}, .then = SwallowThen::kKeep});
  exchange_.FromBroker(ResponseFrame(1));
  EXPECT_EQ(ToClient(), "");
}

TEST_F(AnExchange, ASwallowedRequestIsWaitedForByNobody) {
  const auto rule = book_.Set({.action = Action::kSwallowRequests, .apis = {kApiMetadata}});
  exchange_.FromClient(RequestFrame(kApiMetadata, 1) + RequestFrame(0, 2));
  EXPECT_EQ(ToBroker(), RequestFrame(0, 2));
  exchange_.FromBroker(ResponseFrame(2));
  EXPECT_EQ(ToClient(), ResponseFrame(2));
  EXPECT_EQ(tally_.unmatched, 0u);
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
}

TEST_F(AnExchange, ALargeFrameIsSwallowedToItsLastByte) {
  book_.Set({.action = Action::kSwallowRequests, .apis = {kProduceApi}});
  const std::string stream =
      RequestFrame(0, 1, std::string(100'000, 'r')) + RequestFrame(kApiMetadata, 2);
  for (std::size_t at = 0; at < stream.size(); at += 4096)
    exchange_.FromClient(std::string_view(stream).substr(at, 4096));
  EXPECT_EQ(ToBroker(), RequestFrame(kApiMetadata, 2));
}

TEST_F(AnExchange, ADelayedRequestHoldsUpWhatFollowsItAndIsLetGoWhenItsTimeHasCome) {
  const auto rule = book_.Set(
      {.action = Action::kDelayRequests, .apis = {kProduceApi}, .delay = std::chrono::hours(1)});
  const std::int64_t later = MonotonicMicros() + Duration(std::chrono::hours(2)).count();
  exchange_.FromClient(RequestFrame(kApiMetadata, 1) + RequestFrame(0, 2) +
                       RequestFrame(kApiMetadata, 3));
  EXPECT_EQ(ToBroker(), RequestFrame(kApiMetadata, 1));
  EXPECT_EQ(Out(exchange_.to_broker(), later), RequestFrame(0, 2) + RequestFrame(kApiMetadata, 3));
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
}

TEST_F(AnExchange, ARemovedRuleLetsGoWhatItDelayed) {
  const auto rule = book_.Set({.action = Action::kDelayResponses, .delay = std::chrono::hours(1)});
  exchange_.FromClient(RequestFrame(0, 1));
  exchange_.FromBroker(ResponseFrame(1));
  EXPECT_EQ(ToClient(), "");
  book_.Remove(rule);
  EXPECT_EQ(ToClient(), ResponseFrame(1));
}

TEST_F(AnExchange, OfTwoDelaysTheLongerCounts) {
  const auto longer = book_.Set({.action = Action::kDelayRequests, .delay = std::chrono::hours(2)});
  book_.Set({.action = Action::kDelayRequests, .delay = std::chrono::hours(1)});
  exchange_.FromClient(RequestFrame(0, 1));
  const std::int64_t between = MonotonicMicros() + Duration(std::chrono::minutes(90)).count();
  EXPECT_EQ(Out(exchange_.to_broker(), between), "");
  book_.Remove(longer);
  EXPECT_EQ(Out(exchange_.to_broker(), between), RequestFrame(0, 1));
}

TEST_F(AnExchange, AResetTakesEverythingWithIt) {
  book_.Set({.action = Action::kResetRequests, .apis = {kProduceApi}});
  exchange_.FromClient(RequestFrame(kApiMetadata, 1));
  EXPECT_FALSE(exchange_.reset());
  exchange_.FromClient(RequestFrame(0, 2) + RequestFrame(kApiMetadata, 3));
  EXPECT_TRUE(exchange_.reset());
  EXPECT_EQ(ToBroker(), RequestFrame(kApiMetadata, 1));
}

TEST_F(AnExchange, OnlyTheFirstOfACountedRuleAreHit) {
  const auto rule =
      book_.Set({.action = Action::kSwallowRequests, .apis = {kApiMetadata}, .count = 2});
  for (int request = 0; request < 5; ++request)
    exchange_.FromClient(RequestFrame(kApiMetadata, request));
  EXPECT_EQ(ToBroker(), RequestFrame(kApiMetadata, 2) + RequestFrame(kApiMetadata, 3) +
                            RequestFrame(kApiMetadata, 4));
  EXPECT_EQ(book_.Counts(rule).matched, 5u);
  EXPECT_EQ(book_.Counts(rule).acted, 2u);
}

TEST_F(AnExchange, AChanceHitsAboutAsManyAsItSays) {
  const auto rule = book_.Set(
      {.action = Action::kSwallowRequests, .apis = {kApiMetadata}, .probability = 0.25, .seed = 3});
  for (int request = 0; request < 4000; ++request)
    exchange_.FromClient(RequestFrame(kApiMetadata, request));
  EXPECT_NEAR(static_cast<double>(book_.Counts(rule).acted), 1000.0, 120.0);
}

TEST_F(AnExchange, AFetchAtOrPastThePlaceIsHeldUntilTheRuleIsGone) {
  ProxyRule hold{.action = Action::kHoldFetches, .apis = {kFetchApi}};
  hold.where = {.topic = "pay", .partition = 1, .offset = 50};
  const auto rule = book_.Set(hold);
  exchange_.FromClient(FetchFrame(1, {"pay", 1, 49}) + FetchFrame(2, {"pay", 0, 90}) +
                       FetchFrame(3, {"other", 1, 90}) + FetchFrame(4, {"pay", 1, 50}) +
                       FetchFrame(5, {"pay", 0, 91}));
  EXPECT_EQ(ToBroker().size(),
            FetchFrame(1, {"pay", 1, 49}).size() * 4 + FetchFrame(3, {"other", 1, 90}).size());
  for (int answer = 1; answer <= 5; ++answer) exchange_.FromBroker(ResponseFrame(answer));
  EXPECT_EQ(ToClient(), ResponseFrame(1) + ResponseFrame(2) + ResponseFrame(3));
  EXPECT_EQ(book_.Counts(rule).acted, 1u);
  book_.Remove(rule);
  EXPECT_EQ(ToClient(), ResponseFrame(4) + ResponseFrame(5)) << "in their order";
}

TEST_F(AnExchange, AFetchThatComesInPiecesIsReadWhole) {
  ProxyRule hold{.action = Action::kHoldFetches, .apis = {kFetchApi}};
  hold.where = {.topic = "pay", .partition = 1, .offset = 50};
  book_.Set(hold);
  for (const char byte : FetchFrame(1, {"pay", 1, 60})) exchange_.FromClient({&byte, 1});
  EXPECT_EQ(ToBroker(), FetchFrame(1, {"pay", 1, 60}));
  exchange_.FromBroker(ResponseFrame(1));
  EXPECT_EQ(ToClient(), "");
}

TEST_F(AnExchange, AFetchThatCannotBeReadPassesAndIsCounted) {
  const auto rule = book_.Set({.action = Action::kHoldFetches, .apis = {kFetchApi}});
  exchange_.FromClient(Framed(HeaderOf({1, 99, 1}) + "what is this"));
  exchange_.FromBroker(ResponseFrame(1));
  EXPECT_EQ(ToClient(), ResponseFrame(1));
  EXPECT_EQ(book_.Counts(rule).undecoded, 1u);
}

TEST_F(AnExchange, AnAnswerToNothingPassesAndIsCounted) {
  exchange_.FromBroker(ResponseFrame(77));
  EXPECT_EQ(ToClient(), ResponseFrame(77));
  EXPECT_EQ(tally_.unmatched, 1u);
}

TEST_F(AnExchange, AnAnswerWithoutACorrelationIdIsNotKafka) {
  EXPECT_THROW(exchange_.FromBroker(Framed("abc")), Error);
}

TEST(ProxyRules, ARuleThatMakesNoSenseIsRefused) {
  ProxyRules rules;
  EXPECT_THROW(rules.Set({.action = Action::kDelayRequests}), Error);
  EXPECT_THROW(rules.Set({.probability = 1.5}), Error);
  EXPECT_THROW(rules.Set({.probability = -0.1}), Error);
}

TEST(ProxyRule, SaysWhatWasDone) {
  ProxyRule rule{.action = Action::kSwallowResponses, .apis = {0, 26}};
  EXPECT_EQ(Describe(rule, {.matched = 40, .acted = 12}),
            "12 of 40 Produce, EndTxn responses swallowed");
  EXPECT_EQ(Describe({.action = Action::kDelayRequests}, {.matched = 2, .acted = 2}),
            "2 of 2 any requests delayed");
  EXPECT_EQ(Describe({.action = Action::kHoldFetches, .apis = {kFetchApi}},
                     {.matched = 1, .acted = 1, .undecoded = 3}),
            "1 of 1 Fetch responses held; 3 requests of a version that can't be read passed");
}

TEST(ProxyRules, ARemovedRuleKeepsItsCountsAndDoesNothing) {
  ProxyRules rules;
  ProxyTally tally;
  Exchange exchange(rules, tally);
  const auto rule = rules.Set({.action = Action::kSwallowRequests});
  exchange.FromClient(RequestFrame(3, 1));
  rules.Remove(rule);
  rules.Remove(rule);
  exchange.FromClient(RequestFrame(3, 2));
  EXPECT_EQ(rules.Counts(rule).acted, 1u);
  EXPECT_EQ(exchange.to_broker().bytes(), RequestFrame(3, 2).size());
}

}  // namespace
}  // namespace kproof
