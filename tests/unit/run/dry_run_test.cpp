// What a dry run says of each step: when it begins and ends, and which class of failure it is.
#include "harness/run/dry_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/run/vocabulary.h"

namespace kproof {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string ForetoldOf(const std::string& step) {
  const std::string text =
      "name: a\nabout: one step\ncluster: {brokers: 3, controllers: 3}\n"
      "topics: {payments: {partitions: 1, replication: 3}}\n"
      "producers: {checkout: {rate: 10/s}}\nduration: 20s\nsteps:\n  - " +
      step + "\n";
  const auto parsed = ParseScenario("a.yaml", text, TheVocabulary());
  for (const auto& diagnostic : parsed.diagnostics) ADD_FAILURE() << diagnostic.ToString();
  return parsed.scenario ? DescribeSteps(*parsed.scenario) : "";
}

TEST(DescribeSteps, SaysWhenAStepBeginsAndEnds) {
  EXPECT_THAT(ForetoldOf("{at: 3s, fault: pause, target: broker 1, for: 2s}"),
              HasSubstr("# - 3s into the steady load, for 2s: pause broker 1\n"));
  EXPECT_THAT(ForetoldOf("{at: 3s, fault: kill, target: leader of payments/0, until: leader of "
                         "payments/0 changed, within: 9s}"),
              HasSubstr("until leader of payments/0 changed, 9s at most: kill"));
}

TEST(DescribeSteps, CountsRepeatsOnlyWhereThereAreSome) {
  EXPECT_THAT(ForetoldOf("{at: 1s, fault: pause, target: broker 1, for: 1s, every: 4s, repeat: 3}"),
              HasSubstr(", 3 times, every 4s: pause"));
  EXPECT_THAT(ForetoldOf("{at: 1s, fault: pause, target: broker 1, for: 1s}"),
              Not(HasSubstr("times")));
}

// Agents that end are no failure of the cluster.
TEST(DescribeSteps, NamesTheClassOfWhatItHits) {
  EXPECT_THAT(ForetoldOf("{at: 1s, fault: kill, target: broker 1, for: 1s}"),
              Not(HasSubstr("class of failure: none")));
  EXPECT_THAT(ForetoldOf("{at: 1s, fault: kill, target: producer checkout-0}"),
              HasSubstr("class of failure: none"));
}

TEST(DescribeSteps, OfNoStepsIsNothing) { EXPECT_EQ(DescribeSteps({}), ""); }

}  // namespace
}  // namespace kproof
