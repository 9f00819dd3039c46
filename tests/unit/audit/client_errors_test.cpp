// Where nothing got through, what the clients were told last stands in the doubt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"

namespace kproof {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kHandshake[] = "ssl://127.0.0.1:9092/bootstrap: SSL handshake failed";

TEST(LastErrors, OfProducersStandBesideNothingWasAcked) {
  const auto result = HistoryOf()
                          .Sent(5)
                          .Event(1, "error", "checkout-0", "connect refused")
                          .Event(2, "error", "checkout-0", kHandshake)
                          .Event(9, "problem", "the run's deadline passed after phase 'load'")
                          .Judge();
  EXPECT_EQ(result.verdict, Verdict::kInconclusive);
  EXPECT_EQ(result.reason,
            std::string("nothing was acked; checkout-0's last error: ") + kHandshake);
  EXPECT_THAT(result.doubts, Contains("the run's deadline passed after phase 'load'"));
  EXPECT_THAT(result.doubts, Contains("nothing was read"));
}

TEST(LastErrors, OfReadersStandBesideNothingWasRead) {
  const auto result = HistoryOf().Acks(0, 5, 0).Event(1, "error", "monitor-0", kHandshake).Judge();
  EXPECT_EQ(result.reason, std::string("nothing was read; monitor-0's last error: ") + kHandshake);
}

TEST(LastErrors, AreCodesWhereNobodyWroteMore) {
  HistoryOf history;
  SettledSpan span;
  span.outcome = Outcome::kUnknown;
  span.count = 1;
  span.error = -192;
  history.Sent(1).writer().Add("checkout-0", {"main", 0xabcd, 0, "payments", 0}, span);
  EXPECT_THAT(history.Judge().doubts,
              Contains("nothing was acked; checkout-0's last error: code -192"));
  history.Event(1, "error", "checkout-0", kHandshake);
  EXPECT_THAT(history.Judge().doubts, Contains(HasSubstr(kHandshake)));
}

TEST(LastErrors, WithoutAnyTheDoubtStandsAlone) {
  EXPECT_THAT(HistoryOf().Sent(5).Judge().doubts, Contains("nothing was acked"));
}

TEST(LastErrors, OfAProducerThatGotNoAckAreToldThoughOthersDid) {
  HistoryOf history;
  Clean(history).writer().OpenActor({"ledger-0", "main", ActorKind::kProducer, "", "", 15}, 0);
  history.writer().CloseActor("ledger-0", 9'000'000);
  history.Event(1, "error", "ledger-0", kHandshake);
  const auto result = history.Judge();
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
  EXPECT_THAT(result.disturbances,
              Contains(std::string("a producer got no ack: ledger-0's last error: ") + kHandshake));
}

TEST(LastErrors, OfWhoGotThroughInTheEndAreNoMatter) {
  HistoryOf history;
  const auto result = Clean(history).Event(0.1, "error", "checkout-0", "connect refused").Judge();
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_THAT(result.disturbances, IsEmpty());
}

TEST(LastErrors, OtherEventsAreNoErrors) {
  const auto result =
      HistoryOf().Sent(5).Event(1, "client", "checkout-0", "fatal error of life 0").Judge();
  EXPECT_THAT(result.doubts, Not(Contains(HasSubstr("fatal error"))));
}

}  // namespace
}  // namespace kproof
