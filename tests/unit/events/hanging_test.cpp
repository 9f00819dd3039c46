// The limit hanging_transaction at its edges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/events/limit_lines.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;

const std::string kDoubt = "may have been exceeded: at least ";
const std::string kHangs = " beyond the timeout on orders/0 at offset 1 from 0.5 s on";

// Record 0 outside transactions, record 1 in t1, acked at 0.5 s; record 2 outside again.
LimitLines Hanging(const std::string& timeout_ms = "10000", const std::string& bound = "< 15s",
                   bool configured = true) {
  LimitLines lines("hanging_transaction", bound, configured);
  if (!timeout_ms.empty())
    lines.Add(R"({"event":"config","transaction.timeout.ms":)" + timeout_ms + "}");
  lines.Acked(0, 0.2).Txn(0.3, "t1", "begin").Acked(1, 0.5, 1, "t1");
  return lines.Acked(2, 2);
}

// Both passes; the committed one stands at `stable`.
LimitLines& Passes(LimitLines& lines, const std::vector<int>& found, int stable) {
  std::vector<int> below;
  for (const int offset : found)
    if (offset < stable) below.push_back(offset);
  return lines.Final(60, found, 3).Final(61, below, stable, "committed");
}

TEST(LimitHanging, BeyondTheTimeoutOfWhoHoldsIt) {
  auto lines = Hanging();
  EXPECT_EQ(Passes(lines, {0, 1, 2}, 1).Outcome(), "passed at least 50.5 s" + kHangs);
}

TEST(LimitHanging, WhoHoldsItIsNamed) {
  const auto with = [](const std::string& kind, const std::string& subject,
                       const std::string& detail) {
    auto lines = Hanging();
    return Passes(lines, {0, 1, 2}, 1).Note(59, kind, subject, detail).Outcome();
  };
  const std::string hangs = "passed at least 50.5 s" + kHangs;
  const std::string held = "last stable offset 1 is held by producer id 2001, epoch 3";
  EXPECT_EQ(with("state", "orders/0", held), hangs + ", held by producer id 2001, epoch 3");
  EXPECT_EQ(with("state", "orders/1", held), hangs);
  EXPECT_EQ(with("client", "orders/0", held), hangs);
  EXPECT_EQ(with("state", "orders/0", "last stable offset 12 is held by producer id 7, epoch 0"),
            hangs);
}

TEST(LimitHanging, WhatComesBehindTheMarkersHoldsItAnew) {
  LimitLines lines("hanging_transaction", "< 15s");
  lines.Add(R"({"event":"config","transaction.timeout.ms":10000})");
  lines.Txn(0.1, "t1", "begin").Acked(0, 0.2, 0, "t1").Acked(1, 0.5, 1, "t1").Acked(2, 2);
  lines.Txn(0.3, "t1", "abort").Txn(0.4, "t1", "end", "aborted");
  EXPECT_EQ(Passes(lines, {0, 1, 2}, 1).Outcome(), "passed 50.5 s" + kHangs);
}

TEST(LimitHanging, WithinTheTimeoutNothingHangs) {
  auto lines = Hanging("90000");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 1).Outcome(), HasSubstr("kept 0.0 s"));
}

TEST(LimitHanging, TheDefaultIsAMinute) {
  auto lines = Hanging("", "< 400ms");
  EXPECT_EQ(Passes(lines, {0, 1, 2}, 1).Outcome(), "passed at least 500 ms" + kHangs);
}

TEST(LimitHanging, WithoutSettingsTheTimeoutMayBeTheLongest) {
  auto lines = Hanging("", "< 15s", false);
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 1).Outcome(), HasSubstr(kDoubt + "0.0 s, at most"));
}

TEST(LimitHanging, BrokersBoundIt) {
  auto lines = Hanging("", "< 15s", false);
  lines.Add(R"({"event":"config","node":"broker-1","transaction.max.timeout.ms":20000})");
  EXPECT_EQ(Passes(lines, {0, 1, 2}, 1).Outcome(), "passed at least 40.5 s" + kHangs);
}

TEST(LimitHanging, WhatTheProducerWasToldIsNoExcuse) {
  auto lines = Hanging().Txn(1, "t1", "abort").Txn(1.1, "t1", "end", "aborted");
  EXPECT_EQ(Passes(lines, {0, 1, 2}, 1).Outcome(), "passed at least 50.5 s" + kHangs);
}

TEST(LimitHanging, AtTheHighWatermarkNothingStandsStill) {
  auto lines = Hanging().Txn(1, "t1", "commit").Txn(1.1, "t1", "end", "committed");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 3).Outcome(), HasSubstr("kept 0.0 s"));
}

TEST(LimitHanging, ARecordOutsideTransactionsHoldsNothing) {
  auto lines = Hanging().Txn(1, "t1", "commit").Txn(1.1, "t1", "end", "committed");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 2).Outcome(), HasSubstr("kept 0.0 s"));
}

