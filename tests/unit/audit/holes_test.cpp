// Whose missing facts could explain that a record was read which nobody is known to have sent.
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

constexpr std::uint32_t kKnownOrigin = 0xabcd;  // that of checkout-0

// A clean run of nine records, and one more that was read at offset 9 and that nobody is known to
// have sent.
class Unsent : public ::testing::Test {
 protected:
  Unsent() { history_.Acks(0, 9, 0).Reads(Pass::kFinal, 0, 9, 0).FinalBounds(0, 10); }

  void ReadOf(std::uint32_t origin, std::uint32_t life) {
    ReadSpan read;
    read.count = 1;
    read.offsets.Push(9);
    history_.writer().Add("final", Pass::kFinal, Isolation::kUncommitted,
                          {"main", origin, life, "payments", 0}, read);
  }
  void Opens(const char* actor, ActorKind kind) {
    history_.writer().OpenActor({actor, "main", kind, "", "here", 99}, 0);
  }
  void ExpectPhantom() {
    EXPECT_EQ(history_.Judge().counts.at("phantom"), 1u);
    EXPECT_EQ(history_.Judge().verdict, Verdict::kViolation);
  }
  void ExpectDoubt() {
    const auto result = history_.Judge();
    EXPECT_EQ(result.counts.at("phantom"), 0u);
    EXPECT_EQ(result.verdict, Verdict::kInconclusive) << result.reason;
  }
  HistoryOf history_;
};

TEST_F(Unsent, ByALifeOfWhichNothingElseIsKnownMayBeHiddenByAHoleOfItsOrigin) {
  ReadOf(kKnownOrigin, 1);
  history_.NeverCloses("checkout-0");
  ExpectDoubt();
}

TEST_F(Unsent, ByAKnownOriginIsNotHiddenByAStrangersHole) {
  ReadOf(kKnownOrigin, 1);
  Opens("ledger-0", ActorKind::kProducer);
  ExpectPhantom();
}

TEST_F(Unsent, ByAnUnknownOriginMayBeHiddenByAProducerThatToldOfNoStream) {
  ReadOf(0x9999, 0);
  Opens("ledger-0", ActorKind::kProducer);
  ExpectDoubt();
}

// It is a producer of a known origin, though it sent nothing and the topic is gone.
TEST_F(Unsent, ByAnUnknownOriginIsNotHiddenByAProducerThatOnlyNamedItsStream) {
  ReadOf(0x9999, 0);
  Opens("ledger-0", ActorKind::kProducer);
  history_.writer().PutStream("ledger-0", {"main", 0x1111, 0, "payments", 0}, 0);
  FaultFact deletion;
  deletion.step = 1;
  deletion.fault = "recreate-topic";
  deletion.failure_class = "deletion";
  deletion.from = deletion.to = 90'000'000;
  deletion.bit = deletion.healed = true;
  deletion.topics = {"payments"};
  history_.writer().Put(deletion);
  EXPECT_EQ(history_.Judge().counts.at("phantom"), 1u);
}

TEST_F(Unsent, ByAnUnknownOriginMayBeHiddenByAnActorThatNeverSaidWhatItIs) {
  ReadOf(0x9999, 0);
  history_.writer().AddHole("somebody", "its spool is gone");
  ExpectDoubt();
}

TEST_F(Unsent, ByAnUnknownOriginIsNotHiddenByAReadersHole) {
  ReadOf(0x9999, 0);
  Opens("monitor-1", ActorKind::kMonitor);
  ExpectPhantom();
}

TEST_F(Unsent, ByAnUnknownOriginIsNotHiddenByAProducerOfAnother) {
  ReadOf(0x9999, 0);
  history_.NeverCloses("checkout-0");
  ExpectPhantom();
}

TEST_F(Unsent, ByAnUnknownOriginWithoutAnyHoleIsAPhantom) {
  ReadOf(0x9999, 0);
  ExpectPhantom();
}

// The first one that was not sent, and no other.
TEST_F(Unsent, AreCountedFromTheSentMarkOn) {
  history_.Reads(Pass::kFinal, 9, 1, 9);
  ExpectPhantom();
}

}  // namespace
}  // namespace kproof
