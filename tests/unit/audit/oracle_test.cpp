// The judge counts what the contract says, on thousands of random histories: its ranges, digests
// and short-cuts against one record at a time.
#include "tests/unit/audit/oracle.h"

#include <gtest/gtest.h>

#include "tests/unit/audit/history.h"
#include "tests/unit/audit/random_history.h"

namespace kproof {
namespace {

constexpr std::uint64_t kHistories = 2'000;
constexpr std::uint64_t kCases = 8;

using Counts = std::map<std::string, std::uint64_t>;

class Oracles : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Oracles, TheJudgeCountsAsSectionSixSays) {
  for (std::uint64_t seed = GetParam(); seed < kHistories; seed += kCases) {
    const auto events = RandomEvents(seed);
    const TempStore file;
    WriteStore(events, file.path());
    const auto result = Judge(*StoreReader::Open(file.path()));
    Counts found;
    for (const auto& finding : result.findings) found[finding.check] = finding.count;
    ASSERT_EQ(found, OracleCounts(events)) << "seed " << seed;
  }
}

// The comparison is worth something only where every anomaly comes, and where some histories are
// clean.
TEST(RandomEvents, ShowEveryAnomalyOftenEnough) {
  Counts histories;
  for (std::uint64_t seed = 0; seed < kHistories; ++seed) {
    const auto counts = OracleCounts(RandomEvents(seed));
    if (counts.empty()) ++histories["none"];
    for (const auto& [name, count] : counts) ++histories[name];
  }
  for (const char* name : {"none", "duplicated", "early", "expired", "ghost", "lost", "misplaced",
                           "pending", "phantom", "redelivered", "reordered", "reprocessed",
                           "rewound", "skipped", "torn", "unprocessed"})
    EXPECT_GE(histories[name], 20u) << name;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Oracles, ::testing::Range<std::uint64_t>(0, kCases));

}  // namespace
}  // namespace kproof