TEST(LimitHanging, WithoutAnUncommittedPassNothingIsProven) {
  auto lines = Hanging();
  EXPECT_THAT(lines.Final(61, {0}, 1, "committed").Outcome(), HasSubstr(kDoubt + "0.0 s, at most"));
}

TEST(LimitHanging, WhoHoldsItHasToBeFound) {
  auto lines = Hanging();
  EXPECT_THAT(Passes(lines, {0, 2}, 1).Outcome(), HasSubstr(kDoubt + "0.0 s, at most"));
}

TEST(LimitHanging, EvenWhereAllTransactionsEnded) {
  auto lines = Hanging().Txn(1, "t1", "commit").Txn(1.1, "t1", "end", "committed");
  lines.Read(1.2, 1, "watch", R"(,"isolation":"committed")");
  EXPECT_THAT(
      Passes(lines, {0, 1}, 2).Outcome(),
      HasSubstr(
          "it is not known which transaction held the last stable offset on orders/0 at offset 2"));
}

// The log was cut at offset 1 and written anew.
TEST(LimitHanging, AnotherRecordThatStoodThereIsNotTheHolder) {
  auto lines = Hanging().Txn(1, "t1", "abort").Txn(1.1, "t1", "end", "aborted");
  lines.Txn(49, "t2", "begin").Acked(3, 50, 1, "t2").Final(60, {0}, 3);
  lines.Add(R"({"event":"read","t":60.8,"actor":"final-uncommitted","topic":"orders",)"
            R"("partition":0,"offset":1,"origin":"shop-0","seq":3,"pass":"final"})");
  EXPECT_THAT(lines.Final(61, {0}, 1, "committed").Outcome(), HasSubstr(kDoubt + "1.0 s, at most"));
}

TEST(LimitHanging, FromWhenSomebodyKnewTheRecord) {
  auto lines = Hanging().Read(0.45, 1, "watch");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 1).Outcome(), HasSubstr("passed at least 50.5 s"));
}

TEST(LimitHanging, ToWhenTheReaderWasOpened) {
  auto lines = Hanging().Final(60, {0, 1, 2}, 3).Final(61, {0}, 1, "committed", false);
  EXPECT_THAT(lines.Outcome(), HasSubstr("passed at least 50.6 s"));
}

TEST(LimitHanging, ATransactionOfWhichNothingIsKnownLaterIsADoubt) {
  LimitLines lines("hanging_transaction", "< 15s");
  lines.Add(R"({"event":"config","transaction.timeout.ms":10000})");
  lines.Acked(0, 0.2).Txn(0.3, "t1", "begin").Acked(1, 0.5, 1, "t1").Acked(2, 50);
  lines.Read(0.25, 0, "watch", R"(,"isolation":"committed")").Final(60, {0, 1, 2}, 3);
  EXPECT_THAT(lines.Outcome(), HasSubstr(kDoubt + "0.0 s, at most"));
  EXPECT_THAT(lines.Outcome(), HasSubstr("it is not known when transaction t1 of shop-0 ended"));
}

TEST(LimitHanging, ACommittedReaderThatGotPastItEndsIt) {
  auto lines = Hanging().Read(12, 2, "watch", R"(,"isolation":"committed")");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 3).Outcome(), HasSubstr("kept at most 1.7 s"));
}

TEST(LimitHanging, AnUncommittedReaderDoesNot) {
  auto lines = Hanging().Read(12, 2, "watch");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 3).Outcome(), HasSubstr(kDoubt));
}

TEST(LimitHanging, AToldEndIsBelievedWhereAReaderGotPastItLater) {
  auto lines = Hanging().Txn(9, "t1", "commit").Txn(9.5, "t1", "end", "committed");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 3).Outcome(), HasSubstr("kept 0.0 s"));
}

TEST(LimitHanging, AnEndOfUnknownOutcomeIsNone) {
  auto lines = Hanging().Txn(9, "t1", "commit").Txn(9.5, "t1", "end", "unknown");
  EXPECT_THAT(Passes(lines, {0, 1, 2}, 3).Outcome(), HasSubstr(kDoubt));
}

TEST(LimitHanging, AToldEndThatNoReaderGotPastIsADoubt) {
  auto lines = Hanging().Txn(1, "t1", "commit").Txn(1.1, "t1", "end", "committed");
  lines.Read(0.25, 0, "watch", R"(,"isolation":"committed")");
  EXPECT_THAT(lines.Final(60, {0, 1, 2}, 3).Outcome(), HasSubstr(kDoubt));
}

TEST(LimitHanging, WithoutCommittedReadersNothingIsMeasured) {
  EXPECT_THAT(
      Hanging().Final(60, {0, 1, 2}, 3).Outcome(),
      HasSubstr("could not be measured: it needs transactions, and what committed readers"));
}

TEST(LimitHanging, WithoutTransactionsNothingIsMeasured) {
  LimitLines lines("hanging_transaction", "< 15s");
  lines.Acked(0, 1).Final(60, {0}, 1).Final(61, {0}, 1, "committed");
  EXPECT_THAT(lines.Outcome(), HasSubstr("could not be measured"));
}

}  // namespace
}  // namespace kproof
