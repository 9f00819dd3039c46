// What the faults offer, as scenarios may write it.
#include "harness/run/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace kproof
