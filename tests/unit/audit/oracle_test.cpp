// The judge counts what the contract says, on thousands of random histories: its ranges, digests
// and short-cuts against one record at a time. Ten thousand in every run, a million at night
// (KPROOF_HISTORIES says how many a case); rapidcheck takes events away from one that fails until
// none can be missed, and prints what is left.
#include "tests/unit/audit/oracle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>

#include "audit/judge/checks.h"
#include "audit/judge/result.h"
#include "audit/judge/run/timeline.h"
#include "audit/judge/topics/incarnations.h"
#include "audit/judge/topics/vague.h"
#include "audit/store/reader.h"
#include "tests/unit/audit/history.h"
#include "tests/unit/audit/random_flow.h"
#include "tests/unit/audit/random_history.h"
#include "tests/unit/audit/shrink_history.h"

namespace kproof {
namespace {

constexpr int kCases = 8;

// Sanitizers make a history ten times as dear; what they look for shows in fewer.
int HistoriesACase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int kHistories = 1'000;
#else
  constexpr int kHistories = 10'000;
#endif
  const char* told = std::getenv("KPROOF_HISTORIES");
  return told != nullptr ? std::atoi(told) : kHistories / kCases;
}

class JudgedHistory {
 public:
  explicit JudgedHistory(const EventList& events) {
    WriteStore(events, file_.path());
    store_ = StoreReader::Open(file_.path());
    const auto result = Judge(*store_, {}, Parallel{.threads = 1});
    same_with_two_ = store_->Second(0) != nullptr &&
                     Judge(*store_, {}, Parallel{.threads = 2, .from_bytes = 0}) == result;
    in_doubt_ = !result.doubts.empty();
    for (const auto& finding : result.findings) counts_[finding.check] = finding.count;
  }

  const Counts& counts() const { return counts_; }
  bool in_doubt() const { return in_doubt_; }
  bool same_with_two_threads() const { return same_with_two_; }

  // By check: what it told, findings and doubts of its own. Doubts are in words and have no number
  // to compare. Where nobody knows of which topic something was, it is the result that says so;
  // likewise what is pending, and what holes of producers hide.
  Counts Told() const {
    std::optional<Incarnations> apart;
    if (Incarnations::Needed(*store_)) apart.emplace(*store_);
    const auto& facts = apart ? static_cast<const FactReader&>(*apart) : *store_;
    Timeline timeline(facts);
    const History history(facts, timeline);
    Counts told;
    for (const auto& [checker, found, looked, failed] :
         RunCheckers(history, timeline.whole(), kMaxExamples).checks)
      told[checker->name] = found.anomalies.count() + found.doubts.size() +
                            (in_doubt_ && history.vague().any() ? 1 : 0);
    for (const char* check : {"lost", "torn"}) told[check] += in_doubt_ ? 1 : 0;
    return told;
  }

 private:
  const TempStore file_;
  std::unique_ptr<StoreReader> store_;
  Counts counts_;
  bool in_doubt_ = false, same_with_two_ = false;
};

rc::Gen<EventList> Histories() {
  return rc::gen::shrink(
      rc::gen::map(rc::gen::noShrink(rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())),
                   [](std::uint64_t seed) { return RandomEvents(seed); }),
      [](const EventList& events) {
        return rc::seq::map(rc::seq::fromContainer(Cuts(events)),
                            [events](const HistoryCut& cut) { return Without(events, cut); });
      });
}

class Oracles : public ::testing::TestWithParam<int> {};

