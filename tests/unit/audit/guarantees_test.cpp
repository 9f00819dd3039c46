// Which anomalies each guarantee of the contract excludes, and which of them settings can promise.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/words/guarantee.h"

namespace kproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Contract {
  const char* name;
  std::vector<std::string> checks;
  bool by_settings;
};

const Contract kContract[] = {
    {"no-loss", {"lost"}, true},
    {"no-duplicates", {"duplicated"}, true},
    {"order", {"reordered"}, true},
    {"atomic", {"torn", "early", "ghost"}, true},
    {"at-least-once", {"unprocessed"}, false},
    {"at-most-once", {"reprocessed"}, false},
    {"exactly-once", {"unprocessed", "reprocessed"}, false},
    {"no-skips", {"skipped"}, false},
    {"no-rewinds", {"rewound"}, false},
    {"no-redelivery", {"redelivered"}, false},
    {"monotonic-commits", {"regressed"}, false},
    {"no-stale-reads", {"stale"}, false},
};

TEST(Guarantees, AreThoseOfTheContract) {
  EXPECT_EQ(GuaranteeTable().size(), std::size(kContract));
  for (const auto& row : kContract) {
    const auto* guarantee = FindGuarantee(row.name);
    ASSERT_NE(guarantee, nullptr) << row.name;
    EXPECT_EQ(FindingsAgainst(row.name), row.checks);
    EXPECT_EQ(guarantee->by_settings, row.by_settings) << row.name;
  }
  EXPECT_EQ(FindGuarantee("luck"), nullptr);
}

TEST(Guarantees, AgainstAnAnomaly) {
  const auto against = GuaranteesAgainst("reprocessed");
  EXPECT_THAT(against, ElementsAre(FindGuarantee("at-most-once"), FindGuarantee("exactly-once")));
  for (const char* always :
       {"phantom", "corrupt", "misplaced", "diverged", "pending", "expired", "compacted"})
    EXPECT_THAT(GuaranteesAgainst(always), IsEmpty()) << always;
}

}  // namespace
}  // namespace kproof
