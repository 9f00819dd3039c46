// Sends of unknown outcome in transactions that committed: missing where a pass proves it, else a
// doubt, never a pass.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kU = Isolation::kUncommitted;
constexpr auto kC = Isolation::kCommitted;

// seq 0 is acked and stands at offset 0; of seq 1, of the same transaction, nobody knows. The
// transaction ended at 2.5 s; final passes read at 8 s.
struct OneUnknown : FlowHistory {
  explicit OneUnknown(std::optional<TxnOutcome> outcome = TxnOutcome::kCommitted,
                      double asked = 2) {
    Acks(0, 1, 0).Settles(Outcome::kUnknown, 1, 1).InTxn("t", 0, 2).Txn("t", asked, outcome);
  }
  // The last word on seq 1: unknown, and an offset.
  OneUnknown& Told(std::int64_t offset) {
    SettledSpan span;
    span.outcome = Outcome::kUnknown;
    span.first_sequence = 1;
    span.count = 1;
    span.offsets.Push(offset);
    writer().Add("checkout-0", kStream, span);
    return *this;
  }
  // A live read of seq 1.
  OneUnknown& Seen(std::int64_t offset, Isolation isolation = kU) {
    ReadSpan span;
    span.first_sequence = 1;
    span.count = 1;
    span.offsets.Push(offset);
    span.from = span.to = Micros(3);
    span.digest.Add(1, offset);
    writer().Add("monitor-0", Pass::kLive, isolation, kStream, span);
    return *this;
  }
};

struct UnknownSendCase {
  const char* name;
  void (*history)(OneUnknown&);
};

class MissingSends : public ::testing::TestWithParam<UnknownSendCase> {};
class DoubtfulSends : public ::testing::TestWithParam<UnknownSendCase> {};

const UnknownSendCase kMissingSends[] = {
    {"AnUncommittedPassWentOverTheLog", [](OneUnknown& h) { h.Final(kU, {0}, 0, 1); }},
    {"OneThatSaysHowFarItGot",
     [](OneUnknown& h) {
       h.FinalRead(kU, 0, 0);
       h.HistoryOf::FinalBounds(0, 1, 1);
     }},
    {"OneOfTwoPassesIsWhole",
     [](OneUnknown& h) {
       h.Final(kU, {0}, 0, 1);
       h.writer().Add("final", kU, Bounds{"payments", 0, 1, 1, std::nullopt});
     }},
    {"BesideACommittedPass", [](OneUnknown& h) { h.Final(kU, {0}, 0, 1).Final(kC, {0}, 0, 1); }},
    {"ReadUncommittedWhereACommittedPassWas",
     [](OneUnknown& h) {
       h.FinalAt(kU, {{0, 0}, {1, 5}}, 2, 6).Final(kC, {0}, 0, 6);
     }},
    {"AnOffsetWasToldThoughNobodyKnows", [](OneUnknown& h) { h.Told(5).Final(kC, {0}, 0, 6); }},
    {"ToldAtFirstAndNotInTheEnd",
     [](OneUnknown& h) { h.Told(5).Settles(Outcome::kUnknown, 1, 1), h.Final(kC, {0}, 0, 6); }},
    {"ToldByAnAckThatWasNotTheLastWord",
     [](OneUnknown& h) {
       h.Acks(1, 1, 5).Settles(Outcome::kUnknown, 1, 1);
       h.Final(kC, {0}, 0, 6);
     }},
    {"SeenLiveWhereACommittedPassWas", [](OneUnknown& h) { h.Seen(5).Final(kC, {0}, 0, 6); }},
    {"SeenCommittedWhereACommittedPassWas",
     [](OneUnknown& h) { h.Seen(5, kC).Final(kC, {0}, 0, 6); }},
};

