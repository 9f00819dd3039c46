// What the faults offer, as scenarios may write it.
#include "harness/run/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/units.h"

namespace kproof {
namespace {

TEST(RunVocabulary, WordsAreNamedAndTheFallbackIsOneOfThem) {
  for (const auto& fault : TheVocabulary().faults) {
    for (const auto& param : fault.params) {
      const std::string where = fault.name + "." + param.name;
      EXPECT_EQ(param.kind == ParamForm::Kind::kWord, !param.words.empty()) << where;
      if (param.words.empty() || !param.fallback) continue;
      EXPECT_THAT(param.words, testing::Contains(*param.fallback)) << where;
    }
  }
}

// As `kproof list` and `kproof doctor` show them.
TEST(RunVocabulary, StandsInTheOrderOfNames) {
  const Vocabulary vocabulary = TheVocabulary();
  const auto before = [](const auto& a, const auto& b) { return a.name < b.name; };
  EXPECT_TRUE(std::is_sorted(vocabulary.faults.begin(), vocabulary.faults.end(), before));
}

TEST(RunVocabulary, FallbacksOfNumbersAreWithinTheirLimits) {
  for (const auto& fault : TheVocabulary().faults) {
    for (const auto& param : fault.params) {
      if (param.kind != ParamForm::Kind::kInt || !param.fallback) continue;
      const auto number = ParseInt(*param.fallback);
      ASSERT_TRUE(number) << fault.name << "." << param.name;
      EXPECT_GE(*number, param.least) << fault.name << "." << param.name;
      EXPECT_LE(*number, param.most) << fault.name << "." << param.name;
    }
  }
}

}  // namespace
}  // namespace kproof
