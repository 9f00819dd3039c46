// What holds for every table of words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "harness/words/actor_kind.h"
#include "harness/words/error_name.h"
#include "harness/words/failure_class.h"
#include "harness/words/finding.h"
#include "harness/words/guarantee.h"
#include "harness/words/limit.h"
#include "harness/words/need.h"
#include "harness/words/param_kind.h"
#include "harness/words/remains.h"
#include "harness/words/table.h"
#include "harness/words/verdict.h"

namespace kproof {
namespace {

template <typename Row>
void EachRowIsAWordOfItsOwn(std::span<const Row> table) {
  std::set<std::string> names;
  for (const auto& row : table) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_STRNE(row.name, "");
    EXPECT_STRNE(row.meaning, "") << row.name;
    EXPECT_EQ(FindByName(table, row.name), &row);
    EXPECT_EQ(&RowAt(table, row.word), &row);
  }
  EXPECT_EQ(FindByName(table, "luck"), nullptr);
  EXPECT_EQ(FindByName(table, ""), nullptr);
  EXPECT_THAT(SortedNames(table), testing::ElementsAreArray(names));
}

TEST(Words, HaveARowEach) {
  EachRowIsAWordOfItsOwn(ActorKindTable());
  EachRowIsAWordOfItsOwn(FailureClassTable());
  EachRowIsAWordOfItsOwn(FindingTable());
  EachRowIsAWordOfItsOwn(GuaranteeTable());
  EachRowIsAWordOfItsOwn(LimitTable());
  EachRowIsAWordOfItsOwn(NeedTable());
  EachRowIsAWordOfItsOwn(ParamKindTable());
  EachRowIsAWordOfItsOwn(RemainsTable());
}

TEST(ErrorName, IsKafkasOrThatOfLibrdkafka) {
  EXPECT_EQ(ErrorName(6), "NOT_LEADER_OR_FOLLOWER");
  EXPECT_EQ(ErrorName(-192), "_MSG_TIMED_OUT");
  EXPECT_EQ(ErrorName(-1), "UNKNOWN_SERVER_ERROR");
  EXPECT_EQ(ErrorName(99'999), "error 99999");
}

TEST(FindVerdict, IsNameTheOtherWayRound) {
  for (const auto& row : VerdictTable()) {
    const bool of_three = row.name == std::string("error");
    EXPECT_EQ(FindVerdict(row.name), of_three ? Verdict::kError : row.word) << row.name;
  }
  EXPECT_EQ(FindVerdict("green"), std::nullopt);
  EXPECT_EQ(FindVerdict(""), std::nullopt);
}

TEST(ExitCode, IsThatOfTheSignalOnlyWhereOneEndedTheRun) {
  EXPECT_EQ(ExitCode(Verdict::kInterrupted, 15), 143);
  EXPECT_EQ(ExitCode(Verdict::kInterrupted, 0), 130);
  EXPECT_EQ(ExitCode(Verdict::kViolation, 15), 1) << "it came after the end";
  EXPECT_EQ(ExitCode(Verdict::kPass, 0), 0);
}

}  // namespace
}  // namespace kproof