TEST_P(MissingSends, TearTheTransaction) {
  OneUnknown h;
  GetParam().history(h);
  const auto result = h.Judge();
  EXPECT_EQ(Found(result), (Counts{{"torn", 1}}));
  EXPECT_EQ(result.verdict, Verdict::kViolation) << result.reason;
  EXPECT_EQ(result.findings.at(0).examples.at(0).seq, 1u);
  EXPECT_THAT(result.doubts, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Table, MissingSends, ::testing::ValuesIn(kMissingSends),
                         [](const auto& row) { return std::string(row.param.name); });

const UnknownSendCase kDoubtfulSends[] = {
    {"ACommittedPassAlone", [](OneUnknown& h) { h.Final(kC, {0}, 0, 10); }},
    {"TheLogStartsLater",
     [](OneUnknown& h) {
       h.FinalAt(kU, {{0, 0}}, 1, 10).Final(kC, {0}, 0, 1);
     }},
    {"ThePassBrokeOff",
     [](OneUnknown& h) {
       h.FinalRead(kU, 0, 0);
       h.HistoryOf::FinalBounds(0, 10, 5);
     }},
    {"TwoPassesThatAreWholeTogether",
     [](OneUnknown& h) {
       h.FinalRead(kU, 0, 0);
       h.HistoryOf::FinalBounds(0, 10, 5);
       h.FinalBounds(kU, 5, 10);
     }},
    {"TheReaderHasNoClock",
     [](OneUnknown& h) {
       h.Final(kU, {0}, 0, 1);
       h.writer().MarkUntimed("final");
     }},
    {"TheProducerHasNoClock",
     [](OneUnknown& h) {
       h.Final(kU, {0}, 0, 1);
       h.writer().MarkUntimed("checkout-0");
     }},
    {"ACompactedTopic",
     [](OneUnknown& h) { h.Final(kU, {0}, 0, 1).Topic("cleanup.policy", "compact"); }},
    {"ACompactedTopicOfWhichAPlaceIsKnown",
     [](OneUnknown& h) { h.Told(5).Final(kC, {0}, 0, 6).Topic("cleanup.policy", "compact"); }},
    {"ToldAtTheEndOfACommittedPass", [](OneUnknown& h) { h.Told(5).Final(kC, {0}, 0, 5); }},
    {"ToldBeyondWhereACommittedPassBrokeOff",
     [](OneUnknown& h) {
       h.Told(5).FinalRead(kC, 0, 0);
       h.writer().Add("final", kC, Bounds{"payments", 0, 0, 6, 5});
     }},
    {"ToldAtTheEndThatACommittedPassWentPast",
     [](OneUnknown& h) {
       h.Told(5).FinalRead(kC, 0, 0);
       h.writer().Add("final", kC, Bounds{"payments", 0, 0, 5, 6});
     }},
    {"ToldBelowACommittedPass",
     [](OneUnknown& h) {
       h.Told(1).FinalAt(kC, {{0, 0}}, 2, 6).Final(kC, {0}, 0, 1);
     }},
    {"ToldWhereNoCommittedPassWas",
     [](OneUnknown& h) {
       h.Told(5).FinalAt(kU, {{0, 0}}, 2, 9).Final(kC, {0}, 0, 1);
     }},
    {"ToldInAnotherPartitionThanTheCommittedPass",
     [](OneUnknown& h) {
       h.Told(5).Final(kC, {0}, 0, 1);
       h.writer().Add("final", kC, Bounds{"payments", 1, 0, 9, std::nullopt});
     }},
    {"ToldTwiceAndOnceAboveTheCommittedPass",
     [](OneUnknown& h) { h.Told(7).Told(5).Final(kC, {0}, 0, 6); }},
    {"SeenAboveTheCommittedPassBesides",
     [](OneUnknown& h) { h.Seen(7).Told(5).Final(kC, {0}, 0, 6); }},
    {"SeenInAnotherPartition",
     [](OneUnknown& h) {
       ReadSpan span;
       span.partition = 1;
       span.first_sequence = 1;
       span.count = 1;
       span.offsets.Push(5);
       h.writer().Add("monitor-0", Pass::kLive, kU, kStream, span);
       h.Final(kC, {0}, 0, 6);
       h.writer().Add("final", kC, Bounds{"payments", 1, 0, 9, std::nullopt});
     }},
    {"SeenInAnotherTopic",
     [](OneUnknown& h) {
       ReadSpan span;
       span.topic = "refunds";
       span.first_sequence = 1;
       span.count = 1;
       span.offsets.Push(5);
       h.writer().Add("monitor-0", Pass::kLive, kU, kStream, span);
       h.Final(kC, {0}, 0, 6);
       h.writer().Add("final", kC, Bounds{"refunds", 0, 0, 9, std::nullopt});
     }},
    {"ToldOfARecordThatWasSentInAnAbortedTransactionToo",
     [](OneUnknown& h) {
       h.Told(5).Final(kC, {0}, 0, 6);
       h.InTxn("u", 1, 1).Txn("u", 2, TxnOutcome::kAborted);
     }},
    {"ReadUncommittedOfARecordThatWasSentInAnAbortedTransactionToo",
     [](OneUnknown& h) {
       h.FinalAt(kU, {{0, 0}, {1, 5}}, 0, 6).Final(kC, {0}, 0, 6);
       h.InTxn("u", 1, 1).Txn("u", 2, TxnOutcome::kAborted);
     }},
    {"NoFinalPass", [](OneUnknown& h) { h.LiveCommitted(0, 1, 0, 3); }},
};

TEST_P(DoubtfulSends, AreNeverAPass) {
  OneUnknown h;
  GetParam().history(h);
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("torn"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  EXPECT_THAT(
      result.doubts,
      ::testing::Contains(
          "1 record in transactions that committed has no known outcome, and it is not "
          "known whether the log lacks it (the first: checkout-0, life 0, seq 1 of payments/0, in "
          "transaction t)"));
}

INSTANTIATE_TEST_SUITE_P(Table, DoubtfulSends, ::testing::ValuesIn(kDoubtfulSends),
                         [](const auto& row) { return std::string(row.param.name); });

// An end of unknown outcome is no end, and a committed reader's sight is one.
TEST(UnknownSend, OfATransactionThatACommittedReaderSawIsMissingToo) {
  for (const auto outcome : {std::optional(TxnOutcome::kUnknown), std::optional<TxnOutcome>()}) {
    const auto seen_at = [&](double at) {
      OneUnknown h(outcome);
      return h.LiveCommitted(0, 1, 0, at).Final(kU, {0}, 0, 1).Judge();
    };
    EXPECT_EQ(Found(seen_at(7.9)), (Counts{{"torn", 1}}));
    EXPECT_EQ(Found(seen_at(8)), Counts{});
    EXPECT_EQ(seen_at(8.5).verdict, Verdict::kInconclusive);
    OneUnknown twice(outcome);
    twice.LiveCommitted(0, 1, 0, 8.5).LiveCommitted(0, 1, 0, 3).LiveCommitted(0, 1, 0, 9);
    EXPECT_EQ(Found(twice.Final(kU, {0}, 0, 1).Judge()), (Counts{{"torn", 1}}));
    OneUnknown without_a_clock(outcome);
    without_a_clock.LiveCommitted(0, 1, 0, 3).Final(kU, {0}, 0, 1);
    without_a_clock.writer().MarkUntimed("monitor-0");
    EXPECT_EQ(Found(without_a_clock.Judge()), Counts{});
  }
}

TEST(UnknownSend, OnlyACommittedReaderOfItsOwnRecordsSeesThatItEnded) {
  OneUnknown uncommitted(std::nullopt);
  uncommitted.Seen(1).LiveCommitted(0, 1, 0, 8.5).FinalAt(kU, {{0, 0}}, 0, 2);
  EXPECT_EQ(Found(uncommitted.Judge()), Counts{});
  OneUnknown another(std::nullopt);  // transaction, which committed before
  another.Acks(2, 1, 1).InTxn("u", 2, 1).Txn("u", 2, TxnOutcome::kCommitted);
  another.LiveCommitted(2, 1, 1, 3).LiveCommitted(0, 1, 0, 8.5);
  EXPECT_EQ(Found(another.FinalAt(kU, {{0, 0}, {2, 1}}, 0, 2).Judge()), Counts{});
}

TEST(UnknownSend, ASightThatTakesTimeEndsWithItsLastMoment) {
  FlowHistory h;
  h.Acks(0, 1, 0).Acks(3, 1, 1).Settles(Outcome::kUnknown, 1, 1);
  h.InTxn("t", 0, 2).Txn("t", 2, std::nullopt).LiveCommitted(0, 1, 0, 7.5, 8.4);
  EXPECT_EQ(Found(h.FinalAt(kU, {{0, 0}, {3, 1}}, 0, 2).Judge()), Counts{});
}

// What another transaction may explain is no sight of this one; its second record is.
TEST(UnknownSend, ASightOfWhatTwoTransactionsHoldIsOfNeither) {
  const auto seen = [](std::uint64_t sequence) {
    FlowHistory h;
    h.Acks(0, 2, 0).Settles(Outcome::kUnknown, 2, 1).InTxn("t", 0, 3).InTxn("u", 0, 1);
    h.Txn("t", 2, TxnOutcome::kUnknown).Txn("u", 2, TxnOutcome::kCommitted);
    h.LiveCommitted(sequence, 1, static_cast<std::int64_t>(sequence), 3);
    return Found(h.LiveCommitted(1, 1, 1, 8.5).Final(kU, {0, 1}, 0, 2).Judge());
  };
  EXPECT_EQ(seen(0), Counts{});
  EXPECT_EQ(seen(1), (Counts{{"torn", 1}}));
}

TEST(UnknownSend, OfATransactionThatEndedAfterThePassBeganIsADoubt) {
  for (const double asked : {7.5, 7.9}) {  // it ended at 8 s or later
    OneUnknown h(TxnOutcome::kCommitted, asked);
    const auto result = h.Final(kU, {0}, 0, 1).Judge();
    EXPECT_EQ(Found(result), Counts{});
    EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  }
  OneUnknown before(TxnOutcome::kCommitted, 7.4);
  EXPECT_EQ(Found(before.Final(kU, {0}, 0, 1).Judge()), (Counts{{"torn", 1}}));
}

TEST(UnknownSend, OneOfTwoPassesThatBeganLaterIsEnough) {
  OneUnknown h(TxnOutcome::kCommitted, 7.9);
  h.Final(kU, {0}, 0, 1);
  h.writer().OpenActor({"final-2", "main", ActorKind::kFinalReader, "by hand", "here", 15}, 0);
  ReadSpan span;
  span.count = 1;
  span.offsets.Push(0);
  span.from = span.to = Micros(8.5);
  h.writer().Add("final-2", Pass::kFinal, kU, kStream, span);
  h.writer().Add("final-2", kU, Bounds{"payments", 0, 0, 1, std::nullopt});
  h.writer().CloseActor("final-2", Micros(9));
  EXPECT_EQ(Found(h.Judge()), (Counts{{"torn", 1}}));
}

// The first read tells when a pass began, not a later one.
TEST(UnknownSend, APassBeginsWithItsFirstRead) {
  FlowHistory h;
  h.Acks(0, 1, 0).Settles(Outcome::kUnknown, 1, 1).Acks(2, 1, 1);
  h.InTxn("t", 0, 2).Txn("t", 1.9, TxnOutcome::kCommitted);  // ended at 2.4 s
  h.Reads(Pass::kFinal, 0, 1, 0);                            // at 2 s
  h.FinalAt(kU, {{2, 1}}, 0, 2);                             // at 8 s
  EXPECT_EQ(Found(h.Judge()), Counts{});
}

TEST(UnknownSend, OnlyTheReadsOfThePassTellWhenItBegan) {
  OneUnknown h;
  ReadSpan live;  // by the same reader, before the transaction ended
  live.count = 1;
  live.offsets.Push(0);
  live.from = live.to = Micros(1);
  h.writer().Add("final", Pass::kLive, kU, kStream, live);
  h.Final(kU, {0}, 0, 1);
  EXPECT_EQ(Found(h.Judge()), (Counts{{"torn", 1}}));
  OneUnknown committed;  // before it ended too
  live.from = live.to = Micros(2.2);
  committed.writer().Add("final", Pass::kFinal, kC, kStream, live);
  committed.FinalBounds(kC, 0, 1).Final(kU, {0}, 0, 1);
  EXPECT_EQ(Found(committed.Judge()), (Counts{{"torn", 1}}));
  OneUnknown another;  // partition, at 2 s: its passes began then
  another.Acks(0, 1, 0, 1, 1).Reads(Pass::kFinal, 0, 1, 0, 1).FinalBounds(0, 1, std::nullopt, 1);
  another.Final(kU, {0}, 0, 1);
  EXPECT_EQ(Found(another.Judge()), Counts{});
}

// Told at 5 and 6, and a committed pass went over 6.
TEST(UnknownSend, EachPlaceIsThatOfItsOwnRecord) {
  FlowHistory h;
  h.Acks(0, 1, 0).InTxn("t", 0, 3).Sent(3);
  h.Txn("t", 2, TxnOutcome::kCommitted);
  SettledSpan span;
  span.outcome = Outcome::kUnknown;
  span.first_sequence = 1;
  span.count = 2;
  span.offsets.Push(5);
  span.offsets.Push(6);
  h.writer().Add("checkout-0", kStream, span);
  const auto result = h.Final(kC, {0}, 0, 1).FinalBounds(kC, 6, 9).Judge();
  EXPECT_EQ(Found(result), (Counts{{"torn", 1}}));
  EXPECT_EQ(result.findings.at(0).examples.at(0).seq, 2u);
  EXPECT_EQ(result.findings.at(0).examples.at(0).count, 1u);
  EXPECT_THAT(result.doubts, ::testing::Contains(HasSubstr("seq 1 of payments/0")));
}

// When records without a stamp were read is not known: perhaps before the transaction ended.
TEST(UnknownSend, APassMayBeginWithRecordsWithoutAStamp) {
  OneUnknown h;
  h.Unstamped(1).HistoryOf::FinalBounds(0, 2);
  const auto result = h.FinalRead(kU, 0, 0).Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  OneUnknown opened_later;
  opened_later.Final(kC, {0}, 0, 2);
  opened_later.writer().OpenActor(
      {"final-2", "main", ActorKind::kFinalReader, "by hand", "here", 15}, Micros(4));
  ForeignRead read{"payments", 0, {}};
  read.offsets.Push(1);
  opened_later.writer().Add("final-2", Pass::kFinal, kU, read);
  opened_later.writer().Add("final-2", kU, Bounds{"payments", 0, 0, 2, std::nullopt});
  opened_later.writer().CloseActor("final-2", Micros(9));
  EXPECT_EQ(Found(opened_later.Judge()), (Counts{{"torn", 1}}));
  OneUnknown of_another;
  of_another.Final(kU, {0}, 0, 1);
  of_another.writer().Add("final", Pass::kFinal, kC, read);
  of_another.writer().Add("final", Pass::kLive, kU, read);
  EXPECT_EQ(Found(of_another.Judge()), (Counts{{"torn", 1}}));
}

TEST(UnknownSend, AReaderWithAHoleProvesNothing) {
  OneUnknown h;
  h.Final(kU, {0}, 0, 1).LiveCommitted(0, 1, 0, 3);
  h.NeverCloses("final");
  const auto result = h.Judge();
  EXPECT_EQ(result.counts.at("torn"), 0u);
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
}

// Another partition: it was sent to partition 1, of which the log is empty.
class EmptyPartition : public ::testing::Test {
 protected:
  EmptyPartition() {
    const StreamId one{"main", 0xabcd, 0, "payments", 1};
    h_.Acks(0, 1, 0).InTxn("t", 0, 1).Txn("t", 2, TxnOutcome::kCommitted);
    h_.writer().PutStream("checkout-0", one, 1);
    h_.writer().AddTxnRecords("checkout-0", "t", one, 0, 1);
  }
  FlowHistory h_;
};

TEST_F(EmptyPartition, APassThatHadNothingToReadBeganWithItsReadersFirstRead) {
  h_.Final(kU, {0}, 0, 1).HistoryOf::FinalBounds(0, 0, std::nullopt, 1);
  EXPECT_EQ(Found(h_.Judge()), (Counts{{"torn", 1}}));
}

TEST_F(EmptyPartition, WhenAReaderBeganThatReadNothingNobodyKnows) {
  h_.Final(kC, {0}, 0, 1);
  h_.writer().OpenActor({"final-2", "main", ActorKind::kFinalReader, "by hand", "here", 15},
                        Micros(4));
  h_.writer().Add("final-2", kU, Bounds{"payments", 1, 0, 0, std::nullopt});
  h_.writer().CloseActor("final-2", Micros(9));
  const auto result = h_.Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
}

TEST_F(EmptyPartition, APassOfOnePartitionProvesNothingOfAnother) {
  h_.Final(kU, {0}, 0, 1);
  h_.writer().Add("final", kC, Bounds{"payments", 1, 0, 0, std::nullopt});
  EXPECT_EQ(Found(h_.Judge()), Counts{});
}

// -- innocent ones

TEST(UnknownSend, ThatIsInTheLogIsNoDoubt) {
  for (const auto isolation : {kU, kC}) {
    OneUnknown h;
    const auto result = h.Final(isolation, {0, 1}, 0, 2).Judge();
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  }
}

TEST(UnknownSend, ThatACommittedPassCouldNotReachIsNoDoubt) {
  OneUnknown h;
  const auto result = h.Final(kU, {0, 1}, 0, 2).Final(kC, {0}, 0, 1).Judge();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

TEST(UnknownSend, ThatFailedOrWasAckedInTheEndIsNoDoubt) {
  OneUnknown failed;
  failed.Settles(Outcome::kFailed, 1, 1);
  EXPECT_EQ(failed.Final(kC, {0}, 0, 1).Judge().verdict, Verdict::kPass);
  OneUnknown acked;
  acked.Acks(1, 1, 1);
  EXPECT_EQ(acked.Final(kC, {0, 1}, 0, 2).Judge().verdict, Verdict::kPass);
}

TEST(UnknownSend, OfATransactionThatPromisesNothingIsNoDoubt) {
  for (const auto outcome : {TxnOutcome::kAborted, TxnOutcome::kUnknown}) {
    OneUnknown h(outcome);
    const auto result = h.Acks(2, 1, 5).FinalAt(kU, {{2, 5}}, 0, 6).Judge();
    EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  }
}

TEST(UnknownSend, OutsideOfTransactionsIsNoDoubt) {
  FlowHistory h;
  h.Acks(0, 1, 0).Settles(Outcome::kUnknown, 1, 1).InTxn("t", 0, 1);
  h.Txn("t", 2, TxnOutcome::kCommitted);
  EXPECT_EQ(h.Final(kU, {0}, 0, 1).Judge().verdict, Verdict::kPass);
}

// What expired is explained, so the rest of its transaction is not torn.
TEST(UnknownSend, AnAckedRecordThatExpiredIsNone) {
  FlowHistory h;
  h.Topic("retention.ms", "1");
  h.Acks(0, 3, 0).InTxn("t", 0, 3).Txn("t", 2, TxnOutcome::kCommitted);
  const auto result = h.Final(kC, {2}, 2, 3).Judge();
  EXPECT_EQ(Found(result), (Counts{{"expired", 2}}));
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

// It may have failed, and nobody wrote that down.
TEST(UnknownSend, ThatWasNeverSettledByAProducerWithAHoleTearsNothing) {
  const auto judged = [](bool hole, bool settled) {
    FlowHistory h;
    h.Acks(0, 1, 0).InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
    h.Sent(2);
    if (settled) h.Settles(Outcome::kUnknown, 1, 1);
    if (hole) h.NeverCloses("checkout-0");
    return h.Final(kU, {0}, 0, 1).Judge();
  };
  EXPECT_EQ(Found(judged(false, false)), (Counts{{"torn", 1}}));
  EXPECT_EQ(Found(judged(true, true)), (Counts{{"torn", 1}}));
  const auto result = judged(true, false);
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  FlowHistory got;  // so it did not fail
  got.Acks(0, 1, 0).InTxn("t", 0, 2).Sent(2);
  got.Txn("t", 2, TxnOutcome::kCommitted).NeverCloses("checkout-0");
  got.Final(kU, {0, 1}, 0, 2).Final(kC, {0}, 0, 2);
  EXPECT_EQ(Found(got.Judge()), (Counts{{"torn", 1}}));
}

// Neither torn nor lost; but the client was told that it committed.
TEST(UnknownSend, OfATransactionOfWhichNothingStandsIsADoubt) {
  FlowHistory h;
  h.Settles(Outcome::kUnknown, 0, 2).Acks(2, 1, 0);
  h.InTxn("t", 0, 2).Txn("t", 2, TxnOutcome::kCommitted);
  const auto result = h.FinalAt(kU, {{2, 0}}, 0, 1).Judge();
  EXPECT_EQ(Found(result), Counts{});
  EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  EXPECT_THAT(result.reason, HasSubstr("2 records in transactions that committed have no known"));
}

// Sent in two that committed.
TEST(UnknownSend, CountsOnceAmongTheDoubts) {
  OneUnknown h;
  h.InTxn("u", 0, 2).Txn("u", 2, TxnOutcome::kCommitted);
  EXPECT_THAT(h.Final(kC, {0}, 0, 10).Judge().reason, HasSubstr("1 record in transactions"));
}

}  // namespace
}  // namespace kproof