TEST_P(Oracles, TheJudgeCountsAsSectionSixSays) {
  rc::detail::TestParams params;
  params.maxSuccess = HistoriesACase();
  params.seed = static_cast<std::uint64_t>(GetParam()) + 1;
  rc::detail::TestMetadata name;
  name.id = "Oracles";
  const auto result = rc::detail::checkTestable(
      [] {
        const auto events = *Histories();
        const JudgedHistory judged(events);
        const auto [counted, doubts] = AskOracle(events);
        if (judged.counts() != counted) {
          RC_LOG() << "judge: " << Describe(judged.counts()) << "\noracle: " << Describe(counted)
                   << "\n";
        }
        RC_ASSERT(judged.counts() == counted);
        RC_ASSERT(judged.same_with_two_threads());
        if (doubts.empty()) return;
        // All that it counts is required, so what it doubts leaves no pass.
        RC_ASSERT(judged.in_doubt());
        const auto told = judged.Told();
        for (const auto& [check, count] : doubts) {
          if (told.at(check) == 0) RC_LOG() << "the oracle doubts " << check << "\n";
          RC_ASSERT(told.at(check) > 0);
        }
      },
      name, params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << text.str();
}

// The comparison is worth something only where every anomaly comes, and where some histories are
// clean.
TEST(RandomEvents, ShowEveryAnomalyOftenEnough) {
  Counts histories;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const auto says = AskOracle(RandomEvents(seed));
    if (says.counts.empty()) ++histories["none"];
    for (const auto& [name, count] : says.counts) ++histories[name];
    for (const auto& [name, count] : says.doubts) ++histories["doubt: " + name];
  }
  RecordProperty("histories", Describe(histories));
  for (const char* name : {"none",         "compacted",   "duplicated",
                           "early",        "expired",     "ghost",
                           "lost",         "misplaced",   "pending",
                           "phantom",      "redelivered", "regressed",
                           "reordered",    "reprocessed", "rewound",
                           "skipped",      "stale",       "torn",
                           "unprocessed",  "doubt: lost", "doubt: regressed",
                           "doubt: stale", "doubt: torn", "doubt: unprocessed"})
    EXPECT_GE(histories[name], 20u) << name;
}

// Something stands of whose key all that stands above it was aborted.
bool OnlyAbortedAbove(const EventList& events) {
  const auto key = [&](const Identity& record) {
    const auto known = events.keys.find(record);
    return known == events.keys.end() ? 0 : known->second.hash;
  };
  return std::any_of(events.reads.begin(), events.reads.end(), [&](const ReadEvent& one) {
    bool any = false, all_aborted = true;
    for (const auto& other : events.reads) {
      if (one.pass != Pass::kFinal || other.pass != Pass::kFinal ||
          other.partition != one.partition || other.offset <= one.offset || key(one.record) == 0 ||
          key(other.record) != key(one.record))
        continue;
      any = true;
      all_aborted =
          all_aborted &&
          std::any_of(events.txns.begin(), events.txns.end(), [&](const TxnEvents& txn) {
            return txn.outcome == TxnOutcome::kAborted && txn.sends.contains(other.record);
          });
    }
    return any && all_aborted && GivenToCommitted(events, one.record);
  });
}

// Commits that go back, records that compaction, a deletion or a reset took: whoever accuses here
// is wrong, and so is the oracle.
TEST(RandomEvents, AccuseNobodyWhereNothingWentWrong) {
  Counts calm;
  for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
    const auto events = RandomEvents(seed);
    if (!events.calm) continue;
    auto counts = AskOracle(events).counts;
    if (!events.deletions.empty()) ++calm["made again"];
    if (OnlyAbortedAbove(events)) ++calm["only an aborted record above"];
    for (const char* innocent :
         {"compacted", "expired", "pending", "redelivered", "regressed", "reprocessed"})
      calm[innocent] += counts.erase(innocent);
    EXPECT_TRUE(counts.empty()) << "seed " << seed << ": " << Describe(counts);
  }
  for (const auto& [name, histories] : calm) EXPECT_GE(histories, 10u) << name;
}

// All of it gets into a store, and the judge can read it.
TEST(RandomEvents, AreFactsOfAStore) {
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    EXPECT_NO_THROW(JudgedHistory(RandomEvents(seed)));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Oracles, ::testing::Range(0, kCases));

}  // namespace
}  // namespace kproof
