// A clean history of transactions and a consumer, with one fact dropped, doubled, swapped or
// changed at random (seeded): exactly that is reported.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "harness/base/random.h"
#include "tests/unit/audit/flow_history.h"

namespace kproof {
namespace {

constexpr std::uint64_t kRecords = 60;
constexpr std::uint64_t kInTxn = 3;  // each transaction has so many, and all of them commit

using Offsets = std::vector<std::int64_t>;

// The facts of the clean history, for a test to harm.
struct Facts {
  Offsets final_pass, live, consumed, processed;
  std::vector<std::optional<TxnOutcome>> outcomes;
  double live_at = 6, commit_asked = 5;
  std::int64_t committed = kRecords;
};

class FlowMutation : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  FlowMutation() {
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(kRecords); ++i) {
      for (auto* offsets : {&facts_.final_pass, &facts_.live, &facts_.consumed, &facts_.processed})
        offsets->push_back(i);
    }
    facts_.outcomes.assign(kRecords / kInTxn, TxnOutcome::kCommitted);
  }

  Result Judged(const std::string& require = "") {
    FlowHistory h;
    h.Acks(0, kRecords, 0);
    for (std::size_t i = 0; i < facts_.outcomes.size(); ++i) {
      const auto name = "t" + std::to_string(i);
      h.InTxn(name, i * kInTxn, kInTxn).Txn(name, facts_.commit_asked, facts_.outcomes[i]);
    }
    for (const auto offset : facts_.live) {
      const bool early = offset == early_;
      h.LiveCommitted(static_cast<std::uint64_t>(offset), 1, offset, early ? 4 : facts_.live_at);
    }
    for (const auto offset : facts_.final_pass)
      h.FinalRead(Isolation::kCommitted, static_cast<std::uint64_t>(offset), offset);
    h.FinalBounds(Isolation::kCommitted, 0, kRecords);
    h.Assigned(0);
    for (const auto offset : facts_.consumed) h.Consumes({offset});
    for (const auto offset : facts_.processed) h.Processes({offset});
    h.Commits(facts_.committed);
    if (!require.empty()) h.Require(require);
    return h.Judge();
  }

  void ExpectExactly(const std::map<std::string, std::uint64_t>& expected,
                     const std::string& guarantee) {
    for (const bool required : {false, true}) {
      const auto result = Judged(required ? guarantee : "");
      std::map<std::string, std::uint64_t> found;
      for (const auto& finding : result.findings) {
        found[finding.check] = finding.count;
        ASSERT_FALSE(finding.examples.empty());
        EXPECT_EQ(finding.examples[0].seq, victim_) << finding.check;
      }
      EXPECT_EQ(found, expected);
      if (required) {
        EXPECT_EQ(result.verdict, Verdict::kViolation) << result.reason;
      }
    }
  }

  void Drop(Offsets& offsets) { std::erase(offsets, Victim()); }
  void Double(Offsets& offsets) {
    offsets.insert(std::find(offsets.begin(), offsets.end(), Victim()), Victim());
  }
  std::int64_t Victim() const { return static_cast<std::int64_t>(victim_); }

  Facts facts_;
  std::int64_t early_ = -1;
  // Never the last record: what is behind it shows that it was passed over.
  std::uint64_t victim_ = Random(GetParam()).Below(kRecords - 1);
};

TEST_P(FlowMutation, NothingHarmed) {
  const auto result = Judged();
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.verdict, Verdict::kPass) << result.reason;
}

TEST_P(FlowMutation, ADroppedRecordOfATransactionTearsIt) {
  Drop(facts_.final_pass);
  ExpectExactly({{"torn", 1}}, "atomic");
}

TEST_P(FlowMutation, AChangedOutcomeMakesGhosts) {
  facts_.outcomes[victim_ / kInTxn] = TxnOutcome::kAborted;
  victim_ -= victim_ % kInTxn;
  ExpectExactly({{"ghost", kInTxn}}, "atomic");
}

TEST_P(FlowMutation, ADroppedOutcomeChangesNothingThatWasSeen) {
  facts_.outcomes[victim_ / kInTxn].reset();
  EXPECT_TRUE(Judged().findings.empty());
}

TEST_P(FlowMutation, AnEarlierReadIsEarly) {
  early_ = Victim();
  ExpectExactly({{"early", 1}}, "atomic");
}

TEST_P(FlowMutation, ADroppedReadOfTheConsumerIsSkipped) {
  Drop(facts_.consumed);
  ExpectExactly({{"skipped", 1}}, "no-skips");
}

TEST_P(FlowMutation, ADoubledReadOfTheConsumerIsAStepBackAndARedelivery) {
  Double(facts_.consumed);
  ExpectExactly({{"redelivered", 1}, {"rewound", 1}}, "no-rewinds");
  ExpectExactly({{"redelivered", 1}, {"rewound", 1}}, "no-redelivery");
}

TEST_P(FlowMutation, TwoSwappedReadsOfTheConsumerAreAStepBack) {
  std::swap(facts_.consumed[victim_], facts_.consumed[victim_ + 1]);
  ExpectExactly({{"rewound", 1}}, "no-rewinds");
}

TEST_P(FlowMutation, ADroppedEffectIsUnprocessed) {
  Drop(facts_.processed);
  ExpectExactly({{"unprocessed", 1}}, "at-least-once");
}

TEST_P(FlowMutation, ADoubledEffectIsReprocessed) {
  Double(facts_.processed);
  ExpectExactly({{"reprocessed", 1}}, "at-most-once");
}

TEST_P(FlowMutation, SwappedEffectsAreNothing) {
  std::swap(facts_.processed[victim_], facts_.processed[victim_ + 1]);
  EXPECT_TRUE(Judged("exactly-once").findings.empty());
}

TEST_P(FlowMutation, ACommitBelowTheEffectsClaimsNothingWrong) {
  facts_.committed = Victim();
  Drop(facts_.processed);
  EXPECT_TRUE(Judged("at-least-once").findings.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, FlowMutation, ::testing::Range<std::uint64_t>(1, 7));

}  // namespace
}  // namespace kproof
